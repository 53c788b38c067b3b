//! The schemas of the OpenAPI document make good clients: named for what they are, complete, and nothing to guess.

use serde_json::{Value, json};

use super::openapi::{all_called, document, operations, resolve};

#[test]
fn a_body_must_be_sent_unless_everything_in_it_may_be_left_out() {
    let document = document();
    for (name, operation) in operations().into_iter().filter(|(_, operation)| operation["requestBody"].is_object()) {
        let reference = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
        let schema = resolve(&document, reference).unwrap_or_else(|| panic!("{name}: {reference}"));
        // Of the two links one must be asked for.
        let is_needed = schema["required"].is_array() || name.ends_with("/credential-resets");
        assert_eq!(operation["requestBody"]["required"] == true, is_needed, "{name}");
    }
}

/// Shared bodies: the link of an invitation, the document that `GET` answers, and what is invited alone or with others.
const SHARED_BODIES: [(&str, &str); 5] = [
    ("lookUpInvitation", "InvitationLink"),
    ("declineInvitation", "InvitationLink"),
    ("requestNewInvitation", "InvitationLink"),
    ("replaceAccessModel", "AccessModel"),
    ("createUser", "InviteUserRequest"),
];

#[test]
fn a_body_is_named_after_its_operation() {
    for (name, operation) in operations().into_iter().filter(|(_, operation)| operation["requestBody"].is_object()) {
        let operation_id = operation["operationId"].as_str().expect("a name");
        let (first, rest) = operation_id.split_at(1);
        let shared = SHARED_BODIES.iter().find(|(operation, _)| *operation == operation_id);
        let expected =
            shared.map_or_else(|| format!("{}{rest}Request", first.to_uppercase()), |(_, schema)| (*schema).to_owned());
        let reference = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
        assert_eq!(*reference, format!("#/components/schemas/{expected}"), "{name}");
    }
}

/// What a change tells in three ways, as a merge patch does: lacking is what stays, and null is what is none now.
const CHANGED: [(&str, &str); 2] = [("UserChangeRecord", "external_id"), ("UserChangeRecord", "metadata")];

/// A client need not ask twice: what an answer may lack is never null, and what may be null is never lacking.
#[test]
fn a_field_of_an_answer_is_always_sent_or_never_null() {
    let document = document();
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    let answers = schemas.iter().filter(|(_, schema)| schema["additionalProperties"] != false);
    for (name, schema) in answers {
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        for (field, property) in schema["properties"].as_object().into_iter().flatten() {
            let is_nullable = all_called("type", property).iter().any(|kind| kind.to_string().contains("null"));
            let is_change = CHANGED.contains(&(name.as_str(), field.as_str()));
            assert_eq!(required.contains(&json!(field)) || !is_nullable, !is_change, "{name}.{field}");
        }
    }
}

/// A value of any shape makes a client guess.
#[test]
fn every_value_has_a_type_but_for_documents_in_other_languages() {
    let document = document();
    let free: Vec<String> = all_called("properties", &document["components"]["schemas"])
        .into_iter()
        .flat_map(|properties| properties.as_object().expect("properties"))
        .filter(|(_, property)| is_free(property))
        .map(|(name, _)| name.clone())
        .collect();
    assert!(free.is_empty(), "{free:?}");
}

/// A constant of which the document says no more than that it is a text.
#[test]
fn what_is_always_the_same_is_an_enum() {
    let sources = usher_tests::sources(&["functions", "shared/src"]);
    let described = sources.iter().flat_map(|(path, source)| {
        source.split("ToSchema)]").skip(1).map(move |rest| (path, rest.split("\n}").next().unwrap_or_default()))
    });
    let described: Vec<_> = described.collect();
    assert!(described.len() > 100, "{}", described.len());
    let constants: Vec<_> = described.iter().filter(|(_, structure)| structure.contains("&'static str")).collect();
    assert!(constants.is_empty(), "{constants:?}");
}

/// Whether a schema says nothing of what it describes.
fn is_free(schema: &Value) -> bool {
    let says = |key: &str| schema.get(key).is_some();
    let of_entries = schema.get("additionalProperties").is_some_and(|entries| entries.is_boolean() || is_free(entries));
    let is_bare_object =
        schema["type"] == "object" && !says("properties") && (of_entries || !says("additionalProperties"));
    let of_items = schema.get("items").is_some_and(is_free);
    !["type", "$ref", "oneOf", "anyOf", "allOf"].into_iter().any(says) || is_bare_object || of_items
}
