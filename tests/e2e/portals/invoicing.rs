//! The preset `invoicing`, sentence by sentence: seed 000, "Managing Users".

use jiff::SignedDuration;
use serde_json::json;
use usher_tests::scenario;

use usher_tests::desk::{Desk, row};
use usher_tests::office::{grant, patch};
use usher_tests::resets::{
    OTHER, factor_token, password_token, remove_factor, send, send_for_factor, set_password, signed_in,
};

const BOB: &str = "bob@example.com";

#[test]
fn only_admin_users_can_access_this_feature() {
    scenario(async |world| {
        let desk = Desk::open(world, "invoicing").await;
        for role in ["read", "create", "write"] {
            let member = desk.join(row(&format!("{role}@example.com"), grant(role))).await;
            desk.manages_nobody(&member).await;
        }
        let second = desk.join(row("second@example.com", grant("admin"))).await;
        assert_eq!(second.pages(&desk.path("/users?limit=100")).await.len(), 5);
    });
}

/// Step 2: "Enter the user's email address …, this will also be their username. Continue to enter their first and last
/// name and select their role."
#[test]
fn the_admin_enters_address_names_and_one_role_and_the_address_is_the_username() {
    scenario(async |world| {
        let desk = Desk::open(world, "invoicing").await;
        let without_names = json!({ "email": BOB, "grants": [grant("read")] });
        let without_role = json!({ "email": BOB, "given_name": "Bob", "family_name": "Builder" });
        let mut two_roles = row(BOB, grant("read"));
        two_roles["grants"] = json!([grant("read"), grant("write")]);
        assert_eq!(desk.invite(json!([without_names, without_role, two_roles])).await, ["invalid"; 3]);
        let bob = desk.join(row(BOB, grant("create"))).await;
        assert_eq!(bob.api.get("/v1/me").await.expect(200)["email"], BOB);
        let user = desk.user(BOB).await;
        assert_eq!(
            (&user["given_name"], &user["family_name"], &user["grants"][0]["role"]),
            (&json!("Grace"), &json!("Hopper"), &json!("create"))
        );
    });
}

/// Step 3: "There are 4 types of roles; Admin, Write, Create, and Read", each with everything that the one before can.
#[test]
fn each_role_can_do_what_the_one_before_can_and_its_own() {
    const LADDER: [(&str, &[&str]); 4] = [
        ("read", &["invoices:read", "payment_plans:read", "locations:read", "payment_methods:read"]),
        ("create", &["invoices:create", "invoices:pay", "payment_plans:create"]),
        ("write", &["invoices:cancel", "invoices:refund", "payment_plans:customize"]),
        (
            "admin",
            &[
                "users:invite",
                "users:update",
                "users:reset_credentials",
                "locations:manage",
                "payment_methods:manage",
                "invoices:delete",
            ],
        ),
    ];
    scenario(async |world| {
        let desk = Desk::open(world, "invoicing").await;
        let all: Vec<&str> = LADDER.iter().flat_map(|(_, added)| added.iter().copied()).collect();
        let mut expected = Vec::new();
        for (role, added) in LADDER {
            expected.extend_from_slice(added);
            let member = desk.join(row(&format!("{role}@example.com"), grant(role))).await;
            assert_eq!(desk.held(&member, &all).await, expected, "{role}");
        }
    });
}

/// Step 4: "The user will receive an email with login instructions from iCorePay support. They must click on the link
/// and follow the prompts to complete their account."
#[test]
fn the_user_gets_an_email_and_completes_the_account_behind_its_link() {
    scenario(async |world| {
        let desk = Desk::open(world, "invoicing").await;
        assert_eq!(desk.invite(json!([row(BOB, grant("read"))])).await, ["invited"]);
        world.link(BOB).await;
        let mail = world.system.mailbox().to(BOB).pop().expect("an email");
        assert!(mail.from.contains("iCorePay"), "{}", mail.from);
        assert!(mail.text.contains("Questions? Write to help@icorepay.example"), "{}", mail.text);
        assert_eq!(desk.user(BOB).await["status"], "pending");
        world
            .api
            .post("/v1/sessions", json!({ "email": BOB, "password": usher_tests::PASSWORD }))
            .await
            .expect_problem(401, "wrong_credentials");
        desk.follow_link(BOB).await.expect(200);
        world.sign_in(BOB).await;
        assert_eq!(desk.user(BOB).await["status"], "active");
    });
}

/// "A new user must access the emailed login instructions within a 48-hour time limit starting from the time the admin
/// adds the user."
#[test]
fn the_link_works_for_48_hours_from_the_moment_the_admin_adds_the_user() {
    scenario(async |world| {
        let desk = Desk::open(world, "invoicing").await;
        assert_eq!(
            desk.invite(json!([row(BOB, grant("read")), row("late@example.com", grant("read"))])).await,
            ["invited"; 2]
        );
        let late = world.link("late@example.com").await;
        world.advance(SignedDuration::from_mins(48 * 60 - 5)).await;
        desk.follow_link(BOB).await.expect(200);
        world.advance(SignedDuration::from_mins(5)).await;
        let admin = world.sign_in(&desk.admin.email).await;
        world
            .api
            .post("/v1/invitations/accept", json!({ "token": late, "password": usher_tests::PASSWORD }))
            .await
            .expect_problem(410, "invitation_expired");
        let desk = Desk { admin, ..desk };
        assert_eq!(desk.emails("/invitations?status=expired").await, ["late@example.com"]);
    });
}

