//! A password of eight characters, which an account allows that requires a second factor: it opens nothing without the
//! factor, in every account that its owner goes to from there.

use reqwest::Method;
use serde_json::{Value, json};
use usher_tests::{Account, Api, Authenticator, Member, Reply, World, scenario};

use usher_tests::office::{self, path};
use usher_tests::resets::{OTHER, change, factor_token, person, remove_factor, send, sign_in, signed_in};

const BOB: &str = "bob@example.com";
const SHORT: &str = "mufloxte";

/// An account that requires a second factor, and its owner, who has one.
async fn strict(world: &World) -> (Account, Member) {
    let (account, olga) = office::open(world, json!({ "second_factor": "required" }), "olga@example.com").await;
    Authenticator::enrol(world, &olga).await;
    (account, olga)
}

/// An account that leaves it to everybody, and its owner, who has none.
async fn lax(world: &World) -> (Account, Member) {
    office::open(world, json!({ "second_factor": "optional" }), "zoe@example.com").await
}

/// Bob accepts an invitation with the short password.
async fn arrive(world: &World, account: &Account, by: &Member) {
    by.invite_rows(account, vec![Member::row(BOB, "worker")]).await.expect(200);
    let accept = json!({ "token": world.link(BOB).await, "password": SHORT });
    world.api.post("/v1/invitations/accept", accept).await.expect(200);
    assert_eq!(person(world, BOB).await["short_password"], true);
}

/// Bob joins another account, signed in.
async fn join(world: &World, account: &Account, by: &Member, bob: &Member) -> Reply {
    by.invite_rows(account, vec![Member::row(BOB, "worker")]).await.expect(200);
    bob.api.post("/v1/invitations/accept", json!({ "token": world.link(BOB).await })).await
}

async fn enrol(world: &World, api: &Api) -> Authenticator {
    let begun = api.post("/v1/me/second-factor", json!({ "password": SHORT })).await.expect(201);
    let app = Authenticator::scan(&begun);
    api.post("/v1/me/second-factor/confirm", json!({ "code": app.code(world) })).await.expect(200);
    app.wait(world).await;
    app
}

async fn turn_off(world: &World, api: &Api, app: &Authenticator, password: &str) -> Reply {
    let body = json!({ "password": password, "code": app.code(world) });
    api.post("/v1/me/second-factor/disable", body).await
}

/// Nothing but setting a factor up: not even another password.
async fn is_shut_out(bob: &Api, account: &Account) {
    for path in [account.path(""), account.path("/users"), "/v1/sessions".to_owned()] {
        bob.get(&path).await.expect_problem(403, "second_factor_required");
    }
    change(bob, SHORT, OTHER).await.expect_problem(403, "second_factor_required");
    let names = json!({ "given_name": "Eve" }).to_string();
    bob.send(Method::PATCH, "/v1/me", &[], Some(names)).await.expect_problem(403, "second_factor_required");
    let shown = bob.get("/v1/me").await.expect(200)["accounts"].clone();
    assert!(shown.as_array().is_some_and(|accounts| {
        accounts.iter().all(|one| one["second_factor_required"] == true && one.get("user").is_none())
    }));
}

#[test]
fn it_never_opens_anything_without_the_factor_until_it_is_a_long_one() {
    scenario(async |world| {
        let (strict, olga) = strict(world).await;
        arrive(world, &strict, &olga).await;
        let bob = signed_in(world, BOB, SHORT).await;
        is_shut_out(&bob.api, &strict).await;
        let app = enrol(world, &bob.api).await;
        bob.api.get(&strict.path("")).await.expect(200);
        turn_off(world, &bob.api, &app, SHORT).await.expect_problem(409, "second_factor_required");

        // Out of the account that allowed it, in one that asks for nothing.
        let (lax, zoe) = lax(world).await;
        join(world, &lax, &zoe, &bob).await.expect(200);
        let of_bob = path(&olga, &strict, BOB).await;
        olga.api.delete(&of_bob).await.expect(204);
        bob.api.get(&lax.path("")).await.expect(200);
        app.wait(world).await;
        turn_off(world, &bob.api, &app, SHORT).await.expect_problem(409, "second_factor_required");
        let challenged = sign_in(world, BOB, SHORT).await.expect(200);
        assert!(
            challenged.get("token").is_none() && challenged["second_factor"]["challenge"].is_string(),
            "{challenged}"
        );

        // The factor is taken from him: what is left opens nothing, in an account that asks for no factor either.
        let of_bob = path(&zoe, &lax, BOB).await;
        send(&zoe, &of_bob, json!({ "second_factor": true })).await.expect(202);
        assert_eq!(remove_factor(&world.api, &factor_token(world, BOB).await, SHORT).await.expect(204), Value::Null);
        let bob = signed_in(world, BOB, SHORT).await;
        is_shut_out(&bob.api, &lax).await;
        let app = enrol(world, &bob.api).await;
        bob.api.get(&lax.path("")).await.expect(200);

        // Another short one is none that this account allows; a long one may be the only factor.
        change(&bob.api, SHORT, "etxolfum").await.expect_fields(&[("new_password", "weak_password")]);
        change(&bob.api, SHORT, OTHER).await.expect(204);
        assert!(person(world, BOB).await["short_password"].is_null());
        turn_off(world, &bob.api, &app, OTHER).await.expect(204);
        signed_in(world, BOB, OTHER).await.api.get(&lax.path("")).await.expect(200);
    });
}

#[test]
fn a_person_who_never_set_a_factor_up_takes_nothing_along_into_another_account() {
    scenario(async |world| {
        let (strict, olga) = strict(world).await;
        arrive(world, &strict, &olga).await;
        let (lax, zoe) = lax(world).await;
        let bob = signed_in(world, BOB, SHORT).await;
        join(world, &lax, &zoe, &bob).await.expect_problem(403, "second_factor_required");
        is_shut_out(&bob.api, &strict).await;
        // If nothing is left that asks for a factor, the short password does.
        olga.api.delete(&path(&olga, &strict, BOB).await).await.expect(204);
        let bob = signed_in(world, BOB, SHORT).await;
        let accept = json!({ "token": world.link(BOB).await });
        bob.api.post("/v1/invitations/accept", accept.clone()).await.expect_problem(403, "second_factor_required");
        enrol(world, &bob.api).await;
        bob.api.post("/v1/invitations/accept", accept).await.expect(200);
        bob.api.get(&lax.path("")).await.expect(200);
    });
}
