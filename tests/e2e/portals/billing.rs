//! The preset `billing`, sentence by sentence: seed 003, "Manage users".

use serde_json::{Value, json};
use usher_tests::{Member, PASSWORD, scenario};

use usher_tests::desk::{Desk, row};
use usher_tests::office::{grant, patch};

const BOB: &str = "bob@example.com";

fn within(role: &str, units: &[&str]) -> Value {
    json!({ "role": role, "units": units })
}

/// Creates someone directly, who then sets a password and signs in.
async fn create(desk: &Desk<'_>, email: &str, grant: Value) -> Member {
    desk.admin.api.post(&desk.path("/users"), row(email, grant)).await.expect(201);
    desk.follow_link(email).await.expect(200);
    desk.world.sign_in(email).await
}

/// "you can create accounts for your users, and allow them to access one or more merchant profiles"; "By default, a new
/// user is Active, which means they can log in".
#[test]
fn a_new_user_is_active_at_once_in_the_profiles_that_are_selected() {
    scenario(async |world| {
        let desk = Desk::open(world, "billing").await;
        let (shop, stall) = (desk.unit("Shop").await, desk.unit("Stall").await);
        let created =
            desk.admin.api.post(&desk.path("/users"), row(BOB, within("normal_user", &[&shop]))).await.expect(201);
        assert_eq!((&created["status"], &created["grants"][0]["units"]), (&json!("active"), &json!([shop])));
        assert_eq!(desk.emails("/users?status=active").await, ["ada@billing.example.com", BOB]);
        desk.follow_link(BOB).await.expect(200);
        let bob = world.sign_in(BOB).await;
        assert!(desk.allows(&bob, json!({ "permission": "orders:create", "unit": shop })).await);
        assert!(!desk.allows(&bob, json!({ "permission": "orders:create", "unit": stall })).await);
    });
}

/// The four bullets: "full access", "almost full access but they cannot manage products, users, or view merchant
/// details", "can view products and manage customers, orders, and refunds", "can only view products and manage their
/// own customers and orders".
#[test]
fn each_role_has_what_its_sentence_says() {
    const ASKED: [&str; 8] = [
        "users:invite",
        "products:update",
        "merchant_profile:payment_configuration",
        "reports:generate",
        "orders:authorise_refunds",
        "customers:update",
        "customers:update:own",
        "products:read",
    ];
    scenario(async |world| {
        let desk = Desk::open(world, "billing").await;
        for (role, first) in [("admin_user", 0), ("accountant_user", 3), ("normal_user", 4), ("restricted_user", 6)] {
            let member = create(&desk, &format!("{role}@example.com"), grant(role)).await;
            assert_eq!(desk.held(&member, &ASKED).await, ASKED[first..], "{role}");
        }
    });
}

/// "✅ own"
#[test]
fn restricted_users_manage_their_own_customers_and_orders_and_nobody_elses() {
    scenario(async |world| {
        let desk = Desk::open(world, "billing").await;
        let bob = create(&desk, BOB, grant("restricted_user")).await;
        let own = desk.user(BOB).await["id"].clone();
        for permission in [
            "customers:read",
            "customers:update",
            "customers:deactivate",
            "orders:read",
            "orders:update",
            "orders:complete",
        ] {
            assert!(desk.allows(&bob, json!({ "permission": permission, "owner": own })).await, "{permission}");
            assert!(
                !desk.allows(&bob, json!({ "permission": permission, "owner": desk.account.administrator })).await,
                "{permission}"
            );
        }
        desk.manages_nobody(&bob).await;
    });
}

/// "Select Payment link to let the user create payment links." "select API access to generate API credentials."
#[test]
fn payment_links_and_api_access_are_added_to_one_user() {
    scenario(async |world| {
        let desk = Desk::open(world, "billing").await;
        let added = json!({
            "role": "normal_user", "units": "all", "permissions": ["payment_links:create", "api_tokens:manage:own"],
        });
        let bob = create(&desk, BOB, added).await;
        let eve = create(&desk, "eve@example.com", grant("normal_user")).await;
        let own = |user: &Value| json!({ "permission": "api_tokens:manage", "owner": user["id"] });
        let (bobs, eves) = (desk.user(BOB).await, desk.user("eve@example.com").await);
        assert!(
            desk.allows(&bob, json!({ "permission": "payment_links:create" })).await
                && desk.allows(&bob, own(&bobs)).await
        );
        assert!(
            !desk.allows(&eve, json!({ "permission": "payment_links:create" })).await
                && !desk.allows(&eve, own(&eves)).await
        );
        bob.api.post(&desk.path("/api-tokens"), json!({ "name": "Mine" })).await.expect(201);
        eve.api.post(&desk.path("/api-tokens"), json!({ "name": "Mine" })).await.expect_problem(403, "forbidden");
    });
}

