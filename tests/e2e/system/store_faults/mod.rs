//! A store that throttles, conflicts, loses replies and goes away; and, in a file of their own, those who die in the
//! middle.

mod killed;

use std::collections::HashMap;

use axum::body::Body;
use axum::http::Request;
use jiff::SignedDuration;
use serde_json::{Value, json};
use tower::ServiceExt;
use usher_local::Options;
use usher_tests::{Account, Api, Member, PASSWORD, Reply, Sabotage, World, scenario_with};

use usher_tests::environment::{Death, Environment, accept, at_once, deaths, killed_at, people, tokens};
use usher_tests::invariants::{Snapshot, assert_sound};

/// A world in which the sweep runs only when the story says so.
fn story(story: impl AsyncFnOnce(&World)) {
    scenario_with(Options { scheduler: false, ..Options::default() }, story);
}

/// Sabotages the first `times` requests of one kind, or all of them.
fn first(
    times: Option<usize>,
    kind: &'static str,
    sabotage: Sabotage,
) -> impl FnMut(&str) -> Option<Sabotage> + Send + 'static {
    let mut left = times;
    move |operation| {
        if operation != kind || left == Some(0) {
            return None;
        }
        left = left.map(|left| left - 1);
        Some(sabotage)
    }
}

/// What a client does that is told to try again: it does, a few times.
async fn patiently(call: impl AsyncFn() -> Reply) -> Reply {
    for _ in 0..5 {
        let reply = call().await;
        if reply.status != 503 {
            return reply;
        }
        assert!(reply.headers.contains_key("retry-after"));
        reply.expect_problem(503, "unavailable");
    }
    panic!("the store never comes back")
}

/// The main job, from an account to colleagues who are in, expired, declined and revoked, by a client that tries again
/// if it is told to.
async fn main_job(world: &World) {
    let administrator = json!({ "email": "ada@example.com", "given_name": "Ada", "family_name": "Lovelace" });
    let body = json!({ "name": "Northwind Dental", "preset": "invoicing", "administrator": administrator });
    let created = patiently(async || world.operator().post("/v1/accounts", body.clone()).await).await.expect(201);
    let id = |value: &Value| value.as_str().expect("an id").to_owned();
    let account = Account {
        id: id(&created["account"]["id"]),
        administrator: id(&created["administrator"]["user"]),
        role: "read",
    };
    sent(world).await;
    patiently(async || accept(world.api.clone(), newest(world, "ada@example.com")).await).await.expect(200);
    let ada = signed_in(world, "ada@example.com").await;

    let emails = people("bob", 30);
    let rows: Vec<Value> = emails.iter().map(|email| Member::row(email, account.role)).collect();
    let invited = patiently(async || ada.invite_rows(&account, rows.clone()).await).await.expect(200);
    let invitation = |place: usize| {
        account.path(&format!("/invitations/{}", invited["results"][place]["invitation"].as_str().expect("an id")))
    };
    sent(world).await;
    assert!(emails.iter().all(|email| !tokens(world, email).is_empty()), "every mail is sent");
    for email in &emails[..6] {
        patiently(async || accept(world.api.clone(), newest(world, email)).await).await.expect(200);
        signed_in(world, email).await;
    }
    let body = json!({ "token": newest(world, &emails[6]) });
    patiently(async || world.api.post("/v1/invitations/decline", body.clone()).await).await.expect(204);
    patiently(async || ada.api.post(&format!("{}/revoke", invitation(7)), json!({})).await).await.expect(200);
    patiently(async || ada.api.post(&format!("{}/resend", invitation(8)), json!({})).await).await.expect(200);
    sent(world).await;
    patiently(async || accept(world.api.clone(), newest(world, &emails[8])).await).await.expect(200);
    let active =
        patiently(async || ada.api.get(&account.path("/users?status=active&limit=100")).await).await.expect(200);
    assert_eq!(active["data"].as_array().map(Vec::len), Some(8), "{active}");
    patiently(async || ada.api.delete("/v1/sessions/current").await).await.expect(204);

    world.system.clock().advance(SignedDuration::from_hours(49)).expect("the clock moves");
    sent(world).await;
    let statuses = Snapshot::of(world).await.invitation_statuses();
    let expected = [("accepted", 8), ("declined", 1), ("expired", 21), ("revoked", 1)];
    assert_eq!(statuses, expected.map(|(status, count)| (status.to_owned(), count)).into());
}

