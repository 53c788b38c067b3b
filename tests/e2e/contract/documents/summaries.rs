//! What the OpenAPI document says of each operation and field is a sentence that can be read by itself.

use std::collections::BTreeSet;

use serde_json::Value;

use usher_tests::committed::file;

/// How the summary of an operation begins: what a client does with it.
const IMPERATIVES: &[&str] = &[
    "Accept",
    "Cancel",
    "Change",
    "Check",
    "Complete",
    "Confirm",
    "Count",
    "Create",
    "Deactivate",
    "Decline",
    "End",
    "Erase",
    "Export",
    "Get",
    "Import",
    "Invite",
    "Leave",
    "List",
    "Look",
    "Reactivate",
    "Publish",
    "Remove",
    "Rename",
    "Replace",
    "Request",
    "Resume",
    "Retire",
    "Reveal",
    "Revoke",
    "Roll",
    "Rotate",
    "Schedule",
    "Send",
    "Set",
    "Show",
    "Sign",
    "Suspend",
    "Switch",
    "Turn",
    "Validate",
];

/// Whole descriptions that say nothing without the name of the field.
const FRAGMENTS: [&str; 9] = ["For what.", "How.", "What.", "When.", "Where.", "Where to.", "Which.", "Who.", "Whose."];

#[test]
fn every_operation_is_summed_up_in_the_imperative() {
    let document: Value = serde_json::from_str(&file("docs/openapi.json")).expect("a document");
    let paths = document["paths"].as_object().expect("paths").values();
    let operations = paths.flat_map(|path| path.as_object().expect("operations").values());
    let summaries: BTreeSet<&str> = operations.filter_map(|operation| operation["summary"].as_str()).collect();
    assert!(summaries.len() > 50, "{summaries:?}");
    let wrong: Vec<_> = summaries.into_iter().filter(|summary| !is_imperative(summary)).collect();
    assert!(wrong.is_empty(), "with a full stop, or with a first word that is not in IMPERATIVES: {wrong:#?}");
}

#[test]
fn no_description_is_a_fragment() {
    let document: Value = serde_json::from_str(&file("docs/openapi.json")).expect("a document");
    let found = descriptions(&document);
    assert!(found.len() > 200, "{}", found.len());
    let wrong: BTreeSet<_> = found.into_iter().filter(|text| FRAGMENTS.contains(text)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_no_summary_and_no_description_is_seen() {
    assert!(is_imperative("Get a user") && is_imperative("Sign in"));
    assert!(!is_imperative("Who am I") && !is_imperative("Get a user.") && !is_imperative("Getting a user"));
    let document = serde_json::json!({ "a": [{ "description": "For what." }], "description": "The account." });
    assert_eq!(descriptions(&document), ["For what.", "The account."]);
}

fn is_imperative(summary: &str) -> bool {
    let first = summary.split(' ').next();
    first.is_some_and(|first| IMPERATIVES.contains(&first)) && !summary.ends_with('.')
}

/// Every description in it.
fn descriptions(value: &Value) -> Vec<&str> {
    match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(key, member)| match member {
                Value::String(text) if key == "description" => vec![text.as_str()],
                _ => descriptions(member),
            })
            .collect(),
        Value::Array(elements) => elements.iter().flat_map(descriptions).collect(),
        _ => Vec::new(),
    }
}
