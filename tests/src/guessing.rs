//! Guessing passwords: failing as often as a test needs, and what has been counted of it.

use jiff::SignedDuration;
use serde_json::json;
use usher_local::Options;

use crate::{Api, Item, Reply, Table, World, scenario_with};

/// A password that nobody has.
pub const WRONG: &str = "not the right passphrase";

/// Nothing happens by itself.
pub fn story(story: impl AsyncFnOnce(&World)) {
    scenario_with(Options { scheduler: false, ..Options::default() }, story);
}

/// Signs in, or tries to.
pub async fn sign_in(api: &Api, email: &str, password: &str) -> Reply {
    api.post("/v1/sessions", json!({ "email": email, "password": password })).await
}

/// A client in a network that nobody has signed in from.
pub fn stranger(world: &World) -> Api {
    world.api.from_address([127, 0, 0, 9])
}

/// How long a refused client is told to wait.
#[track_caller]
pub fn wait_of(reply: Reply) -> SignedDuration {
    let seconds = reply.headers["retry-after"].to_str().expect("readable").parse().expect("seconds");
    reply.expect_problem(429, "rate_limited");
    SignedDuration::from_secs(seconds)
}

/// Fails as often as said, and waits as told.
pub async fn fail(world: &World, api: &Api, email: &str, times: usize) {
    let mut failures = 0;
    while failures < times {
        let reply = sign_in(api, email, WRONG).await;
        if reply.status == 401 {
            failures += 1;
        } else {
            world.advance(wait_of(reply)).await;
        }
    }
}

/// Sets what is counted in the item of `kind` that has counted most, in the present hour if it has one: as if so many
/// had failed.
pub async fn set_failures(world: &World, kind: &str, failures: u32) {
    let table = Table::of(world);
    let number = aws_sdk_dynamodb::types::AttributeValue::N(failures.to_string());
    let count = |item: &Item| -> i64 {
        let counts = item.get("elsewhere").and_then(|streak| streak.as_m().ok()).unwrap_or(item);
        counts
            .get("failures")
            .and_then(|failures| failures.as_n().ok())
            .and_then(|failures| failures.parse().ok())
            .unwrap_or(0)
    };
    let of_kind = |item: &Item| item.get("kind").and_then(|is| is.as_s().ok()).is_some_and(|is| is == kind);
    let hour = |item: &Item| item.get("hour").and_then(|hour| hour.as_s().ok()).cloned();
    let mut item =
        table.raw().await.into_iter().filter(of_kind).max_by_key(|item| (hour(item), count(item))).expect("an item");
    if kind == "attempts" {
        item.insert(
            "elsewhere".to_owned(),
            aws_sdk_dynamodb::types::AttributeValue::M([("failures".to_owned(), number)].into()),
        );
    } else {
        item.insert("failures".to_owned(), number);
    }
    table.put(item).await;
}
