//! What the vendor's operators do with all accounts.

mod accounts;
mod erasing;
mod from_before;
mod limits;
mod people;
mod support;
mod suspending;
mod trail;

use serde_json::{Value, json};
use usher_tests::{Reply, World};

/// An account with these fields, whose administrator is invited; its id.
async fn create(world: &World, fields: Value) -> String {
    let reply = try_create(world, fields).await.expect(201);
    reply["account"]["id"].as_str().expect("an id").to_owned()
}

async fn try_create(world: &World, fields: Value) -> Reply {
    let mut body =
        json!({ "name": "Northwind", "preset": "invoicing", "administrator": { "email": "ada@example.com" } });
    for (name, value) in fields.as_object().expect("an object") {
        body[name] = value.clone();
    }
    world.operator().post("/v1/accounts", body).await
}

/// What an operator finds at a path below `/v1/operator`, and nobody else.
async fn get(world: &World, path: &str) -> Value {
    let path = format!("/v1/operator{path}");
    assert_eq!(world.api.get(&path).await.status, 403);
    world.operator().get(&path).await.expect(200)
}

/// PATCH of what is below `/v1/operator`.
async fn patch(world: &World, path: &str, body: Value) -> Reply {
    world.operator().send(reqwest::Method::PATCH, &format!("/v1/operator{path}"), &[], Some(body.to_string())).await
}

/// POST of nothing to what is below `/v1/operator`.
async fn post(world: &World, path: &str) -> Reply {
    world.operator().post(&format!("/v1/operator{path}"), json!({})).await
}

/// The values of a field on a page.
fn all(page: &Value, field: &str) -> Vec<String> {
    let data = page["data"].as_array().expect("a page").iter();
    data.map(|entry| entry[field].as_str().unwrap_or_default().to_owned()).collect()
}
