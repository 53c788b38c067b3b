//! Access models: the data that makes Usher behave like one portal.
//!
//! An access model names the portal's resources, the roles over them and the policies of its user management:
//!
//! ```yaml
//! name: invoicing
//! title: Invoicing portal
//! units: { noun: practice, reach: selected }
//! resources:
//!   invoices: { title: Invoices, actions: [read, create] }
//! roles:
//!   read: { title: Read, permissions: ["invoices:read"] }
//!   admin: { title: Admin, includes: [read], permissions: ["invoices:create", "users:*"] }
//! policies:
//!   invitation: { lifetime: 48h, names: inviter }
//! ```
//!
//! Beside the portal's resources every model has Usher's own, `users`, `api_tokens`, `account`, `audit` and more
//! ([`crate::domain::access::permission::Operation`]). `*` stands for any resource or any action, Usher's included.
//!
//! Not supported: roles that take permissions away, and conditions other than ownership and unit.

mod carried;
mod custom;
mod customization;
mod document;
mod faults;
mod first;
mod level;
mod lifetime;
mod policies;
mod replacement;
mod resolve;
mod resource;
mod role;
mod set;
pub(crate) mod stored;
mod table;
#[cfg(test)]
mod tests;
mod upgrade;
mod vocabulary;
mod warnings;
mod whole;

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

pub use self::carried::RoleChange;
pub use self::customization::{BeyondCustomization, Customization};
use self::document::Document;
use self::faults::Faults;
pub use self::faults::ModelFault;
pub use self::first::WhyFirst;
pub use self::level::Level;
pub use self::policies::{
    Activation, ApiTokenPolicy, CredentialResetPolicy, DisposableDomains, GivenBy, InvitationPolicy, LONGEST_API_TOKEN,
    NameEditors, OffboardingPolicy, Policies, RolesPerUser, SHORTEST_IDLE, SecondFactorPolicy, SessionPolicy,
    TokenCreators, TokenDisplay, UnitPolicy, UnitReach, Visibility,
};
pub use self::replacement::Obstacle;
pub use self::resolve::MOST_PERMISSIONS;
pub use self::resource::{Actions, Resource};
pub use self::role::{MalformedRoleName, Role, RoleName};
pub use self::warnings::Warning;
use super::permission::{Operation, Permission};
use crate::domain::noted::Noted;
use crate::domain::text::{cleaned, shortened};

/// How many bytes a model may have, as JSON with every default written out. It is read with every request in its
/// account, and the audit event of its replacement holds two of them in one item of at most 400 KB.
pub const LARGEST: usize = 64 * 1024;

/// A valid access model. Its serialised form is the document with every default written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessModel {
    document: Document,
    roles: BTreeMap<RoleName, Role>,
}

impl AccessModel {
    /// Reads a model from YAML.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the document, at once; only what is no YAML at all stops at its first fault.
    pub fn from_yaml(text: &str) -> Result<Self, Noted<ModelFault>> {
        // YAML 1.1 would read the second factor `off` as `false`.
        let options = serde_saphyr::options! { strict_booleans: true };
        let document = serde_saphyr::from_str_with_options(text, options).map_err(|error| {
            let message = error.without_snippet().to_string();
            Noted::from_iter([ModelFault { path: String::new(), code: "malformed_document", message }])
        })?;
        Self::from_json(document)
    }

    /// Reads a model from JSON.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the document, at once.
    pub fn from_json(document: Value) -> Result<Self, Noted<ModelFault>> {
        Self::read(&document, Faults::default())
    }

    fn read(document: &Value, mut faults: Faults) -> Result<Self, Noted<ModelFault>> {
        let document = Document::read(document, &mut faults);
        let roles = resolve::roles(&document, &mut faults);
        check_size(&document, &mut faults);
        faults.none_or(Self { document, roles })
    }

    /// What the model is called, such as `invoicing`.
    pub fn name(&self) -> &str {
        &self.document.name
    }

    /// The title of the model, for people.
    pub fn title(&self) -> &str {
        &self.document.title
    }

    /// The policies of the portal's user management.
    pub fn policies(&self) -> &Policies {
        &self.document.policies
    }

    /// The portal's resources by name, without Usher's own.
    pub fn resources(&self) -> &BTreeMap<String, Resource> {
        &self.document.resources
    }

    /// The roles, in the order of their names.
    pub fn roles(&self) -> impl Iterator<Item = &Role> {
        self.roles.values()
    }

    /// The role of that name.
    pub fn role(&self, name: &RoleName) -> Option<&Role> {
        self.roles.get(name)
    }

    /// What is said of a role that there is none of: as it was written, with those that there are, both as far as a
    /// message has room.
    pub fn no_role(&self, written: &str) -> String {
        const ROOM_FOR_ONE: usize = 60;
        const ROOM_FOR_ALL: usize = 200;
        let written = shortened(&cleaned(written), ROOM_FOR_ONE);
        let names: Vec<&str> = self.roles.keys().map(RoleName::as_str).collect();
        let names = shortened(&format!("`{}`", names.join("`, `")), ROOM_FOR_ALL);
        format!("unknown role `{written}`; there are {names}")
    }

    /// Whether there is such a permission: one of the portal's, or of Usher's own.
    pub fn knows(&self, permission: &Permission) -> bool {
        let (resource, action) = (permission.resource(), permission.action());
        let is_portals = |of: &Resource| of.actions.iter().any(|one| one == action);
        Operation::ALL.iter().any(|operation| operation.parts() == (resource, action))
            || self.resources().get(resource).is_some_and(is_portals)
    }

    /// Whether holders of `role` for the whole account can manage users: `users:read`, `users:invite` and
    /// `users:update`, all over everybody. `false` for a role that does not exist.
    pub fn manages_users(&self, role: &RoleName) -> bool {
        self.role(role).is_some_and(Role::manages_users)
    }
}

fn check_size(document: &Document, faults: &mut Faults) {
    let size = serde_json::to_vec(document).map_or(usize::MAX, |text| text.len());
    if size > LARGEST {
        faults.add(
            "",
            "too_large",
            format!("{size} bytes with every default written out, at most {LARGEST} are allowed"),
        );
    }
}

impl ToSchema for AccessModel {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        Document::schemas(schemas);
    }
}

impl PartialSchema for AccessModel {
    fn schema() -> RefOr<Schema> {
        Document::schema()
    }
}

impl Serialize for AccessModel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.document.serialize(serializer)
    }
}

/// Reads what is stored; requests are read by [`AccessModel::from_json`].
impl<'de> Deserialize<'de> for AccessModel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let document = upgrade::upgraded(Value::deserialize(deserializer)?);
        Self::read(&document, Faults::of_stored()).map_err(|faults| {
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            serde::de::Error::custom(faults.join("; "))
        })
    }
}
