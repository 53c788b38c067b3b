//! What roles come to once inclusion, levels and wildcards are resolved.
//!
//! A role with a fault is resolved to the most that it may be meant to give, so that the roles can be judged together
//! all the same; the document is refused in any case.
//!
//! A model is read with every request in its account. So everything here is done with numbers, and texts are made only
//! of what the roles of a sound model come to in the end.

use std::collections::BTreeMap;
use std::fmt::Arguments;

use super::custom;
use super::document::{Document, RoleDocument};
use super::faults::Faults;
use super::first;
use super::role::{Role, RoleName};
use super::set::Set;
use super::vocabulary::{Unknown, Vocabulary};
use super::whole;

/// How many permissions there may be, Usher's own included and those over own records not counted. A list of them is
/// part of items of at most 400 KB.
pub const MOST_PERMISSIONS: usize = 500;

/// How many permissions all roles may have together, if each had all that there are.
pub(super) const MOST_OF_ROLES: usize = 10_000;

/// What a role gives, in the numbers of the vocabulary.
#[derive(Default)]
pub(super) struct Given<'a> {
    pub(super) name: &'a str,
    pub(super) permissions: Set,
    /// Beside the permissions, and what they imply.
    pub(super) customizable: Set,
    /// Whether it is the account's own.
    pub(super) is_custom: bool,
    /// Whether no fault, of the role or of one that it includes, leaves open what it gives.
    pub(super) is_clear: bool,
}

/// The roles of the document, resolved; none if anything is wrong with the document.
pub(super) fn roles(document: &Document, faults: &mut Faults) -> BTreeMap<RoleName, Role> {
    let vocabulary = Vocabulary::of(&document.resources);
    let own = document.roles.iter().map(|(name, role)| Given::read(name, role, &vocabulary, faults)).collect();
    let included = included(document);
    check_includes(document, &included, faults);
    let given = together(own, &included, &vocabulary, faults);
    whole::check(&given, &vocabulary, document, faults);
    let assignable = assignable(document, &vocabulary, faults);
    first::check(&given, &vocabulary.managing_users(), document, faults);
    custom::check(&given, &assignable, &vocabulary, document, faults);
    check_size(document, &vocabulary, faults);
    if faults.is_any() {
        return BTreeMap::new();
    }
    given.iter().zip(document.roles.values()).map(|(given, written)| role(given, written, &vocabulary)).collect()
}

/// What the account's own roles may be made of.
fn assignable(document: &Document, vocabulary: &Vocabulary<'_>, faults: &mut Faults) -> Set {
    let mut assignable = Set::default();
    for (index, pattern) in readable(&document.assignable) {
        match vocabulary.pick(pattern) {
            Ok(picked) => assignable.add(&picked),
            Err(unknown) => {
                faults.add(format_args!("assignable[{index}]"), unknown.code, unknown.message);
                assignable.add(&unknown.may_mean);
            }
        }
    }
    with_own(&assignable)
}

fn role(given: &Given<'_>, written: &RoleDocument, vocabulary: &Vocabulary<'_>) -> (RoleName, Role) {
    let role = Role {
        name: RoleName::as_written(given.name),
        title: written.title.clone(),
        description: written.description.clone(),
        is_custom: written.custom,
        includes: written.includes.iter().map(|name| RoleName::as_written(name)).collect(),
        permissions: vocabulary.permissions(&given.permissions).collect(),
        customizable: vocabulary.permissions(&given.customizable).collect(),
    };
    (role.name.clone(), role)
}

/// Bounds what the roles come to, and with it the work of every request. What was taken before there were bounds is
/// still read.
fn check_size(document: &Document, vocabulary: &Vocabulary<'_>, faults: &mut Faults) {
    let (roles, permissions) = (document.roles.len(), vocabulary.len());
    if faults.is_stored {
        return;
    }
    if permissions > MOST_PERMISSIONS {
        let message = format!("{permissions} permissions with Usher's own, at most {MOST_PERMISSIONS} are allowed");
        faults.add("resources", "too_large", message);
    } else if roles * permissions > MOST_OF_ROLES {
        let message = format!(
            "{roles} roles times {permissions} permissions with Usher's own, {} in all; at most {MOST_OF_ROLES} are \
             allowed",
            roles * permissions
        );
        faults.add("roles", "too_large", message);
    }
}

