//! What roles come to once inclusion, levels and wildcards are resolved.
//!
//! A role with a fault is resolved to the most that it may be meant to give, so that the roles can be judged together
//! all the same; the document is refused in any case.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Document, RoleDocument};
use super::faults::Faults;
use super::role::{Role, RoleName, implies};
use super::vocabulary::{Unknown, Vocabulary};
use super::whole;
use crate::domain::access::permission::Permission;

/// The roles of the document, resolved.
pub(super) fn roles(document: &Document, faults: &mut Faults) -> BTreeMap<RoleName, Role> {
    let vocabulary = Vocabulary::of(&document.resources);
    let own: BTreeMap<&str, Own> =
        document.roles.iter().map(|(name, role)| (name.as_str(), Own::read(name, role, &vocabulary, faults))).collect();
    let included: Included<'_> = document.roles.keys().map(|name| (name.as_str(), included(name, document))).collect();
    for name in document.roles.keys() {
        check_includes(name, document, &included, faults);
    }
    let resolve = |(name, written): (&String, &RoleDocument)| {
        let mut role = role(name, written, &included, &own);
        if obscured(name, &included, &PATTERN_FAULTS, faults) {
            role.permissions = vocabulary.everything();
        }
        (role.name.clone(), role)
    };
    let roles: BTreeMap<RoleName, Role> = document.roles.iter().map(resolve).collect();
    let clear = roles.values().filter(|role| !obscured(role.name.as_str(), &included, &[], faults)).collect();
    whole::check(&roles, clear, document, faults);
    roles
}

/// What can be wrong with a pattern or a level: what it may be meant to pick has bounds still.
const PATTERN_FAULTS: [&str; 3] = ["malformed_permission", "unknown_resource", "unknown_action"];

/// Whether a fault of the role, or of one that it includes, leaves open what it gives; faults with one of the codes
/// `but` aside.
fn obscured(name: &str, included: &Included<'_>, but: &[&str], faults: &Faults) -> bool {
    std::iter::once(&name).chain(&included[name]).any(|name| faults.obscure(&format!("roles.{name}"), but))
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
                unknown.may_mean
            })
        };
        let mut permissions = BTreeSet::new();
        for (index, pattern) in readable(&role.permissions) {
            permissions.extend(picked(format!("roles.{name}.permissions[{index}]"), vocabulary.pick(pattern)));
        }
        for (resource, level) in &role.levels {
            permissions
                .extend(picked(format!("roles.{name}.levels.{resource}"), vocabulary.pick_level(resource, *level)));
        }
        let mut customizable = BTreeSet::new();
        for (index, pattern) in readable(&role.customizable) {
            customizable.extend(picked(format!("roles.{name}.customizable[{index}]"), vocabulary.pick(pattern)));
        }
        Self { permissions, customizable }
    }
}

/// The role with everything that it includes.
fn role(name: &str, written: &RoleDocument, included: &Included<'_>, own: &BTreeMap<&str, Own>) -> Role {
    let sources = || std::iter::once(&name).chain(&included[name]).filter_map(|name| own.get(name));
    let permissions: BTreeSet<Permission> = sources().flat_map(|own| own.permissions.iter().cloned()).collect();
    let customizable = sources()
        .flat_map(|own| own.customizable.iter())
        .filter(|permission| !implies(&permissions, permission))
        .cloned()
        .collect();
    Role {
        name: RoleName::as_written(name),
        title: written.title.clone(),
        description: written.description.clone(),
        includes: written.includes.iter().filter_map(|name| name.parse().ok()).collect(),
        permissions,
        customizable,
    }
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

/// The items of a list, each with its place, without those that an empty text stands in for.
fn readable(items: &[String]) -> impl Iterator<Item = (usize, &String)> {
    items.iter().enumerate().filter(|(_, item)| !item.is_empty())
}

fn check_includes(name: &str, document: &Document, included: &Included<'_>, faults: &mut Faults) {
    for (index, include) in readable(&document.roles[name].includes) {
        let path = format!("roles.{name}.includes[{index}]");
        if !document.roles.contains_key(include) {
            faults.add(path, "unknown_role", format!("unknown role `{include}`"));
        } else if include == name || included[include.as_str()].contains(name) {
            faults.add(path, "inclusion_cycle", format!("`{include}` includes `{name}` in turn"));
        }
    }
}
