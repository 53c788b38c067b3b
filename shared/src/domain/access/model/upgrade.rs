//! Documents from before `account:manage` was split (docs/decisions/0064): read as what they meant.
//!
//! Since then a document that is stored says what its `customization` is, so one that says nothing is from before.

use serde_json::{Map, Value, json};

use super::Level;
use crate::domain::access::permission::Operation;
use crate::domain::access::split;

/// The resources that Usher did not have before: then a portal could have one of the same name.
const NEW: [&str; 2] = ["units", "access_model"];

/// The stored document as it would be written now.
pub(super) fn upgraded(mut document: Value) -> Value {
    let Some(keys) = document.as_object_mut().filter(|keys| !keys.contains_key("customization")) else {
        return document;
    };
    let portals = Portals::of(keys);
    for role in keys.get_mut("roles").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut) {
        if let Some(role) = role.as_object_mut() {
            portals.upgrade(role);
        }
    }
    keys.insert("customization".to_owned(), json!("none"));
    document
}

/// The portal's own actions, each with its resource.
struct Portals(Vec<(String, String)>);

impl Portals {
    fn of(document: &Map<String, Value>) -> Self {
        let resources = document.get("resources").and_then(Value::as_object).into_iter().flatten();
        let actions = resources.flat_map(|(name, resource)| {
            let written =
                resource["actions"].as_array().map(|actions| actions.iter().filter_map(Value::as_str).collect());
            let actions: Vec<&str> = written.unwrap_or_else(|| Level::Full.actions().to_vec());
            actions.into_iter().map(|action| (name.clone(), action.to_owned())).collect::<Vec<_>>()
        });
        Self(actions.collect())
    }

    fn upgrade(&self, role: &mut Map<String, Value>) {
        let of_levels = self.take_levels(role);
        for (key, more) in [("permissions", of_levels), ("customizable", Vec::new())] {
            let written = role.get(key).and_then(Value::as_array).into_iter().flatten();
            let meant = written.filter_map(Value::as_str).flat_map(|pattern| self.meaning(pattern));
            let mut patterns: Vec<String> = Vec::new();
            for pattern in meant.chain(more) {
                if !patterns.contains(&pattern) {
                    patterns.push(pattern);
                }
            }
            if !patterns.is_empty() {
                role.insert(key.to_owned(), json!(patterns));
            }
        }
    }

    /// The levels that would stand for something else now; what they stood for.
    fn take_levels(&self, role: &mut Map<String, Value>) -> Vec<String> {
        let Some(levels) = role.get_mut("levels").and_then(Value::as_object_mut) else { return Vec::new() };
        let mut stood_for = Vec::new();
        for resource in [split::BEFORE.0].into_iter().chain(NEW) {
            if levels.get(resource).is_some_and(|level| level == "full") {
                levels.remove(resource);
                stood_for.extend(self.meaning(&format!("{resource}:*")));
            }
        }
        stood_for
    }

    /// What a pattern picked, as patterns that pick the same now.
    fn meaning(&self, pattern: &str) -> Vec<String> {
        let (of_all, own) = pattern.strip_suffix(":own").map_or((pattern, ""), |of_all| (of_all, ":own"));
        let patterns = match of_all.split_once(':') {
            Some(("account", "manage" | "*")) => parts(),
            Some(("*", "manage")) => [of_all.to_owned()].into_iter().chain(parts()).collect(),
            Some(("*", "update")) => {
                let users = Operation::UsersUpdate.permission().to_string();
                self.those(|_, action| action == "update").chain([users]).collect()
            }
            Some((resource, "*")) if NEW.contains(&resource) => self.those(|name, _| name == resource).collect(),
            _ => vec![of_all.to_owned()],
        };
        patterns.into_iter().map(|pattern| pattern + own).collect()
    }

    /// The portal's own permissions of which this is true.
    fn those(&self, is_meant: impl Fn(&str, &str) -> bool) -> impl Iterator<Item = String> {
        let meant = self.0.iter().filter(move |(name, action)| is_meant(name, action));
        meant.map(|(name, action)| format!("{name}:{action}"))
    }
}

/// What became of `account:manage`.
fn parts() -> Vec<String> {
    split::NOW.map(|part| part.permission().to_string()).into()
}
