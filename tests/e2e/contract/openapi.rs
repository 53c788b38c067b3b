//! The OpenAPI document says what the API does, completely enough to generate a client from it.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use usher_tests::scenario;

use usher_tests::committed::{compare, is_update};

/// The form of a document that is committed and served: readable, and ending in a line feed.
fn generated() -> String {
    format!("{:#}\n", document())
}

pub fn document() -> Value {
    serde_json::to_value(usher_local::openapi()).expect("a document")
}

/// Every operation, called by its method and path.
pub fn operations() -> Vec<(String, Value)> {
    let document = document();
    let paths = document["paths"].as_object().expect("paths");
    let of_path = |(path, item): (&String, &Value)| -> Vec<(String, Value)> {
        let item = item.as_object().expect("operations");
        item.iter()
            .map(|(method, operation)| (format!("{} {path}", method.to_uppercase()), operation.clone()))
            .collect()
    };
    paths.iter().flat_map(of_path).collect()
}

/// Every value in `value` that is called `name`.
pub fn all_called<'a>(name: &str, value: &'a Value) -> Vec<&'a Value> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(field, inner)| (field == name).then_some(inner).into_iter().chain(all_called(name, inner)))
            .collect(),
        Value::Array(values) => values.iter().flat_map(|inner| all_called(name, inner)).collect(),
        _ => Vec::new(),
    }
}

/// What a `$ref` leads to, if anything.
pub fn resolve<'a>(document: &'a Value, reference: &Value) -> Option<&'a Value> {
    document.pointer(reference.as_str()?.strip_prefix('#')?)
}

#[test]
fn the_committed_document_is_the_generated_one() {
    compare("docs/openapi.json", &generated());
}

#[test]
fn the_api_serves_the_generated_document() {
    scenario(async |world| {
        let reply = world.api.get("/openapi.json").await;
        assert_eq!(reply.headers["content-type"], "application/json");
        let served = reply.expect(200);
        // What was rewritten a moment ago is served from the next build on.
        assert!(is_update() || served == document(), "docs/openapi.json was compiled in before it was rewritten");
    });
}

#[test]
fn every_operation_has_a_name_of_its_own_in_camel_case() {
    let names: Vec<String> = operations()
        .iter()
        .map(|(_, operation)| operation["operationId"].as_str().expect("a name").to_owned())
        .collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
    for name in names {
        assert!(
            name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(|c| c.is_ascii_alphanumeric()),
            "{name}"
        );
    }
}

#[test]
fn every_operation_says_what_it_is_what_it_needs_and_what_it_answers() {
    let document = document();
    let schemes = document["components"]["securitySchemes"].as_object().expect("security schemes");
    for (name, operation) in operations() {
        let summary = operation["summary"].as_str().unwrap_or_default();
        assert!(!summary.is_empty() && !summary.ends_with('.'), "{name}: a summary");
        assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{name}: a tag");
        let security = operation["security"].as_array().unwrap_or_else(|| panic!("{name}: security, be it none"));
        assert!(
            security
                .iter()
                .flat_map(|way| way.as_object().expect("a way in").keys())
                .all(|scheme| schemes.contains_key(scheme)),
            "{name}"
        );
        let responses = operation["responses"].as_object().expect("responses");
        let successes: Vec<(&String, &Value)> =
            responses.iter().filter(|(status, _)| status.starts_with('2')).collect();
        // The right password is a session, or a challenge if there is a second factor.
        let expected = if name == "POST /v1/sessions" { 2 } else { 1 };
        assert_eq!(successes.len(), expected, "{name}: successes");
        for (status, success) in successes {
            let schema = &success["content"]["application/json"]["schema"];
            let is_as_it_should = match status.as_str() {
                "204" => !schema.is_object(),
                // What is only promised may say what comes next, or nothing.
                "202" => true,
                _ => schema.is_object(),
            };
            assert!(is_as_it_should, "{name}: a schema of what is answered");
            assert!(
                success["description"].as_str().is_some_and(|text| !text.is_empty()),
                "{name}: a description of the answer"
            );
        }
        for status in ["4XX", "5XX"] {
            let problem = &responses[status]["content"]["application/problem+json"]["schema"];
            assert_eq!(problem, &json!({ "$ref": "#/components/schemas/Problem" }), "{name}: {status}");
        }
    }
}

