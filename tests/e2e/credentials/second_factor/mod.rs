//! One's own second factor: setting it up, recovery codes, turning it off, and what each account's rule makes of it.

mod recovery_codes;
mod replacing_it;
mod rules;
mod setting_it_up;
mod turning_it_off;

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use usher_local::KmsFault;
use usher_tests::{Account, Api, Authenticator, Member, PASSWORD, Reply, Table, World, scenario, scenario_with};

use usher_tests::resets::notices;
use usher_tests::{shop, whole_table};

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";
const WRONG: &str = "not the right passphrase";

/// The shop's model with a rule for second factors.
fn ruled(rule: &str) -> Value {
    let mut model = shop::model();
    model["policies"]["second_factor"] = json!(rule);
    model
}

async fn replace_model(account: &Account, by: &Member, rule: &str) -> Reply {
    by.api.send(Method::PUT, &account.path("/access-model"), &[], Some(ruled(rule).to_string())).await
}

async fn begin(api: &Api) -> Reply {
    api.post("/v1/me/second-factor", json!({ "password": PASSWORD })).await
}

async fn confirm(api: &Api, code: &str) -> Reply {
    api.post("/v1/me/second-factor/confirm", json!({ "code": code })).await
}

async fn turn_off(api: &Api, body: Value) -> Reply {
    api.post("/v1/me/second-factor/disable", body).await
}

async fn new_codes(api: &Api, body: Value) -> Reply {
    api.post("/v1/me/second-factor/recovery-codes", body).await
}

async fn me(api: &Api) -> Value {
    api.get("/v1/me").await.expect(200)
}

/// The actions of an account's events that are about second factors.
async fn events(world: &World, account: &Account) -> Vec<(String, Value, Value)> {
    let text = |event: &Value| event["action"].as_str().expect("a word").to_owned();
    let events = Table::of(world).events(account).await;
    let of_factors = events.iter().filter(|event| text(event).contains("factor") || text(event).contains("recovery"));
    of_factors.map(|event| (text(event), event["before"].clone(), event["after"].clone())).collect()
}