/// "select API access to generate API credentials. The API user should have the admin_user role. To display the API
/// token at any time, display the User details".
#[test]
fn an_api_token_is_generated_for_the_api_user_and_displayed_at_any_time() {
    scenario(async |world| {
        let desk = Desk::open(world, "billing").await;
        let robot = create(&desk, "robot@example.com", grant("admin_user")).await;
        let owner = desk.user("robot@example.com").await["id"].clone();
        let made = desk
            .admin
            .api
            .post(&desk.path("/api-tokens"), json!({ "name": "Integration", "owner": owner }))
            .await
            .expect(201);
        let details = desk.path(&format!("/api-tokens?owner={}", owner.as_str().expect("an id")));
        for by in [&desk.admin, &robot] {
            let listed = by.pages(&details).await;
            let reveal = desk.path(&format!("/api-tokens/{}/reveal", listed[0]["id"].as_str().expect("an id")));
            assert_eq!(by.api.post(&reveal, json!({})).await.expect(200)["token"], made["token"]);
        }
        let program = Member {
            email: "robot@example.com".to_owned(),
            api: world.api.with_token(made["token"].as_str().expect("a token")),
        };
        assert!(desk.allows(&program, json!({ "permission": "orders:create" })).await);
    });
}

/// "In the navigation bar, check that you are in a profile the user has access."
#[test]
fn users_are_seen_by_those_who_share_a_profile() {
    scenario(async |world| {
        let desk = Desk::open(world, "billing").await;
        let (shop, stall) = (desk.unit("Shop").await, desk.unit("Stall").await);
        let lead = create(&desk, "lead@example.com", within("admin_user", &[&shop])).await;
        create(&desk, BOB, within("normal_user", &[&shop, &stall])).await;
        create(&desk, "eve@example.com", within("normal_user", &[&stall])).await;
        let seen: Vec<Value> =
            lead.pages(&desk.path("/users?limit=100")).await.into_iter().map(|user| user["email"].clone()).collect();
        assert_eq!(seen, ["ada@billing.example.com", BOB, "lead@example.com"]);
        assert_eq!(lead.pages(&desk.path("/users?query=eve")).await.len(), 0);
        lead.api.get(&desk.user_path("eve@example.com").await).await.expect_problem(404, "not_found");
        lead.api.get(&desk.user_path(BOB).await).await.expect(200);
        let mut of_stall = desk.emails(&format!("/users?unit={stall}")).await;
        of_stall.sort();
        assert_eq!(of_stall, ["ada@billing.example.com", BOB, "eve@example.com"]);
    });
}

/// "To change the user's access to functionality, select a new Role. … To change the user's access to merchant
/// profiles, add or remove profiles. … To implement the changes to the user account, tell the user to refresh their
/// BillPro screen".
#[test]
fn a_new_role_and_other_profiles_bind_with_the_next_request() {
    scenario(async |world| {
        let desk = Desk::open(world, "billing").await;
        let (shop, stall) = (desk.unit("Shop").await, desk.unit("Stall").await);
        let bob = create(&desk, BOB, within("normal_user", &[&shop])).await;
        patch(&desk.admin, &desk.user_path(BOB).await, json!({ "grants": [within("accountant_user", &[&stall])] }))
            .await
            .expect(200);
        assert!(desk.allows(&bob, json!({ "permission": "reports:read", "unit": stall })).await);
        assert!(!desk.allows(&bob, json!({ "permission": "orders:read", "unit": shop })).await);
    });
}

/// "You cannot delete a user account, but you can deactivate it. … the user will display a grey flag for inactive
/// instead of a green flag for active, and the user will not be able to log in".
#[test]
fn users_are_deactivated_and_never_deleted() {
    scenario(async |world| {
        let desk = Desk::open(world, "billing").await;
        let bob = create(&desk, BOB, grant("normal_user")).await;
        let path = desk.user_path(BOB).await;
        desk.admin.api.delete(&path).await.expect_problem(409, "removal_not_allowed");
        let away = desk.admin.api.post(&format!("{path}/deactivate"), json!({})).await.expect(200);
        assert_eq!(
            (&away["status"], &away["grants"][0]["role"]),
            (&json!("deactivated"), &json!("normal_user")),
            "what they held is kept"
        );
        desk.is_closed_to(&bob).await;
        let again = json!({ "email": BOB, "password": PASSWORD });
        world.api.post("/v1/sessions", again).await.expect_problem(403, "deactivated_everywhere");
        assert_eq!(desk.emails("/users?status=deactivated").await, [BOB]);
        desk.admin.api.post(&format!("{path}/reactivate"), json!({})).await.expect(200);
        world.sign_in(BOB).await.api.get(&desk.path("")).await.expect(200);
    });
}