#[test]
fn every_parameter_of_a_path_is_described_and_every_post_takes_an_idempotency_key() {
    for (name, operation) in operations() {
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let described = |place: &str| -> BTreeSet<String> {
            let here = parameters.iter().filter(|parameter| parameter["in"] == place);
            here.map(|parameter| parameter["name"].as_str().expect("a name").to_owned()).collect()
        };
        let in_path =
            name.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).map(str::to_owned).collect();
        assert_eq!(described("path"), in_path, "{name}");
        assert_eq!(described("header").contains("Idempotency-Key"), name.starts_with("POST "), "{name}");
    }
}

#[test]
fn a_parameter_is_left_out_or_has_a_value_and_one_of_a_name_is_the_same_everywhere() {
    let document = document();
    let parameters: Vec<&Value> = all_called("parameters", &document["paths"])
        .into_iter()
        .flat_map(|parameters| parameters.as_array().expect("a list"))
        .collect();
    assert!(parameters.len() > 100);
    for parameter in &parameters {
        assert!(!parameter["schema"].to_string().contains("null"), "{parameter}");
        assert!(parameter["description"].as_str().is_some_and(|text| !text.is_empty()), "{parameter}");
    }
    for name in ["If-Match", "limit", "after"] {
        let all: Vec<_> = parameters.iter().filter(|parameter| parameter["name"] == name).collect();
        assert!(all.len() > 5 && all.iter().all(|parameter| **parameter == *all[0]), "{name}: {all:?}");
    }
}

#[test]
fn every_header_of_an_answer_is_described() {
    let document = document();
    let headers = all_called("headers", &document["paths"]).into_iter();
    let headers: Vec<_> = headers.flat_map(|headers| headers.as_object().expect("headers")).collect();
    for name in ["ETag", "Location", "Idempotency-Replayed", "Retry-After", "WWW-Authenticate", "Cache-Control"] {
        assert!(headers.iter().any(|(other, _)| *other == name), "{name}");
    }
    for (name, header) in headers {
        assert!(header["description"].is_string() && header["example"] != Value::Null, "{name}: {header}");
    }
}

#[test]
fn every_tag_is_declared_with_a_line_on_what_it_is_about() {
    let declared = document()["tags"].as_array().expect("tags").clone();
    let name = |value: &Value| value.as_str().expect("a name").to_owned();
    let used: BTreeSet<String> = operations().iter().map(|(_, operation)| name(&operation["tags"][0])).collect();
    assert_eq!(declared.iter().map(|tag| name(&tag["name"])).collect::<BTreeSet<_>>(), used);
    assert!(declared.iter().all(|tag| tag["description"].as_str().is_some_and(|line| line.len() > 10)), "{declared:?}");
}

#[test]
fn every_reference_leads_somewhere_and_every_schema_is_used() {
    let document = document();
    let references = all_called("$ref", &document);
    for reference in &references {
        assert!(resolve(&document, reference).is_some(), "{reference}");
    }
    for schema in document["components"]["schemas"].as_object().expect("schemas").keys() {
        assert!(references.contains(&&json!(format!("#/components/schemas/{schema}"))), "`{schema}` is used nowhere");
    }
}

#[test]
fn no_schema_is_written_twice() {
    let document = document();
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    for (name, schema) in schemas {
        let twice = schemas.iter().find(|(_, other)| all_called("items", other).contains(&schema));
        assert_eq!(twice.map(|(other, _)| other), None, "`{name}` is repeated");
    }
}

#[test]
fn every_body_has_examples() {
    let document = document();
    for (name, operation) in operations().into_iter().filter(|(name, _)| name != "GET /openapi.json") {
        let contents = all_called("content", &operation["requestBody"])
            .into_iter()
            .chain(all_called("content", &operation["responses"]));
        for schema in contents.flat_map(|content| all_called("schema", content)) {
            assert!(has_example(&document, schema), "{name}: {schema}");
        }
    }
}

/// Whether there is an example in a schema, or in one that it refers to.
fn has_example(document: &Value, schema: &Value) -> bool {
    let mut referred = all_called("$ref", schema).into_iter().filter_map(|reference| resolve(document, reference));
    !all_called("example", schema).is_empty() || referred.any(|schema| has_example(document, schema))
}
