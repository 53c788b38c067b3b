//! A session without the second factor that all accounts of its owner require: it may set one up, and nothing else.

use reqwest::Method;
use serde_json::{Value, json};
use usher_tests::{Account, Authenticator, Member, World, scenario};

use usher_tests::desk::{Desk, row};
use usher_tests::office::{self, grant, path, post};
use usher_tests::resets::{OTHER, change, sign_in};

const OLGA: &str = "olga@example.com";

/// An account that offers a second factor, its owner, who has none, and the id of the owner's session.
async fn lenient(world: &World) -> (Account, Member, String) {
    let (account, olga) = office::open(world, json!({ "second_factor": "optional" }), OLGA).await;
    let other = world.sign_in(OLGA).await.api.get("/v1/sessions/current").await.expect(200);
    (account, olga, other["id"].as_str().expect("an id").to_owned())
}

/// From now on the account requires a second factor.
async fn tighten(olga: &Member, account: &Account) {
    let strict = office::model(json!({ "second_factor": "required" })).to_string();
    olga.api.send(Method::PUT, &account.path("/access-model"), &[], Some(strict)).await.expect(200);
}

/// An account that requires a second factor, its owner, who has none, and the id of the owner's session.
async fn strict(world: &World) -> (Account, Member, String) {
    let (account, olga, session) = lenient(world).await;
    tighten(&olga, &account).await;
    (account, olga, session)
}

/// Nothing of the person's own, and nothing of the account's.
async fn is_shut_out(olga: &Member, account: &Account, session: &str) {
    let api = &olga.api;
    let in_account = ["", "/users", "/units", "/invitations", "/api-tokens", "/audit-events", "/access-model"]
        .map(|rest| account.path(rest));
    for path in in_account.iter().map(String::as_str).chain(["/v1/sessions"]) {
        api.get(path).await.expect_problem(403, "second_factor_required");
    }
    for path in ["/v1/sessions", &format!("/v1/sessions/{session}")] {
        api.delete(path).await.expect_problem(403, "second_factor_required");
    }
    change(api, usher_tests::PASSWORD, OTHER).await.expect_problem(403, "second_factor_required");
    for path in ["/v1/sessions/switch", "/v1/sessions/token"] {
        api.post(path, json!({ "account": account.id })).await.expect_problem(403, "second_factor_required");
    }
    let question = json!({ "permission": "tasks:read" });
    api.post(&account.path("/access/check"), question).await.expect_problem(403, "second_factor_required");
    let token = json!({ "name": "nightly" });
    api.post(&account.path("/api-tokens"), token).await.expect_problem(403, "second_factor_required");
    let names = json!({ "given_name": "Eve" }).to_string();
    api.send(Method::PATCH, "/v1/me", &[], Some(names)).await.expect_problem(403, "second_factor_required");
    api.get("/v1/me").await.expect(200);
    api.get("/v1/sessions/current").await.expect(200);
}

/// Olga is invited with `row`, and accepts in her session.
async fn join(world: &World, by: &Member, account: &Account, olga: &Member, row: Value) {
    by.invite_rows(account, vec![row]).await.expect(200);
    let token = world.link(OLGA).await;
    olga.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
}

#[test]
fn does_nothing_but_set_one_up() {
    scenario(async |world| {
        let (account, olga, session) = strict(world).await;
        is_shut_out(&olga, &account, &session).await;
        Authenticator::enrol(world, &olga).await;
        for path in ["/v1/sessions", &account.path("/users"), &account.path("/audit-events")] {
            olga.api.get(path).await.expect(200);
        }
        olga.api.post("/v1/sessions/switch", json!({ "account": account.id })).await.expect(200);
    });
}

