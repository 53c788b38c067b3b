//! Inviting people, and what administrators do with invitations afterwards.

mod answers;
mod greetings;
mod limits;
mod lists;
mod many;
mod one;
mod resend;
mod revoke;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use usher_local::{Fault, Options};
use usher_tests::{Account, Member, Reply, World, scenario, scenario_with};

use usher_tests::{office, shop, whole_table};

/// The verdicts of an answer, row by row.
fn verdicts(body: &Value) -> Vec<&str> {
    body["results"]
        .as_array()
        .expect("results")
        .iter()
        .map(|result| result["verdict"].as_str().expect("a verdict"))
        .collect()
}

/// A row that the model of the shop takes, with these grants.
fn row(email: &str, grants: Value) -> Value {
    json!({ "email": email, "given_name": "Grace", "family_name": "Hopper", "grants": grants })
}

/// The fields that are wrong with a row, with their codes.
fn faults(result: &Value) -> Vec<(&str, &str)> {
    let errors = result["errors"].as_array().expect("errors").iter();
    errors.map(|error| (error["field"].as_str().expect("a field"), error["code"].as_str().expect("a code"))).collect()
}

async fn act(member: &Member, account: &Account, invitation: &str, what: &str) -> Reply {
    member.api.post(&account.path(&format!("/invitations/{invitation}/{what}")), json!({})).await
}

async fn lookup(world: &World, token: &str) -> Reply {
    world.api.post("/v1/invitations/lookup", json!({ "token": token })).await
}

fn time(value: &Value) -> Timestamp {
    value.as_str().expect("a time").parse().expect("an RFC 3339 time")
}

fn ids(records: &[Value]) -> Vec<&str> {
    records.iter().map(|record| record["id"].as_str().expect("an id")).collect()
}