async fn signed_in(world: &World, email: &str) -> Member {
    let body = json!({ "email": email, "password": PASSWORD });
    let reply = patiently(async || world.api.post("/v1/sessions", body.clone()).await).await.expect(201);
    Member { email: email.to_owned(), api: world.api.with_token(reply["token"].as_str().expect("a token")) }
}

fn newest(world: &World, email: &str) -> String {
    tokens(world, email).pop().unwrap_or_else(|| panic!("no mail to {email}"))
}

/// Waits until the outbox is empty, with some sweeps' help for what the stream could not send.
async fn sent(world: &World) {
    for _ in 0..10 {
        world.system.settle().await.expect("the stream is handled");
        let swept = world.system.sweep().await.is_ok();
        if swept && Snapshot::of(world).await.of_kind("promised_mail").is_empty() {
            return;
        }
        world.system.clock().advance(SignedDuration::from_mins(3)).expect("the clock moves");
    }
    panic!("the outbox does not run empty")
}

/// Whether each next coin shows heads: the same every time, and as many heads as tails.
fn coins(mut seed: u64) -> impl FnMut() -> bool + Send {
    move || {
        seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) & 1 == 1
    }
}

#[test]
fn the_main_job_ends_well_where_every_second_transaction_meets_another() {
    story(async |world| {
        let mut coin = coins(2);
        world.dynamodb.sabotage(move |operation| {
            (operation == "TransactWriteItems" && coin()).then_some(Sabotage::TransactionConflict)
        });
        main_job(world).await;
        world.dynamodb.heal();
        assert_sound(world).await;
        let conflicts = world
            .dynamodb
            .take()
            .iter()
            .filter(|request| request.operation == "TransactWriteItems" && request.units == 0.0)
            .count();
        assert!(conflicts > 30, "{conflicts}");
        for email in people("bob", 30) {
            assert!(tokens(world, &email).len() <= 2, "{email}");
        }
    });
}

#[test]
fn the_main_job_ends_well_if_the_store_throttles_two_requests_of_each_kind_in_a_row() {
    story(async |world| {
        let mut throttled: HashMap<String, usize> = HashMap::new();
        world.dynamodb.sabotage(move |operation| {
            let times = throttled.entry(operation.to_owned()).or_default();
            *times += 1;
            (*times % 25 < 2).then_some(Sabotage::Throttled)
        });
        main_job(world).await;
        world.dynamodb.heal();
        assert_sound(world).await;
    });
}

#[test]
fn the_main_job_ends_well_and_nothing_is_doubled_where_every_fifth_reply_is_lost() {
    story(async |world| {
        // Otherwise they change an invitation before its email is marked as sent, and the mark takes more requests than
        // may fail.
        world.system.ses().events().hold();
        let mut number = 0;
        world.dynamodb.sabotage(move |_| {
            number += 1;
            (number % 5 == 0).then_some(Sabotage::ReplyLost)
        });
        main_job(world).await;
        world.dynamodb.heal();
        assert_sound(world).await;
        for email in people("bob", 30) {
            let expected = if email == "bob8@example.com" { 2 } else { 1 };
            assert_eq!(tokens(world, &email).len(), expected, "{email}");
        }
    });
}