impl<'a> Given<'a> {
    /// What a role says itself, without what it includes.
    fn read(name: &'a str, role: &RoleDocument, vocabulary: &Vocabulary<'_>, faults: &mut Faults) -> Self {
        let mut picked = |path: Arguments<'_>, result: Result<Set, Unknown>| {
            result.unwrap_or_else(|unknown| {
                faults.add(path, unknown.code, unknown.message);
                unknown.may_mean
            })
        };
        let mut given = Self { name, is_custom: role.custom, ..Self::default() };
        for (index, pattern) in readable(&role.permissions) {
            let path = format_args!("roles.{name}.permissions[{index}]");
            given.permissions.add(&picked(path, vocabulary.pick(pattern)));
        }
        for (resource, level) in &role.levels {
            let path = format_args!("roles.{name}.levels.{resource}");
            given.permissions.add(&picked(path, vocabulary.pick_level(resource, *level)));
        }
        for (index, pattern) in readable(&role.customizable) {
            let path = format_args!("roles.{name}.customizable[{index}]");
            given.customizable.add(&picked(path, vocabulary.pick(pattern)));
        }
        given
    }

    /// The permissions and what they imply: over all records implies over own ones.
    pub(super) fn held(&self) -> Set {
        with_own(&self.permissions)
    }

    /// The same, with all that can be added to a holder.
    pub(super) fn holdable(&self) -> Set {
        let mut all = self.permissions.clone();
        all.add(&self.customizable);
        with_own(&all)
    }
}

fn with_own(permissions: &Set) -> Set {
    let mut all = permissions.clone();
    all.add(&permissions.after_even());
    all
}

/// What can be wrong with a pattern or a level: what it may be meant to pick has bounds still.
const PATTERN_FAULTS: [&str; 4] = ["malformed_permission", "split_permission", "unknown_resource", "unknown_action"];

/// The roles with everything that they include.
fn together<'a>(own: Vec<Given<'a>>, included: &[Set], vocabulary: &Vocabulary<'_>, faults: &Faults) -> Vec<Given<'a>> {
    let obscure = |but: &[&str]| -> Set {
        let is_obscure = |name: &str| faults.is_any() && faults.obscure(&format!("roles.{name}"), but);
        own.iter().enumerate().filter(|(_, given)| is_obscure(given.name)).map(|(index, _)| index).collect()
    };
    let (unclear, boundless) = (obscure(&[]), obscure(&PATTERN_FAULTS));
    let with_included = |(index, included): (usize, &Set)| {
        let mut given = Given { name: own[index].name, is_custom: own[index].is_custom, ..Given::default() };
        let mut sources = included.clone();
        sources.insert(index);
        for source in sources.iter() {
            given.permissions.add(&own[source].permissions);
            given.customizable.add(&own[source].customizable);
        }
        given.customizable = given.customizable.without(&given.held());
        if !sources.common(&boundless).is_empty() {
            given.permissions = vocabulary.everything().clone();
        }
        given.is_clear = sources.common(&unclear).is_empty();
        given
    };
    included.iter().enumerate().map(with_included).collect()
}

/// The number of each role.
fn numbers(document: &Document) -> BTreeMap<&str, usize> {
    document.roles.keys().enumerate().map(|(number, name)| (name.as_str(), number)).collect()
}

/// The roles that each role includes, directly or not; itself among them only in a cycle.
fn included(document: &Document) -> Vec<Set> {
    let numbers = numbers(document);
    let direct = |role: &RoleDocument| -> Set {
        role.includes.iter().filter_map(|name| numbers.get(name.as_str()).copied()).collect()
    };
    let mut included: Vec<Set> = document.roles.values().map(direct).collect();
    // Warshall's algorithm: who includes the next role includes what that one includes by way of those before it.
    for next in 0..included.len() {
        let by_way_of = included[next].clone();
        included.iter_mut().filter(|set| set.has(next)).for_each(|set| set.add(&by_way_of));
    }
    included
}

/// The items of a list, each with its place, without those that an empty text stands in for.
fn readable(items: &[String]) -> impl Iterator<Item = (usize, &String)> {
    items.iter().enumerate().filter(|(_, item)| !item.is_empty())
}

fn check_includes(document: &Document, included: &[Set], faults: &mut Faults) {
    let numbers = numbers(document);
    for (number, (name, role)) in document.roles.iter().enumerate() {
        for (index, include) in readable(&role.includes) {
            let path = format_args!("roles.{name}.includes[{index}]");
            match numbers.get(include.as_str()) {
                None => faults.add(path, "unknown_role", format_args!("unknown role `{include}`")),
                Some(other) if *other == number || included[*other].has(number) => {
                    faults.add(path, "inclusion_cycle", format_args!("`{include}` includes `{name}` in turn"));
                }
                Some(_) => {}
            }
        }
    }
}
