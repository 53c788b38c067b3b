//! The preset `mailing`, sentence by sentence: seed 002, "Invite users".

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_tests::{PASSWORD, scenario};

use usher_tests::desk::{Desk, nameless, row};
use usher_tests::office::{grant, patch};

const BOB: &str = "bob@example.com";

fn typed(role: &str) -> Value {
    json!({ "role": role })
}

/// "Administrators … are the only ones who can create, delete or modify other users … They are also the only ones who
/// can create API tokens."
#[test]
fn only_administrators_manage_users_and_create_api_tokens() {
    scenario(async |world| {
        let desk = Desk::open(world, "mailing").await;
        for role in ["user", "custom"] {
            let member = desk.join(nameless(&format!("{role}@example.com"), typed(role))).await;
            desk.manages_nobody(&member).await;
            assert!(!desk.allows(&member, json!({ "permission": "api_tokens:manage" })).await, "{role}");
            member
                .api
                .post(&desk.path("/api-tokens"), json!({ "name": "Mine" }))
                .await
                .expect_problem(403, "forbidden");
        }
        let second = desk.join(nameless("second@example.com", typed("administrator"))).await;
        assert_eq!(
            desk.held(&second, &["users:invite", "users:update", "users:remove", "api_tokens:manage"]).await.len(),
            4
        );
        second.api.post(&desk.path("/api-tokens"), json!({ "name": "Sync" })).await.expect(201);
    });
}

/// "Users, on the other hand, have access to all account features except those reserved for administrators. They cannot
/// see or modify other users, nor can they create new ones. They can only edit their own profile."
#[test]
fn users_have_all_features_see_nobody_else_and_edit_their_own_profile() {
    scenario(async |world| {
        let desk = Desk::open(world, "mailing").await;
        let bob = desk.join(nameless(BOB, typed("user"))).await;
        let features = ["templates:create", "contacts:delete", "mailings:send", "statistics:read"];
        assert_eq!(desk.held(&bob, &features).await, features);
        let own = desk.user_path(BOB).await;
        assert_eq!(bob.api.get(&own).await.expect(200)["email"], BOB);
        patch(&bob, &own, json!({ "given_name": "Robert" })).await.expect(200);
        patch(&bob, &own, json!({ "grants": [typed("administrator")] }))
            .await
            .expect_problem(403, "cannot_change_own_grants");
        bob.api
            .send(reqwest::Method::PATCH, "/v1/me", &[], Some(json!({ "family_name": "Builder" }).to_string()))
            .await
            .expect(200);
        let user = desk.user(BOB).await;
        assert_eq!((&user["given_name"], &user["family_name"]), (&json!("Robert"), &json!("Builder")));
    });
}

/// "Users with custom permissions are users who have access to the basic permissions, in addition to the permissions
/// you decide to grant them."
#[test]
fn custom_users_have_the_basic_permissions_and_those_chosen_from_the_list() {
    scenario(async |world| {
        let desk = Desk::open(world, "mailing").await;
        let custom = |permissions: &[&str]| json!({ "role": "custom", "permissions": permissions });
        let basic = desk.join(nameless("basic@example.com", custom(&[]))).await;
        let bob = desk.join(nameless(BOB, custom(&["mailings:send", "contacts:update"]))).await;
        let asked = ["mailings:read", "mailings:send", "contacts:update", "contacts:delete"];
        assert_eq!(desk.held(&basic, &asked).await, ["mailings:read"]);
        assert_eq!(desk.held(&bob, &asked).await, ["mailings:read", "mailings:send", "contacts:update"]);
        for beyond in ["users:read", "api_tokens:manage"] {
            assert_eq!(
                desk.invite(json!([nameless("eve@example.com", custom(&[beyond]))])).await,
                ["invalid"],
                "{beyond}"
            );
        }
    });
}

/// Steps 3 and 4: "Enter the email address of the person … and choose their user type. … The email will contain an
/// invitation link to allow the user to complete their profile and finish creating their user."
#[test]
fn the_invited_person_completes_their_profile_behind_the_link() {
    scenario(async |world| {
        let desk = Desk::open(world, "mailing").await;
        assert_eq!(
            desk.invite(json!([row(BOB, typed("user"))])).await,
            ["invalid"],
            "names are the person's own to give"
        );
        assert_eq!(desk.invite(json!([nameless(BOB, typed("user"))])).await, ["invited"]);
        let token = world.link(BOB).await;
        let bare = json!({ "token": token, "password": PASSWORD });
        world
            .api
            .post("/v1/invitations/accept", bare)
            .await
            .expect_fields(&[("given_name", "required"), ("family_name", "required")]);
        desk.follow_link(BOB).await.expect(200);
        let user = desk.user(BOB).await;
        assert_eq!(
            (&user["given_name"], &user["family_name"], &user["status"]),
            (&json!("Grace"), &json!("Hopper"), &json!("active"))
        );
    });
}

