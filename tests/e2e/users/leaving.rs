//! Deactivating, reactivating and removing people, and inviting them again.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use usher_tests::{Account, Member, PASSWORD, Table, World, scenario, scenario_with};

use usher_tests::invariants::assert_sound;
use usher_tests::office::{self, event, grant, matching, path, post, recorded, user};
use usher_tests::{shop, whole_table};

const BOB: &str = "bob@example.com";

/// An office that allows deactivation and removal.
async fn open(world: &World) -> (Account, Member) {
    office::open(world, json!({ "offboarding": { "deactivate": true, "remove": true } }), "ada@example.com").await
}

#[test]
fn deactivation_binds_on_the_next_request_and_keeps_the_record() {
    scenario(async |world| {
        let (account, ada) = open(world).await;
        let bob = shop::hire(world, &account, &ada, BOB, "manager").await;
        let of_bob = path(&ada, &account, BOB).await;
        let away = post(&ada, &of_bob, "deactivate").await.expect(200);
        assert_eq!((&away["status"], &away["grants"][0]["role"]), (&json!("deactivated"), &json!("manager")));
        bob.api.get(&account.path("/users")).await.expect_problem(404, "not_found");
        assert_eq!(bob.api.get("/v1/me").await.expect(200)["accounts"], json!([]));
        let again = json!({ "email": BOB, "password": PASSWORD });
        world.api.post("/v1/sessions", again).await.expect_problem(403, "deactivated_everywhere");
        assert_eq!(ada.users(&account, "deactivated").await, [BOB]);
        let event = event(world, &account, "user.deactivated").await;
        let held = recorded(&["manager"]);
        assert_eq!((&event["before"], &event["target"]), (&json!({ "status": "active", "grants": held }), &away["id"]));
        assert_eq!(event["actor"], json!({ "type": "user", "id": account.administrator }));

        let back = post(&ada, &of_bob, "reactivate").await.expect(200);
        assert_eq!((&back["status"], &back["grants"]), (&json!("active"), &away["grants"]));
        bob.api.get(&account.path("/users")).await.expect_problem(401, "unauthenticated");
        world.sign_in(BOB).await.api.get(&account.path("/users")).await.expect(200);
        assert_eq!(world.system.mailbox().to(BOB).len(), 1, "a person with a password needs no email");
        assert_sound(world).await;
    });
}

#[test]
fn deactivation_takes_all_roles_away_if_the_model_says_so() {
    // Seed 004: "Deactivation removes a user's access to your Merchant Portal Account by removing all their Roles. The
    // user record is preserved".
    scenario(async |world| {
        let (account, ada) = world.account("warranty", "ada@example.com").await;
        let bob = shop::hire(world, &account, &ada, BOB, "transaction_manager").await;
        let of_bob = path(&ada, &account, BOB).await;
        assert_eq!(post(&ada, &of_bob, "deactivate").await.expect(200)["grants"], json!([]));
        let event = event(world, &account, "user.deactivated").await;
        let before = json!({ "status": "active", "grants": recorded(&["transaction_manager"]) });
        assert_eq!((&event["before"], &event["after"]), (&before, &json!({ "status": "deactivated", "grants": [] })));
        // Nobody is let in again without a role.
        post(&ada, &of_bob, "reactivate").await.expect_fields(&[("grants", "required")]);
        let back =
            async |grants: Value| ada.api.post(&format!("{of_bob}/reactivate"), json!({ "grants": grants })).await;
        back(json!([])).await.expect_fields(&[("grants", "required")]);
        let returned = back(json!([grant("claims_manager")])).await.expect(200);
        assert_eq!((&returned["status"], &returned["grants"][0]["role"]), (&json!("active"), &json!("claims_manager")));
        assert_eq!(bob.api.get("/v1/me").await.expect(200)["accounts"], json!([]), "a session from before");
        let rename = json!({ "given_name": "Eve" }).to_string();
        bob.api.send(Method::PATCH, "/v1/me", &[], Some(rename)).await.expect_problem(403, "name_not_editable");
        assert_sound(world).await;
    });
}

