//! Holds what every test sends and is answered to the OpenAPI document: a field that is said to be always there is
//! there, null comes only where the document says so, nothing comes that it does not name, and what is taken it allows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use boon::{Compiler, SchemaIndex, Schemas};
use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::api::Reply;

static DOCUMENT: LazyLock<Document> = LazyLock::new(Document::read);

/// The document, ready to check against.
struct Document {
    schemas: Schemas,
    problem: SchemaIndex,
    operations: Vec<Operation>,
}

/// One operation, with its path in parts.
struct Operation {
    method: String,
    path: Vec<String>,
    /// The schema of what is sent, if anything is.
    request: Option<SchemaIndex>,
    /// The schema of what is answered with each success, if there is a body.
    answers: BTreeMap<String, Option<SchemaIndex>>,
}

/// Fails the test where a request that went well, or an answer, is not as the document says. What is no operation of
/// the document is none of its business.
pub(crate) fn check(method: &Method, path: &str, sent: Option<&str>, reply: &Reply) {
    if method == Method::HEAD {
        return;
    }
    let document = &*DOCUMENT;
    let what = format!("{method} {path}, {}", reply.status);
    check_times(&reply.body, &what);
    if path.starts_with("/v1/") {
        check_request_id(reply, &what);
    }
    if reply.status.is_client_error() || reply.status.is_server_error() {
        if reply.headers.get("content-type").is_some_and(|kind| kind == "application/problem+json") {
            document.expect(document.problem, &reply.body, &what);
        }
        return;
    }
    let Some(operation) = document.operation(method, path).filter(|_| reply.status.is_success()) else { return };
    let answer = operation.answers.get(reply.status.as_str()).unwrap_or_else(|| panic!("{what} is not documented"));
    match answer {
        Some(schema) => document.expect(*schema, &reply.body, &what),
        None => assert_eq!(reply.body, Value::Null, "{what} has a body"),
    }
    let sent: Option<Value> = sent.and_then(|sent| serde_json::from_str(sent).ok());
    // A row that is wrong does not stop the others of a bulk invitation or an import.
    let has_rows = path.ends_with("/invitations") || path.ends_with("/imports");
    if let Some((schema, sent)) = operation.request.zip(sent).filter(|_| !has_rows) {
        document.expect(schema, &sent, &format!("{what}, was sent {sent}"));
    }
}

/// Every answer of Usher's own has the id of its request, and a problem the same, unless it was given before.
fn check_request_id(reply: &Reply, what: &str) {
    let of = |name: &str| reply.headers.get(name).and_then(|value| value.to_str().ok());
    let Some(id) = of("x-request-id") else {
        let is_refused = reply.body.as_object().is_some_and(|body| body.keys().eq(["message"]));
        let is_let_in = reply.headers.contains_key("access-control-allow-methods");
        assert!(is_refused || is_let_in, "{what} has no X-Request-Id, and is no answer of the gateway's");
        return;
    };
    if of("content-type") == Some("application/problem+json") && of("idempotency-replayed").is_none() {
        assert_eq!(reply.body["request_id"], id, "{what}");
    }
}

/// Every time that is answered is in UTC, to the millisecond.
fn check_times(body: &Value, what: &str) {
    match body {
        Value::Object(fields) => fields.values().for_each(|value| check_times(value, what)),
        Value::Array(items) => items.iter().for_each(|value| check_times(value, what)),
        Value::String(text) => {
            let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
            if let Some(rest) = shape.strip_prefix("0000-00-00T00:00:00") {
                assert!(["Z", ".0Z", ".00Z", ".000Z"].contains(&rest), "{what}: {text}");
            }
        }
        _ => {}
    }
}

