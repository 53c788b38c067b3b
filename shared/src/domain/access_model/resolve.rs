//! What roles come to once inclusion, levels and wildcards are resolved.

use std::collections::{BTreeMap, BTreeSet};

use super::RolesPerUser;
use super::document::{Document, RoleDocument};
use super::faults::Faults;
use super::role::{Role, RoleName, implies};
use super::vocabulary::{Unknown, Vocabulary};
use crate::domain::permission::Permission;

/// The roles of the document, resolved.
pub(super) fn roles(document: &Document, faults: &mut Faults) -> BTreeMap<RoleName, Role> {
    let vocabulary = Vocabulary::of(&document.resources);
    let own: BTreeMap<&str, Own> = document.roles.iter().map(|(name, role)| (name.as_str(), Own::read(name, role, &vocabulary, faults))).collect();
    let included: Included<'_> = document.roles.keys().map(|name| (name.as_str(), included(name, document))).collect();
    for name in document.roles.keys() {
        check_includes(name, document, &included, faults);
    }
    let roles = document.roles.iter().filter_map(|(name, written)| role(name, written, &included, &own)).collect();
    if !faults.touch(&["", "resources", "roles"]) {
        check_whole(&roles, document, faults);
    }
    roles
}

/// The roles that each role includes, directly or not; itself among them only in a cycle.
type Included<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// What a role says itself, without what it includes.
struct Own {
    permissions: BTreeSet<Permission>,
    customizable: BTreeSet<Permission>,
}

impl Own {
    fn read(name: &str, role: &RoleDocument, vocabulary: &Vocabulary, faults: &mut Faults) -> Self {
        let mut picked = |path: String, result: Result<BTreeSet<Permission>, Unknown>| {
            result.unwrap_or_else(|unknown| {
                faults.add(path, unknown.code, unknown.message);
                BTreeSet::new()
            })
        };
        let mut permissions = BTreeSet::new();
        for (index, pattern) in role.permissions.iter().enumerate() {
            permissions.extend(picked(format!("roles.{name}.permissions[{index}]"), vocabulary.pick(pattern)));
        }
        for (resource, level) in &role.levels {
            permissions.extend(picked(format!("roles.{name}.levels.{resource}"), vocabulary.pick_level(resource, *level)));
        }
        let mut customizable = BTreeSet::new();
        for (index, pattern) in role.customizable.iter().enumerate() {
            customizable.extend(picked(format!("roles.{name}.customizable[{index}]"), vocabulary.pick(pattern)));
        }
        Self { permissions, customizable }
    }
}

/// The role with everything that it includes; `None` if its name is no name, which is a fault already.
fn role(name: &str, written: &RoleDocument, included: &Included<'_>, own: &BTreeMap<&str, Own>) -> Option<(RoleName, Role)> {
    let sources = || std::iter::once(&name).chain(&included[name]).filter_map(|name| own.get(name));
    let permissions: BTreeSet<Permission> = sources().flat_map(|own| own.permissions.iter().cloned()).collect();
    let customizable = sources().flat_map(|own| own.customizable.iter()).filter(|permission| !implies(&permissions, permission)).cloned().collect();
    let name: RoleName = name.parse().ok()?;
    let role = Role {
        name: name.clone(),
        title: written.title.clone(),
        description: written.description.clone(),
        includes: written.includes.iter().filter_map(|name| name.parse().ok()).collect(),
        permissions,
        customizable,
    };
    Some((name, role))
}

fn included<'a>(name: &str, document: &'a Document) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut ahead = vec![name];
    while let Some(next) = ahead.pop() {
        for include in document.roles.get(next).into_iter().flat_map(|role| &role.includes) {
            if found.insert(include.as_str()) {
                ahead.push(include);
            }
        }
    }
    found
}

fn check_includes(name: &str, document: &Document, included: &Included<'_>, faults: &mut Faults) {
    for (index, include) in document.roles[name].includes.iter().enumerate() {
        let path = format!("roles.{name}.includes[{index}]");
        if !document.roles.contains_key(include) {
            faults.add(path, "unknown_role", format!("there is no role `{include}`"));
        } else if include == name || included[include.as_str()].contains(name) {
            faults.add(path, "inclusion_cycle", format!("`{include}` includes `{name}` in turn"));
        }
    }
}

/// What can be wrong only with the roles together.
fn check_whole(roles: &BTreeMap<RoleName, Role>, document: &Document, faults: &mut Faults) {
    for role in roles.values() {
        if role.permissions.is_empty() && role.customizable.is_empty() {
            let message = format!("`{}` gives nothing, and nothing can be added to it", role.name);
            faults.add(format!("roles.{}", role.name), "empty_role", message);
        }
    }
    if !roles.values().any(Role::manages_users) {
        let message = "no role can manage users: one must hold `users:read`, `users:invite` and `users:update`";
        faults.add("roles", "no_administrator", message);
    } else {
        check_grantable(roles, document.policies.roles_per_user, faults);
    }
}

/// Nobody gives more than they hold, and the first administrator of an account gets a role that manages users. So a role that gives
/// more than anybody could come to hold from there is a role that nobody could hold.
fn check_grantable(roles: &BTreeMap<RoleName, Role>, roles_per_user: RolesPerUser, faults: &mut Faults) {
    let within_reach: Vec<&Role> = match roles_per_user {
        RolesPerUser::One => roles.values().filter(|role| roles.values().any(|giver| giver.manages_users() && covers(&[giver], role))).collect(),
        RolesPerUser::Several => within_reach_together(roles),
    };
    for role in roles.values().filter(|role| !within_reach.contains(role)) {
        let message = format!("nobody could give `{}`: nobody who manages users could hold all that it gives", role.name);
        faults.add(format!("roles.{}", role.name), "ungrantable_role", message);
    }
}

/// Where one user can hold several roles, one administrator can come to hold all that can be given at all.
fn within_reach_together(roles: &BTreeMap<RoleName, Role>) -> Vec<&Role> {
    let (mut held, mut rest): (Vec<&Role>, Vec<&Role>) = roles.values().partition(|role| role.manages_users());
    while let Some(next) = rest.iter().position(|role| covers(&held, role)) {
        held.push(rest.swap_remove(next));
    }
    held
}

/// Whether a holder of `held`, with all that can be added to them, holds all that `role` gives.
fn covers(held: &[&Role], role: &Role) -> bool {
    role.permissions.iter().all(|permission| held.iter().any(|held| held.allows(permission) || held.may_add(permission)))
}
