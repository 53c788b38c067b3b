//! Documents from before `account:manage` was split.

use std::collections::BTreeSet;

use super::*;

/// What the roles `probe` and `owner` of the stored document give, with `permissions` of the first one as they are.
fn stored(change: impl FnOnce(&mut Value)) -> AccessModel {
    let mut document = document();
    document["roles"]["probe"] = json!({ "title": "Probe", "customizable": ["orders:read"] });
    change(&mut document);
    serde_json::from_value(document).unwrap()
}

fn given(model: &AccessModel) -> BTreeSet<String> {
    role(model, "probe").permissions().iter().map(ToString::to_string).collect()
}

fn of(permissions: Value) -> BTreeSet<String> {
    given(&stored(|document| document["roles"]["probe"]["permissions"] = permissions))
}

fn texts(texts: &[&str]) -> BTreeSet<String> {
    texts.iter().map(ToString::to_string).collect()
}

const PARTS: [&str; 3] = ["access_model:manage", "account:update", "units:manage"];

#[test]
fn patterns_pick_what_they_picked() {
    assert_eq!(of(json!(["account:manage"])), texts(&PARTS));
    assert_eq!(of(json!(["account:*", "account:manage"])), texts(&PARTS));
    assert_eq!(of(json!(["*:manage"])), &texts(&PARTS) | &texts(&["api_tokens:manage"]));
    assert_eq!(of(json!(["*:update"])), texts(&["products:update", "users:update"]));
    assert_eq!(of(json!(["account:manage:own"])), PARTS.iter().map(|part| format!("{part}:own")).collect());
    assert_eq!(
        of(json!(["*:*"])),
        role(&stored(|_| {}), "owner").permissions().iter().filter(|p| !p.is_own()).map(ToString::to_string).collect()
    );
}

#[test]
fn levels_pick_what_they_picked() {
    let model =
        stored(|document| document["roles"]["probe"]["levels"] = json!({ "account": "full", "orders": "view" }));
    assert_eq!(given(&model), &texts(&PARTS) | &texts(&["orders:read"]));
}

#[test]
fn a_resource_of_the_portals_that_is_called_as_a_new_one_stays_apart() {
    let with_units = |permissions: Value| {
        given(&stored(|document| {
            document["resources"]["units"] = json!({ "title": "Units", "actions": ["read", "move"] });
            document["roles"]["probe"]["permissions"] = permissions;
        }))
    };
    assert_eq!(with_units(json!(["units:*"])), texts(&["units:move", "units:read"]));
    assert_eq!(with_units(json!(["units:read"])), texts(&["units:read"]));
}

#[test]
fn what_was_within_the_bounds_is_read_though_it_means_more() {
    let model = stored(|document| {
        for n in 0..90 {
            document["resources"][format!("r{n}")] = json!({ "title": format!("R{n}") });
        }
        let rest = (0..90).map(|n| format!("r{n}:read"));
        document["roles"]["probe"]["permissions"] = rest.chain(["*:update".to_owned()]).collect();
    });
    assert_eq!(given(&model).len(), 90 + 90 + 2);
}

#[test]
fn a_document_of_today_is_read_as_it_is() {
    let document = serde_json::to_value(AccessModel::from_json(document()).unwrap()).unwrap();
    let read: AccessModel = serde_json::from_value(document.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), document);
}
