//! What can be wrong only with the roles together.

use super::document::Document;
use super::faults::Faults;
use super::resolve::Given;
use super::set::Set;
use super::vocabulary::Vocabulary;
use super::{RolesPerUser, UnitReach};
use crate::domain::access::permission::Operation;

/// Judges the roles together. Those that are not clear may be meant to give less than they are resolved to: they have
/// their faults already, and others are judged as if they gave all of it.
pub(super) fn check(roles: &[Given<'_>], vocabulary: &Vocabulary<'_>, document: &Document, faults: &mut Faults) {
    let managing = &vocabulary.managing_users();
    let clear = || roles.iter().filter(|role| role.is_clear);
    for role in clear().filter(|role| role.permissions.is_empty() && role.customizable.is_empty()) {
        let message = format!("`{}` gives no permissions, and none can be added to it", role.name);
        faults.add(format!("roles.{}", role.name), "empty_role", message);
    }
    if faults.at(&["", "roles"]) {
        // Not all roles were read.
        return;
    }
    check_units(roles, &vocabulary.of_operations(&[Operation::UnitsManage]), document, faults);
    if !roles.iter().any(|role| !role.is_custom && managing.is_within(&role.permissions)) {
        let message = "no role can manage users: one must hold `users:read`, `users:invite` and `users:update`";
        faults.add("roles", "no_administrator", message);
    } else if !is_grantability_open(document, faults) {
        check_grantable(roles, managing, document.policies.roles_per_user, faults);
    }
}

/// Grants choose among units, so someone must be able to make some. What was taken before this was asked is still
/// read.
fn check_units(roles: &[Given<'_>], managing: &Set, document: &Document, faults: &mut Faults) {
    let is_needed = document.units.reach == UnitReach::Selected && !faults.is_stored;
    if is_needed && !roles.iter().any(|role| managing.is_within(&role.holdable())) {
        let message = "grants choose among units, but no role can create any: one must hold `units:manage`";
        faults.add("units.reach", "no_unit_manager", message);
    }
}

/// Whether faults outside of the roles leave open who can give what: `*` stands for other actions, or roles add up.
fn is_grantability_open(document: &Document, faults: &Faults) -> bool {
    faults.at(&["resources", "policies", "policies.roles_per_user"])
        || (faults.is_any() && document.resources.keys().any(|name| faults.obscure(&format!("resources.{name}"), &[])))
}

/// Nobody gives more than they hold, and the first administrator of an account gets a role that manages users. So a
/// role that gives more than anybody could come to hold from there is a role that nobody could hold.
fn check_grantable(roles: &[Given<'_>], managing: &Set, roles_per_user: RolesPerUser, faults: &mut Faults) {
    let manages_users = |role: &&Given<'_>| managing.is_within(&role.permissions);
    let beyond_reach: Vec<&Given<'_>> = match roles_per_user {
        RolesPerUser::One => {
            let givers: Vec<Set> = roles.iter().filter(manages_users).map(Given::holdable).collect();
            roles.iter().filter(|role| !givers.iter().any(|held| role.permissions.is_within(held))).collect()
        }
        RolesPerUser::Several => beyond_reach_together(roles, managing),
    };
    for role in beyond_reach.into_iter().filter(|role| role.is_clear) {
        let message = format!(
            "no user who manages users could hold everything that `{}` gives, so nobody could grant it",
            role.name
        );
        faults.add(format!("roles.{}", role.name), "ungrantable_role", message);
    }
}

/// If one user can hold several roles, one administrator can come to hold all that can be given at all.
fn beyond_reach_together<'a, 'b>(roles: &'a [Given<'b>], managing: &Set) -> Vec<&'a Given<'b>> {
    let mut held = Set::default();
    let (first, mut rest): (Vec<_>, Vec<_>) =
        roles.iter().partition(|role| managing.is_within(&role.permissions) || !role.is_clear);
    first.iter().for_each(|role| held.add(&role.holdable()));
    while let Some(next) = rest.iter().position(|role| role.permissions.is_within(&held)) {
        held.add(&rest.remove(next).holdable());
    }
    rest
}