/// "If the link becomes invalid, send the user a password reset": it lets them in for another 48 hours.
#[test]
fn a_password_reset_rescues_someone_whose_link_has_become_invalid() {
    scenario(async |world| {
        let desk = Desk::open(world, "invoicing").await;
        assert_eq!(desk.invite(json!([row(BOB, grant("read"))])).await, ["invited"]);
        let late = world.link(BOB).await;
        world.advance(SignedDuration::from_hours(49)).await;
        let desk = Desk { admin: world.sign_in(&desk.admin.email).await, ..desk };
        assert_eq!(desk.emails("/invitations?status=expired").await, [BOB]);
        let path = desk.user_path(BOB).await;
        send(&desk.admin, &path, json!({ "password": true })).await.expect(202);
        let accept = json!({ "token": late, "password": usher_tests::PASSWORD });
        world.api.post("/v1/invitations/accept", accept).await.expect_problem(404, "not_found");
        world.advance(SignedDuration::from_hours(47)).await;
        desk.follow_link(BOB).await.expect(200);
        world.sign_in(BOB).await;
        let desk = Desk { admin: world.sign_in(&desk.admin.email).await, ..desk };
        assert_eq!(desk.user(BOB).await["status"], "active");
    });
}

/// "Reset Credentials – Send the user a reset password link and/or a reset two-factor authentication link via email."
#[test]
fn the_admin_resets_credentials_by_links_and_nobody_else_does() {
    scenario(async |world| {
        let desk = Desk::open(world, "invoicing").await;
        let bob = desk.join(row(BOB, grant("write"))).await;
        let path = desk.user_path(BOB).await;
        send(&bob, &path, json!({ "password": true })).await.expect_problem(403, "forbidden");
        let both = json!({ "password": true, "second_factor": true });
        send_for_factor(world, &desk.admin, &path, BOB, both).await.expect(202);
        let (password, factor) = (password_token(world, BOB).await, factor_token(world, BOB).await);
        set_password(&world.api, &password, OTHER).await.expect(204);
        remove_factor(&world.api, &factor, OTHER).await.expect(204);
        signed_in(world, BOB, OTHER).await.api.get(&desk.path("")).await.expect(200);
        bob.api.get(&desk.path("")).await.expect_problem(401, "unauthenticated");
    });
}

/// "For existing users, you can change/edit their roles at any time"; "Overview – Edit the user's role and name if
/// needed."
#[test]
fn role_and_name_are_edited_at_any_time_and_bind_at_once() {
    scenario(async |world| {
        let desk = Desk::open(world, "invoicing").await;
        assert_eq!(desk.invite(json!([row(BOB, grant("read"))])).await, ["invited"]);
        let path = desk.user_path(BOB).await;
        patch(&desk.admin, &path, json!({ "given_name": "Robert", "grants": [grant("create")] })).await.expect(200);
        desk.follow_link(BOB).await.expect(200);
        let bob = world.sign_in(BOB).await;
        assert!(
            desk.allows(&bob, json!({ "permission": "invoices:create" })).await,
            "what was edited while the user was pending holds"
        );
        assert_eq!(desk.user(BOB).await["given_name"], "Robert");
        patch(&desk.admin, &path, json!({ "grants": [grant("read")] })).await.expect(200);
        assert!(!desk.allows(&bob, json!({ "permission": "invoices:create" })).await);
        patch(&bob, &path, json!({ "given_name": "Bobby" }))
            .await
            .expect_fields(&[("given_name", "name_not_editable")]);
    });
}

/// "Remove User – Delete the user from your practices. Removing a user removes their access from all practices they
/// have access to."
#[test]
fn removing_a_user_removes_their_access_from_all_practices() {
    scenario(async |world| {
        let desk = Desk::open(world, "invoicing").await;
        let (north, south) = (desk.unit("North").await, desk.unit("South").await);
        let bob = desk.join(row(BOB, json!({ "role": "read", "units": [north, south] }))).await;
        for unit in [&north, &south] {
            assert!(desk.allows(&bob, json!({ "permission": "invoices:read", "unit": unit })).await);
        }
        let path = desk.user_path(BOB).await;
        desk.admin.api.post(&format!("{path}/deactivate"), json!({})).await.expect_problem(403, "forbidden");
        desk.admin.api.delete(&path).await.expect(204);
        desk.is_closed_to(&bob).await;
        desk.admin.api.get(&path).await.expect_problem(404, "not_found");
        assert!(!desk.emails("/users?limit=100").await.contains(&BOB.to_owned()));
    });
}
