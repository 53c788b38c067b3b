//! The schemas of audit events in the OpenAPI document, held to the events themselves.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Value, json};
use usher::domain::effects::audit::Action;

/// Checks that what an event holds is what the OpenAPI document says of its action, and nothing else.
#[track_caller]
pub fn check(event: &Value) {
    static TRAIL: LazyLock<Trail> = LazyLock::new(Trail::new);
    if let Err(why) = TRAIL.check(event) {
        panic!("{event:#} is not as the document says: {why}");
    }
}

/// The schema of each action's events.
struct Trail {
    schemas: Schemas,
    actions: BTreeMap<&'static str, SchemaIndex>,
}

impl Trail {
    fn new() -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("openapi.json", strict()).expect("a resource");
        let mut compile = |action: Action| {
            let place = format!("openapi.json#/components/schemas/{}", action.event_name());
            let index = compiler.compile(&place, &mut schemas).unwrap_or_else(|why| panic!("{place}: {why:#}"));
            (action.as_str(), index)
        };
        let actions = Action::ALL.into_iter().map(&mut compile).collect();
        Self { schemas, actions }
    }

    fn check(&self, event: &Value) -> Result<(), String> {
        let action = event["action"].as_str().unwrap_or_default();
        let schema = self.actions.get(action).ok_or("there is no such action")?;
        self.schemas.validate(event, *schema).map_err(|why| format!("{why:#}"))
    }
}

/// The document, in which records hold nothing but what is described: clients let more pass, and it would stay untyped.
fn strict() -> Value {
    let mut document = serde_json::to_value(usher_local::openapi()).expect("a document");
    let schemas = document["components"]["schemas"].as_object_mut().expect("schemas");
    for (_, schema) in schemas.iter_mut().filter(|(name, _)| name.ends_with("Record")) {
        schema["additionalProperties"] = json!(false);
    }
    document
}

/// A stored event as it is listed: what is not stored is null.
pub fn listed(stored: &Value) -> Value {
    let names = ["id", "at", "actor", "action", "target", "request_id", "source_ip", "before", "after"];
    names.into_iter().map(|name| (name.to_owned(), stored[name].clone())).collect()
}