impl Document {
    fn read() -> Self {
        let mut document = serde_json::to_value(usher_local::openapi()).expect("a document");
        close(&mut document["components"]["schemas"]);
        let compiler = &mut Compiler::new();
        compiler.enable_format_assertions();
        let paths = document["paths"].clone();
        let mut checks = Checks::default();
        let problem = checks.add(&json!({ "$ref": "#/components/schemas/Problem" }));
        let of_path = |(path, item): (&String, &Value)| -> Vec<(String, String, Value)> {
            let item = item.as_object().expect("operations");
            item.iter().map(|(method, operation)| (path.clone(), method.to_uppercase(), operation.clone())).collect()
        };
        let read = |(path, method, operation): (String, String, Value)| {
            let request = operation["requestBody"]["content"]["application/json"].get("schema");
            let request = request.map(|schema| checks.add(schema));
            let answers = operation["responses"].as_object().expect("responses").iter();
            let answers = answers.filter(|(status, _)| status.starts_with('2')).map(|(status, answer)| {
                let schema = answer["content"]["application/json"].get("schema");
                (status.clone(), schema.map(|schema| checks.add(schema)))
            });
            (method, parts(&path), request, answers.collect::<BTreeMap<_, _>>())
        };
        let operations: Vec<_> = paths.as_object().expect("paths").iter().flat_map(of_path).map(read).collect();
        document["checks"] = Value::Object(checks.0);
        compiler.add_resource("openapi.json", document).expect("a resource");
        let mut schemas = Schemas::new();
        let mut compile = |place: String| {
            let schema = compiler.compile(&format!("openapi.json#/checks/{place}"), &mut schemas);
            schema.unwrap_or_else(|why| panic!("{why:#}"))
        };
        let problem = compile(problem);
        let operations = operations
            .into_iter()
            .map(|(method, path, request, answers)| Operation {
                method,
                path,
                request: request.map(&mut compile),
                answers: answers.into_iter().map(|(status, schema)| (status, schema.map(&mut compile))).collect(),
            })
            .collect();
        Self { schemas, problem, operations }
    }

    /// The operation behind a request: of several, the one that names the most of its path.
    fn operation(&self, method: &Method, path: &str) -> Option<&Operation> {
        let asked = parts(path.split('?').next().unwrap_or_default());
        let is_it = |operation: &&Operation| operation.method == method.as_str() && operation.matches(&asked);
        self.operations.iter().filter(is_it).min_by_key(|operation| operation.parameters())
    }

    fn expect(&self, schema: SchemaIndex, value: &Value, what: &str) {
        if let Err(why) = self.schemas.validate(value, schema) {
            panic!("{what}: not as docs/openapi.json says: {why:#}\n{value}");
        }
    }
}

impl Operation {
    fn matches(&self, asked: &[String]) -> bool {
        self.path.len() == asked.len()
            && self.path.iter().zip(asked).all(|(part, asked)| part.starts_with('{') || part == asked)
    }

    fn parameters(&self) -> usize {
        self.path.iter().filter(|part| part.starts_with('{')).count()
    }
}

fn parts(path: &str) -> Vec<String> {
    path.split('/').map(str::to_owned).collect()
}

/// Schemas to compile, each at a place of its own in the document.
#[derive(Default)]
struct Checks(Map<String, Value>);

impl Checks {
    fn add(&mut self, schema: &Value) -> String {
        let place = self.0.len().to_string();
        self.0.insert(place.clone(), schema.clone());
        place
    }
}

/// Lets no object have more than what is named. Clients must bear with more; a test need not. What is a part of
/// something else is closed with it.
fn close(schemas: &mut Value) {
    let parts: BTreeSet<String> = references_of_parts(schemas);
    for (name, schema) in schemas.as_object_mut().expect("schemas") {
        if parts.contains(&format!("#/components/schemas/{name}")) {
            schema
                .get_mut("properties")
                .and_then(Value::as_object_mut)
                .into_iter()
                .flat_map(Map::values_mut)
                .for_each(close_one);
        } else {
            close_one(schema);
        }
    }
}

/// What `allOf` refers to anywhere.
fn references_of_parts(schema: &Value) -> BTreeSet<String> {
    let inner: Box<dyn Iterator<Item = &Value>> = match schema {
        Value::Object(keys) => Box::new(keys.values()),
        Value::Array(items) => Box::new(items.iter()),
        _ => return BTreeSet::new(),
    };
    let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
    let here = parts.filter_map(|part| part["$ref"].as_str()).map(str::to_owned);
    here.chain(inner.flat_map(references_of_parts)).collect()
}

fn close_one(schema: &mut Value) {
    let Some(keys) = schema.as_object_mut() else { return };
    // A list that may grow is complete today.
    if let Some(listed) = keys.get("x-extensible-enum").cloned() {
        keys.insert("enum".to_owned(), listed);
    }
    if let Some(parts) = keys.get_mut("allOf").and_then(Value::as_array_mut) {
        for part in parts {
            part.get_mut("properties")
                .and_then(Value::as_object_mut)
                .into_iter()
                .flat_map(Map::values_mut)
                .for_each(close_one);
        }
        keys.insert("unevaluatedProperties".to_owned(), json!(false));
        return;
    }
    if keys.contains_key("properties") && !keys.contains_key("additionalProperties") {
        keys.insert("additionalProperties".to_owned(), json!(false));
    }
    keys.get_mut("properties").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut).for_each(close_one);
    for key in ["items", "additionalProperties"] {
        keys.get_mut(key).into_iter().for_each(close_one);
    }
    keys.get_mut("oneOf").and_then(Value::as_array_mut).into_iter().flatten().for_each(close_one);
}
