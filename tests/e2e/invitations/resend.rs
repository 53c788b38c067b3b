//! Invitations that are sent again.

use super::*;

#[test]
fn sending_again_kills_the_old_link_and_the_new_one_works() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let invitation = ada.invite_one(&account, "grace@example.com").await;
        let old = world.link("grace@example.com").await;
        lookup(world, &old).await.expect(200);
        let before = ada.invitation(&account, &invitation).await;
        world.system.clock().advance(SignedDuration::from_mins(30)).expect("the clock moves");
        let reply = act(&ada, &account, &invitation, "resend").await;
        let etag = reply.etag();
        let resent = reply.expect(200);
        assert_eq!(
            (&resent["id"], &resent["user"], &resent["status"]),
            (&before["id"], &before["user"], &json!("pending"))
        );
        assert!(
            time(&resent["expires_at"]) >= time(&before["expires_at"]) + SignedDuration::from_mins(30),
            "a whole lifetime again: {resent}"
        );

        lookup(world, &old).await.expect_problem(404, "not_found");
        let accept = json!({ "token": old, "password": usher_tests::PASSWORD });
        world.api.post("/v1/invitations/accept", accept).await.expect_problem(404, "not_found");
        let new = world.link("grace@example.com").await;
        assert_eq!(lookup(world, &new).await.expect(200)["status"], "pending");
        let read = ada.api.get(&account.path(&format!("/invitations/{invitation}"))).await;
        assert_ne!(read.etag(), etag, "the mail that was sent since is a change");
        assert_eq!(world.system.mailbox().to("grace@example.com").len(), 2);
        world.accept("grace@example.com").await.expect(200);
    });
}

#[test]
fn an_expired_invitation_can_be_sent_again_and_accepted() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let invitation = ada.invite_one(&account, "grace@example.com").await;
        let old = world.link("grace@example.com").await;
        world.advance(SignedDuration::from_hours(49)).await;
        let ada = world.sign_in("ada@example.com").await;
        assert_eq!(ada.invitation(&account, &invitation).await["status"], "expired");
        assert_eq!(
            ada.invite(&account, &["grace@example.com"]).await,
            ["already_invited"],
            "inviting is not sending again"
        );

        let resent = act(&ada, &account, &invitation, "resend").await.expect(200);
        assert_eq!((&resent["status"], &resent["ended_at"]), (&json!("pending"), &Value::Null));
        lookup(world, &old).await.expect_problem(404, "not_found");
        world.accept("grace@example.com").await.expect(200);
        assert_eq!(ada.users(&account, "active").await, ["ada@example.com", "grace@example.com"]);
        assert_eq!(ada.invitation(&account, &invitation).await["status"], "accepted");
    });
}

#[test]
fn a_user_who_sends_an_invitation_again_vouches_for_it_and_must_hold_what_it_gives() {
    scenario(async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        let lead = shop::hire(world, &account, &olga, "lea@example.com", "lead").await;
        let invite = async |email: &str, role: &str| {
            let body = olga.invite_rows(&account, vec![Member::row(email, role)]).await.expect(200);
            body["results"][0]["invitation"].as_str().expect("an id").to_owned()
        };
        let (small, large) = (invite("carl@example.com", "clerk").await, invite("otto@example.com", "owner").await);
        let old = world.link("otto@example.com").await;
        act(&lead, &account, &large, "resend").await.expect_problem(403, "grant_exceeds_own");
        lookup(world, &old).await.expect(200);
        let resent = act(&lead, &account, &small, "resend").await.expect(200);
        let me = &lead.api.get("/v1/me").await.expect(200)["accounts"][0]["user"]["id"];
        assert_eq!((&resent["invited_by"], resent["invited_by"].is_string()), (me, true));
    });
}
