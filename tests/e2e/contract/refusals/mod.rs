//! Refusals: every status of the policy, and that what is refused is not done.

mod bodies;
mod conflicts;
mod forbidden;
mod later;
mod unauthenticated;
mod unrouted;

use reqwest::Method;
use serde_json::{Value, json};
use usher::domain::credentials::token::SessionToken;
use usher_local::Fault;
use usher_tests::{Account, Api, Member, PASSWORD, Reply, Sabotage, World, scenario, scenario_with};

use usher_tests::{shop, whole_table};

/// Routes for users of an account, of every kind: method, what follows the account in the path, and a body that is
/// right. The judged requests and the permission table know every route.
fn account_routes(account: &Account, invitation: &str, user: &str) -> Vec<(Method, String, Option<Value>)> {
    let body = json!({ "invitations": [Member::row("new@example.com", account.role)] });
    vec![
        (Method::GET, String::new(), None),
        (Method::POST, "/invitations".to_owned(), Some(body)),
        (Method::GET, "/invitations".to_owned(), None),
        (Method::GET, format!("/invitations/{invitation}"), None),
        (Method::POST, format!("/invitations/{invitation}/resend"), Some(json!({}))),
        (Method::POST, format!("/invitations/{invitation}/revoke"), Some(json!({}))),
        (Method::GET, "/users".to_owned(), None),
        (Method::GET, format!("/users/{user}"), None),
        (Method::GET, "/audit-events".to_owned(), None),
        (Method::POST, "/users".to_owned(), Some(Member::row("new@example.com", account.role))),
        (Method::PATCH, format!("/users/{user}"), Some(json!({ "given_name": "Eve" }))),
        (Method::DELETE, format!("/users/{user}"), None),
        (Method::POST, format!("/users/{user}/deactivate"), Some(json!({}))),
        (Method::POST, format!("/users/{user}/reactivate"), Some(json!({}))),
        (Method::POST, format!("/users/{user}/credential-resets"), Some(json!({ "password": true }))),
        (Method::GET, format!("/users/{user}/access"), None),
        (Method::DELETE, format!("/users/{user}/sessions"), None),
        (Method::PATCH, String::new(), Some(json!({ "name": "Mine" }))),
        (Method::PUT, "/access-model".to_owned(), Some(shop::model())),
        (Method::POST, "/units".to_owned(), Some(json!({ "name": "Mine" }))),
        (Method::GET, "/api-tokens".to_owned(), None),
        (Method::POST, "/api-tokens".to_owned(), Some(json!({ "name": "Mine" }))),
    ]
}

async fn call(api: &Api, method: &Method, path: &str, body: Option<&Value>) -> Reply {
    api.send(method.clone(), path, &[], body.map(Value::to_string)).await
}

/// An account with a pending invitation; all its email is sent.
async fn account_with_invitation(world: &World, administrator: &str) -> (Account, Member, String, String) {
    let (account, ada) = world.account("invoicing", administrator).await;
    let invitation = ada.invite_one(&account, "pending@example.com").await;
    world.system.settle().await.expect("the outbox runs empty");
    let user = ada.invitation(&account, &invitation).await["user"].as_str().expect("an id").to_owned();
    (account, ada, invitation, user)
}

/// The answer byte for byte, but for its date and the id of the request.
async fn bytes(
    world: &World,
    api: &Api,
    method: &Method,
    path: &str,
    body: Option<&Value>,
) -> (u16, Vec<(String, String)>, String) {
    let request = reqwest::Client::new().request(method.clone(), format!("{}{path}", world.system.api_url));
    let request = request.bearer_auth(api.token().expect("a token")).header("content-type", "application/json");
    let response = request.body(body.map(Value::to_string).unwrap_or_default()).send().await.expect("the API answers");
    let status = response.status().as_u16();
    let headers = response.headers().iter().filter(|(name, _)| *name != "date" && *name != "x-request-id");
    let mut headers: Vec<_> =
        headers.map(|(name, value)| (name.to_string(), value.to_str().expect("readable").to_owned())).collect();
    headers.sort();
    let text = response.text().await.expect("the whole body arrives");
    let problem: Value = serde_json::from_str(&text).expect("JSON");
    (status, headers, text.replace(problem["request_id"].as_str().expect("an id"), "…"))
}

#[test]
fn no_answer_may_be_cached() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let refused = [
            world.api.get("/v1/me").await,
            ada.api.get(&account.path("/users/usr_x")).await,
            world.api.post("/v1/sessions", json!({})).await,
        ];
        let answered = [
            ada.api.get("/v1/me").await,
            ada.api.get(&account.path("")).await,
            ada.api.get(&account.path("/users")).await,
        ];
        for reply in refused.iter().chain(&answered) {
            assert_eq!(
                reply.headers.get("cache-control").and_then(|value| value.to_str().ok()),
                Some("no-store"),
                "{}",
                reply.body
            );
        }
    });
}
