//! Permissions: what may be done to what.
//!
//! `invoices:read` is to read every invoice; `invoices:read:own` is to read those that the user owns.
//! Wildcards exist in access models only ([`super::model`]); a [`Permission`] never has one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// `resource:action`, or `resource:action:own` for the records that the user owns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Permission {
    resource: String,
    action: String,
    own: bool,
}

/// A text that is not a permission.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not of the form `resource:action` or `resource:action:own`")]
pub struct MalformedPermission(String);

impl Permission {
    /// The permission for what has been checked to be identifiers.
    pub(super) fn of(resource: &str, action: &str, own: bool) -> Self {
        Self { resource: resource.to_owned(), action: action.to_owned(), own }
    }

    /// What is acted upon.
    pub fn resource(&self) -> &str {
        &self.resource
    }

    /// What is done to it.
    pub fn action(&self) -> &str {
        &self.action
    }

    /// Whether it reaches only the records that the user owns.
    pub fn is_own(&self) -> bool {
        self.own
    }

    /// The same permission over every record.
    pub fn unrestricted(&self) -> Self {
        Self { own: false, ..self.clone() }
    }

    /// The same permission over the user's own records only.
    pub fn restricted(&self) -> Self {
        Self { own: true, ..self.clone() }
    }
}

/// What resources, actions, roles and access models are named with: `^[a-z][a-z0-9_]{0,39}$`.
pub(super) fn is_identifier(text: &str) -> bool {
    text.len() <= 40
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

impl FromStr for Permission {
    type Err = MalformedPermission;

    fn from_str(text: &str) -> Result<Self, MalformedPermission> {
        let (resource, action, own) = match *text.split(':').collect::<Vec<_>>() {
            [resource, action] => (resource, action, false),
            [resource, action, "own"] => (resource, action, true),
            _ => return Err(MalformedPermission(text.to_owned())),
        };
        if is_identifier(resource) && is_identifier(action) {
            Ok(Self::of(resource, action, own))
        } else {
            Err(MalformedPermission(text.to_owned()))
        }
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let own = if self.own { ":own" } else { "" };
        write!(f, "{}:{}{own}", self.resource, self.action)
    }
}

impl TryFrom<String> for Permission {
    type Error = MalformedPermission;

    fn try_from(text: String) -> Result<Self, MalformedPermission> {
        text.parse()
    }
}

impl From<Permission> for String {
    fn from(permission: Permission) -> Self {
        permission.to_string()
    }
}

/// What Usher itself does, each guarded by the permission of the same name.
///
/// Every access model has these beside its own resources and maps them to its roles: nobody is an
/// administrator by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// List, search and look at users and invitations.
    UsersRead,
    /// Invite or create users, resend and revoke invitations.
    UsersInvite,
    /// Change users' grants and names.
    UsersUpdate,
    /// Deactivate and reactivate users.
    UsersDeactivate,
    /// Remove users.
    UsersRemove,
    /// Send password and second-factor resets.
    UsersResetCredentials,
    /// Create, show and revoke API tokens; `:own` does so for oneself.
    ApiTokensManage,
    /// Change the account: its names, its support address, its language.
    AccountUpdate,
    /// Create, rename and retire units.
    UnitsManage,
    /// Change the access model, as far as it lets the account do so.
    AccessModelManage,
    /// Read the audit trail.
    AuditRead,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Self; 11] = [
        Self::UsersRead,
        Self::UsersInvite,
        Self::UsersUpdate,
        Self::UsersDeactivate,
        Self::UsersRemove,
        Self::UsersResetCredentials,
        Self::ApiTokensManage,
        Self::AccountUpdate,
        Self::UnitsManage,
        Self::AccessModelManage,
        Self::AuditRead,
    ];
    /// What it takes to see users, bring them in and change what they hold.
    pub const MANAGING_USERS: [Self; 3] = [Self::UsersRead, Self::UsersInvite, Self::UsersUpdate];

    /// The permission that guards the operation.
    pub fn permission(self) -> Permission {
        let (resource, action) = self.parts();
        Permission::of(resource, action, false)
    }

    /// The resource and the action of the operation.
    pub(super) const fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::UsersRead => ("users", "read"),
            Self::UsersInvite => ("users", "invite"),
            Self::UsersUpdate => ("users", "update"),
            Self::UsersDeactivate => ("users", "deactivate"),
            Self::UsersRemove => ("users", "remove"),
            Self::UsersResetCredentials => ("users", "reset_credentials"),
            Self::ApiTokensManage => ("api_tokens", "manage"),
            Self::AccountUpdate => ("account", "update"),
            Self::UnitsManage => ("units", "manage"),
            Self::AccessModelManage => ("access_model", "manage"),
            Self::AuditRead => ("audit", "read"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permission_reads_back_as_it_is_written() {
        for text in ["invoices:read", "customers:update:own", "api_tokens:manage", "a:b2_"] {
            let permission: Permission = text.parse().unwrap();
            assert_eq!(permission.to_string(), text);
            let json = serde_json::to_string(&permission).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<Permission>(&json).unwrap(), permission);
        }
    }

    #[test]
    fn what_is_not_a_permission_is_refused() {
        let long = format!("{}:read", "a".repeat(41));
        for text in [
            "",
            "read",
            ":",
            "a:",
            ":b",
            "a:b:",
            "a:b:all",
            "a:b:own:own",
            "*:*",
            "a:*",
            "A:b",
            "a b:c",
            "1a:b",
            "ä:b",
            &long,
        ] {
            let fault = text.parse::<Permission>().unwrap_err();
            assert_eq!(
                fault.to_string(),
                format!("`{text}` is not of the form `resource:action` or `resource:action:own`")
            );
        }
    }

    #[test]
    fn own_is_told_from_all() {
        let all: Permission = "orders:read".parse().unwrap();
        assert_eq!(all.restricted().to_string(), "orders:read:own");
        assert_eq!(all.restricted().unrestricted(), all);
        assert!(all.restricted().is_own() && !all.is_own());
    }

    #[test]
    fn operations_are_permissions_of_the_documented_names() {
        let names: Vec<String> = Operation::ALL.iter().map(|operation| operation.permission().to_string()).collect();
        assert_eq!(
            names,
            [
                "users:read",
                "users:invite",
                "users:update",
                "users:deactivate",
                "users:remove",
                "users:reset_credentials",
                "api_tokens:manage",
                "account:update",
                "units:manage",
                "access_model:manage",
                "audit:read",
            ]
        );
    }
}
