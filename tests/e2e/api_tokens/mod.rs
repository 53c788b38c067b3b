//! API tokens: who makes them, what they may do, and how they end.

mod ending;
mod limit;
mod making;
mod revealing;
mod shown_once;
mod told;

use serde_json::{Value, json};
use usher_tests::{Account, Api, Member, World};

/// Makes a token with these fields; the answer.
async fn made(by: &Member, account: &Account, fields: Value) -> Value {
    let mut body = json!({ "name": "Nightly export" });
    for (name, value) in fields.as_object().expect("fields") {
        body[name] = value.clone();
    }
    by.api.post(&account.path("/api-tokens"), body).await.expect(201)
}

/// The API as the program calls it that holds the token.
fn program(world: &World, made: &Value) -> Api {
    world.api.with_token(made["token"].as_str().expect("a token"))
}

/// The path of a token.
fn path(account: &Account, made: &Value) -> String {
    account.path(&format!("/api-tokens/{}", made["api_token"]["id"].as_str().expect("an id")))
}

/// Someone's own user id.
async fn own_id(member: &Member, account: &Account) -> String {
    let me = member.api.get("/v1/me").await.expect(200);
    let accounts = me["accounts"].as_array().expect("accounts");
    let here = accounts.iter().find(|place| place["id"] == account.id.as_str()).expect("the account");
    here["user"]["id"].as_str().expect("an id").to_owned()
}
