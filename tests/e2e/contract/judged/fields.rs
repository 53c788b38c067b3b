//! The fields of a body, as the OpenAPI document has them, and bodies in which one of them is wrong.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::contract::openapi::resolve;
use crate::contract::stage::example;

/// Rows are judged one by one, and a wrong one does not stop the others: `POST …/users` takes one of the same.
const ROWS: [&str; 2] = ["/invitations", "/people"];

/// A field of a body, or an item of a list in it.
#[derive(Clone)]
pub(in crate::contract) struct Field<'a> {
    /// Where in the body it is, as a JSON pointer.
    pub(in crate::contract) pointer: String,
    /// The schemas of what it may be.
    either: Vec<&'a Value>,
    /// Whether it may not be left out; nothing, if it is no field of an object with fields.
    pub(in crate::contract) is_required: Option<bool>,
}

/// The body of an operation.
pub(in crate::contract) struct Form<'a> {
    document: &'a Value,
    /// As the document shows it.
    pub(in crate::contract) example: Value,
    /// The same with all that may be left out.
    whole: Value,
    pub(in crate::contract) fields: Vec<Field<'a>>,
}

impl<'a> Form<'a> {
    /// Of an operation that takes one.
    pub(in crate::contract) fn of(document: &'a Value, operation: &'a Value) -> Option<Self> {
        let schema = operation["requestBody"]["content"]["application/json"].get("schema")?;
        let example = example(document, schema).expect("every body has an example");
        let mut form = Self { document, whole: whole(document, schema), example, fields: Vec::new() };
        form.add_inner("", schema);
        Some(form)
    }

    fn add(&mut self, pointer: String, schema: &'a Value, is_required: Option<bool>) {
        let either = alternatives(self.document, schema);
        self.fields.push(Field { pointer: pointer.clone(), either: either.clone(), is_required });
        if !ROWS.contains(&pointer.as_str()) {
            either.into_iter().for_each(|schema| self.add_inner(&pointer, schema));
        }
    }

    /// What is in what a schema describes.
    fn add_inner(&mut self, pointer: &str, schema: &'a Value) {
        let schema = followed(self.document, schema);
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let is_required = schema["required"].as_array().is_some_and(|names| names.contains(&json!(name)));
            self.add(format!("{pointer}/{name}"), property, Some(is_required));
        }
        if let Some(items) = schema.get("items") {
            self.add(format!("{pointer}/0"), items, None);
        }
        if let Some(entries) = schema.get("additionalProperties").filter(|entries| entries.is_object()) {
            self.add(format!("{pointer}/sample"), entries, None);
        }
    }

    /// The objects in the body, and itself, as JSON pointers.
    pub(in crate::contract) fn objects(&self) -> Vec<String> {
        let inner = self.fields.iter().filter(|field| !ROWS.contains(&field.pointer.as_str()));
        let inner = inner.filter(|field| field.either.iter().any(|schema| schema["properties"].is_object()));
        std::iter::once(String::new()).chain(inner.map(|field| field.pointer.clone())).collect()
    }

    /// The example, with `value` at `pointer`, or with nothing there.
    pub(in crate::contract) fn with(&self, pointer: &str, value: Option<Value>) -> Value {
        let mut body = self.example.clone();
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
        let (first, is_inner) = pointer[1..].split_once('/').map_or((&pointer[1..], false), |(first, _)| (first, true));
        // An account has a preset or an access model of its own.
        if first == "access_model" {
            body.as_object_mut().expect("an object").remove("preset");
        }
        if is_inner {
            body[first] = self.whole[first].clone();
        }
        match (body.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer} in {}", self.whole)), value) {
            // What may be a list or a table is shown as a list.
            (place @ Value::Array(_), Some(value)) if name != "0" => *place = json!({ name: value }),
            (Value::Object(fields), Some(value)) => drop(fields.insert(name.to_owned(), value)),
            (Value::Object(fields), None) => drop(fields.remove(name)),
            (Value::Array(items), Some(value)) => *items = vec![value],
            (other, _) => panic!("{pointer} in {other}"),
        }
        body
    }
}

impl Field<'_> {
    /// What the API calls it.
    pub(in crate::contract) fn name(&self) -> String {
        name(&self.pointer)
    }

    pub(in crate::contract) fn may_be(&self, kind: &str) -> bool {
        self.either.iter().any(|schema| types(schema).contains(kind))
    }

    /// How many characters it has at most, if the document says.
    pub(in crate::contract) fn longest(&self) -> Option<usize> {
        let longest = self.either.iter().filter_map(|schema| schema["maxLength"].as_u64()).max();
        longest.map(|longest| usize::try_from(longest).expect("a length"))
    }

    /// Values of all types that the document does not allow.
    pub(in crate::contract) fn wrong_types(&self) -> Vec<Value> {
        let values = [("string", json!("7")), ("boolean", json!(true)), ("array", json!([])), ("object", json!({}))];
        let mut wrong: Vec<_> =
            values.into_iter().filter(|(kind, _)| !self.may_be(kind)).map(|(_, value)| value).collect();
        wrong.push(json!(1.5));
        wrong.push(json!(-7));
        wrong
    }
}

/// What the API calls what is at a JSON pointer.
pub(in crate::contract) fn name(pointer: &str) -> String {
    let part = |part: &str| if part == "0" { "[0]".to_owned() } else { format!(".{part}") };
    pointer.split('/').skip(1).map(part).collect::<String>().trim_start_matches('.').to_owned()
}

fn followed<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    resolve(document, &schema["$ref"]).unwrap_or(schema)
}

/// The schemas that a schema lets one choose from.
fn alternatives<'a>(document: &'a Value, schema: &'a Value) -> Vec<&'a Value> {
    let schema = followed(document, schema);
    match ["oneOf", "anyOf"].into_iter().find_map(|key| schema[key].as_array()) {
        Some(either) => either.iter().flat_map(|one| alternatives(document, one)).collect(),
        None => vec![schema],
    }
}

fn types(schema: &Value) -> BTreeSet<&str> {
    match &schema["type"] {
        Value::String(kind) => BTreeSet::from([kind.as_str()]),
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => panic!("a type: {schema}"),
    }
}

/// A value with everything that may be in it.
fn whole(document: &Value, schema: &Value) -> Value {
    let either = alternatives(document, schema);
    // A list rather than one word: it has items.
    let schema = either.iter().find(|schema| schema.get("items").is_some()).unwrap_or(&either[0]);
    if let Some(properties) = schema["properties"].as_object() {
        let fields = properties.iter().map(|(name, property)| (name.clone(), whole(document, property)));
        return Value::Object(fields.collect::<Map<_, _>>());
    }
    let inner = |key: &str| schema.get(key).filter(|inner| inner.is_object()).map(|inner| whole(document, inner));
    if let Some(item) = inner("items") {
        return json!([item]);
    }
    if let Some(entry) = inner("additionalProperties") {
        return json!({ "sample": entry });
    }
    let example = schema.get("example").or_else(|| schema["enum"].get(0)).cloned();
    example.unwrap_or_else(|| match types(schema) {
        kinds if kinds.contains("boolean") => json!(true),
        kinds if kinds.contains("integer") => json!(1),
        _ => json!("sample"),
    })
}
