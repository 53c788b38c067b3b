use std::time::Duration;

use cpu_time::ThreadTime;

use super::resolve::{MOST_OF_ROLES, MOST_PERMISSIONS};
use super::*;
use crate::presets::Preset;

/// A model with so many roles, resources, and actions of each resource, in which every role has everything, twice over,
/// and includes the `includes` roles after it.
fn wide(roles: usize, resources: usize, actions: usize, includes: usize) -> Value {
    let names: Vec<String> = (0..actions).map(|n| format!("a{n}")).collect();
    let mut document = document();
    document["resources"] = json!({});
    for n in 0..resources {
        document["resources"][format!("s{n}")] = json!({ "title": format!("S{n}"), "actions": names });
    }
    document["roles"] = json!({});
    for n in 0..roles {
        let next: Vec<String> = (n + 1..roles).take(includes).map(|next| format!("r{next}")).collect();
        let everything = json!(["*:*", "*:*:own"]);
        document["roles"][format!("r{n}")] = json!({
            "title": format!("R{n}"), "permissions": everything, "customizable": everything, "includes": next,
        });
    }
    document
}

fn refused(document: Value) -> Vec<(String, &'static str)> {
    let faults = AccessModel::from_json(document).expect_err("it is too large");
    faults.iter().map(|fault| (fault.path.clone(), fault.code)).collect()
}

/// Usher's own permissions are eleven.
#[test]
fn a_model_has_bounds_on_what_its_roles_come_to_that_the_presets_are_far_below() {
    let too_large = |path: &str| [(path.to_owned(), "too_large")];
    AccessModel::from_json(wide(20, 48, 10, 5)).unwrap();
    assert_eq!(refused(wide(20, 50, 10, 5)), too_large("resources"));
    AccessModel::from_json(wide(98, 9, 10, 5)).unwrap();
    assert_eq!(refused(wide(98, 10, 10, 5)), too_large("roles"));
    assert_eq!(refused(wide(98, 20, 20, 5)), too_large("roles"));
    for preset in Preset::ALL {
        let model = preset.model();
        let permissions: usize = 11 + model.resources().values().map(|resource| resource.actions.len()).sum::<usize>();
        assert!(5 * permissions < MOST_PERMISSIONS && 20 * permissions * model.roles().count() < MOST_OF_ROLES);
    }
}

#[test]
fn a_model_that_was_taken_before_there_were_bounds_is_read() {
    let model: AccessModel = serde_json::from_value(wide(98, 20, 20, 5)).unwrap();
    assert!(model.roles().all(|role| role.permissions().len() == 2 * 411 && role.customizable().is_empty()));
}

/// The largest models that are taken, each as slow to read as we could make it.
#[test]
fn no_model_that_is_taken_takes_very_much_longer_to_read_than_a_preset() {
    let work = |document: &Value| {
        let start = ThreadTime::now();
        serde_json::from_value::<AccessModel>(document.clone()).unwrap();
        start.elapsed()
    };
    let presets: Vec<Value> = Preset::ALL.iter().map(|preset| serde_json::to_value(preset.model()).unwrap()).collect();
    let ordinary = (0..4).flat_map(|_| &presets).map(work).sum::<Duration>() / (4 * Preset::ALL.len() as u32);
    let mut several = wide(98, 9, 10, 98);
    several["policies"] = json!({ "roles_per_user": "several" });
    for document in [wide(20, 48, 10, 20), wide(98, 9, 10, 5), wide(98, 9, 10, 98), several] {
        AccessModel::from_json(document.clone()).unwrap();
        let work = work(&document);
        assert!(work < 150 * ordinary, "{work:?}, {ordinary:?} for a preset");
    }
}