#[test]
fn an_acceptance_whose_commit_is_answered_by_nobody_at_first_is_answered_once() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        for email in people("bob", 2) {
            let id = ada.invite_one(&account, &email).await;
            let token = world.link(&email).await;
            world.dynamodb.sabotage(first(Some(2), "TransactWriteItems", Sabotage::ReplyLost));
            accept(world.api.clone(), token.clone()).await.expect(200);
            world.dynamodb.heal();
            accept(world.api.clone(), token).await.expect_problem(409, "invitation_not_pending");
            assert_eq!(assert_sound(world).await.events("invitation.accepted", Some(&id)).len(), 1);
            world.sign_in(&email).await;
        }
    });
}

#[test]
fn a_bulk_invitation_whose_commits_are_answered_by_nobody_at_first_invites_each_address_once() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails = people("bob", 60);
        let rows: Vec<Value> = emails.iter().map(|email| Member::row(email, account.role)).collect();
        world.system.settle().await.expect("the outbox runs empty");
        world.system.pause_stream();
        world.dynamodb.sabotage(first(Some(3), "TransactWriteItems", Sabotage::ReplyLost));
        let body = ada.invite_rows(&account, rows.clone()).await.expect(200);
        world.dynamodb.heal();
        assert!(
            body["results"].as_array().expect("results").iter().all(|result| result["verdict"] == "invited"),
            "{body}"
        );

        // Lost for good: the client learns only that it must ask again, and is told who was invited.
        let more: Vec<Value> = people("eve", 60).iter().map(|email| Member::row(email, account.role)).collect();
        world.dynamodb.sabotage(first(None, "TransactWriteItems", Sabotage::ReplyLost));
        ada.invite_rows(&account, more.clone()).await.expect_problem(503, "unavailable");
        world.dynamodb.heal();
        let body = ada.invite_rows(&account, more).await.expect(200);
        let verdicts: Vec<&str> = body["results"]
            .as_array()
            .expect("results")
            .iter()
            .filter_map(|result| result["verdict"].as_str())
            .collect();
        assert_eq!(verdicts.len(), 60);
        assert!(verdicts.iter().all(|verdict| matches!(*verdict, "invited" | "already_invited")), "{verdicts:?}");
        world.system.resume_stream();
        let table = assert_sound(world).await;
        assert_eq!(table.events("invitation.created", None).len(), 121);
        assert_eq!(world.system.mailbox().count(), 121);
    });
}

#[test]
fn whatever_reply_of_the_store_is_lost_the_request_is_answered_as_if_it_were_not() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let sign_in = json!({ "email": "ada@example.com", "password": PASSWORD });
        for kind in ["BatchGetItem", "Query", "TransactWriteItems", "PutItem", "DeleteItem"] {
            let lost = || world.dynamodb.sabotage(first(Some(1), kind, Sabotage::ReplyLost));
            let email = format!("{}@example.com", kind.to_ascii_lowercase());
            let body = json!({ "invitations": [Member::row(&email, account.role)] });
            lost();
            let reply =
                ada.api.post_with(&account.path("/invitations"), &[("idempotency-key", kind)], body).await.expect(200);
            assert_eq!(reply["results"][0]["verdict"], "invited", "{kind}");
            lost();
            let session = world.api.post("/v1/sessions", sign_in.clone()).await.expect(201);
            let session = world.api.with_token(session["token"].as_str().expect("a token"));
            lost();
            session.get(&account.path("/users?status=active")).await.expect(200);
            lost();
            session.delete("/v1/sessions/current").await.expect(204);
            world.dynamodb.heal();
            session.get("/v1/me").await.expect_problem(401, "unauthenticated");
        }
        assert_eq!(
            assert_sound(world).await.of_kind("session").len(),
            1,
            "sessions that nobody has the token of are not left behind"
        );
    });
}

