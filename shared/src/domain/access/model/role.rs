//! Roles: named sets of permissions.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::access::permission::{Operation, Permission, is_identifier};

/// The name of a role: `^[a-z][a-z0-9_]{0,39}$`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RoleName(String);

/// A text that cannot name a role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the name of a role: a lower-case letter, then at most 39 lower-case letters, digits and `_`")]
pub struct MalformedRoleName(String);

/// A named set of permissions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// What grants call it.
    pub name: RoleName,
    /// The name that users gave it.
    pub title: String,
    /// What its holders can do, in the portal's words; may be empty.
    pub description: String,
    /// Whether the account made it itself, beside those of the model.
    pub is_custom: bool,
    pub(super) includes: Vec<RoleName>,
    pub(super) permissions: BTreeSet<Permission>,
    pub(super) customizable: BTreeSet<Permission>,
}

impl Role {
    /// The roles that it includes directly.
    pub fn includes(&self) -> &[RoleName] {
        &self.includes
    }

    /// Everything that its holders may do, inclusion, levels and wildcards resolved.
    pub fn permissions(&self) -> &BTreeSet<Permission> {
        &self.permissions
    }

    /// What may be added to one holder; of an included role, too.
    pub fn customizable(&self) -> &BTreeSet<Permission> {
        &self.customizable
    }

    /// Whether `permission` may be added to one holder: it is customizable, over all records or over own ones.
    pub fn may_add(&self, permission: &Permission) -> bool {
        implies(&self.customizable, permission)
    }

    /// Whether its holders may do `permission`.
    pub fn allows(&self, permission: &Permission) -> bool {
        implies(&self.permissions, permission)
    }

    /// How much its holders may do: how many permissions they effectively hold, where one over own records does not
    /// count beside the same over all; then, how many of these are over all records. A role that gives all that another
    /// one gives, and more, is always above it.
    pub(super) fn reach(&self) -> (usize, usize) {
        let over_all = self.permissions.iter().filter(|permission| !permission.is_own()).count();
        let adds = |own: &&Permission| own.is_own() && !self.permissions.contains(&own.unrestricted());
        (over_all + self.permissions.iter().filter(adds).count(), over_all)
    }

    /// Whether its holders can see users, bring them in and change what they hold.
    pub fn manages_users(&self) -> bool {
        Operation::MANAGING_USERS.iter().all(|operation| self.allows(&operation.permission()))
    }
}

/// A permission over all records implies the one over own records.
fn implies(held: &BTreeSet<Permission>, permission: &Permission) -> bool {
    held.contains(permission) || held.contains(&permission.unrestricted())
}

impl RoleName {
    /// A name in a document as it is written, be it a fault: so that the role can be judged together with the others.
    pub(super) fn as_written(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RoleName {
    type Err = MalformedRoleName;

    fn from_str(text: &str) -> Result<Self, MalformedRoleName> {
        if is_identifier(text) { Ok(Self(text.to_owned())) } else { Err(MalformedRoleName(text.to_owned())) }
    }
}

impl TryFrom<String> for RoleName {
    type Error = MalformedRoleName;

    fn try_from(text: String) -> Result<Self, MalformedRoleName> {
        text.parse()
    }
}

impl From<RoleName> for String {
    fn from(name: RoleName) -> Self {
        name.0
    }
}

impl fmt::Display for RoleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
