//! The worst bodies that anyone can make: as many bytes as a route takes, and a mebibyte.

use std::fmt::Write;
use std::sync::LazyLock;

use serde_json::Value;

use crate::contract::openapi::{document, resolve};
use crate::contract::stage::is_public;

/// More than most routes take.
const MEBIBYTE: usize = 1024 * 1024;

/// A unit that nobody has.
const UNIT: &str = "\"unt_aaaaaaaaaaaaaaaa\"";

/// The beginning of an invitation.
const A_ROW: &str = "{\"email\":\"a@example.com\",\"grants\":[{\"role\":\"read\",\"units\":[";

/// What a body is, and how one of so many bytes is made.
type Shape = (&'static str, fn(usize) -> String);

/// What is bad for any route.
const SHAPES: [Shape; 9] = [
    ("unknown fields", |size| numbered("{", size)),
    ("units", |size| filled(A_ROW, UNIT, "]}]}", size)),
    ("rows", |size| filled("{\"invitations\":[", &row(), "]}", size)),
    ("doubled keys", |size| filled("{", "\"a\":1", "}", size)),
    ("many faults behind a long name", |size| filled(&format!("{{\"{}\":{{", long(size)), "\"a\":1", "}}", size)),
    ("a model with a long name", |size| filled(&of_a_model(size), "\"a\":\"none\"", "}}}}", size)),
    ("roles that include each other", |size| numbered(&roles(size), size)),
    ("nested objects", |size| filled("{\"a\":[", &nested(), "]}", size)),
    ("lists in lists", |size| "[".repeat(size)),
];

/// What someone sends.
pub(super) struct Bad {
    /// What it is.
    pub what: String,
    pub query: String,
    pub body: Option<String>,
}

impl Bad {
    fn body(what: String, body: String) -> Self {
        Self { what, query: String::new(), body: Some(body) }
    }

    fn shape((name, shape): Shape, size: usize) -> Self {
        Self::body(format!("{name}, {size} bytes"), shape(size))
    }
}

/// The worst that can be sent to an operation: a long query, and bodies of as many bytes as it takes.
pub(super) fn worst(operation: &Value) -> Vec<Bad> {
    let query = Bad { what: "a long query".to_owned(), query: format!("?{}", "a=1&".repeat(1_000)), body: None };
    let bodies = if operation["requestBody"].is_object() { bodies(operation) } else { Vec::new() };
    std::iter::once(query).chain(bodies).collect()
}

/// A mebibyte, for any route. There are two of them.
pub(super) fn mebibyte(number: usize) -> &'static Bad {
    static BOTH: LazyLock<[Bad; 2]> = LazyLock::new(|| [0, 1].map(|number| Bad::shape(SHAPES[number], MEBIBYTE)));
    &BOTH[number % 2]
}

fn bodies(operation: &Value) -> Vec<Bad> {
    let usual = if is_public(operation) { 16 * 1024 } else { 64 * 1024 };
    let largest = operation["x-max-body-bytes"].as_u64().and_then(|size| size.try_into().ok()).unwrap_or(usual);
    let mut bodies: Vec<Bad> = SHAPES.into_iter().map(|shape| Bad::shape(shape, largest)).collect();
    for field in fields(operation) {
        let start = format!("{{\"{field}\":[");
        for (name, one) in [("numbers", "0"), ("objects", "{\"a\":1,\"a\":1}"), ("units", UNIT)] {
            bodies.push(Bad::body(format!("`{field}`: {name}"), filled(&start, one, "]}", largest)));
        }
        let long = "x".repeat(largest - field.len() - 7);
        bodies.push(Bad::body(format!("`{field}`: a long text"), format!("{{\"{field}\":\"{long}\"}}")));
    }
    bodies
}

/// A long name.
fn long(size: usize) -> String {
    "r".repeat(size / 4)
}

/// The beginning of an access model with a role that has a long name.
fn of_a_model(size: usize) -> String {
    format!("{{\"roles\":{{\"{}\":{{\"levels\":{{", long(size))
}

/// Objects in objects.
fn nested() -> String {
    format!("{}1{}", "{\"a\":".repeat(100), "}".repeat(100))
}

/// A row that is wrong all over.
fn row() -> String {
    let units = [UNIT; 40].join(",");
    let grants = format!("[{{\"role\":\"boss\",\"units\":[{units}],\"y\":2}},7]");
    format!("{{\"email\":\"a@b@c\",\"given_name\":7,\"x\":1,\"grants\":{grants}}}")
}

/// The beginning of an access model with a hundred roles that include each other, if there is room for them.
fn roles(size: usize) -> String {
    let names: Vec<String> = (0..100).map(|number| format!("\"r{number}\"")).collect();
    let includes = names.join(",");
    let role = |name: &String| format!("{name}:{{\"title\":{name},\"includes\":[{includes}]}}");
    let roles: Vec<String> = names.iter().map(role).collect();
    let start = format!("{{\"roles\":{{{}}},", roles.join(","));
    if start.len() < size / 2 { start } else { "{".to_owned() }
}

/// `one` as often as there is room, with commas in between.
fn filled(start: &str, one: &str, end: &str, size: usize) -> String {
    let times = (size - start.len() - end.len() + 1) / (one.len() + 1);
    format!("{start}{}{one}{end}", format!("{one},").repeat(times - 1))
}

/// An object with fields that have names of their own, as many as there is room for.
fn numbered(start: &str, size: usize) -> String {
    let mut text = start.to_owned();
    for number in 0_usize.. {
        if text.len() + 16 > size {
            break;
        }
        let _ = write!(text, "\"{number}\":1,");
    }
    text.pop();
    text + "}"
}

/// The fields of an operation's body.
fn fields(operation: &Value) -> Vec<String> {
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    let document = document();
    let schema = resolve(&document, &schema["$ref"]).unwrap_or(schema);
    schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect()
}
