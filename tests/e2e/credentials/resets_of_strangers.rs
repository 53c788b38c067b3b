//! A person who has a password here and is in no account: removed, or invited again and yet to come.

use serde_json::{Value, json};
use usher_tests::{Member, PASSWORD, World, scenario};

use usher_tests::desk::Desk;
use usher_tests::resets::{
    OTHER, THIRD, change, forgot, notices, password_token, set_password, sign_in, signed_in, tokens,
};

const BOB: &str = "bob@example.com";

/// An account that follows `preset`, from which Bob was removed; Bob, still signed in.
async fn left<'a>(world: &'a World, preset: &'a str, role: &str) -> (Desk<'a>, Member) {
    let desk = Desk::open(world, preset).await;
    let bob = desk.join(desk.row(BOB, role)).await;
    desk.admin.api.delete(&desk.user_path(BOB).await).await.expect(204);
    (desk, bob)
}

/// Bob has forgotten his password, and sets another with the link that comes by email; the subject of that email.
async fn reset(world: &World) -> String {
    forgot(&world.api, BOB).await.expect(202);
    let token = password_token(world, BOB).await;
    let mails = world.system.mailbox().to(BOB);
    let mail = mails.into_iter().find(|mail| mail.links.iter().any(|link| link.contains(&token))).expect("the mail");
    // No account of his requires a second factor: the password is the only factor.
    set_password(&world.api, &token, "mufloxte").await.expect_fields(&[("password", "weak_password")]);
    set_password(&world.api, &token, OTHER).await.expect(204);
    set_password(&world.api, &token, THIRD).await.expect_problem(404, "not_found");
    sign_in(world, BOB, PASSWORD).await.expect_problem(401, "wrong_credentials");
    mail.subject
}

#[test]
fn someone_removed_and_invited_again_comes_back_by_a_reset() {
    scenario(async |world| {
        let (desk, before) = left(world, "portal", "user").await;
        assert_eq!(desk.invite(json!([desk.row(BOB, "user")])).await, ["invited"]);
        let link = world.link(BOB).await;
        let accept = json!({ "token": link });
        world
            .api
            .post("/v1/invitations/accept", json!({ "token": link, "password": OTHER }))
            .await
            .expect_problem(409, "sign_in_required");
        assert_eq!(
            reset(world).await,
            "Set a new password for Usher",
            "an account that only invites is not looked for"
        );
        before.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
        let bob = signed_in(world, BOB, OTHER).await;
        bob.api.post("/v1/invitations/accept", accept).await.expect(200);
        bob.api.get(&desk.path("")).await.expect(200);
        assert_eq!(desk.user(BOB).await["status"], "active");
    });
}

#[test]
fn someone_removed_and_created_elsewhere_comes_back_by_a_reset_in_nobodys_name_and_the_link() {
    scenario(async |world| {
        left(world, "portal", "user").await;
        let desk = Desk::open(world, "billing").await;
        desk.admin.api.post(&desk.path("/users"), desk.row(BOB, "normal_user")).await.expect(201);
        assert_eq!(
            reset(world).await,
            "Set a new password for Usher",
            "an account that expects him does not sign for it"
        );
        let trail = desk.admin.pages(&desk.path("/audit-events?action=user.password_reset")).await;
        assert_eq!(trail, Vec::<Value>::new(), "nobody learns where he has not arrived that there is such a person");
        let bob = signed_in(world, BOB, OTHER).await;
        bob.api.get(&desk.path("")).await.expect_problem(404, "not_found");
        let link = tokens(world, "ush_inv_", BOB).await.pop().expect("an invitation");
        bob.api.post("/v1/invitations/accept", json!({ "token": link })).await.expect(200);
        bob.api.get(&desk.path("")).await.expect(200);
    });
}

#[test]
fn a_link_to_someone_in_no_account_outlives_their_joining_one_and_ends_with_the_hour() {
    scenario(async |world| {
        let (desk, bob) = left(world, "portal", "user").await;
        forgot(&world.api, BOB).await.expect(202);
        let token = password_token(world, BOB).await;
        desk.invite(json!([desk.row(BOB, "user")])).await;
        bob.api.post("/v1/invitations/accept", json!({ "token": world.link(BOB).await })).await.expect(200);
        world.system.clock().advance(jiff::SignedDuration::from_mins(60)).expect("the clock moves");
        set_password(&world.api, &token, OTHER).await.expect_problem(410, "reset_expired");
    });
}

#[test]
fn the_owner_is_told_by_email_also_if_they_are_in_no_account() {
    scenario(async |world| {
        let (_, bob) = left(world, "portal", "user").await;
        change(&bob.api, PASSWORD, OTHER).await.expect(204);
        assert_eq!(notices(world, BOB).await, ["Your password for Usher was changed"]);
        let mail = world.system.mailbox().to(BOB).pop().expect("an email");
        assert!(mail.text.ends_with("Questions? Ask the person who invited you.\n\nSent by Usher.\n"), "{}", mail.text);
        assert!(
            mail.reply_to.is_empty()
                && mail.tags.contains_key("usher-mail")
                && !mail.tags.contains_key("usher-account"),
            "{mail:?}"
        );
    });
}
