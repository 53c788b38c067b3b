//! What the OpenAPI document has for operators.

use serde_json::Value;

/// The document of the API that this client was built with.
const DOCUMENT: &str = include_str!("../../docs/openapi.json");

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// A call.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The command: the operation's name, with dashes.
    pub command: String,
    /// One line.
    pub summary: String,
    /// All there is to know.
    pub description: String,
    /// The method.
    pub method: String,
    /// The path, with the names of its parts in braces.
    pub path: String,
    /// Those parts.
    pub places: Vec<Parameter>,
    /// What may be asked for.
    pub query: Vec<Parameter>,
    /// The fields of the body; nothing if it takes none.
    pub body: Option<Vec<Parameter>>,
    /// Whether it may be sent again under a key.
    pub is_repeatable: bool,
    /// Whether it depends on a version.
    pub has_version: bool,
}

/// A part of a call.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// What it is.
    pub help: String,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it is a text; anything else is JSON.
    pub is_text: bool,
}

/// The calls of operators, in the order of the document.
pub fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(DOCUMENT).unwrap_or_default();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            let operation = &item[method];
            let ways = operation["security"].as_array();
            if ways.is_some_and(|ways| ways.iter().any(|way| way.get("operator").is_some())) {
                operations.push(Operation::of(&document, method, path, operation));
            }
        }
    }
    operations
}

impl Operation {
    fn of(document: &Value, method: &str, path: &str, operation: &Value) -> Self {
        let parameters: Vec<&Value> = list(&operation["parameters"]).map(|one| resolved(document, one)).collect();
        let of = |place: &str| {
            let found = parameters.iter().filter(|parameter| parameter["in"] == place);
            found.map(|parameter| Parameter::of(document, text(&parameter["name"]), parameter)).collect()
        };
        let has = |header: &str| parameters.iter().any(|parameter| parameter["name"] == header);
        Self {
            command: dashed(text(&operation["operationId"])),
            summary: text(&operation["summary"]).to_owned(),
            description: text(&operation["description"]).to_owned(),
            method: method.to_uppercase(),
            path: path.to_owned(),
            places: of("path"),
            query: of("query"),
            body: fields(document, operation),
            is_repeatable: has("Idempotency-Key"),
            has_version: has("If-Match"),
        }
    }
}

impl Parameter {
    fn of(document: &Value, name: &str, described: &Value) -> Self {
        let schema = described.get("schema").unwrap_or(described);
        let help = [described, schema, &schema["oneOf"][0]].into_iter().find_map(|one| one["description"].as_str());
        let help = help.unwrap_or_default().split("\n").next().unwrap_or_default();
        Self {
            name: name.to_owned(),
            help: help.trim_end_matches('.').to_owned(),
            required: described["required"] == true,
            is_text: is_text(document, schema),
        }
    }
}

fn fields(document: &Value, operation: &Value) -> Option<Vec<Parameter>> {
    let schema = resolved(document, operation["requestBody"]["content"]["application/json"].get("schema")?);
    let required: Vec<&str> = list(&schema["required"]).filter_map(Value::as_str).collect();
    let fields = schema["properties"].as_object().into_iter().flatten().map(|(name, schema)| Parameter {
        required: required.contains(&name.as_str()),
        ..Parameter::of(document, name, schema)
    });
    Some(fields.collect())
}

/// Whether a value is a text, or nothing.
fn is_text(document: &Value, schema: &Value) -> bool {
    let schema = resolved(document, schema);
    let kinds: Vec<&Value> = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().collect(),
        kind => vec![kind],
    };
    let alternatives = || list(&schema["oneOf"]).filter(|one| one["type"] != "null");
    match kinds.iter().find(|kind| **kind != "null") {
        Some(Value::Null) | None => alternatives().count() > 0 && alternatives().all(|one| is_text(document, one)),
        Some(kind) => **kind == "string",
    }
}

fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
        Some(pointer) => document.pointer(pointer).unwrap_or(value),
        None => value,
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// `createAccount` as `create-account`.
fn dashed(name: &str) -> String {
    let mut dashed = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            dashed.push('-');
        }
        dashed.push(letter.to_ascii_lowercase());
    }
    dashed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_of_operators_is_a_command() {
        let operations = operations();
        let create = operations.iter().find(|operation| operation.command == "create-account").expect("a command");
        assert_eq!(
            (create.method.as_str(), create.path.as_str(), create.is_repeatable),
            ("POST", "/v1/accounts", true)
        );
        let fields = create.body.as_ref().expect("fields");
        let is_text = |name: &str| fields.iter().find(|field| field.name == name).map(|field| field.is_text);
        assert_eq!(
            [is_text("name"), is_text("preset"), is_text("administrator")],
            [Some(true), Some(true), Some(false)]
        );
        let invite =
            operations.iter().find(|operation| operation.command == "invite-administrator").expect("a command");
        assert_eq!(invite.places.len(), 1);
    }
}