#[test]
fn while_the_store_throttles_or_fails_or_is_away_requests_are_refused_with_503_and_change_nothing() {
    for fault in [Sabotage::Throttled, Sabotage::InternalError, Sabotage::Unreachable] {
        story(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let id = ada.invite_one(&account, "bob@example.com").await;
            let token = world.link("bob@example.com").await;
            let invitation = account.path(&format!("/invitations/{id}"));
            let reads = |path: String| (ada.api.clone(), "GET", path, Value::Null, vec!["BatchGetItem"]);
            let changes = |path: String, body: Value| {
                (ada.api.clone(), "POST", path, body, vec!["BatchGetItem", "TransactWriteItems"])
            };
            let by_link =
                |what: &str, body: Value| (world.api.clone(), "POST", format!("/v1/invitations/{what}"), body);
            let with = |(api, method, path, body): (Api, &'static str, String, Value), kinds: &[&'static str]| {
                (api, method, path, body, kinds.to_vec())
            };
            let calls = vec![
                reads(account.path("")),
                reads(invitation.clone()),
                reads("/v1/me".to_owned()),
                with((ada.api.clone(), "GET", account.path("/users"), Value::Null), &["BatchGetItem", "Query"]),
                with((ada.api.clone(), "GET", account.path("/invitations"), Value::Null), &["BatchGetItem", "Query"]),
                changes(
                    account.path("/invitations"),
                    json!({ "invitations": [Member::row("eve@example.com", account.role)] }),
                ),
                changes(format!("{invitation}/resend"), json!({})),
                changes(format!("{invitation}/revoke"), json!({})),
                with(by_link("lookup", json!({ "token": token })), &["BatchGetItem"]),
                with(by_link("decline", json!({ "token": token })), &["BatchGetItem", "TransactWriteItems"]),
                with(
                    by_link("accept", json!({ "token": token, "password": PASSWORD })),
                    &["BatchGetItem", "TransactWriteItems"],
                ),
                with(
                    (
                        world.api.clone(),
                        "POST",
                        "/v1/sessions".to_owned(),
                        json!({ "email": "ada@example.com", "password": PASSWORD }),
                    ),
                    &["Query", "PutItem"],
                ),
                with(
                    (ada.api.clone(), "DELETE", "/v1/sessions/current".to_owned(), Value::Null),
                    &["BatchGetItem", "DeleteItem"],
                ),
            ];
            let before = assert_sound(world).await;
            for kind in ["BatchGetItem", "Query", "TransactWriteItems", "PutItem", "DeleteItem"] {
                world.dynamodb.sabotage(first(None, kind, fault));
                let concerned = calls.iter().filter(|call| call.4.contains(&kind)).cloned();
                let replies = at_once(concerned.map(|(api, method, path, body, _)| async move {
                    let body = (!body.is_null()).then(|| body.to_string());
                    (path.clone(), api.send(method.parse().expect("a method"), &path, &[], body).await)
                }))
                .await;
                world.dynamodb.heal();
                for (path, reply) in replies {
                    assert_eq!(
                        reply.headers.get("retry-after").and_then(|value| value.to_str().ok()),
                        Some("1"),
                        "{kind} {path}: {}",
                        reply.body
                    );
                    reply.expect_problem(503, "unavailable");
                }
                assert_eq!(assert_sound(world).await, before, "{kind}");
            }
            accept(world.api.clone(), token).await.expect(200);
            world.sign_in("bob@example.com").await;
            assert_sound(world).await;
        });
    }
}

#[test]
fn a_sweep_that_cannot_reach_the_store_fails_and_the_next_does_its_work() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        ada.invite_one(&account, "bob@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        world.system.clock().advance(SignedDuration::from_hours(49)).expect("the clock moves");
        world.dynamodb.sabotage(|_| Some(Sabotage::Unreachable));
        assert!(world.system.sweep().await.is_err());
        world.dynamodb.heal();
        world.system.sweep().await.expect("the sweep runs");
        assert_eq!(assert_sound(world).await.invitation_statuses()["expired"], 1);
    });
}
