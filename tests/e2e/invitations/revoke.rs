//! Invitations that are taken back.

use super::*;

#[test]
fn revoking_ends_the_link_and_the_pending_user_at_once() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let invitation = ada.invite_one(&account, "grace@example.com").await;
        let token = world.link("grace@example.com").await;
        let user = ada.invitation(&account, &invitation).await["user"].as_str().expect("an id").to_owned();
        let revoked = act(&ada, &account, &invitation, "revoke").await.expect(200);
        assert_eq!((&revoked["status"], revoked["ended_at"].is_string()), (&json!("revoked"), true));

        assert_eq!(lookup(world, &token).await.expect(200)["status"], "revoked");
        let accept = json!({ "token": token, "password": usher_tests::PASSWORD });
        world.api.post("/v1/invitations/accept", accept).await.expect_problem(409, "invitation_not_pending");
        world
            .api
            .post("/v1/invitations/request-new", json!({ "token": token }))
            .await
            .expect_problem(409, "invitation_not_pending");
        ada.api.get(&account.path(&format!("/users/{user}"))).await.expect_problem(404, "not_found");
        assert!(ada.users(&account, "pending").await.is_empty());
        assert_eq!(ada.invitation(&account, &invitation).await, revoked, "the record stays");
    });
}

#[test]
fn an_expired_invitation_can_be_revoked() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let invitation = ada.invite_one(&account, "grace@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        world.advance(SignedDuration::from_hours(49)).await;
        let ada = world.sign_in("ada@example.com").await;
        assert_eq!(act(&ada, &account, &invitation, "revoke").await.expect(200)["status"], "revoked");
        assert!(ada.users(&account, "pending").await.is_empty());
    });
}

#[test]
fn a_person_who_was_revoked_or_declined_can_be_invited_again_as_someone_new() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let first = ada.invite_one(&account, "grace@example.com").await;
        let old = world.link("grace@example.com").await;
        act(&ada, &account, &first, "revoke").await.expect(200);
        let second = ada.invite_one(&account, "grace@example.com").await;
        assert_ne!(first, second);
        let token = world.link("grace@example.com").await;
        world.api.post("/v1/invitations/decline", json!({ "token": token })).await.expect(204);
        let third = ada.invite_one(&account, "grace@example.com").await;

        act(&ada, &account, &first, "resend").await.expect_problem(409, "invitation_not_pending");
        act(&ada, &account, &second, "revoke").await.expect_problem(409, "invitation_not_pending");
        assert_eq!(lookup(world, &old).await.expect(200)["status"], "revoked");
        world.accept("grace@example.com").await.expect(200);
        let mut statuses = Vec::new();
        for invitation in [&first, &second, &third] {
            statuses.push(ada.invitation(&account, invitation).await["status"].clone());
        }
        assert_eq!(statuses, ["revoked", "declined", "accepted"]);
    });
}

#[test]
fn a_change_goes_through_with_the_present_version_or_any() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let invitation = ada.invite_one(&account, "grace@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        let path = account.path(&format!("/invitations/{invitation}"));
        let etag = ada.api.get(&path).await.etag();
        let headers = [("if-match", etag.as_str())];
        ada.api.post_with(&format!("{path}/resend"), &headers, json!({})).await.expect(200);
        ada.api.post_with(&format!("{path}/revoke"), &[("if-match", "\"0\", *")], json!({})).await.expect(200);
    });
}
