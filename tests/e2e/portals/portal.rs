//! The preset `portal`, sentence by sentence: seed 001, "How do I manage users under my account?"

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_tests::{PASSWORD, scenario};

use usher_tests::desk::{Desk, nameless, row};
use usher_tests::office::{grant, patch};

const BOB: &str = "bob@example.com";

fn modules(modules: &[&str], units: &[&str]) -> Value {
    json!({ "role": "user", "units": units, "permissions": modules })
}

/// "Once you have created your account, you will have an administrator access by default."
#[test]
fn the_person_whom_the_account_is_created_for_is_its_administrator() {
    scenario(async |world| {
        let desk = Desk::open(world, "portal").await;
        let admin = desk.user(&desk.admin.email).await;
        assert_eq!((&admin["grants"][0]["role"], &admin["status"]), (&json!("admin"), &json!("active")));
    });
}

/// Step 4: "You can invite as many users as you want at the same time." Step 7: "Invited users will be shown under
/// 'Pending Invitations'. Previously-invited users, existing users and users with disposable email addresses will not
/// be shown."
#[test]
fn many_are_invited_at_once_and_those_invited_existing_or_disposable_are_reported_and_left_out() {
    scenario(async |world| {
        let desk = Desk::open(world, "portal").await;
        desk.join(nameless(BOB, grant("user"))).await;
        assert_eq!(desk.invite(json!([nameless("old@example.com", grant("user"))])).await, ["invited"]);
        let rows = ["new@example.com", "old@example.com", BOB, "x@mailinator.com", "newer@example.com"]
            .map(|email| nameless(email, grant("user")));
        let verdicts = ["invited", "already_invited", "already_member", "disposable_address", "invited"];
        assert_eq!(desk.invite(json!(rows)).await, verdicts);
        let mut pending = desk.emails("/invitations?status=pending").await;
        pending.sort();
        assert_eq!(pending, ["new@example.com", "newer@example.com", "old@example.com"]);
        world.system.settle().await.expect("settled");
        assert!(world.system.mailbox().to("x@mailinator.com").is_empty());
    });
}

/// Step 5: "By default permissions are set as 'User' and you need to set the modules that your users will going to
/// access", and "the sub-accounts your user can access".
#[test]
fn a_user_has_the_modules_that_are_set_in_the_sub_accounts_that_are_set_and_nothing_else() {
    scenario(async |world| {
        let desk = Desk::open(world, "portal").await;
        let (east, west) = (desk.unit("East").await, desk.unit("West").await);
        let bare = desk.join(nameless("bare@example.com", modules(&[], &[&east]))).await;
        let bob = desk.join(nameless(BOB, modules(&["reports:use", "numbers:use"], &[&east]))).await;
        for (member, module, unit, allowed) in [
            (&bob, "reports:use", &east, true),
            (&bob, "numbers:use", &east, true),
            (&bob, "messages:use", &east, false),
            (&bob, "reports:use", &west, false),
            (&bare, "reports:use", &east, false),
        ] {
            assert_eq!(
                desk.allows(member, json!({ "permission": module, "unit": unit })).await,
                allowed,
                "{} {module}",
                member.email
            );
        }
        let path = desk.user_path(BOB).await;
        patch(&desk.admin, &path, json!({ "grants": [modules(&["messages:use"], &[&east, &west])] })).await.expect(200);
        assert!(desk.allows(&bob, json!({ "permission": "messages:use", "unit": west })).await);
        assert!(!desk.allows(&bob, json!({ "permission": "reports:use", "unit": east })).await);
    });
}

/// "User type permissions don't have access to Pricing, Payment and User Management modules. Only admin type of
/// permissions have access to these modules."
#[test]
fn pricing_payment_and_user_management_are_the_admins_alone() {
    scenario(async |world| {
        let desk = Desk::open(world, "portal").await;
        for module in ["pricing:use", "payment:use", "users:read", "users:invite"] {
            let added = json!({ "role": "user", "units": "all", "permissions": [module] });
            assert_eq!(desk.invite(json!([nameless(BOB, added)])).await, ["invalid"], "{module}");
        }
        let bob = desk.join(nameless(BOB, grant("user"))).await;
        assert!(desk.held(&bob, &["pricing:use", "payment:use", "users:read"]).await.is_empty());
        desk.manages_nobody(&bob).await;
        assert_eq!(desk.held(&desk.admin, &["pricing:use", "payment:use", "users:read"]).await.len(), 3);
    });
}

