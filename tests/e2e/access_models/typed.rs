//! The access model in the OpenAPI document, which clients are generated from, held to its JSON Schema, which editors
//! check documents with. The JSON Schema says more: defaults, what excludes what, and how keys are written.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use usher::presets::Preset;
use usher_tests::committed::file;
use usher_tests::{scenario, shop};

/// A schema, and the document in which its references lead somewhere.
#[derive(Clone, Copy)]
struct Place<'a> {
    document: &'a Value,
    schema: &'a Value,
}

impl<'a> Place<'a> {
    fn at(self, schema: &'a Value) -> Self {
        Self { schema, ..self }
    }

    /// What the schema is once its references are followed. What is said beside one is for people.
    fn resolved(self) -> Self {
        let whole = self.schema["allOf"].get(0).unwrap_or(self.schema);
        let Some(reference) = whole["$ref"].as_str() else { return self.at(whole) };
        let target = reference.strip_prefix('#').and_then(|pointer| self.document.pointer(pointer));
        self.at(target.expect("a schema")).resolved()
    }

    fn strings(self, key: &str) -> BTreeSet<&'a str> {
        self.schema[key].as_array().into_iter().flatten().map(|value| value.as_str().expect("a text")).collect()
    }
}

#[test]
fn the_type_of_access_models_is_the_one_that_their_json_schema_gives_them() {
    let openapi = serde_json::to_value(usher_local::openapi()).expect("a document");
    let json_schema: Value = serde_json::from_str(&file("docs/access-model.schema.json")).expect("JSON");
    let model = Place { document: &openapi, schema: &openapi["components"]["schemas"]["AccessModel"] };
    let compared = compare("model", model, Place { document: &json_schema, schema: &json_schema });
    assert!(compared > 40, "everything was looked at: {compared}");
}

/// Compares two schemas of one thing, and says how many things were compared.
fn compare(path: &str, typed: Place<'_>, written: Place<'_>) -> usize {
    let (typed, written) = (typed.resolved(), written.resolved());
    let kind = |place: Place<'_>| match &place.schema["type"] {
        Value::Null if place.schema["enum"].is_array() => json!("string"),
        kind => kind.clone(),
    };
    assert_eq!(kind(typed), kind(written), "{path}");
    assert_eq!(typed.strings("enum"), written.strings("enum"), "{path}");
    assert_eq!(typed.strings("required"), written.strings("required"), "{path}");
    for bound in ["pattern", "minLength", "maxLength", "minItems", "maxItems"] {
        let said = typed.schema.get(bound);
        assert!(said.is_none() || said == written.schema.get(bound), "{path}: {bound}");
    }
    let mut compared = 1;
    if typed.schema["items"].is_object() {
        compared +=
            compare(&format!("{path}[]"), typed.at(&typed.schema["items"]), written.at(&written.schema["items"]));
    }
    let entries = "additionalProperties";
    if typed.schema[entries].is_object() {
        compared +=
            compare(&format!("{path}.*"), typed.at(&typed.schema[entries]), written.at(&written.schema[entries]));
    } else {
        assert_eq!(typed.schema[entries], written.schema[entries], "{path}: whether other keys are refused");
    }
    let keys = |place: Place<'_>| -> BTreeSet<String> {
        place.schema["properties"].as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect()
    };
    assert_eq!(keys(typed), keys(written), "{path}");
    for key in keys(typed) {
        let property = |place: Place<'_>| -> Value { place.schema["properties"][&key].clone() };
        let (of_type, of_document) = (property(typed), property(written));
        let path = format!("{path}.{key}");
        compared += compare(
            &path,
            Place { document: typed.document, schema: &of_type },
            Place { document: written.document, schema: &of_document },
        );
    }
    compared
}

/// Every test that gets or puts a model holds it to its type; this one does so with all that there are.
#[test]
fn a_model_that_was_read_can_be_sent_as_it_is() {
    scenario(async |world| {
        let (account, ada) = shop::open(world, "ada@example.com").await;
        let path = account.path("/access-model");
        for preset in Preset::ALL {
            let model = world.api.get(&format!("/v1/access-models/{}", preset.as_str())).await.expect(200);
            assert_eq!(model["name"], preset.as_str());
        }
        let read = ada.api.get(&path).await.expect(200);
        let sent = ada.api.send(reqwest::Method::PUT, &path, &[], Some(read.to_string())).await;
        assert_eq!(sent.expect(200), read);
    });
}
