//! What can be wrong only with the roles together.

use std::collections::BTreeMap;

use super::RolesPerUser;
use super::document::Document;
use super::faults::Faults;
use super::role::{Role, RoleName};

/// Judges the roles together. Those that are not among `clear` may be meant to give less than `roles` has them give:
/// they have their faults already, and others are judged as if they gave all of it.
pub(super) fn check(roles: &BTreeMap<RoleName, Role>, clear: Vec<&Role>, document: &Document, faults: &mut Faults) {
    for role in clear.iter().filter(|role| role.permissions.is_empty() && role.customizable.is_empty()) {
        let message = format!("`{}` gives no permissions, and none can be added to it", role.name);
        faults.add(format!("roles.{}", role.name), "empty_role", message);
    }
    if faults.at(&["", "roles"]) {
        // Not all roles were read.
        return;
    }
    if !roles.values().any(Role::manages_users) {
        let message = "no role can manage users: one must hold `users:read`, `users:invite` and `users:update`";
        faults.add("roles", "no_administrator", message);
    } else if !is_grantability_open(document, faults) {
        check_grantable(roles, &clear, document.policies.roles_per_user, faults);
    }
}

/// Whether faults outside of the roles leave open who can give what: `*` stands for other actions, or roles add up.
fn is_grantability_open(document: &Document, faults: &Faults) -> bool {
    faults.at(&["resources", "policies", "policies.roles_per_user"])
        || document.resources.keys().any(|name| faults.obscure(&format!("resources.{name}"), &[]))
}

/// Nobody gives more than they hold, and the first administrator of an account gets a role that manages users. So a
/// role that gives more than anybody could come to hold from there is a role that nobody could hold.
fn check_grantable(
    roles: &BTreeMap<RoleName, Role>,
    clear: &[&Role],
    roles_per_user: RolesPerUser,
    faults: &mut Faults,
) {
    let within_reach: Vec<&Role> = match roles_per_user {
        RolesPerUser::One => roles
            .values()
            .filter(|role| roles.values().any(|giver| giver.manages_users() && covers(&[giver], role)))
            .collect(),
        RolesPerUser::Several => within_reach_together(roles, clear),
    };
    for role in clear.iter().filter(|role| !within_reach.contains(role)) {
        let message = format!(
            "no user who manages users could hold everything that `{}` gives, so nobody could grant it",
            role.name
        );
        faults.add(format!("roles.{}", role.name), "ungrantable_role", message);
    }
}

/// If one user can hold several roles, one administrator can come to hold all that can be given at all.
fn within_reach_together<'a>(roles: &'a BTreeMap<RoleName, Role>, clear: &[&Role]) -> Vec<&'a Role> {
    let (mut held, mut rest): (Vec<&Role>, Vec<&Role>) =
        roles.values().partition(|role| role.manages_users() || !clear.contains(role));
    while let Some(next) = rest.iter().position(|role| covers(&held, role)) {
        held.push(rest.swap_remove(next));
    }
    held
}

/// Whether a holder of `held`, with all that can be added to them, holds all that `role` gives.
fn covers(held: &[&Role], role: &Role) -> bool {
    role.permissions
        .iter()
        .all(|permission| held.iter().any(|held| held.allows(permission) || held.may_add(permission)))
}
