//! The worst bodies that anyone can make: as many bytes as a route takes, and a mebibyte.

use std::fmt::Write;

use serde_json::Value;

use crate::contract::openapi::{document, resolve};
use crate::contract::stage::is_public;

/// More than most routes take.
const MEBIBYTE: usize = 1024 * 1024;

/// A unit that nobody has.
const UNIT: &str = "\"unt_aaaaaaaaaaaaaaaa\"";

/// The worst that can be sent to an operation, each with what it is.
pub(super) fn worst(operation: &Value) -> Vec<(String, String)> {
    let usual = if is_public(operation) { 16 * 1024 } else { 64 * 1024 };
    let largest = operation["x-max-body-bytes"].as_u64().and_then(|size| size.try_into().ok()).unwrap_or(usual);
    let named = |size: usize, shapes: Vec<(&str, String)>| {
        shapes.into_iter().map(move |(name, body)| (format!("{name}, {size} bytes"), body)).collect::<Vec<_>>()
    };
    let mut bodies = named(MEBIBYTE, shapes(MEBIBYTE).into_iter().take(2).collect());
    if !operation["requestBody"].is_object() {
        return bodies;
    }
    bodies.extend(named(largest, shapes(largest)));
    for field in fields(operation) {
        let start = format!("{{\"{field}\":[");
        for (name, one) in [("numbers", "0"), ("objects", "{\"a\":1,\"a\":1}"), ("units", UNIT)] {
            bodies.push((format!("`{field}`: {name}"), filled(&start, one, "]}", largest)));
        }
        let long = "x".repeat(largest - field.len() - 7);
        bodies.push((format!("`{field}`: a long text"), format!("{{\"{field}\":\"{long}\"}}")));
    }
    bodies
}

/// What is bad for any route, in so many bytes.
fn shapes(size: usize) -> Vec<(&'static str, String)> {
    let long = "r".repeat(size / 4);
    let nested = format!("{}1{}", "{\"a\":".repeat(100), "}".repeat(100));
    let a_row = "{\"email\":\"a@example.com\",\"grants\":[{\"role\":\"read\",\"units\":[";
    let of_a_model = format!("{{\"roles\":{{\"{long}\":{{\"levels\":{{");
    vec![
        ("unknown fields", numbered("{", size)),
        ("units", filled(a_row, UNIT, "]}]}", size)),
        ("rows", filled("{\"invitations\":[", &row(), "]}", size)),
        ("doubled keys", filled("{", "\"a\":1", "}", size)),
        ("many faults behind a long name", filled(&format!("{{\"{long}\":{{"), "\"a\":1", "}}", size)),
        ("a model with a long name", filled(&of_a_model, "\"a\":\"none\"", "}}}}", size)),
        ("roles that include each other", numbered(&roles(size), size)),
        ("nested objects", filled("{\"a\":[", &nested, "]}", size)),
        ("lists in lists", "[".repeat(size)),
    ]
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
    format!("{start}{}{end}", vec![one; times].join(","))
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
