//! How requests are judged, by every operation of the OpenAPI document and for every field of its bodies: all that is
//! wrong is told, each with its place, in terms of JSON, and only to those who may call.

mod fields;
mod request;
mod sizes;

use std::collections::BTreeSet;

use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use usher_tests::{World, scenario_with, whole_table};

pub(super) use self::fields::Form;
use self::fields::{Field, name};
pub(super) use self::request::{Wrong, errors, send};
use self::request::{faults, foreign};
use super::openapi::{document, operations};
use super::stage::Stage;

/// Access models have codes of their own, which docs/access-models.md explains.
const WRONG_TYPE: &[&str] = &["invalid_type"];
const UNKNOWN: &[&str] = &["unknown_field"];
const UNKNOWN_IN_A_MODEL: &[&str] = &["unknown_key"];

/// Required by something else than the document: one of two fields, the access model of the account, or the user.
const SOMETIMES_REQUIRED: [(&str, &str); 15] = [
    ("createAccount", "/preset"),
    ("setAccountModel", "/preset"),
    ("rollOutModel", "/version"),
    ("createUser", "/given_name"),
    ("createUser", "/family_name"),
    ("createUser", "/grants"),
    ("createUser", "/grants/0/role"),
    ("createUser", "/grants/0/units"),
    ("updateUser", "/grants/0/role"),
    ("updateUser", "/grants/0/units"),
    ("reactivateUser", "/grants/0/role"),
    ("reactivateUser", "/grants/0/units"),
    ("disableSecondFactor", "/code"),
    ("replaceRecoveryCodes", "/code"),
    ("completeSignIn", "/code"),
];

#[test]
fn no_operation_takes_parameters_or_a_body_that_it_does_not_have() {
    refused(&operations(), |operation, _| {
        let mut wrong = queries(operation);
        wrong.extend(bodies(operation));
        wrong
    });
}

#[test]
fn no_field_takes_a_value_of_another_type_or_has_other_fields() {
    let mut with_fields = operations();
    with_fields.retain(|(_, operation)| operation["requestBody"].is_object());
    refused(&with_fields, |operation, document| {
        let form = Form::of(document, operation).expect("a body");
        let unknown = form.objects().into_iter().map(|object| {
            let pointer = format!("{object}/colour");
            let codes = if is_in_a_model(operation, &pointer) { UNKNOWN_IN_A_MODEL } else { UNKNOWN };
            Wrong::body(form.with(&pointer, Some(json!("red"))), &[(&name(&pointer), codes)])
        });
        let typed = form.fields.iter().flat_map(|field| {
            let values = field.wrong_types().into_iter();
            let nulls = (!field.may_be("null")).then_some(Value::Null);
            let wrong = |value: Value| {
                let (place, codes) = told(operation, field, &value);
                Wrong::body(form.with(&field.pointer, Some(value)), &[(&place, codes)])
            };
            values.chain(nulls).map(wrong).collect::<Vec<_>>()
        });
        let left_out = form.fields.iter().filter(|field| field.is_required == Some(true));
        let left_out =
            left_out.map(|field| Wrong::body(form.with(&field.pointer, None), &[(&field.name(), &["required"])]));
        unknown.chain(typed).chain(left_out).collect()
    });
}

/// Fields of rows alone, which are judged one by one: `imports` tries what is wrong with these.
const OF_ROWS_ALONE: [&str; 3] = ["password_hash", "password_salt", "status"];

/// What no form has is judged by no test.
#[test]
fn every_field_of_a_request_is_in_a_form() {
    let (document, operations) = (document(), operations());
    let forms = operations.iter().filter_map(|(_, operation)| Form::of(&document, operation));
    let met: BTreeSet<String> = forms.flat_map(|form| form.fields).map(|field| last(&field.pointer)).collect();
    // What may have no other fields is sent.
    let schemas = document["components"]["schemas"].as_object().expect("schemas").values();
    let sent = schemas.filter(|schema| schema["additionalProperties"] == false);
    let sent: Vec<_> = sent.flat_map(|schema| schema["properties"].as_object().expect("fields").keys()).collect();
    assert!(sent.len() > 50, "{sent:?}");
    for field in sent.into_iter().filter(|field| !OF_ROWS_ALONE.contains(&field.as_str())) {
        assert!(met.contains(field), "{field} is in no form");
    }
}

fn last(pointer: &str) -> String {
    pointer.rsplit_once('/').expect("a pointer").1.to_owned()
}

