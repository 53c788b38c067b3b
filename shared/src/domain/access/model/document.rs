//! An access model as it is written: keys and texts, not yet what they mean.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::customization::Customization;
use super::faults::Faults;
use super::level::Level;
use super::policies::{Policies, UnitPolicy};
use super::resource::{self, Resource};
use super::table::Table;
use crate::domain::access::permission::is_identifier;

/// How many resources, roles, or permissions in a list there may be; bounds the work that a document can cause.
const MOST: usize = 100;

/// What has a longer name is not read: every path in it, and there may be many, would have the name in it.
const READ_NAME: usize = 100;

// What serde is told of reading here and in the policies only tells the schema how `Table` reads.

/// An access model. `docs/access-models.md` is its reference, `/access-model.schema.json` its JSON Schema with the
/// defaults. What is left out has its default, which answers write out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccessModel, example = json!({
    "name": "shop",
    "title": "Shop",
    "units": { "noun": "store", "reach": "selected" },
    "resources": { "orders": { "title": "Orders", "actions": ["read", "create", "refund"] } },
    "roles": {
        "clerk": { "title": "Clerk", "permissions": ["orders:read"], "customizable": ["orders:refund"] },
        "owner": { "title": "Owner", "includes": ["clerk"], "permissions": ["*:*"] }
    },
    "policies": { "invitation": { "lifetime": "7d", "names": "inviter" } }
}))]
pub(super) struct Document {
    /// The name of the model, for programs.
    #[schema(pattern = "^[a-z][a-z0-9_]{0,39}$")]
    pub(super) name: String,
    /// The title of the model, for people.
    #[schema(min_length = 1, max_length = 120)]
    pub(super) title: String,
    /// What an account's own administrators may do with the model.
    #[serde(default)]
    pub(super) customization: Customization,
    /// What roles that an account makes itself may give: permissions, as in roles. Needs `customization: roles`.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub(super) assignable: Vec<String>,
    /// The role of administrators whom operators invite without naming one: of an account's first one, and of others.
    /// By default the one that holds most of those that manage users.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false, pattern = "^[a-z][a-z0-9_]{0,39}$")]
    pub(super) first_administrator: Option<String>,
    /// The role of people who are invited or created without naming one. By default there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false, pattern = "^[a-z][a-z0-9_]{0,39}$")]
    pub(super) default_role: Option<String>,
    /// The parts of an account to which access can be limited; by default there are none.
    #[serde(default)]
    pub(super) units: UnitPolicy,
    /// The portal's own resources, by name.
    pub(super) resources: BTreeMap<String, Resource>,
    /// The roles, by name.
    pub(super) roles: BTreeMap<String, RoleDocument>,
    /// The policies of the portal's user management.
    #[serde(default)]
    pub(super) policies: Policies,
}

/// A role of the access model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Role)]
pub(super) struct RoleDocument {
    /// The name that users gave it.
    #[schema(min_length = 1, max_length = 120)]
    pub(super) title: String,
    /// A description of what its holders can do, for people.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(min_length = 1, max_length = 500)]
    pub(super) description: String,
    /// Roles whose permissions, and whose customizable permissions, this role also has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub(super) includes: Vec<String>,
    /// The permissions of the role: `resource:action`, where `*` means any; with `:own` for the user's own records
    /// only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub(super) permissions: Vec<String>,
    /// Permissions in short form, by resource.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) levels: BTreeMap<String, Level>,
    /// Permissions that may be added to the role for single users.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub(super) customizable: Vec<String>,
    /// Whether the account made the role itself, beside those of the model. Needs `customization: roles`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) custom: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

impl Document {
    pub(super) fn read(value: &Value, faults: &mut Faults) -> Self {
        let mut table = Table::new(String::new(), value, faults);
        let units = UnitPolicy::read(table.table("units", faults), faults);
        let document = Self {
            name: name(&mut table, faults),
            title: text(&mut table, "title", faults),
            customization: table.or_default("customization", faults),
            assignable: list(&mut table, "assignable", MOST, faults).unwrap_or_default(),
            first_administrator: table.take("first_administrator", faults),
            default_role: table.take("default_role", faults),
            resources: resource::read_all(table.table("resources", faults), faults),
            roles: roles(table.table("roles", faults), faults),
            policies: Policies::read(table.table("policies", faults), units.clone(), faults),
            units,
        };
        table.finish(faults);
        document
    }
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
            levels: table.values("levels", faults),
            customizable: list(&mut table, "customizable", MOST, faults).unwrap_or_default(),
            custom: table.or("custom", false, faults),
        };
        check_title(&table, &role.title, roles.values().map(|other| &other.title), faults);
        table.finish(faults);
        roles.insert(name.to_owned(), role);
    }
    roles
}

/// The entries of a table whose keys are names that the document chooses.
pub(super) fn named<'a>(table: Table<'a>, faults: &mut Faults) -> Vec<(&'a str, Table<'a>)> {
    let path = table.path().to_owned();
    let mut entries = table.into_entries(MOST, faults);
    if entries.is_empty() && !faults.touch(&["", &path]) {
        faults.add(&*path, "required", format!("`{path}` is missing or empty"));
    }
    for (name, table) in &entries {
        let place = if name.len() > READ_NAME { path.clone() } else { table.path().to_owned() };
        check_name(place, name, faults);
    }
    entries.retain(|(name, _)| name.len() <= READ_NAME);
    entries
}

/// A list of texts in which none comes twice; `None` if there is none that can be read.
pub(super) fn list(table: &mut Table<'_>, key: &'static str, most: usize, faults: &mut Faults) -> Option<Vec<String>> {
    let items = table.list(key, most, faults)?;
    let mut before = BTreeSet::new();
    for (index, item) in items.iter().enumerate() {
        if !before.insert(item) && !item.is_empty() {
            let path = format!("{}[{index}]", table.path_of(key));
            faults.add(path, "duplicate", format!("`{item}` is listed twice"));
        }
    }
    Some(items)
}

pub(super) fn text(table: &mut Table<'_>, key: &'static str, faults: &mut Faults) -> String {
    table.line::<120>(key, faults).map(String::from).unwrap_or_default()
}

fn name(table: &mut Table<'_>, faults: &mut Faults) -> String {
    let name = text(table, "name", faults);
    if !name.is_empty() {
        check_name(table.path_of("name"), &name, faults);
    }
    name
}

pub(super) fn check_name(path: String, name: &str, faults: &mut Faults) {
    if !is_identifier(name) {
        let rule = "a lower-case letter, then at most 39 lower-case letters, digits and `_`";
        faults.add(path, "invalid_name", format!("`{name}` is not a name: {rule}"));
    }
}

/// Two things with one title are one thing to anyone who chooses between them.
pub(super) fn check_title<'a>(
    table: &Table<'_>,
    title: &str,
    mut others: impl Iterator<Item = &'a String>,
    faults: &mut Faults,
) {
    if !title.is_empty() && others.any(|other| other == title) {
        let message = format!("the title `{title}` is used twice");
        faults.add(table.path_of("title"), "duplicate", message);
    }
}
