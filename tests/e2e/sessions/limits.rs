//! How long a session lasts, and counts in an account whose access model says less.

use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde_json::json;
use usher::domain::credentials::session::SessionLimits;
use usher_local::Options;
use usher_tests::{Account, Member, Reply, World, office, scenario, scenario_with};

/// An account with these limits, and another without; Ada is in both.
async fn two_accounts(world: &World, session: serde_json::Value) -> (Account, Account, Member) {
    let (strict, _) = office::open(world, json!({ "session": session }), "ada@example.com").await;
    let operator = world.operator();
    let body = json!({
        "name": "Elsewhere", "preset": "mailing", "administrator": { "email": "ada@example.com" },
    });
    let created = operator.post("/v1/accounts", body).await.expect(201);
    let ada = world.sign_in("ada@example.com").await;
    world.system.settle().await.expect("the email is sent");
    let accept = json!({ "token": world.link("ada@example.com").await, "given_name": "Ada", "family_name": "L" });
    ada.api.post("/v1/invitations/accept", accept).await.expect(200);
    let elsewhere = Account {
        id: created["account"]["id"].as_str().expect("an id").to_owned(),
        administrator: created["administrator"]["user"].as_str().expect("an id").to_owned(),
        role: "user",
    };
    (strict, elsewhere, ada)
}

async fn read(account: &Account, by: &Member) -> Reply {
    by.api.get(&account.path("")).await
}

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

#[test]
fn an_account_lets_no_session_in_that_was_unused_for_longer_than_it_allows_even_if_another_account_does() {
    scenario(async |world| {
        let (strict, elsewhere, ada) = two_accounts(world, json!({ "idle": "15m" })).await;
        for _ in 0..4 {
            world.advance(minutes(9)).await;
            read(&strict, &ada).await.expect(200);
        }
        world.advance(minutes(16)).await;
        // The account elsewhere notes that the session is in use again; so does the list of sessions.
        read(&elsewhere, &ada).await.expect(200);
        ada.api.get("/v1/sessions").await.expect(200);
        for _ in 0..2 {
            read(&strict, &ada).await.expect_problem(401, "unauthenticated");
            world.advance(minutes(6)).await;
            read(&elsewhere, &ada).await.expect(200);
        }
        let switch = json!({ "account": strict.id });
        ada.api.post("/v1/sessions/switch", switch).await.expect_problem(401, "unauthenticated");
        let me = ada.api.get("/v1/me").await.expect(200);
        let accounts: Vec<_> = me["accounts"].as_array().expect("accounts").iter().map(|it| &it["id"]).collect();
        assert_eq!(accounts, [&json!(elsewhere.id)]);
        read(&strict, &world.sign_in("ada@example.com").await).await.expect(200);
    });
}

#[test]
fn an_account_lets_no_session_in_that_is_older_than_it_allows_and_signs_no_token_that_outlives_it() {
    scenario(async |world| {
        let (strict, elsewhere, ada) = two_accounts(world, json!({ "lifetime": "30m" })).await;
        for _ in 0..3 {
            world.advance(minutes(9)).await;
            read(&strict, &ada).await.expect(200);
        }
        let token = ada.api.post("/v1/sessions/token", json!({ "account": strict.id })).await.expect(200);
        assert!(token["expires_in"].as_i64().is_some_and(|seconds| seconds <= 180), "{token}");
        world.advance(minutes(3)).await;
        read(&strict, &ada).await.expect_problem(401, "unauthenticated");
        read(&elsewhere, &ada).await.expect(200);
    });
}

#[test]
fn a_model_cannot_prolong_sessions_and_has_limits_of_its_own() {
    scenario(async |world| {
        let (long, ada) =
            office::open(world, json!({ "session": { "lifetime": "30d", "idle": "7d" } }), "ada@example.com").await;
        world.advance(minutes(61)).await;
        read(&long, &ada).await.expect_problem(401, "unauthenticated");
        let ada = world.sign_in("ada@example.com").await;
        let path = long.path("/access-model");
        for wrong in ["9m", "366d", "1", "soon"] {
            let model = office::model(json!({ "session": { "idle": wrong, "lifetime": wrong } }));
            let body = Some(
                json!({ "name": "Wrong", "access_model": model, "administrator": { "email": "x@example.com" } })
                    .to_string(),
            );
            world.operator().send(Method::POST, "/v1/accounts", &[], body).await.expect_fields(&[
                ("access_model.policies.session.idle", "invalid_duration"),
                ("access_model.policies.session.lifetime", "invalid_duration"),
            ]);
        }
        let shown = ada.api.get(&path).await.expect(200);
        assert_eq!(shown["policies"]["session"], json!({ "lifetime": "30d", "idle": "7d" }));
    });
}

#[test]
fn an_installation_can_let_sessions_last_for_weeks() {
    let sessions =
        SessionLimits { lifetime: SignedDuration::from_hours(30 * 24), idle: SignedDuration::from_hours(7 * 24) };
    scenario_with(Options { sessions, ..Options::default() }, async |world| {
        let (account, ada) = office::open(world, json!({}), "ada@example.com").await;
        for _ in 0..4 {
            world.advance(SignedDuration::from_hours(6 * 24)).await;
            read(&account, &ada).await.expect(200);
        }
        world.advance(SignedDuration::from_hours(6 * 24)).await;
        read(&account, &ada).await.expect_problem(401, "unauthenticated");
        let ada = world.sign_in("ada@example.com").await;
        world.advance(SignedDuration::from_hours(7 * 24 + 1)).await;
        read(&account, &ada).await.expect_problem(401, "unauthenticated");
    });
}

#[test]
fn a_model_says_for_how_long_api_tokens_can_be_made() {
    scenario(async |world| {
        for days in [2, 3660] {
            let (lifetime, owner) = (format!("{days}d"), format!("ada{days}@example.com"));
            let (account, ada) = office::open(world, json!({ "api_tokens": { "lifetime": lifetime } }), &owner).await;
            let now = world.system.clock().now();
            let path = account.path("/api-tokens");
            let make = async |end: SignedDuration| {
                let body = json!({ "name": "Export", "expires_at": (now + end).to_string() });
                ada.api.post(&path, body).await
            };
            let longest = SignedDuration::from_hours(24 * days);
            make(longest - minutes(1)).await.expect(201);
            make(longest + minutes(5)).await.expect_fields(&[("expires_at", "out_of_range")]);
            let made = ada.api.post(&path, json!({ "name": "Export" })).await.expect(201);
            let ends: Timestamp = made["api_token"]["expires_at"].as_str().expect("a time").parse().expect("a time");
            let usual = longest.min(SignedDuration::from_hours(24 * 90));
            assert!(ends >= now + usual && ends < now + usual + minutes(5), "{made}");
        }
    });
}
