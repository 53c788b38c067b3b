//! The preset `warranty`, sentence by sentence: seed 004, "User Management".

use jiff::SignedDuration;
use serde_json::json;
use usher_tests::scenario;

use usher_tests::desk::{Desk, row};
use usher_tests::office::{event, grant, patch};
use usher_tests::resets::{OTHER, password_token, send, set_password, signed_in};

const BOB: &str = "bob@example.com";

/// The table under "Roles", and "view = READ, edit = READ | UPDATE, full = CREATE | READ | UPDATE | DELETE
/// (INACTIVATE)".
#[test]
fn each_role_reaches_as_far_as_its_row_of_the_table() {
    const RESOURCES: [&str; 7] = ["customize", "settings", "analytics", "contracts", "claims", "products", "leads"];
    const ROWS: [(&str, [usize; 7]); 3] = [
        ("admin", [4, 4, 1, 2, 4, 4, 4]),
        ("transaction_manager", [1, 1, 1, 2, 4, 4, 4]),
        ("claims_manager", [0, 0, 0, 1, 4, 0, 0]),
    ];
    scenario(async |world| {
        let desk = Desk::open(world, "warranty").await;
        for (role, cells) in ROWS {
            let member = desk.join(row(&format!("{role}@example.com"), grant(role))).await;
            for (resource, reach) in RESOURCES.iter().zip(cells) {
                let actions = ["read", "update", "create", "delete"].map(|action| format!("{resource}:{action}"));
                let actions = actions.each_ref().map(String::as_str);
                assert_eq!(desk.held(&member, &actions).await, actions[..reach], "{role} on {resource}");
            }
            let manages = ["users:read", "users:invite", "users:update", "users:deactivate"];
            assert_eq!(
                desk.held(&member, &manages).await.len(),
                if role == "admin" { 4 } else { 0 },
                "{role} on users"
            );
        }
    });
}

/// "If your account contains multiple stores, each user added will have access to all stores associated to the
/// account."
#[test]
fn everybody_reaches_every_store_also_those_to_come() {
    scenario(async |world| {
        let desk = Desk::open(world, "warranty").await;
        let bob = desk.join(row(BOB, grant("claims_manager"))).await;
        let store = desk.unit("Store").await;
        assert!(desk.allows(&bob, json!({ "permission": "claims:create", "unit": store })).await);
        let chosen = json!({ "role": "claims_manager", "units": [store] });
        assert_eq!(desk.invite(json!([row("eve@example.com", chosen)])).await, ["invalid"]);
    });
}

/// "Enter First Name, Last Name, and Email. Select one or multiple Roles"; "The user will appear in Pending status
/// until they create a password and successfully log in."
#[test]
fn a_new_user_is_pending_until_they_set_a_password_and_sign_in() {
    scenario(async |world| {
        let desk = Desk::open(world, "warranty").await;
        let mut several = row(BOB, grant("claims_manager"));
        several["grants"] = json!([grant("claims_manager"), grant("transaction_manager")]);
        assert_eq!(desk.invite(json!([several])).await, ["invited"]);
        assert_eq!(desk.user(BOB).await["status"], "pending");
        desk.follow_link(BOB).await.expect(200);
        assert_eq!(desk.user(BOB).await["status"], "pending", "a password alone is no sign-in");
        let bob = world.sign_in(BOB).await;
        assert_eq!(desk.user(BOB).await["status"], "active");
        assert_eq!(desk.held(&bob, &["claims:delete", "products:create"]).await.len(), 2, "what either role gives");
    });
}

/// "Once a user is created, you can update their Role assignment at any time." "You can search for users by First Name,
/// Last Name or Email".
#[test]
fn users_are_found_by_either_name_or_address_and_their_roles_changed() {
    scenario(async |world| {
        let desk = Desk::open(world, "warranty").await;
        for (email, given, family) in [
            ("b.stone@example.com", "Zoë", "Stone"),
            ("walt@example.com", "Walter", "Zoeller"),
            ("zoom@example.com", "Ann", "Lee"),
        ] {
            let mut row = row(email, grant("claims_manager"));
            (row["given_name"], row["family_name"]) = (json!(given), json!(family));
            assert_eq!(desk.invite(json!([row])).await, ["invited"]);
        }
        for (query, found) in [
            ("zo", vec!["b.stone@example.com", "walt@example.com", "zoom@example.com"]),
            ("ZOEL", vec!["walt@example.com"]),
            ("stone", vec!["b.stone@example.com"]),
            ("Walt", vec!["walt@example.com"]),
            ("zoom@", vec!["zoom@example.com"]),
            ("tone", vec![]),
        ] {
            let mut emails = desk.emails(&format!("/users?query={query}")).await;
            emails.sort();
            assert_eq!(emails, found, "{query}");
        }
        patch(&desk.admin, &desk.user_path("walt@example.com").await, json!({ "grants": [grant("admin")] }))
            .await
            .expect(200);
        assert_eq!(desk.user("walt@example.com").await["grants"][0]["role"], "admin");
    });
}