#[test]
fn accepts_no_invitation_elsewhere() {
    scenario(async |world| {
        let (_, olga, _) = strict(world).await;
        let (lax, zoe) = office::open(world, json!({ "second_factor": "off" }), "zoe@example.com").await;
        zoe.invite_rows(&lax, vec![Member::row(OLGA, "worker")]).await.expect(200);
        let link = json!({ "token": world.link(OLGA).await });
        olga.api.post("/v1/invitations/accept", link.clone()).await.expect_problem(403, "second_factor_required");
        Authenticator::enrol(world, &olga).await;
        olga.api.post("/v1/invitations/accept", link).await.expect(200);
        assert_eq!(zoe.users(&lax, "active").await.len(), 2);
    });
}

#[test]
fn is_excused_by_an_account_that_asks_for_none_until_that_deactivates_its_owner() {
    scenario(async |world| {
        let (account, olga, session) = lenient(world).await;
        let (lax, zoe) = office::open(world, json!({ "second_factor": "optional" }), "zoe@example.com").await;
        join(world, &zoe, &lax, &olga, Member::row(OLGA, "worker")).await;
        tighten(&olga, &account).await;
        olga.api.get("/v1/sessions").await.expect(200);
        olga.api.get(&account.path("/users")).await.expect_problem(403, "second_factor_required");
        post(&zoe, &path(&zoe, &lax, OLGA).await, "deactivate").await.expect(200);
        is_shut_out(&olga, &account, &session).await;
    });
}

#[test]
fn is_not_excused_by_an_account_that_its_owner_has_not_joined() {
    scenario(async |world| {
        let (account, olga, session) = strict(world).await;
        let desk = Desk::open_as(world, "billing", "bella@example.com").await;
        assert_eq!(desk.invite(json!([row(OLGA, grant("normal_user"))])).await, ["invited"]);
        world.system.settle().await.expect("the outbox runs empty");
        is_shut_out(&olga, &account, &session).await;
        let again = world.sign_in(OLGA).await;
        again.api.get("/v1/sessions").await.expect_problem(403, "second_factor_required");
    });
}

#[test]
fn is_not_excused_by_an_account_in_which_it_was_ended() {
    scenario(async |world| {
        let (account, olga, session) = lenient(world).await;
        let (lax, zoe) = office::open(world, json!({ "second_factor": "optional" }), "zoe@example.com").await;
        join(world, &zoe, &lax, &olga, Member::row(OLGA, "worker")).await;
        tighten(&olga, &account).await;
        olga.api.get("/v1/sessions").await.expect(200);
        zoe.api.delete(&format!("{}/sessions", path(&zoe, &lax, OLGA).await)).await.expect(204);
        is_shut_out(&olga, &account, &session).await;
    });
}

#[test]
fn a_short_password_without_it_is_no_dead_end_if_no_account_offers_one() {
    const SHORT: &str = "mufloxte";
    scenario(async |world| {
        let (account, olga, _) = strict(world).await;
        Authenticator::enrol(world, &olga).await;
        olga.invite_rows(&account, vec![Member::row("bob@example.com", "worker")]).await.expect(200);
        let accept = json!({ "token": world.link("bob@example.com").await, "password": SHORT });
        world.api.post("/v1/invitations/accept", accept).await.expect(200);
        let lax = office::model(json!({ "second_factor": "off" })).to_string();
        olga.api.send(Method::PUT, &account.path("/access-model"), &[], Some(lax)).await.expect(200);

        let signed_in = sign_in(world, "bob@example.com", SHORT).await.expect(201);
        let bob = world.api.with_token(signed_in["token"].as_str().expect("a token"));
        for path in [account.path(""), "/v1/sessions".to_owned()] {
            bob.get(&path).await.expect_problem(403, "second_factor_required");
        }
        let begun = bob.post("/v1/me/second-factor", json!({ "password": SHORT })).await.expect(201);
        let app = Authenticator::scan(&begun);
        bob.post("/v1/me/second-factor/confirm", json!({ "code": app.code(world) })).await.expect(200);
        bob.get(&account.path("")).await.expect(200);
        change(&bob, SHORT, OTHER).await.expect(204);
    });
}
