//! Many sign-ins at once: what will not be judged takes no work.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use futures_util::future::join_all;
use jiff::SignedDuration;
use serde_json::{Value, json};
use tower::ServiceExt;
use tracing::Instrument;
use usher_tests::environment::Environment;
use usher_tests::guessing::{WRONG, sign_in, story, stranger};
use usher_tests::{PASSWORD, Sabotage, Table};

use crate::security::privacy::log;

/// What came of 64 requests at once.
struct Answers {
    statuses: Vec<u16>,
    /// How many passwords were hashed for them, as the log tells.
    hashes: usize,
}

impl Answers {
    fn count(&self, status: u16) -> usize {
        self.statuses.iter().filter(|other| **other == status).count()
    }

    /// So many were answered with this status, each for one hash, and the others were refused without one.
    #[track_caller]
    fn judged(&self, count: usize, status: u16) {
        assert_eq!((self.count(status), self.hashes), (count, count), "{:?}", self.statuses);
        // A machine that is very busy may fail to reach the table in time.
        assert_eq!(self.count(429) + self.count(503), 64 - count, "{:?}", self.statuses);
    }
}

/// Sends a request 64 times at once, without a gateway. What is logged of it is told apart by a span of its own.
async fn send(api: &Router, path: &str, token: &str, body: &Value) -> Answers {
    static NUMBER: AtomicU64 = AtomicU64::new(1_000_000);
    log::keep();
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let send = || {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        api.clone().oneshot(request.body(Body::from(body.to_string())).expect("a request"))
    };
    let all = join_all((0..64).map(|_| send())).instrument(tracing::info_span!("at_once", number));
    let answers = all.await.into_iter().map(|answer| answer.expect("an answer").status().as_u16()).collect();
    let (hash, this) = ("a password is hashed", format!("\"number\":{number}"));
    let hashes = log::read().lines().filter(|line| line.contains(hash) && line.contains(&this)).count();
    Answers { statuses: answers, hashes }
}

#[test]
fn of_64_sign_ins_at_once_for_one_address_no_more_are_hashed_than_are_judged() {
    story(async |world| {
        world.account("invoicing", "ada@example.com").await;
        let api = Environment::of(world).api();
        let body = |email: &str, password: &str| json!({ "email": email, "password": password });
        for email in ["ada@example.com", "nobody@example.com"] {
            send(&api, "/v1/sessions", "", &body(email, WRONG)).await.judged(5, 401);
        }
        // Then one at a time.
        world.advance(SignedDuration::from_secs(1)).await;
        send(&api, "/v1/sessions", "", &body("ada@example.com", WRONG)).await.judged(1, 401);
        world.sign_in("ada@example.com").await;
        world.advance(SignedDuration::from_secs(2)).await;
        sign_in(&stranger(world), "ada@example.com", PASSWORD).await.expect(201);
    });
}

#[test]
fn of_64_passwords_at_once_in_a_session_no_more_are_hashed_than_are_judged() {
    story(async |world| {
        let (_, ada) = world.account("invoicing", "ada@example.com").await;
        let (api, token) = (Environment::of(world).api(), ada.api.token().expect("a token"));
        let body = json!({ "current_password": WRONG, "new_password": "a phrase that nobody has chosen" });
        send(&api, "/v1/me/password", token, &body).await.judged(5, 403);
        let body = json!({ "password": PASSWORD, "code": "123456" });
        send(&api, "/v1/me/second-factor", token, &body).await.judged(0, 201);
        world.advance(SignedDuration::from_secs(1)).await;
        world.sign_in("ada@example.com").await;
    });
}

#[test]
fn attempts_that_ended_leave_nothing_behind_and_those_that_died_hold_others_up_for_seconds() {
    story(async |world| {
        world.account("invoicing", "ada@example.com").await;
        sign_in(&stranger(world), "ada@example.com", PASSWORD).await.expect(201);
        let begun = async || Table::of(world).of_kind("attempts").await[0]["begun"].as_array().map_or(0, Vec::len);
        assert_eq!(begun().await, 0);
        // Each begins, and nothing is written of what it comes to.
        for _ in 0..5 {
            let mut writes = 0;
            world.dynamodb.sabotage(move |operation| {
                writes += usize::from(operation == "PutItem");
                (operation == "PutItem" && writes > 1).then_some(Sabotage::Unreachable)
            });
            sign_in(&world.api, "ada@example.com", WRONG).await.expect_problem(503, "unavailable");
        }
        world.dynamodb.heal();
        assert_eq!(begun().await, 5);
        sign_in(&world.api, "ada@example.com", PASSWORD).await.expect_problem(429, "rate_limited");
        sign_in(&stranger(world), "ada@example.com", PASSWORD).await.expect(201);
        world.advance(SignedDuration::from_secs(15)).await;
        sign_in(&world.api, "ada@example.com", PASSWORD).await.expect(201);
        assert_eq!(begun().await, 0);
    });
}
