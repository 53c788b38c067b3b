//! Mail when things go wrong: every email that was promised is sent once, or is visibly undeliverable.

mod events;
mod killed;
mod overtaken;
mod ses;
mod stream;
mod sweep;

use std::collections::HashMap;
use std::pin::pin;

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_local::{Fault, Options};
use usher_tests::{Account, Member, Sabotage, World, scenario, scenario_with};

use usher_tests::environment::{Death, Environment, accept, at_once, deaths, people, tokens};
use usher_tests::invariants::{Snapshot, assert_sound, outbox_records, record};

/// Longer than the stream has before the sweep takes over, and than one try may take.
const GRACE: SignedDuration = SignedDuration::from_mins(3);

/// Longer than the pause after SES takes nothing.
const PAUSE: SignedDuration = SignedDuration::from_mins(16);

/// A world in which the sweep runs only when the story says so.
fn story(story: impl AsyncFnOnce(&World)) {
    scenario_with(Options { scheduler: false, ..Options::default() }, story);
}

async fn later(world: &World, by: SignedDuration) {
    world.system.clock().advance(by).expect("the clock moves");
    world.system.sweep().await.expect("the sweep runs");
    world.system.settle().await.expect("the outbox runs empty");
}

async fn invite(by: &Member, account: &Account, emails: &[String]) {
    let emails: Vec<&str> = emails.iter().map(String::as_str).collect();
    assert!(by.invite(account, &emails).await.iter().all(|verdict| verdict == "invited"));
}

/// Invites with the stream paused; the stream's records, by address.
async fn promised(world: &World, by: &Member, account: &Account, emails: &[String]) -> HashMap<String, Value> {
    world.system.settle().await.expect("the outbox runs empty");
    world.system.pause_stream();
    invite(by, account, emails).await;
    let records = outbox_records(world).await;
    assert_eq!(records.len(), emails.len());
    records
}

fn batch<'a>(records: impl IntoIterator<Item = &'a Value>) -> Value {
    json!({ "Records": records.into_iter().collect::<Vec<_>>() })
}

/// The sequence numbers that the mailer reports as failed.
fn failures(answer: &Value) -> Vec<&str> {
    let failures = answer["batchItemFailures"].as_array().expect("a report");
    failures.iter().map(|failure| failure["itemIdentifier"].as_str().expect("a sequence number")).collect()
}

async fn hand_over(world: &World, event: Value) -> Value {
    world.system.invoke_mailer(event).await.expect("the mailer answers")
}

fn mails(world: &World, email: &str) -> usize {
    world.system.mailbox().to(email).len()
}

async fn delivery(world: &World, email: &str) -> (String, String) {
    let table = Snapshot::of(world).await;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let delivery = &table.invitation_to(email)["delivery"];
    (text(&delivery["status"]), text(&delivery["reason"]))
}

async fn lookup(world: &World, token: &str) -> Value {
    world.api.post("/v1/invitations/lookup", json!({ "token": token })).await.expect(200)["status"].clone()
}