#[test]
fn what_the_document_does_not_require_is_not_required() {
    scenario_with(whole_table::quiet(), async |world| {
        let (document, operations, stage) = (document(), operations(), Stage::set(world).await);
        let mut wrong = Vec::new();
        for (called, operation) in &operations {
            let Some(form) = Form::of(&document, operation) else { continue };
            let optional = |field: &&Field<'_>| field.is_required == Some(false);
            for field in form.fields.iter().filter(optional) {
                if SOMETIMES_REQUIRED.contains(&(name_of(operation), &field.pointer)) {
                    continue;
                }
                let nulls = field.may_be("null").then_some(Some(Value::Null));
                for value in [None].into_iter().chain(nulls) {
                    let body = form.with(&field.pointer, value).to_string();
                    let sent = Wrong { body: Some(body.clone()), ..Wrong::default() };
                    let reply = send(&stage, stage.caller(operation), called, &sent).await;
                    let is_required = errors(&reply).iter().any(|(name, code)| {
                        *name == field.name() && ["required", "invalid_type"].contains(&code.as_str())
                    });
                    if is_required || !foreign(&reply).is_empty() || reply.status.is_server_error() {
                        wrong.push(format!("{called} {body}: {} {}", reply.status, reply.body));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{} answers are not what is expected:\n{}", wrong.len(), wrong.join("\n"));
    });
}

/// Sends to each of the operations what is wrong with it; all of it is to be refused, and nothing to be done.
fn refused(operations: &[(String, Value)], of_operation: impl Fn(&Value, &Value) -> Vec<Wrong>) {
    scenario_with(whole_table::quiet(), async |world: &World| {
        let (document, stage) = (document(), Stage::set(world).await);
        let wrong: Vec<_> = operations
            .iter()
            .flat_map(|(name, operation)| {
                of_operation(operation, &document).into_iter().map(move |wrong| (name, operation, wrong))
            })
            .collect();
        let stage = &stage;
        let sent = stream::iter(&wrong)
            .map(|(name, operation, wrong)| async move { faults(stage, name, operation, wrong).await });
        let faults: Vec<_> =
            whole_table::unchanged(world, async || sent.buffer_unordered(8).collect::<Vec<_>>().await).await;
        let faults: Vec<_> = faults.concat();
        assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), wrong.len(), faults.join("\n"));
        let met: BTreeSet<_> = wrong.iter().map(|(name, ..)| *name).collect();
        assert_eq!(met, operations.iter().map(|(name, _)| name).collect());
    });
}

/// Parameters that a route does not have, and those that it has more than once.
fn queries(operation: &Value) -> Vec<Wrong> {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let known: Vec<_> = parameters
        .filter(|parameter| parameter["in"] == "query")
        .map(|parameter| parameter["name"].as_str().expect("a name"))
        .collect();
    let mut wrong = vec![
        Wrong::query("?colour=blue".to_owned(), &[("colour", UNKNOWN)]),
        Wrong::query("?colour=blue&shape=round".to_owned(), &[("colour", UNKNOWN), ("shape", UNKNOWN)]),
    ];
    for name in &known {
        wrong.push(Wrong::query(format!("?{name}=1&{name}=2"), &[(name, &["duplicate_field"])]));
        let errors: [(&str, &'static [&str]); 2] = [("colour", UNKNOWN), (name, &["duplicate_field"])];
        wrong.push(Wrong::query(format!("?{name}=1&colour=blue&{name}=2"), &errors));
    }
    wrong
}

/// What is no JSON object, and, where no body is taken, one that says something.
fn bodies(operation: &Value) -> Vec<Wrong> {
    let takes_one = operation["requestBody"].is_object();
    let something = Wrong::body(json!({ "colour": "red" }), &[("colour", UNKNOWN)]);
    [
        Wrong::body("colour", &[("body", &["malformed_json"])]),
        Wrong::body("{} {}", &[("body", &["malformed_json"])]),
        Wrong::body("[]", &[("body", WRONG_TYPE)]),
        Wrong { content_type: Some("text/plain"), ..Wrong::body("{}", &[]) },
    ]
    .into_iter()
    .chain((!takes_one).then_some(something))
    .collect()
}

fn is_in_a_model(operation: &Value, pointer: &str) -> bool {
    operation["operationId"] == "replaceAccessModel" || pointer.starts_with("/access_model")
}

/// Where a value of another type is wrong, and with which code.
fn told(operation: &Value, field: &Field<'_>, value: &Value) -> (String, &'static [&'static str]) {
    match field.pointer.as_str() {
        // Much of an access model may be left out, and nothing of it may be null.
        pointer if is_in_a_model(operation, pointer) => (field.name(), WRONG_TYPE),
        _ if value.is_null() => (field.name(), &["required"]),
        _ => (field.name(), WRONG_TYPE),
    }
}

fn name_of(operation: &Value) -> &str {
    operation["operationId"].as_str().expect("a name")
}
