//! An access model as it is written: keys and texts, not yet what they mean.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::faults::Faults;
use super::level::Level;
use super::policies::{Policies, UnitPolicy};
use super::table::Table;
use crate::domain::permission::{Operation, is_identifier};

/// How many resources, roles, or permissions in a list there may be; bounds the work that a document can cause.
const MOST: usize = 100;

/// How many actions one resource may have.
const MOST_ACTIONS: usize = 20;

/// The document, complete: what it left out stands here with its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Document {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) units: UnitPolicy,
    pub(super) resources: BTreeMap<String, Resource>,
    pub(super) roles: BTreeMap<String, RoleDocument>,
    pub(super) policies: Policies,
}

/// Something of the portal's that permissions are about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Resource {
    /// What it is called.
    pub title: String,
    /// What can be done to it: create, read, update and delete unless the document says otherwise.
    pub actions: Vec<String>,
}

/// A role as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct RoleDocument {
    pub(super) title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) includes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) permissions: Vec<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) levels: BTreeMap<String, Level>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) customizable: Vec<String>,
}

impl Document {
    pub(super) fn read(value: &Value, faults: &mut Faults) -> Self {
        let mut table = Table::new(String::new(), value, faults);
        let units = UnitPolicy::read(table.table("units", faults), faults);
        let document = Self {
            name: name(&mut table, faults),
            title: text(&mut table, "title", faults),
            resources: resources(table.table("resources", faults), faults),
            roles: roles(table.table("roles", faults), faults),
            policies: Policies::read(table.table("policies", faults), units.clone(), faults),
            units,
        };
        table.finish(faults);
        document
    }
}

fn resources(table: Table<'_>, faults: &mut Faults) -> BTreeMap<String, Resource> {
    let mut resources = BTreeMap::<_, Resource>::new();
    for (name, mut table) in named(table, faults) {
        if Operation::ALL.iter().any(|operation| operation.parts().0 == name) {
            let message = format!("`{name}` is one of the resources that every access model has");
            faults.add(table.path(), "reserved_name", message);
        }
        let resource = Resource { title: text(&mut table, "title", faults), actions: actions(&mut table, faults) };
        check_title(&table, &resource.title, resources.values().map(|other| &other.title), faults);
        table.finish(faults);
        resources.insert(name.to_owned(), resource);
    }
    resources
}

fn actions(table: &mut Table<'_>, faults: &mut Faults) -> Vec<String> {
    let Some(actions) = list(table, "actions", MOST_ACTIONS, faults) else {
        return Level::Full.actions().iter().map(ToString::to_string).collect();
    };
    if actions.is_empty() {
        faults.add(table.path_of("actions"), "required", "a resource without actions guards nothing");
    }
    for (index, action) in actions.iter().enumerate() {
        let path = format!("{}[{index}]", table.path_of("actions"));
        if action == "own" {
            let message = "`own` tells a user's own records apart and names no action";
            faults.add(path, "reserved_name", message);
        } else {
            check_name(path, action, faults);
        }
    }
    actions
}

fn roles(table: Table<'_>, faults: &mut Faults) -> BTreeMap<String, RoleDocument> {
    let mut roles = BTreeMap::<_, RoleDocument>::new();
    for (name, mut table) in named(table, faults) {
        let description = table.optional_line::<500>("description", faults);
        let role = RoleDocument {
            title: text(&mut table, "title", faults),
            description: description.map(String::from).unwrap_or_default(),
            includes: list(&mut table, "includes", MOST, faults).unwrap_or_default(),
            permissions: list(&mut table, "permissions", MOST, faults).unwrap_or_default(),
            levels: table.or_default("levels", faults),
            customizable: list(&mut table, "customizable", MOST, faults).unwrap_or_default(),
        };
        check_title(&table, &role.title, roles.values().map(|other| &other.title), faults);
        table.finish(faults);
        roles.insert(name.to_owned(), role);
    }
    roles
}

/// The entries of a table whose keys are names that the document chooses.
fn named<'a>(table: Table<'a>, faults: &mut Faults) -> Vec<(&'a str, Table<'a>)> {
    let path = table.path().to_owned();
    let mut entries = table.into_entries(faults);
    if entries.is_empty() && !faults.touch(&["", &path]) {
        faults.add(&*path, "required", format!("`{path}` is missing or empty"));
    }
    limit(&mut entries, MOST, path, faults);
    for (name, table) in &entries {
        check_name(table.path().to_owned(), name, faults);
    }
    entries
}

/// A list of texts in which none comes twice; `None` where there is none that can be read.
fn list(table: &mut Table<'_>, key: &'static str, most: usize, faults: &mut Faults) -> Option<Vec<String>> {
    let mut items: Vec<String> = table.take(key, faults)?;
    limit(&mut items, most, table.path_of(key), faults);
    for (index, item) in items.iter().enumerate() {
        if items[..index].contains(item) {
            let path = format!("{}[{index}]", table.path_of(key));
            faults.add(path, "duplicate", format!("`{item}` comes twice"));
        }
    }
    Some(items)
}

fn text(table: &mut Table<'_>, key: &'static str, faults: &mut Faults) -> String {
    table.line::<120>(key, faults).map(String::from).unwrap_or_default()
}

fn name(table: &mut Table<'_>, faults: &mut Faults) -> String {
    let name = text(table, "name", faults);
    if !name.is_empty() {
        check_name(table.path_of("name"), &name, faults);
    }
    name
}

fn check_name(path: String, name: &str, faults: &mut Faults) {
    if !is_identifier(name) {
        let rule = "a lower-case letter, then at most 39 lower-case letters, digits and `_`";
        faults.add(path, "invalid_name", format!("`{name}` is not a name: {rule}"));
    }
}

/// Two things with one title are one thing to whoever chooses between them.
fn check_title<'a>(table: &Table<'_>, title: &str, mut others: impl Iterator<Item = &'a String>, faults: &mut Faults) {
    if !title.is_empty() && others.any(|other| other == title) {
        let message = format!("the title `{title}` comes twice");
        faults.add(table.path_of("title"), "duplicate", message);
    }
}

/// Reads no further than `most`.
fn limit<T>(items: &mut Vec<T>, most: usize, path: String, faults: &mut Faults) {
    if items.len() > most {
        faults.add(path, "too_many", format!("{} entries, at most {most} are allowed", items.len()));
        items.truncate(most);
    }
}
