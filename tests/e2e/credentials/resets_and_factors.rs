//! Links that reset credentials, and the second factors of people who have one: their app in the one hand, the email in
//! the other.

use reqwest::Method;
use serde_json::json;
use usher_tests::{Authenticator, Member, PASSWORD, World, scenario};

use usher_tests::office::{self, path, post};
use usher_tests::resets::{
    OTHER, factor_token, forgot, password_token, remove_factor, send, set_password, sign_in, signed_in,
};

const BOB: &str = "bob@example.com";
const SHORT: &str = "mufloxte";

/// Signs in with both factors.
async fn both(world: &World, app: &Authenticator, password: &str) -> Member {
    let asked = sign_in(world, BOB, password).await.expect(200);
    assert!(asked.get("token").is_none(), "{asked}");
    let challenge = asked["second_factor"]["challenge"].as_str().expect("a challenge");
    let signed_in = Authenticator::answer(world, challenge, &app.code(world)).await.expect(201);
    app.wait(world).await;
    Member { email: BOB.to_owned(), api: world.api.with_token(signed_in["token"].as_str().expect("a token")) }
}

#[test]
fn a_forgotten_password_leaves_the_second_factor_and_the_link_that_removes_it_lets_one_start_again() {
    scenario(async |world| {
        let (account, olga) = office::open(world, json!({ "second_factor": "optional" }), "olga@example.com").await;
        olga.invite_rows(&account, vec![Member::row(BOB, "worker")]).await.expect(200);
        world.accept(BOB).await.expect(200);
        let app = Authenticator::enrol(world, &world.sign_in(BOB).await).await;

        forgot(&world.api, BOB).await.expect(202);
        set_password(&world.api, &password_token(world, BOB).await, OTHER).await.expect(204);
        let bob = both(world, &app, OTHER).await;
        assert_eq!(bob.api.get("/v1/me").await.expect(200)["second_factor"]["recovery_codes_left"], 10);

        send(&olga, &path(&olga, &account, BOB).await, json!({ "second_factor": true })).await.expect(202);
        remove_factor(&world.api, &factor_token(world, BOB).await, OTHER).await.expect(204);
        bob.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
        let bob = signed_in(world, BOB, OTHER).await;
        assert_eq!(bob.api.get("/v1/me").await.expect(200)["second_factor"]["enabled"], false);

        let begun = bob.api.post("/v1/me/second-factor", json!({ "password": OTHER })).await.expect(201);
        let another = Authenticator::scan(&begun);
        assert_ne!(another.secret(), app.secret());
        bob.api.post("/v1/me/second-factor/confirm", json!({ "code": another.code(world) })).await.expect(200);
        another.wait(world).await;
        let challenge = sign_in(world, BOB, OTHER).await.expect(200)["second_factor"]["challenge"]
            .as_str()
            .expect("a challenge")
            .to_owned();
        Authenticator::answer(world, &challenge, &app.code(world)).await.expect_problem(401, "wrong_code");
        both(world, &another, OTHER).await;
    });
}

#[test]
fn a_short_password_is_set_with_a_link_only_where_every_account_requires_a_second_factor() {
    scenario(async |world| {
        let (lax, zoe) = office::open(world, json!({ "second_factor": "off" }), "zoe@example.com").await;
        zoe.invite_rows(&lax, vec![Member::row(BOB, "worker")]).await.expect(200);
        world.accept(BOB).await.expect(200);
        let bob = world.sign_in(BOB).await;
        let (strict, olga) = office::open(world, json!({ "second_factor": "required" }), "olga@example.com").await;
        Authenticator::enrol(world, &olga).await;
        olga.invite_rows(&strict, vec![Member::row(BOB, "worker")]).await.expect(200);
        let token = world.link(BOB).await;
        bob.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);

        forgot(&world.api, BOB).await.expect(202);
        let token = password_token(world, BOB).await;
        set_password(&world.api, &token, SHORT).await.expect_fields(&[("password", "weak_password")]);
        let of_bob = path(&olga, &strict, BOB).await;
        send(&olga, &of_bob, json!({ "password": true })).await.expect(202);
        let token = password_token(world, BOB).await;
        set_password(&world.api, &token, SHORT).await.expect_fields(&[("password", "weak_password")]);
        let of_bob_there = path(&zoe, &lax, BOB).await;
        zoe.api
            .send(Method::PATCH, &of_bob_there, &[], Some(json!({ "family_name": "Zanzibarino" }).to_string()))
            .await
            .expect(200);
        set_password(&world.api, &token, "Zanzibarino 77 x").await.expect_fields(&[("password", "weak_password")]);

        post(&zoe, &of_bob_there, "deactivate").await.expect(200);
        send(&olga, &of_bob, json!({ "password": true })).await.expect(202);
        let token = password_token(world, BOB).await;
        set_password(&world.api, &token, SHORT).await.expect(204);
        sign_in(world, BOB, PASSWORD).await.expect_problem(401, "wrong_credentials");
    });
}