/// Step 9: "To remove a user or to resend an invitation, click on the particular user under 'Pending invitations'."
#[test]
fn a_pending_invitation_is_sent_again_or_taken_back() {
    scenario(async |world| {
        let desk = Desk::open(world, "portal").await;
        let bob = desk
            .admin
            .invite_rows(&desk.account, vec![nameless(BOB, grant("user")), nameless("eve@example.com", grant("user"))])
            .await
            .expect(200);
        let id = |row: usize| {
            desk.path(&format!("/invitations/{}", bob["results"][row]["invitation"].as_str().expect("an id")))
        };
        let first = world.link(BOB).await;
        desk.admin.api.post(&format!("{}/resend", id(0)), json!({})).await.expect(200);
        world
            .api
            .post("/v1/invitations/accept", json!({ "token": first, "password": PASSWORD }))
            .await
            .expect_problem(404, "not_found");
        desk.follow_link(BOB).await.expect(200);
        let taken_back = world.link("eve@example.com").await;
        desk.admin.api.post(&format!("{}/revoke", id(1)), json!({})).await.expect(200);
        world
            .api
            .post("/v1/invitations/accept", json!({ "token": taken_back, "password": PASSWORD }))
            .await
            .expect_problem(409, "invitation_not_pending");
        assert!(desk.emails("/users?status=pending").await.is_empty());
    });
}

/// Steps 10 to 12: "the email invite link, which is valid for seven days, the user will be asked to enter his password.
/// After the user enters his password, he will be able to login … The user will now be registered under 'Active
/// Users'."
#[test]
fn the_link_is_good_for_seven_days_asks_for_a_password_alone_and_leads_to_the_active_users() {
    scenario(async |world| {
        let desk = Desk::open(world, "portal").await;
        assert_eq!(
            desk.invite(json!([nameless(BOB, grant("user")), nameless("late@example.com", grant("user"))])).await,
            ["invited"; 2]
        );
        let (token, late) = (world.link(BOB).await, world.link("late@example.com").await);
        world.advance(SignedDuration::from_hours(7 * 24 - 1)).await;
        let asked = world.api.post("/v1/invitations/lookup", json!({ "token": token })).await.expect(200);
        assert_eq!((&asked["password_required"], &asked["names_required"]), (&json!(true), &json!(false)));
        world.api.post("/v1/invitations/accept", json!({ "token": token, "password": PASSWORD })).await.expect(200);
        world.sign_in(BOB).await;
        world.advance(SignedDuration::from_hours(1)).await;
        world
            .api
            .post("/v1/invitations/accept", json!({ "token": late, "password": PASSWORD }))
            .await
            .expect_problem(410, "invitation_expired");
        let desk = Desk { admin: world.sign_in(&desk.admin.email).await, ..desk };
        assert!(desk.emails("/users?status=active").await.contains(&BOB.to_owned()));
    });
}

/// "Deactivated users will be listed under 'Deactivated users', while users that have been removed will be completely
/// removed from the account. You can however still invite the users that have been previously removed."
#[test]
fn the_deactivated_are_listed_and_the_removed_are_gone_and_can_be_invited_again() {
    scenario(async |world| {
        let desk = Desk::open(world, "portal").await;
        let bob = desk.join(nameless(BOB, grant("user"))).await;
        let eve = desk.join(nameless("eve@example.com", grant("user"))).await;
        let (bobs, eves) = (desk.user_path(BOB).await, desk.user_path("eve@example.com").await);
        desk.admin.api.post(&format!("{bobs}/deactivate"), json!({})).await.expect(200);
        desk.is_closed_to(&bob).await;
        assert_eq!(desk.emails("/users?status=deactivated").await, [BOB]);
        desk.admin.api.post(&format!("{bobs}/reactivate"), json!({})).await.expect(200);
        world.sign_in(BOB).await.api.get(&desk.path("")).await.expect(200);

        desk.admin.api.delete(&eves).await.expect(204);
        desk.is_closed_to(&eve).await;
        assert!(!desk.emails("/users?limit=100").await.contains(&eve.email));
        assert_eq!(desk.invite(json!([row("eve@example.com", grant("user"))])).await, ["invited"]);
        let token = world.link("eve@example.com").await;
        world
            .sign_in("eve@example.com")
            .await
            .api
            .post("/v1/invitations/accept", json!({ "token": token }))
            .await
            .expect(200);
        assert!(desk.emails("/users?status=active").await.contains(&eve.email));
        desk.admin.api.get(&eves).await.expect_problem(404, "not_found");
    });
}
