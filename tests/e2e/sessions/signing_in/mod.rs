//! Signing in, staying signed in, and what a session shows of oneself.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

mod a_session;
mod a_token;
mod deactivated;
mod oneself;
mod with_address_and_password;

use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde_json::{Value, json};
use usher::domain::credentials::token::SessionToken;
use usher_local::Options;
use usher_tests::{Account, Api, Member, PASSWORD, Reply, Table, World, scenario, scenario_with};

use usher_tests::cost::units_count;

async fn sign_in(world: &World, email: &str, password: &str) -> Reply {
    world.api.post("/v1/sessions", json!({ "email": email, "password": password })).await
}

/// All that a client can see of an answer, but for what differs between any two answers.
fn seen(mut reply: Reply) -> (u16, Vec<(String, String)>, Value) {
    reply.body["request_id"] = Value::Null;
    let headers = reply.headers.iter().filter(|(name, _)| *name != "date" && *name != "x-request-id");
    let mut headers: Vec<_> =
        headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    headers.sort();
    (reply.status.as_u16(), headers, reply.body)
}

/// The requests to DynamoDB since the last look: what was asked, and what it cost if the engine counts that right.
fn asked(world: &World) -> Vec<(String, String)> {
    let cost = |units: f64| if units_count() { units.to_string() } else { String::new() };
    let mut asked: Vec<_> =
        world.dynamodb.take().into_iter().map(|request| (request.operation, cost(request.units))).collect();
    // Some are made side by side.
    asked.sort();
    asked
}

/// Nothing but the test itself asks DynamoDB for anything.
fn undisturbed() -> Options {
    Options { scheduler: false, ..Options::default() }
}

async fn colleague(world: &World, account: &Account, by: &Member, email: &str) -> Member {
    by.invite_one(account, email).await;
    world.accept(email).await.expect(200);
    world.sign_in(email).await
}

/// Every route that wants a session, as far as it has no body.
fn private_routes(account: &Account) -> Vec<String> {
    let user = format!("/users/{}", account.administrator);
    let in_account = ["", "/users", &user, "/invitations"].map(|rest| account.path(rest));
    ["/v1/me", "/v1/sessions/current"].map(str::to_owned).into_iter().chain(in_account).collect()
}
