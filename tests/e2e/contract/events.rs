//! The form of what leaves Usher: docs/events.schema.json, and the table in docs/events.md.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};
use usher::domain::effects::audit::Action;
use usher::domain::effects::published::PublishedEvent;
use usher::domain::people::invitation::{DeliveryAction, DeliveryRecord};
use usher_tests::committed::{compare, compare_section};
use utoipa::{PartialSchema, ToSchema};

use super::audit_events::held;

/// What the schema is called in the repository.
const SCHEMA: &str = "docs/events.schema.json";

/// What the type of an event tells of it: the type, what happened, and the schemas of before and after.
struct Kind {
    name: &'static str,
    description: String,
    sides: [Value; 2],
}

/// The OpenAPI document, with what only events have.
fn document() -> Value {
    let mut document = serde_json::to_value(usher_local::openapi()).expect("a document");
    let mut schemas = Vec::new();
    <DeliveryRecord as ToSchema>::schemas(&mut schemas);
    schemas.push(("DeliveryRecord".to_owned(), DeliveryRecord::schema()));
    for (name, schema) in schemas {
        document["components"]["schemas"][name] = json!(schema);
    }
    document
}

/// Every type, in the order of the documents.
fn kinds(document: &Value) -> Vec<Kind> {
    let of_action = |action: Action| {
        let event = &document["components"]["schemas"][action.event_name()];
        let sides = &event["allOf"][1]["properties"];
        Kind {
            name: action.as_str(),
            description: event["description"].as_str().expect("a description").to_owned(),
            sides: ["before", "after"].map(|side| sides[side].clone()),
        }
    };
    let record = json!({ "$ref": "#/components/schemas/DeliveryRecord" });
    let of_delivery = |action: DeliveryAction| Kind {
        name: action.as_str(),
        description: "The email of an invitation has come further, or no further.".to_owned(),
        sides: [record.clone(), record.clone()],
    };
    Action::ALL.map(of_action).into_iter().chain(DeliveryAction::ALL.map(of_delivery)).collect()
}

/// The schema of all events. What a type that it does not name holds is open.
fn schema(document: &Value) -> Value {
    let mut schema = json!(PublishedEvent::schema());
    schema["properties"]["actor"] = json!({ "$ref": "#/components/schemas/Actor" });
    let told = |kind: Kind| {
        let [before, after] = kind.sides;
        json!({
            "if": { "properties": { "type": { "const": kind.name }, "abridged": false } },
            "then": { "description": kind.description, "properties": { "before": before, "after": after } },
        })
    };
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("An event of Usher, version 1");
    schema["allOf"] = kinds(document).into_iter().map(told).collect();
    let mut defs = Map::new();
    define(&schema, document, &mut defs);
    schema["$defs"] = Value::Object(defs);
    let text = serde_json::to_string(&schema).expect("JSON");
    serde_json::from_str(&text.replace("#/components/schemas/", "#/$defs/")).expect("JSON")
}

/// Adds every schema that `value` refers to, and those that they refer to.
fn define(value: &Value, document: &Value, defs: &mut Map<String, Value>) {
    match value {
        Value::Object(members) => {
            let reference = members.get("$ref").and_then(Value::as_str);
            let name = reference.and_then(|reference| reference.strip_prefix("#/components/schemas/"));
            if let Some(name) = name.filter(|name| !defs.contains_key(*name)) {
                let schema = document["components"]["schemas"][name].clone();
                assert!(schema.is_object(), "there is no schema `{name}`");
                defs.insert(name.to_owned(), schema.clone());
                define(&schema, document, defs);
            }
            members.values().for_each(|member| define(member, document, defs));
        }
        Value::Array(values) => values.iter().for_each(|value| define(value, document, defs)),
        _ => {}
    }
}

#[test]
fn the_committed_schema_of_events_is_the_one_that_the_code_has() {
    let text = serde_json::to_string_pretty(&schema(&document())).expect("JSON");
    compare(SCHEMA, &format!("{text}\n"));
}

#[test]
fn the_types_of_events_are_listed() {
    let document = document();
    let mut table = "\n| type | what happened | `before` | `after` |\n|---|---|---|---|\n".to_owned();
    for Kind { name, description, sides } in kinds(&document) {
        let [before, after] = sides.map(|side| held(&document, &side));
        let what = description.trim_end_matches('.');
        writeln!(table, "| `{name}` | {what} | {before} | {after} |").expect("a line");
    }
    table.push('\n');
    compare_section("docs/events.md", "types", &table);
}
