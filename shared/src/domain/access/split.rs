//! `account:manage`, which was split into `account:update`, `units:manage` and `access_model:manage`
//! (docs/decisions/0064). It is still stored here and there, and is read as what it became.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer};

use super::permission::{Operation, Permission};

/// The resource and the action that were split.
pub(super) const BEFORE: (&str, &str) = ("account", "manage");

/// What became of it.
pub(super) const NOW: [Operation; 3] = [Operation::AccountUpdate, Operation::UnitsManage, Operation::AccessModelManage];

/// A stored permission as it is meant now.
pub fn read(permission: Permission) -> Vec<Permission> {
    if (permission.resource(), permission.action()) != BEFORE {
        return vec![permission];
    }
    let own = |part: Permission| if permission.is_own() { part.restricted() } else { part };
    NOW.map(|part| own(part.permission())).into()
}

/// Stored permissions as they are meant now.
///
/// # Errors
///
/// What is stored is no list of permissions.
pub fn stored<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeSet<Permission>, D::Error> {
    let stored = BTreeSet::<Permission>::deserialize(deserializer)?;
    Ok(stored.into_iter().flat_map(read).collect())
}

/// The same where there may be none.
///
/// # Errors
///
/// What is stored is no list of permissions.
pub fn perhaps_stored<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<BTreeSet<Permission>>, D::Error> {
    let stored = Option::<BTreeSet<Permission>>::deserialize(deserializer)?;
    Ok(stored.map(|stored| stored.into_iter().flat_map(read).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        let mut json = serde_json::Deserializer::from_str(text);
        stored(&mut json).unwrap().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_was_split_is_read_as_its_parts() {
        let parts = ["access_model:manage", "account:update", "units:manage"];
        assert_eq!(of(r#"["account:manage"]"#), parts);
        assert_eq!(of(r#"["account:manage:own"]"#), parts.map(|part| format!("{part}:own")));
        assert_eq!(of(r#"["orders:manage", "units:manage"]"#), ["orders:manage", "units:manage"]);
    }
}
