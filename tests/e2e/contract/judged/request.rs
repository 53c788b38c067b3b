//! A request with which something is wrong, and what it is to be answered.

use reqwest::Method;
use serde_json::Value;
use usher_tests::{Api, Reply};

use crate::contract::stage::{Stage, is_public};

/// A request with which something is wrong.
#[derive(Clone, Default)]
pub(in crate::contract) struct Wrong {
    /// What follows the path.
    pub(in crate::contract) query: String,
    pub(in crate::contract) content_type: Option<&'static str>,
    pub(in crate::contract) body: Option<String>,
    /// What is to be told: the fields, each with the codes of which it is to have one. If there are none, the type of
    /// the body is what is wrong.
    pub(in crate::contract) errors: Vec<(String, &'static [&'static str])>,
}

impl Wrong {
    pub(in crate::contract) fn query(query: String, errors: &[(&str, &'static [&'static str])]) -> Self {
        Self { query, errors: owned(errors), ..Self::default() }
    }

    pub(in crate::contract) fn body(body: impl ToString, errors: &[(&str, &'static [&'static str])]) -> Self {
        Self { body: Some(body.to_string()), errors: owned(errors), ..Self::default() }
    }
}

fn owned(errors: &[(&str, &'static [&'static str])]) -> Vec<(String, &'static [&'static str])> {
    errors.iter().map(|(field, codes)| ((*field).to_owned(), *codes)).collect()
}

/// Words of the libraries that read requests, which mean nothing to those who send them.
const FOREIGN: [&str; 11] = [
    "deserialize",
    "expected",
    "variant",
    "ident",
    "identifier",
    "sequence",
    "struct",
    "enum",
    "tuple",
    "newtype",
    "serde",
];

/// The same in more than one word.
const FOREIGN_PHRASES: [&str; 6] =
    ["unknown field `", "invalid type", "invalid value", "invalid length", "missing field", "line 1 column"];

/// Sends a request as one who may, and as a stranger; what is not as it should be.
pub(in crate::contract) async fn faults(
    stage: &Stage<'_>,
    name: &str,
    operation: &Value,
    wrong: &Wrong,
) -> Vec<String> {
    let what = |fault: &String| format!("{name}{} {}: {fault}", wrong.query, wrong.body.as_deref().unwrap_or_default());
    let mut faults = refusal(&send(stage, stage.caller(operation), name, wrong).await, wrong);
    if !is_public(operation) {
        let reply = send(stage, &stage.desk.world.api, name, wrong).await;
        if ![401, 403].contains(&reply.status.as_u16()) {
            faults.push(format!("a stranger is answered {} {}", reply.status, reply.body));
        }
    }
    faults.iter().map(what).collect()
}

/// Sends a request to an operation, which is called by its method and path.
pub(in crate::contract) async fn send(stage: &Stage<'_>, api: &Api, name: &str, wrong: &Wrong) -> Reply {
    let (method, path) = name.split_once(' ').expect("a method and a path");
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    let headers: Vec<_> = wrong.content_type.map(|kind| ("content-type", kind)).into_iter().collect();
    api.send(method, &format!("{}{}", stage.path(path), wrong.query), &headers, wrong.body.clone()).await
}

/// What is wrong with a refusal.
fn refusal(reply: &Reply, wrong: &Wrong) -> Vec<String> {
    let mut faults = Vec::new();
    let (status, code) =
        if wrong.errors.is_empty() { (415, "unsupported_media_type") } else { (422, "invalid_fields") };
    if (reply.status.as_u16(), reply.body["code"].as_str()) != (status, Some(code))
        || reply.headers["content-type"] != "application/problem+json"
    {
        faults.push(format!("is no {status} {code}: {} {}", reply.status, reply.body));
    }
    let errors = errors(reply);
    for (field, codes) in &wrong.errors {
        if !errors.iter().any(|(other, code)| other == field && codes.contains(&code.as_str())) {
            faults.push(format!("`{field}` is not {codes:?}: {}", reply.body["errors"]));
        }
    }
    if errors.iter().any(|(field, code)| field.is_empty() || code.is_empty()) {
        faults.push(format!("something is wrong nowhere: {}", reply.body["errors"]));
    }
    faults.extend(foreign(reply).into_iter().map(|text| format!("is said in foreign words: {text}")));
    faults
}

/// The fields that a refusal names, with their codes.
pub(in crate::contract) fn errors(reply: &Reply) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let errors = reply.body["errors"].as_array().into_iter().flatten();
    errors.map(|error| (text(&error["field"]), text(&error["code"]))).collect()
}

/// The texts of a refusal that are in the words of a library.
pub(in crate::contract) fn foreign(reply: &Reply) -> Vec<String> {
    let errors = reply.body["errors"].as_array().into_iter().flatten().map(|error| &error["message"]);
    let texts = [&reply.body["title"], &reply.body["detail"]].into_iter().chain(errors).filter_map(Value::as_str);
    let is_foreign = |text: &&str| {
        let mut words = text.split(|c: char| !c.is_alphanumeric());
        words.any(|word| FOREIGN.contains(&word)) || FOREIGN_PHRASES.iter().any(|phrase| text.contains(phrase))
    };
    texts.filter(is_foreign).map(str::to_owned).collect()
}
