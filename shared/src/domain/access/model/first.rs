//! The roles that a model gives where nobody names one: to an account's first administrator, and to people who are
//! invited.

use std::cmp::Reverse;

use serde::Serialize;
use utoipa::ToSchema;

use super::AccessModel;
use super::document::Document;
use super::faults::Faults;
use super::resolve::Given;
use super::role::{Role, RoleName};
use super::set::Set;

/// Why a role is the first administrator's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = FirstAdministratorReason)]
#[serde(rename_all = "snake_case")]
pub enum WhyFirst {
    /// The model names it.
    Named,
    /// No other role manages users.
    OnlyOne,
    /// No other role that manages users holds as many permissions.
    HoldsMost,
    /// Another role holds as many; this one comes first by name.
    FirstByName,
}

impl AccessModel {
    /// The role of an administrator for whom the operator names none: the one that the model names, or else, among its
    /// own roles that manage users, the one with the greatest reach, and of several such the first by name. No other
    /// one that manages users gives all that this one gives, and more.
    pub fn administrator_role(&self) -> &Role {
        #[expect(
            clippy::expect_used,
            reason = "a model without a role that manages users is refused (`no_administrator`)"
        )]
        self.named(self.document.first_administrator.as_ref())
            .or_else(|| self.administrators().min_by_key(|role| Reverse(role.reach())))
            .expect("a valid model has a role that manages users")
    }

    /// Why it is that one.
    pub fn why_first(&self) -> WhyFirst {
        let reach = self.administrator_role().reach();
        if self.document.first_administrator.is_some() {
            WhyFirst::Named
        } else if self.administrators().count() == 1 {
            WhyFirst::OnlyOne
        } else if self.administrators().filter(|role| role.reach() == reach).count() > 1 {
            WhyFirst::FirstByName
        } else {
            WhyFirst::HoldsMost
        }
    }

    /// The role of people who are invited or created without naming one.
    pub fn default_role(&self) -> Option<&Role> {
        self.named(self.document.default_role.as_ref())
    }

    /// The model's own roles that manage users.
    pub(super) fn administrators(&self) -> impl Iterator<Item = &Role> {
        self.roles().filter(|role| role.manages_users() && !role.is_custom)
    }

    fn named(&self, name: Option<&String>) -> Option<&Role> {
        self.role(&name?.parse::<RoleName>().ok()?)
    }
}

/// Judges which roles the document names for whom; `managing` is what those who manage users hold.
pub(super) fn check(roles: &[Given<'_>], managing: &Set, document: &Document, faults: &mut Faults) {
    let named = [("first_administrator", &document.first_administrator), ("default_role", &document.default_role)];
    for (key, name) in named {
        let Some(name) = name else { continue };
        // Not all roles were read.
        if faults.at(&["", "roles"]) {
            return;
        }
        let Some(role) = roles.iter().find(|role| role.name == name) else {
            faults.add(key, "unknown_role", format_args!("unknown role `{name}`"));
            continue;
        };
        let manages_users = managing.is_within(&role.permissions) && !role.is_custom;
        if key == "first_administrator" && role.is_clear && !manages_users {
            let message = format_args!("`{name}` is no role of the model's own that manages users");
            faults.add(key, "not_an_administrator", message);
        }
    }
}