/// "The invitation link is valid for 7 days. If it expires or if the person loses their email, you can resend them a
/// new invitation … If you made a mistake … or if you want to cancel the invitation, click on the trash can icon."
#[test]
fn invitations_last_seven_days_and_are_sent_again_or_cancelled() {
    scenario(async |world| {
        let desk = Desk::open(world, "mailing").await;
        let rows = vec![nameless(BOB, typed("user")), nameless("typo@example.com", typed("user"))];
        let invited = desk.admin.invite_rows(&desk.account, rows).await.expect(200);
        let account = desk.account.clone();
        let id = |row: usize| {
            account.path(&format!("/invitations/{}", invited["results"][row]["invitation"].as_str().expect("an id")))
        };
        desk.admin.api.post(&format!("{}/revoke", id(1)), json!({})).await.expect(200);
        assert_eq!(desk.emails("/invitations?status=pending").await, [BOB]);
        world.link(BOB).await;
        world.advance(SignedDuration::from_hours(7 * 24)).await;
        let desk = Desk { admin: world.sign_in(&desk.admin.email).await, ..desk };
        assert_eq!(desk.emails("/invitations?status=expired").await, [BOB]);
        desk.follow_link(BOB).await.expect_problem(410, "invitation_expired");
        desk.admin.api.post(&format!("{}/resend", id(0)), json!({})).await.expect(200);
        desk.follow_link(BOB).await.expect(200);
        assert_eq!(desk.user(BOB).await["status"], "active");
    });
}

/// "if someone leaves your organization, you can simply delete their user, and they will automatically lose access to
/// the account"
#[test]
fn a_deleted_user_loses_access_at_once() {
    scenario(async |world| {
        let desk = Desk::open(world, "mailing").await;
        let bob = desk.join(nameless(BOB, typed("user"))).await;
        desk.admin.api.delete(&desk.user_path(BOB).await).await.expect(204);
        desk.is_closed_to(&bob).await;
    });
}

/// "you can invite users from another account to access yours … a multi-account access that allows them to navigate
/// between accounts with a single login … You can customize their user type and permissions … Users from other accounts
/// who have access to yours are listed under the External users' section"
#[test]
fn users_of_another_account_come_in_with_one_login_and_are_listed_as_external() {
    scenario(async |world| {
        let home = Desk::open(world, "portal").await;
        let bob = home.join(row(BOB, grant("user"))).await;
        let desk = Desk::open(world, "mailing").await;
        desk.join(nameless("native@example.com", typed("user"))).await;
        assert_eq!(
            desk.invite(json!([nameless(BOB, json!({ "role": "custom", "permissions": ["templates:share"] }))])).await,
            ["invited"]
        );
        assert_eq!(desk.user(BOB).await["external"], false, "nothing tells an inviter that someone is known elsewhere");

        let token = world.link(BOB).await;
        let profile = json!({ "token": token, "given_name": "Bob", "family_name": "Away" });
        world.api.post("/v1/invitations/accept", profile.clone()).await.expect_problem(409, "sign_in_required");
        bob.api.post("/v1/invitations/accept", profile).await.expect(200);
        assert_eq!(desk.emails("/users?external=true").await, [BOB]);
        assert_eq!(desk.emails("/users?external=false").await, ["ada@mailing.example.com", "native@example.com"]);
        assert!(home.emails("/users?external=true").await.is_empty());

        let me = bob.api.get("/v1/me").await.expect(200);
        assert_eq!(me["accounts"].as_array().map(Vec::len), Some(2), "one session, both accounts");
        assert!(desk.allows(&bob, json!({ "permission": "templates:share" })).await);
        assert!(!desk.allows(&bob, json!({ "permission": "mailings:send" })).await);
        assert_eq!(
            (&desk.user(BOB).await["family_name"], &home.user(BOB).await["family_name"]),
            (&json!("Away"), &json!("Hopper"))
        );

        desk.admin.api.delete(&desk.user_path(BOB).await).await.expect(204);
        desk.is_closed_to(&bob).await;
        assert_eq!(
            bob.api.get(&home.path("")).await.expect(200)["id"],
            home.account.id.as_str(),
            "the other account is left alone"
        );
    });
}
