//! Every permission there is in an access model, and the patterns that pick from them.

use std::collections::BTreeMap;

use super::level::Level;
use super::resource::Resource;
use super::set::Set;
use crate::domain::access::permission::{Operation, Permission, is_identifier};
use crate::domain::access::split;

/// The permissions of a model, numbered in their order: the even numbers are over all records, and each is followed by
/// the same one over own records.
pub(super) struct Vocabulary<'a> {
    /// Each resource and action: the portal's, and Usher's own.
    actions: Vec<(&'a str, &'a str)>,
    /// Over all records, by resource.
    of_resource: BTreeMap<&'a str, Set>,
    /// Over all records, by action.
    of_action: BTreeMap<&'a str, Set>,
    everything: Set,
}

/// Why a pattern or a level picks nothing.
pub(super) struct Unknown {
    pub(super) code: &'static str,
    pub(super) message: String,
    /// What it may be meant to pick, taking one of its parts to be right.
    pub(super) may_mean: Set,
}

impl<'a> Vocabulary<'a> {
    pub(super) fn of(resources: &'a BTreeMap<String, Resource>) -> Self {
        let portals = resources
            .iter()
            .flat_map(|(name, resource)| resource.actions.iter().map(move |action| (name.as_str(), action.as_str())));
        let mut actions: Vec<(&str, &str)> = portals.chain(Operation::ALL.map(Operation::parts)).collect();
        actions.sort_unstable();
        actions.dedup();
        let (mut of_resource, mut of_action) = (BTreeMap::<_, Set>::new(), BTreeMap::<_, Set>::new());
        for name in resources.keys() {
            of_resource.entry(name.as_str()).or_default();
        }
        for (index, &(resource, action)) in actions.iter().enumerate() {
            of_resource.entry(resource).or_default().insert(2 * index);
            of_action.entry(action).or_default().insert(2 * index);
        }
        let everything = (0..actions.len()).map(|index| 2 * index).collect();
        Self { actions, of_resource, of_action, everything }
    }

    /// How many permissions there are, those over own records not counted.
    pub(super) fn len(&self) -> usize {
        self.actions.len()
    }

    /// The permissions that are numbered so.
    pub(super) fn permissions(&self, set: &Set) -> impl Iterator<Item = Permission> {
        set.iter().map(|number| {
            let (resource, action) = self.actions[number / 2];
            Permission::of(resource, action, number % 2 == 1)
        })
    }

    /// Every permission, over all records.
    pub(super) fn everything(&self) -> &Set {
        &self.everything
    }

    /// What those who manage users hold.
    pub(super) fn managing_users(&self) -> Set {
        self.of_operations(&Operation::MANAGING_USERS)
    }

    /// The permissions of these operations, over all records.
    pub(super) fn of_operations(&self, operations: &[Operation]) -> Set {
        let is_one = |action: &(&str, &str)| operations.iter().any(|operation| operation.parts() == *action);
        (0..self.actions.len()).filter(|index| is_one(&self.actions[*index])).map(|index| 2 * index).collect()
    }

    /// What `pattern` picks: `resource:action`, either of them `*`, `:own` for a user's own records.
    ///
    /// `*` picks from Usher's own resources too: `*:*` is everything, as anybody would read it.
    pub(super) fn pick(&self, pattern: &str) -> Result<Set, Unknown> {
        self.find(pattern).map_err(|unknown| Unknown { may_mean: self.near(pattern), ..unknown })
    }

    fn find(&self, pattern: &str) -> Result<Set, Unknown> {
        let (resource, action, own) = parts(pattern).ok_or_else(|| malformed(pattern))?;
        if (resource, action) == split::BEFORE {
            return Err(was_split());
        }
        let of_resource = self.of_resource(resource).ok_or_else(|| unknown_resource(resource))?;
        let picked = self.of_action(action).map(|of_action| of_resource.common(of_action)).unwrap_or_default();
        match picked.is_empty() {
            true => Err(unknown_action(resource, action)),
            false => Ok(if own { picked.after_even() } else { picked }),
        }
    }

    fn of_resource(&self, resource: &str) -> Option<&Set> {
        if resource == "*" { Some(&self.everything) } else { self.of_resource.get(resource) }
    }

    fn of_action(&self, action: &str) -> Option<&Set> {
        if action == "*" { Some(&self.everything) } else { self.of_action.get(action) }
    }

    /// What `level` of `resource` stands for.
    ///
    /// Usher's own resources have finer actions than create and delete (`users`: invite; deactivate and remove), so
    /// `full` stands for every action there.
    pub(super) fn pick_level(&self, resource: &str, level: Level) -> Result<Set, Unknown> {
        if level == Level::Full && Operation::ALL.iter().any(|operation| operation.parts().0 == resource) {
            return self.pick(&format!("{resource}:*"));
        }
        self.find_level(resource, level).map_err(|unknown| {
            let patterns = if level == Level::Full { &["*"] } else { level.actions() };
            let mut may_mean = Set::default();
            patterns.iter().for_each(|action| may_mean.add(&self.near(&format!("{resource}:{action}"))));
            Unknown { may_mean, ..unknown }
        })
    }

    fn find_level(&self, resource: &str, level: Level) -> Result<Set, Unknown> {
        let of_resource = self.of_resource.get(resource).ok_or_else(|| unknown_resource(resource))?;
        let mut picked = Set::default();
        for action in level.actions() {
            let one = self.of_action(action).map(|of_action| of_resource.common(of_action)).unwrap_or_default();
            if one.is_empty() {
                return Err(unknown_action(resource, action));
            }
            picked.add(&one);
        }
        Ok(picked)
    }

    /// What has the resource or the action of `pattern`; everything if it is no pattern at all.
    fn near(&self, pattern: &str) -> Set {
        let (resource, action, own) = parts(pattern).unwrap_or(("*", "*", false));
        let mut near = self.of_resource(resource).cloned().unwrap_or_default();
        near.add(self.of_action(action).unwrap_or(&Set::default()));
        if own { near.after_even() } else { near }
    }
}

fn parts(pattern: &str) -> Option<(&str, &str, bool)> {
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
    Unknown { code: "malformed_permission", message, may_mean: Set::default() }
}

fn was_split() -> Unknown {
    let parts = split::NOW.map(|part| format!("`{}`", part.permission())).join(", ");
    let message = format!("`account:manage` was split; write what the role needs of {parts}");
    Unknown { code: "split_permission", message, may_mean: Set::default() }
}

fn unknown_resource(resource: &str) -> Unknown {
    Unknown { code: "unknown_resource", message: format!("unknown resource `{resource}`"), may_mean: Set::default() }
}

fn unknown_action(resource: &str, action: &str) -> Unknown {
    let message = match resource {
        "*" => format!("no resource has an action `{action}`"),
        _ => format!("`{resource}` has no action `{action}`"),
    };
    Unknown { code: "unknown_action", message, may_mean: Set::default() }
}
