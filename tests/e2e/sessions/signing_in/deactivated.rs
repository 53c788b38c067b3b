//! People whom every account that they joined has deactivated (seed 003: "the user will not be able to log in").

use usher_tests::Authenticator;
use usher_tests::office::{path, post};

use super::*;

const BOB: &str = "bob@example.com";

/// How many sessions are in the table.
async fn sessions(world: &World) -> usize {
    Table::of(world).of_kind("session").await.len()
}

/// A portal that Bob has joined and is deactivated in; its administrator.
async fn away(world: &World) -> (Account, Member) {
    let (account, ada) = world.account("portal", "ada@example.com").await;
    colleague(world, &account, &ada, BOB).await;
    post(&ada, &path(&ada, &account, BOB).await, "deactivate").await.expect(200);
    (account, ada)
}

#[test]
fn are_told_so_and_whom_to_ask_and_get_no_session() {
    scenario(async |world| {
        let (account, ada) = away(world).await;
        let before = sessions(world).await;
        let unknown = seen(sign_in(world, "nobody@example.com", PASSWORD).await);
        assert_eq!(seen(sign_in(world, BOB, "wrong wrong wrong").await), unknown, "only they are told");
        let told = sign_in(world, BOB, PASSWORD).await.expect_problem(403, "deactivated_everywhere");
        let detail = told["detail"].as_str().unwrap();
        assert!(detail.contains("Northwind Dental") && detail.contains("help@icorepay.example"), "{detail}");
        assert_eq!(sessions(world).await, before);
        post(&ada, &path(&ada, &account, BOB).await, "reactivate").await.expect(200);
        world.sign_in(BOB).await.api.get(&account.path("")).await.expect(200);
    });
}

#[test]
fn are_told_so_after_the_second_factor_and_not_before() {
    scenario(async |world| {
        let (account, ada) = world.account("portal", "ada@example.com").await;
        let bob = colleague(world, &account, &ada, BOB).await;
        let app = Authenticator::enrol(world, &bob).await;
        post(&ada, &path(&ada, &account, BOB).await, "deactivate").await.expect(200);
        let before = sessions(world).await;
        let challenge = Authenticator::challenge(world, BOB).await;
        Authenticator::answer(world, &challenge, &app.wrong_code(world)).await.expect_problem(401, "wrong_code");
        Authenticator::answer(world, &challenge, &app.code(world)).await.expect_problem(403, "deactivated_everywhere");
        assert_eq!(sessions(world).await, before);
        post(&ada, &path(&ada, &account, BOB).await, "reactivate").await.expect(200);
        Authenticator::answer(world, &challenge, &app.code(world)).await.expect(201);
    });
}

#[test]
fn sign_in_if_one_account_has_them_still_or_none_has_any_more() {
    scenario(async |world| {
        let (account, ada) = away(world).await;
        let (elsewhere, olga) = world.account("portal", "olga@example.com").await;
        let token = {
            olga.invite_one(&elsewhere, BOB).await;
            world.link(BOB).await
        };
        let body = json!({ "email": BOB, "password": PASSWORD, "invitation": token });
        let signed_in = world.api.post("/v1/sessions", body).await.expect(201);
        let bob = world.api.with_token(signed_in["token"].as_str().unwrap());
        bob.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
        world.sign_in(BOB).await.api.get(&elsewhere.path("")).await.expect(200);
        olga.api.delete(&path(&olga, &elsewhere, BOB).await).await.expect(204);
        sign_in(world, BOB, PASSWORD).await.expect_problem(403, "deactivated_everywhere");
        ada.api.delete(&path(&ada, &account, BOB).await).await.expect(204);
        world.sign_in(BOB).await;
    });
}

#[test]
fn sign_in_with_the_link_of_a_pending_invitation_of_their_own_and_no_other() {
    scenario(async |world| {
        away(world).await;
        let (elsewhere, olga) = world.account("portal", "olga@example.com").await;
        olga.invite_one(&elsewhere, "eve@example.com").await;
        let eves = world.link("eve@example.com").await;
        let invitation = olga.invite_one(&elsewhere, BOB).await;
        let token = world.link(BOB).await;
        let with = async |token: &str| {
            let body = json!({ "email": BOB, "password": PASSWORD, "invitation": token });
            world.api.post("/v1/sessions", body).await
        };
        with("ush_inv_nonsense").await.expect_problem(403, "deactivated_everywhere");
        with(&eves).await.expect_problem(403, "deactivated_everywhere");
        let signed_in = with(&token).await.expect(201);
        olga.api.post(&elsewhere.path(&format!("/invitations/{invitation}/revoke")), json!({})).await.expect(200);
        with(&token).await.expect_problem(403, "deactivated_everywhere");
        world.api.with_token(signed_in["token"].as_str().unwrap()).get("/v1/me").await.expect(200);
    });
}
