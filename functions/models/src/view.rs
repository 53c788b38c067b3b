//! What an access model comes to: its roles with every permission that they give, and everything by its title.

use std::collections::BTreeSet;

use serde::Serialize;
use usher::domain::access::model::{AccessModel, Customization, Resource, Role, Warning, WhyFirst};
use usher::domain::access::permission::Permission;
use utoipa::ToSchema;

/// An access model with its roles resolved: what they include, wildcards and levels are permissions.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ResolvedAccessModel)]
pub struct ResolvedView {
    /// The name of the model.
    #[schema(example = "invoicing")]
    name: String,
    /// The title, for people.
    #[schema(example = "Invoicing portal")]
    title: String,
    /// What the account's own administrators may do with the model.
    customization: Customization,
    /// The role of administrators whom operators invite without naming one.
    first_administrator: FirstAdministratorView,
    /// The role of people who are invited or created without naming one; null if one must be named.
    #[schema(required, example = "read")]
    default_role: Option<String>,
    /// The portal's resources, by name.
    resources: Vec<ResolvedResourceView>,
    /// The roles, by name.
    roles: Vec<ResolvedRoleView>,
}

/// The role of a first administrator, and why it is that one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FirstAdministrator)]
pub struct FirstAdministratorView {
    /// The name of the role.
    #[schema(example = "admin")]
    role: String,
    /// Why it is this role.
    reason: WhyFirst,
}

/// A resource of the portal, and what can be done to it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ResolvedResource)]
pub struct ResolvedResourceView {
    /// The name of the resource.
    #[schema(example = "invoices")]
    name: String,
    /// The title, for people.
    #[schema(example = "Invoices")]
    title: String,
    /// The actions, in the order of the document.
    actions: Vec<ResolvedActionView>,
}

/// An action on a resource.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ResolvedAction)]
pub struct ResolvedActionView {
    /// The name of the action.
    #[schema(example = "read")]
    name: String,
    /// The title, for people; null if the model has none.
    #[schema(required, example = "See")]
    title: Option<String>,
}

/// A role with everything that it gives.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ResolvedRole)]
pub struct ResolvedRoleView {
    /// The name of the role.
    #[schema(example = "read")]
    name: String,
    /// The title, for people.
    #[schema(example = "Read")]
    title: String,
    /// What its holders can do, in the portal's words; null if the model says nothing.
    #[schema(required, example = "View the data")]
    description: Option<String>,
    /// Whether the account made the role itself.
    custom: bool,
    /// Whether its holders for the whole account manage users.
    manages_users: bool,
    /// What its holders may do; `:own` only where it adds something.
    #[schema(example = json!(["invoices:read"]))]
    permissions: Vec<String>,
    /// What can be added to single holders.
    #[schema(example = json!([]))]
    customizable: Vec<String>,
}

/// Something that is allowed in an access model, and may not be meant.
#[derive(Serialize, ToSchema)]
#[schema(as = ModelWarning)]
pub struct WarningView {
    /// Where it is in the document.
    #[schema(example = "roles")]
    field: String,
    /// What it is, for programs; there may be codes that you do not know.
    #[schema(example = "never_held")]
    code: String,
    /// What it is, for people.
    #[schema(example = "nobody can ever hold `audit:read`")]
    message: String,
}

impl ResolvedView {
    /// What the model comes to.
    pub fn of(model: &AccessModel) -> Self {
        let first = model.administrator_role().name.to_string();
        Self {
            name: model.name().to_owned(),
            title: model.title().to_owned(),
            customization: model.customization(),
            first_administrator: FirstAdministratorView { role: first, reason: model.why_first() },
            default_role: model.default_role().map(|role| role.name.to_string()),
            resources: model.resources().iter().map(|(name, resource)| resource_view(name, resource)).collect(),
            roles: model.roles().map(ResolvedRoleView::of).collect(),
        }
    }
}

fn resource_view(name: &str, resource: &Resource) -> ResolvedResourceView {
    let action = |name: &String| ResolvedActionView {
        name: name.clone(),
        title: resource.actions.title(name).map(str::to_owned),
    };
    let actions = resource.actions.iter().map(action).collect();
    ResolvedResourceView { name: name.to_owned(), title: resource.title.clone(), actions }
}

impl ResolvedRoleView {
    fn of(role: &Role) -> Self {
        Self {
            name: role.name.to_string(),
            title: role.title.clone(),
            description: Some(role.description.clone()).filter(|text| !text.is_empty()),
            custom: role.is_custom,
            manages_users: role.manages_users(),
            permissions: shown(role.permissions()),
            customizable: shown(role.customizable()),
        }
    }
}

/// Permissions without a `:own` that another one implies.
fn shown(permissions: &BTreeSet<Permission>) -> Vec<String> {
    let adds = |one: &&Permission| !one.is_own() || !permissions.contains(&one.unrestricted());
    permissions.iter().filter(adds).map(ToString::to_string).collect()
}

impl From<Warning> for WarningView {
    fn from(warning: Warning) -> Self {
        Self { field: warning.path, code: warning.code.to_owned(), message: warning.message }
    }
}