#[test]
fn someone_pending_is_deactivated_with_their_invitation_and_comes_back_with_a_new_one() {
    // Seed 004: "You can deactivate a user in Active status or Pending status."
    scenario(async |world| {
        let (account, ada) = world.account("warranty", "ada@example.com").await;
        let first = ada.invite_one(&account, BOB).await;
        let (old, of_bob) = (world.link(BOB).await, path(&ada, &account, BOB).await);
        let away = post(&ada, &of_bob, "deactivate").await.expect(200);
        assert_eq!((&away["status"], &away["invitation"]), (&json!("deactivated"), &Value::Null));
        assert_eq!(ada.invitation(&account, &first).await["status"], "revoked");
        let accept = json!({ "token": old, "password": PASSWORD });
        world.api.post("/v1/invitations/accept", accept.clone()).await.expect_problem(409, "invitation_not_pending");
        post(&ada, &account.path(&format!("/invitations/{first}")), "resend")
            .await
            .expect_problem(409, "invitation_not_pending");

        post(&ada, &of_bob, "reactivate").await.expect_fields(&[("grants", "required")]);
        let grants = json!({ "grants": [grant("claims_manager")] });
        let back = ada.api.post(&format!("{of_bob}/reactivate"), grants).await.expect(200);
        assert_eq!((&back["status"], &back["id"]), (&json!("pending"), &away["id"]));
        let second = back["invitation"].as_str().expect("an invitation").to_owned();
        assert_ne!(second, first);
        assert_eq!(ada.invitation(&account, &second).await["status"], "pending");
        world.api.post("/v1/invitations/accept", accept).await.expect_problem(409, "invitation_not_pending");
        world.accept(BOB).await.expect(200);
        world.sign_in(BOB).await;
        assert_eq!(user(&ada, &account, BOB).await["status"], "active");
        assert_sound(world).await;
    });
}

#[test]
fn a_user_who_accepted_but_never_signed_in_comes_back_pending_without_another_email() {
    scenario(async |world| {
        let (account, ada) = world.account("warranty", "ada@example.com").await;
        ada.invite(&account, &[BOB]).await;
        world.accept(BOB).await.expect(200);
        let of_bob = path(&ada, &account, BOB).await;
        post(&ada, &of_bob, "deactivate").await.expect(200);
        let body = json!({ "email": BOB, "password": PASSWORD });
        world.api.post("/v1/sessions", body).await.expect_problem(403, "deactivated_everywhere");
        assert_eq!(user(&ada, &account, BOB).await["status"], "deactivated", "a sign-in lets nobody in again");
        let grants = json!({ "grants": [grant("claims_manager")] });
        let back = ada.api.post(&format!("{of_bob}/reactivate"), grants).await.expect(200);
        assert_eq!(back["status"], "pending");
        world.sign_in(BOB).await;
        assert_eq!(user(&ada, &account, BOB).await["status"], "active");
        world.system.settle().await.expect("the outbox runs empty");
        assert_eq!(world.system.mailbox().to(BOB).len(), 1);
        assert_sound(world).await;
    });
}

#[test]
fn someone_removed_is_gone_and_can_be_invited_again_at_once() {
    // Seed 001: "users that have been removed will be completely removed from the account. You can however still invite
    // the users that have been previously removed."
    scenario(async |world| {
        let (account, ada) = open(world).await;
        let bob = shop::hire(world, &account, &ada, BOB, "worker").await;
        let (before, of_bob) = (user(&ada, &account, BOB).await, path(&ada, &account, BOB).await);
        ada.api.delete(&of_bob).await.expect(204);
        bob.api.get(&account.path("")).await.expect_problem(404, "not_found");
        ada.api.get(&of_bob).await.expect_problem(404, "not_found");
        assert_eq!(Table::of(world).of_kind("membership").await.len(), 1, "only Ada's is left");
        let event = event(world, &account, "user.removed").await;
        let names = json!({ "given_name": "Grace", "family_name": "Hopper" });
        let was = json!({ "email": BOB, "names": names, "status": "active", "grants": recorded(&["worker"]) });
        assert_eq!((&event["before"], &event["target"], event.get("after")), (&was, &before["id"], None));

        assert_eq!(ada.invite(&account, &[BOB]).await, ["invited"]);
        let token = world.link(BOB).await;
        let bob = world.sign_in(BOB).await;
        bob.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
        let after = user(&ada, &account, BOB).await;
        assert_ne!(after["id"], before["id"], "another user");
        assert_eq!(after["external"], false, "this is their only account");
        for reply in [
            post(&ada, &of_bob, "deactivate").await,
            ada.api.delete(&of_bob).await,
            office::patch(&ada, &of_bob, json!({})).await,
        ] {
            reply.expect_problem(404, "not_found");
        }
        assert_sound(world).await;
    });
}

