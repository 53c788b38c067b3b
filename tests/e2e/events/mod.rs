//! What leaves Usher: everything that happens, at least once, in order.

mod faults;
mod publishing;
mod webhook;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;
use usher::domain::effects::audit::Target;
use usher_tests::committed::file;
use usher_tests::{Table, World};

/// The items of the table that tell of something that happened.
async fn happened(world: &World) -> Vec<Value> {
    let items = Table::of(world).items().await;
    items
        .into_iter()
        .filter(|item| ["audit_event", "delivery_event", "vendor_event"].iter().any(|kind| item["kind"] == *kind))
        .collect()
}

/// Checks that an event is as the committed schema says.
#[track_caller]
fn check(event: &Value) {
    static SCHEMA: LazyLock<(Schemas, SchemaIndex)> = LazyLock::new(|| {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        let schema = serde_json::from_str(&file("docs/events.schema.json")).expect("JSON");
        compiler.add_resource("events.json", schema).expect("a resource");
        let index = compiler.compile("events.json", &mut schemas).unwrap_or_else(|why| panic!("{why:#}"));
        (schemas, index)
    });
    if let Err(why) = SCHEMA.0.validate(event, SCHEMA.1) {
        panic!("{event:#} is not as the schema says: {why:#}");
    }
}

/// Fails the test unless everything that happened was published, and the events of each subject left in their order.
async fn assert_published(world: &World) -> Vec<Value> {
    world.system.settle().await.expect("everything settles");
    let mut firsts = Vec::new();
    let mut seen = BTreeSet::new();
    for event in world.system.bus().published() {
        if seen.insert(text(&event["id"])) {
            firsts.push(event);
        }
    }
    firsts.iter().for_each(check);
    let ids: BTreeSet<String> = happened(world).await.iter().map(|item| text(&item["id"])).collect();
    let lost: Vec<&String> = ids.difference(&seen).collect();
    assert!(lost.is_empty() && ids == seen, "{} events, {lost:?} were lost", ids.len());
    for (subject, events) in by_subject(&firsts) {
        let numbers: Vec<String> = events.iter().map(|event| text(&event["sequence"])).collect();
        assert!(numbers.is_sorted(), "{subject}: {events:#?}");
    }
    firsts
}

/// The events of each subject, in their order.
fn by_subject(events: &[Value]) -> BTreeMap<String, Vec<&Value>> {
    let mut subjects: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for event in events {
        let target = Target::of(event["target"]["id"].as_str().expect("a target"));
        subjects.entry(format!("{} {}", event["account"]["id"], target.as_str())).or_default().push(event);
    }
    subjects
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}")).to_owned()
}
