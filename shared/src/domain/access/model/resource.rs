//! The portal's resources, and what can be done to them.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use utoipa::openapi::{ArrayBuilder, ObjectBuilder, OneOfBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::document::{check_name, check_title, list, named, text};
use super::faults::Faults;
use super::level::Level;
use super::table::Table;
use crate::domain::access::permission::Operation;

/// How many actions one resource may have.
const MOST_ACTIONS: usize = 20;

/// A resource of the portal, which permissions are about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// The name that users gave it.
    #[schema(min_length = 1, max_length = 120)]
    pub title: String,
    /// The actions on it; by default create, read, update and delete.
    #[serde(default)]
    #[schema(required = false)]
    pub actions: Actions,
}

/// The actions on a resource: a list of names, or a table of names with titles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actions {
    names: Vec<String>,
    /// Of all of them, or of none.
    titles: BTreeMap<String, String>,
}

impl Actions {
    /// The names, in the order of the document.
    pub fn iter(&self) -> impl Iterator<Item = &String> {
        self.names.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// What people call an action, if the model says.
    pub fn title(&self, name: &str) -> Option<&str> {
        self.titles.get(name).map(String::as_str)
    }

    fn read(table: &mut Table<'_>, faults: &mut Faults) -> Self {
        if table.is_table("actions") {
            let (names, titles) = read_titled(table.table("actions", faults), faults);
            return Self { names, titles };
        }
        let Some(names) = list(table, "actions", MOST_ACTIONS, faults) else {
            return Self::default();
        };
        if names.is_empty() {
            faults.add(table.path_of("actions"), "required", NONE);
        }
        for (index, action) in names.iter().enumerate().filter(|(_, action)| !action.is_empty()) {
            check_action(format!("{}[{index}]", table.path_of("actions")), action, faults);
        }
        Self { names, titles: BTreeMap::new() }
    }
}

const NONE: &str = "a resource needs at least one action";

/// The names and the titles of a table of actions.
fn read_titled(mut table: Table<'_>, faults: &mut Faults) -> (Vec<String>, BTreeMap<String, String>) {
    if table.is_empty() {
        faults.add(table.path(), "required", NONE);
    }
    let (mut names, mut titles) = (Vec::new(), BTreeMap::<String, String>::new());
    for (name, title) in table.lines::<120>(MOST_ACTIONS, faults) {
        let path = table.path_of(&name);
        check_action(path.clone(), &name, faults);
        if titles.values().any(|other| *other == title) {
            faults.add(path, "duplicate", format!("the title `{title}` is used twice"));
        }
        names.push(name.clone());
        titles.insert(name, title);
    }
    (names, titles)
}

fn check_action(path: String, action: &str, faults: &mut Faults) {
    if action == "own" {
        faults.add(path, "reserved_name", "`own` is reserved; it marks a user's own records");
    } else {
        check_name(path, action, faults);
    }
}

/// The resources of a document.
pub(super) fn read_all(table: Table<'_>, faults: &mut Faults) -> BTreeMap<String, Resource> {
    let mut resources = BTreeMap::<_, Resource>::new();
    for (name, mut table) in named(table, faults) {
        // A portal could have a resource of the name of one that Usher has had since, and goes on having it.
        if !faults.is_stored && Operation::ALL.iter().any(|operation| operation.parts().0 == name) {
            let message = format!("`{name}` is a built-in resource");
            faults.add(table.path(), "reserved_name", message);
        }
        let resource =
            Resource { title: text(&mut table, "title", faults), actions: Actions::read(&mut table, faults) };
        check_title(&table, &resource.title, resources.values().map(|other| &other.title), faults);
        table.finish(faults);
        resources.insert(name.to_owned(), resource);
    }
    resources
}

impl Default for Actions {
    fn default() -> Self {
        Self { names: Level::Full.actions().iter().map(ToString::to_string).collect(), titles: BTreeMap::new() }
    }
}

impl Serialize for Actions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.titles.is_empty() { self.names.serialize(serializer) } else { self.titles.serialize(serializer) }
    }
}

impl ToSchema for Actions {}

impl PartialSchema for Actions {
    fn schema() -> RefOr<Schema> {
        let title = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(120));
        let names = ArrayBuilder::new().items(ObjectBuilder::new().schema_type(Type::String));
        let names = names.min_items(Some(1)).max_items(Some(20)).description(Some("Their names."));
        let titled = ObjectBuilder::new().additional_properties(Some(title)).description(Some("Names with titles."));
        let either = OneOfBuilder::new().item(names).item(titled);
        either.description(Some("The actions on a resource: names, or names with titles for people.")).into()
    }
}
