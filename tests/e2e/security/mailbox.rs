//! Who follows a link has the mailbox: what strangers failed at before keeps nobody out.

use serde_json::json;
use usher_tests::guessing::{WRONG, set_failures, sign_in, story, stranger, wait_of};
use usher_tests::office::path;
use usher_tests::resets::{OTHER, factor_token, forgot, password_token, put_factor, remove_factor, send, set_password};
use usher_tests::{PASSWORD, World};

const BOB: &str = "bob@example.com";

/// Strangers fail until nothing is judged any more, with an address that may be anybody's.
async fn guess(world: &World, email: &str) {
    let api = stranger(world);
    sign_in(&api, email, WRONG).await.expect_problem(401, "wrong_credentials");
    set_failures(world, "attempts", 100).await;
    wait_of(sign_in(&api, email, PASSWORD).await);
}

/// The owner signs in from where nobody has: there is nothing to wait for.
async fn comes_in(world: &World, password: &str) {
    let reply = sign_in(&world.api.from_address([127, 0, 0, 77]), BOB, password).await;
    assert_eq!(reply.status, 201, "{}", reply.body);
}

#[test]
fn requirement_07_anyone_who_accepts_for_the_first_time_signs_in_whatever_strangers_failed_at_before() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        ada.invite_one(&account, BOB).await;
        guess(world, BOB).await;
        world.accept(BOB).await.expect(200);
        comes_in(world, PASSWORD).await;
    });
}

#[test]
fn so_does_anyone_who_accepts_with_a_password_from_elsewhere_or_follows_the_link_of_a_reset() {
    story(async |world| {
        let (north, ada) = world.account("invoicing", "ada@example.com").await;
        let (south, eve) = world.account("portal", "eve@example.com").await;
        ada.invite_one(&north, BOB).await;
        world.accept(BOB).await.expect(200);
        let bob = world.sign_in(BOB).await;

        eve.invite_one(&south, BOB).await;
        guess(world, BOB).await;
        let token = world.link(BOB).await;
        bob.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
        comes_in(world, PASSWORD).await;

        guess(world, BOB).await;
        forgot(&world.api, BOB).await.expect(202);
        set_password(&world.api, &password_token(world, BOB).await, OTHER).await.expect(204);
        comes_in(world, OTHER).await;

        guess(world, BOB).await;
        put_factor(world, BOB).await;
        send(&ada, &path(&ada, &north, BOB).await, json!({ "second_factor": true })).await.expect(202);
        remove_factor(&world.api, &factor_token(world, BOB).await, OTHER).await.expect(204);
        comes_in(world, OTHER).await;
    });
}

#[test]
fn a_link_forgives_nobody_but_whom_it_was_sent_to() {
    story(async |world| {
        use usher::domain::credentials::token::InvitationToken;
        use usher::domain::email::EmailAddress;
        use usher::domain::id::PersonKey;
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        ada.invite_one(&account, "mallory@example.com").await;
        guess(world, BOB).await;
        let token = world.link("mallory@example.com").await;
        let mut forged = InvitationToken::parse(&token).expect("a token");
        forged.person = PersonKey::of(&EmailAddress::parse(BOB).expect("an address"));
        let body = json!({ "token": forged.reveal(), "password": PASSWORD });
        world.api.post("/v1/invitations/accept", body).await;
        wait_of(sign_in(&stranger(world), BOB, PASSWORD).await);
    });
}