#[test]
fn removing_someone_pending_revokes_the_invitation_expired_or_not() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let open = ada.invite_one(&account, "late@example.com").await;
        world.advance(SignedDuration::from_hours(49)).await;
        let ada = world.sign_in("ada@example.com").await;
        let new = ada.invite_one(&account, BOB).await;
        let token = world.link(BOB).await;
        for (email, invitation) in [("late@example.com", open), (BOB, new)] {
            ada.api.delete(&path(&ada, &account, email).await).await.expect(204);
            assert_eq!(ada.invitation(&account, &invitation).await["status"], "revoked");
        }
        world
            .api
            .post("/v1/invitations/accept", json!({ "token": token, "password": PASSWORD }))
            .await
            .expect_problem(409, "invitation_not_pending");
        assert_eq!(ada.invite(&account, &[BOB, "late@example.com"]).await, ["invited", "invited"]);
        world.accept(BOB).await.expect(200);
        assert_sound(world).await;
    });
}

#[test]
fn people_leave_only_as_the_access_model_lets_them() {
    scenario_with(whole_table::quiet(), async |world| {
        let (invoicing, ada) = world.account("invoicing", "ada@example.com").await;
        let (warranty, eve) = world.account("warranty", "eve@example.com").await;
        ada.invite(&invoicing, &[BOB]).await;
        eve.invite(&warranty, &[BOB]).await;
        let (here, there) = (path(&ada, &invoicing, BOB).await, path(&eve, &warranty, BOB).await);
        whole_table::unchanged(world, async || {
            // Not even the administrator of the invoicing portal holds what its model has no use for.
            post(&ada, &here, "deactivate").await.expect_problem(403, "forbidden");
            eve.api.delete(&there).await.expect_problem(409, "removal_not_allowed");
            post(&eve, &there, "reactivate").await.expect_problem(409, "not_deactivated");
        })
        .await;
        post(&eve, &there, "deactivate").await.expect(200);
        post(&eve, &there, "deactivate").await.expect_problem(409, "already_deactivated");
        let (account, olga) =
            office::open(world, json!({ "offboarding": { "deactivate": false, "remove": true } }), "olga@example.com")
                .await;
        olga.invite(&account, &[BOB]).await;
        post(&olga, &path(&olga, &account, BOB).await, "deactivate")
            .await
            .expect_problem(409, "deactivation_not_allowed");
    });
}

#[test]
fn nobody_deactivates_or_removes_themselves() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = open(world).await;
        shop::hire(world, &account, &ada, BOB, "owner").await;
        let own = account.path(&format!("/users/{}", account.administrator));
        whole_table::unchanged(world, async || {
            for what in ["deactivate", "reactivate"] {
                post(&ada, &own, what).await.expect_problem(403, "cannot_act_on_self");
            }
            ada.api.delete(&own).await.expect_problem(403, "cannot_act_on_self");
        })
        .await;
    });
}

#[test]
fn a_user_who_lacks_the_permission_changes_nothing_and_learns_nothing() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = open(world).await;
        let bob = shop::hire(world, &account, &ada, BOB, "worker").await;
        let of_ada = account.path(&format!("/users/{}", account.administrator));
        let nobody = account.path(&format!("/users/usr_{}", "a".repeat(32)));
        whole_table::unchanged(world, async || {
            for path in [&of_ada, &nobody] {
                post(&bob, path, "deactivate").await.expect_problem(403, "forbidden");
                post(&bob, path, "reactivate").await.expect_problem(403, "forbidden");
                bob.api.delete(path).await.expect_problem(403, "forbidden");
                office::patch(&bob, path, json!({ "grants": [] })).await.expect_problem(403, "forbidden");
                bob.api
                    .post(&account.path("/users"), Member::row("x@example.com", "worker"))
                    .await
                    .expect_problem(403, "forbidden");
            }
        })
        .await;
    });
}

#[test]
fn what_was_read_before_a_change_is_stale_everywhere() {
    scenario(async |world| {
        let (account, ada) = open(world).await;
        shop::hire(world, &account, &ada, BOB, "worker").await;
        let of_bob = path(&ada, &account, BOB).await;
        let etag = ada.api.get(&of_bob).await.etag();
        let now = matching(&ada, Method::POST, &format!("{of_bob}/deactivate"), &etag, json!({})).await.etag();
        let stale = [
            matching(&ada, Method::POST, &format!("{of_bob}/deactivate"), &etag, json!({})).await,
            matching(&ada, Method::POST, &format!("{of_bob}/reactivate"), &etag, json!({})).await,
            matching(&ada, Method::PATCH, &of_bob, &etag, json!({ "given_name": "B" })).await,
            matching(&ada, Method::DELETE, &of_bob, &etag, json!({})).await,
        ];
        for reply in stale {
            reply.expect_problem(412, "stale_version");
        }
        matching(&ada, Method::DELETE, &of_bob, &now, json!({})).await.expect(204);
        assert_sound(world).await;
    });
}
