//! Every permission there is in an access model, and the patterns that pick from them.

use std::collections::{BTreeMap, BTreeSet};

use super::document::Resource;
use super::level::Level;
use crate::domain::access::permission::{Operation, Permission, is_identifier};

/// The resources and their actions: the portal's, and Usher's own.
pub(super) struct Vocabulary(BTreeMap<String, BTreeSet<String>>);

/// Why a pattern or a level picks nothing.
pub(super) struct Unknown {
    pub(super) code: &'static str,
    pub(super) message: String,
    /// What it may be meant to pick, taking one of its parts to be right.
    pub(super) may_mean: BTreeSet<Permission>,
}

impl Vocabulary {
    pub(super) fn of(resources: &BTreeMap<String, Resource>) -> Self {
        let mut actions: BTreeMap<String, BTreeSet<String>> = resources
            .iter()
            .map(|(name, resource)| (name.clone(), resource.actions.iter().cloned().collect()))
            .collect();
        for (resource, action) in Operation::ALL.map(Operation::parts) {
            actions.entry(resource.to_owned()).or_default().insert(action.to_owned());
        }
        Self(actions)
    }

    /// Whether there is such a permission.
    pub(super) fn has(&self, permission: &Permission) -> bool {
        self.0.get(permission.resource()).is_some_and(|actions| actions.contains(permission.action()))
    }

    /// What `pattern` picks: `resource:action`, either of them `*`, `:own` for a user's own records.
    ///
    /// `*` picks from Usher's own resources too: `*:*` is everything, as anybody would read it.
    pub(super) fn pick(&self, pattern: &str) -> Result<BTreeSet<Permission>, Unknown> {
        self.find(pattern).map_err(|unknown| Unknown { may_mean: self.near(pattern), ..unknown })
    }

    fn find(&self, pattern: &str) -> Result<BTreeSet<Permission>, Unknown> {
        let (resource, action, own) = split(pattern).ok_or_else(|| malformed(pattern))?;
        if resource != "*" && !self.0.contains_key(resource) {
            return Err(unknown_resource(resource));
        }
        let picked: BTreeSet<Permission> = self
            .permissions()
            .filter(|(r, a)| (resource == "*" || resource == *r) && (action == "*" || action == *a))
            .map(|(resource, action)| Permission::of(resource, action, own))
            .collect();
        if picked.is_empty() { Err(unknown_action(resource, action)) } else { Ok(picked) }
    }

    /// Every permission, over all records.
    pub(super) fn everything(&self) -> BTreeSet<Permission> {
        self.permissions().map(|(resource, action)| Permission::of(resource, action, false)).collect()
    }

    /// What `level` of `resource` stands for.
    ///
    /// Usher's own resources have finer actions than create and delete (`users`: invite; deactivate and remove), so
    /// `full` stands for every action there.
    pub(super) fn pick_level(&self, resource: &str, level: Level) -> Result<BTreeSet<Permission>, Unknown> {
        if level == Level::Full && Operation::ALL.iter().any(|operation| operation.parts().0 == resource) {
            return self.pick(&format!("{resource}:*"));
        }
        self.find_level(resource, level).map_err(|unknown| {
            let patterns = if level == Level::Full { &["*"] } else { level.actions() };
            Unknown {
                may_mean: patterns.iter().flat_map(|action| self.near(&format!("{resource}:{action}"))).collect(),
                ..unknown
            }
        })
    }

    fn find_level(&self, resource: &str, level: Level) -> Result<BTreeSet<Permission>, Unknown> {
        let actions = self.0.get(resource).ok_or_else(|| unknown_resource(resource))?;
        let missing = level.actions().iter().find(|action| !actions.contains(**action));
        match missing {
            Some(action) => Err(unknown_action(resource, action)),
            None => Ok(level.actions().iter().map(|action| Permission::of(resource, action, false)).collect()),
        }
    }

    /// What has the resource or the action of `pattern`; everything if it is no pattern at all.
    fn near(&self, pattern: &str) -> BTreeSet<Permission> {
        let (resource, action, own) = split(pattern).unwrap_or(("*", "*", false));
        let is_near = |r: &str, a: &str| [r, "*"].contains(&resource) || [a, "*"].contains(&action);
        self.permissions()
            .filter(|(r, a)| is_near(r, a))
            .map(|(resource, action)| Permission::of(resource, action, own))
            .collect()
    }

    fn permissions(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .flat_map(|(resource, actions)| actions.iter().map(move |action| (resource.as_str(), action.as_str())))
    }
}

fn split(pattern: &str) -> Option<(&str, &str, bool)> {
    let (resource, action, own) = match *pattern.split(':').collect::<Vec<_>>() {
        [resource, action] => (resource, action, false),
        [resource, action, "own"] => (resource, action, true),
        _ => return None,
    };
    let fits = |part| part == "*" || is_identifier(part);
    (fits(resource) && fits(action)).then_some((resource, action, own))
}

fn malformed(pattern: &str) -> Unknown {
    let message =
        format!("`{pattern}` is not of the form `resource:action` or `resource:action:own`, with `*` for any");
    Unknown { code: "malformed_permission", message, may_mean: BTreeSet::new() }
}

fn unknown_resource(resource: &str) -> Unknown {
    Unknown { code: "unknown_resource", message: format!("unknown resource `{resource}`"), may_mean: BTreeSet::new() }
}

fn unknown_action(resource: &str, action: &str) -> Unknown {
    let message = match resource {
        "*" => format!("no resource has an action `{action}`"),
        _ => format!("`{resource}` has no action `{action}`"),
    };
    Unknown { code: "unknown_action", message, may_mean: BTreeSet::new() }
}