/// "Once a user is created, Email can not be changed. … after user creation, only the user themselves can update the
/// First Name and Last Name via their User Profile."
#[test]
fn the_address_never_changes_and_names_are_their_owners() {
    scenario(async |world| {
        let desk = Desk::open(world, "warranty").await;
        let bob = desk.join(row(BOB, grant("claims_manager"))).await;
        let path = desk.user_path(BOB).await;
        patch(&desk.admin, &path, json!({ "email": "rob@example.com" }))
            .await
            .expect_fields(&[("email", "email_immutable")]);
        patch(&desk.admin, &path, json!({ "given_name": "Robert" }))
            .await
            .expect_fields(&[("given_name", "name_not_editable")]);
        patch(&bob, &path, json!({ "given_name": "Robert" })).await.expect(200);
        assert_eq!(desk.user(BOB).await["given_name"], "Robert");
    });
}

/// "If this confirmation email gets lost or if the invitation expires, a new invite email can be generated … A user
/// must be in 'Pending' status".
#[test]
fn the_invitation_is_sent_again_while_pending_also_when_it_has_expired() {
    scenario(async |world| {
        let desk = Desk::open(world, "warranty").await;
        let id = desk.admin.invite_rows(&desk.account, vec![row(BOB, grant("claims_manager"))]).await.expect(200);
        let invitation =
            desk.path(&format!("/invitations/{}", id["results"][0]["invitation"].as_str().expect("an id")));
        let lost = world.link(BOB).await;
        desk.admin.api.post(&format!("{invitation}/resend"), json!({})).await.expect(200);
        assert_ne!(world.link(BOB).await, lost);
        world.advance(SignedDuration::from_hours(7 * 24)).await;
        let desk = Desk { admin: world.sign_in(&desk.admin.email).await, ..desk };
        assert_eq!(desk.user(BOB).await["status"], "pending");
        desk.admin.api.post(&format!("{invitation}/resend"), json!({})).await.expect(200);
        desk.follow_link(BOB).await.expect(200);
        world.sign_in(BOB).await;
        desk.admin
            .api
            .post(&format!("{invitation}/resend"), json!({}))
            .await
            .expect_problem(409, "invitation_not_pending");
    });
}

/// "until they create a password and successfully log in": in between there is nothing to send again, and every refusal
/// says what there is.
#[test]
fn a_user_who_has_accepted_and_not_signed_in_is_a_member_who_can_be_sent_a_password_reset() {
    scenario(async |world| {
        let desk = Desk::open(world, "warranty").await;
        let again = row(BOB, grant("claims_manager"));
        let invited = desk.admin.invite_rows(&desk.account, vec![again.clone()]).await.expect(200);
        let invitation =
            desk.path(&format!("/invitations/{}", invited["results"][0]["invitation"].as_str().expect("an id")));
        assert!(desk.user(BOB).await["invitation"].is_string());
        desk.follow_link(BOB).await.expect(200);
        let bob = desk.user(BOB).await;
        assert_eq!((&bob["status"], &bob["invitation"]), (&json!("pending"), &json!(null)));

        let refused =
            desk.admin.api.post(&desk.path("/users"), again.clone()).await.expect_problem(409, "already_member");
        assert!(
            refused["detail"].as_str().is_some_and(|detail| detail.contains("can sign in or reset their password")),
            "{refused}"
        );
        assert_eq!(desk.invite(json!([again])).await, ["already_member"]);
        for act in ["resend", "revoke"] {
            let refused = desk
                .admin
                .api
                .post(&format!("{invitation}/{act}"), json!({}))
                .await
                .expect_problem(409, "invitation_not_pending");
            assert!(
                refused["detail"]
                    .as_str()
                    .is_some_and(|detail| detail.contains("already accepted; the user can sign in")),
                "{refused}"
            );
        }

        send(&desk.admin, &desk.user_path(BOB).await, json!({ "password": true })).await.expect(202);
        set_password(&world.api, &password_token(world, BOB).await, OTHER).await.expect(204);
        signed_in(world, BOB, OTHER).await;
        assert_eq!(desk.user(BOB).await["status"], "active");
    });
}

/// "You can deactivate a user in Active status or Pending status. Deactivation removes a user's access to your Merchant
/// Portal Account by removing all their Roles. The user record is preserved and marked as 'Deactivated'."
#[test]
fn deactivation_takes_all_roles_away_and_keeps_the_record() {
    scenario(async |world| {
        let desk = Desk::open(world, "warranty").await;
        let bob = desk.join(row(BOB, grant("claims_manager"))).await;
        assert_eq!(desk.invite(json!([row("eve@example.com", grant("admin"))])).await, ["invited"]);
        let link = world.link("eve@example.com").await;
        for email in [BOB, "eve@example.com"] {
            let path = desk.user_path(email).await;
            desk.admin.api.delete(&path).await.expect_problem(409, "removal_not_allowed");
            let away = desk.admin.api.post(&format!("{path}/deactivate"), json!({})).await.expect(200);
            assert_eq!((&away["status"], &away["grants"]), (&json!("deactivated"), &json!([])));
        }
        desk.is_closed_to(&bob).await;
        let accepted =
            world.api.post("/v1/invitations/accept", json!({ "token": link, "password": usher_tests::PASSWORD })).await;
        assert!(accepted.status.is_client_error(), "{accepted:?}");
        assert_eq!(desk.emails("/users?status=deactivated").await, [BOB, "eve@example.com"]);
        let event = event(world, &desk.account, "user.deactivated").await;
        assert_eq!(event["before"]["grants"][0]["role"], "admin", "the trail keeps what was taken away");
    });
}
