//! What an access model comes to: for operators before anything follows it, and for front ends of an account.

use serde_json::{Value, json};
use usher_tests::{Member, Reply, World, office, scenario, shop};

async fn validate(world: &World, model: &Value) -> Reply {
    world.operator().post("/v1/models/validate", json!({ "access_model": model })).await
}

fn named<'a>(list: &'a Value, name: &str) -> &'a Value {
    list.as_array().expect("a list").iter().find(|one| one["name"] == name).expect("one of that name")
}

#[test]
fn an_operator_sees_what_a_model_comes_to_and_what_may_surprise() {
    scenario(async |world| {
        let mut model = shop::model();
        model["roles"]["lead"]["includes"] = json!(["clerk"]);
        model["roles"]["chief"] = json!({ "title": "Chief", "permissions": ["*:*"] });
        model["resources"]["orders"]["actions"] = json!({ "read": "See", "create": "Place", "refund": "Pay back" });
        let valid = validate(world, &model).await.expect(200);
        assert_eq!(valid["access_model"]["policies"]["activation"], "on_accept");
        let resolved = &valid["resolved"];
        assert_eq!(resolved["first_administrator"], json!({ "role": "chief", "reason": "first_by_name" }));
        let lead = named(&resolved["roles"], "lead");
        assert_eq!(lead["permissions"], json!(["orders:create", "orders:read", "users:invite", "users:read"]));
        assert_eq!(lead["customizable"], json!(["orders:refund"]));
        assert_eq!(named(&resolved["roles"], "owner")["permissions"].as_array().expect("a list").len(), 3 + 11);
        assert_eq!(named(&named(&resolved["resources"], "orders")["actions"], "refund")["title"], "Pay back");
        assert_eq!(valid["warnings"][0]["code"], "first_administrator_tied");
        model["first_administrator"] = json!("owner");
        let named = validate(world, &model).await.expect(200);
        assert_eq!(named["resolved"]["first_administrator"], json!({ "role": "owner", "reason": "named" }));
        assert_eq!(named["warnings"], json!([]));
        model["first_administrator"] = json!("clerk");
        let refused = validate(world, &model).await;
        refused.expect_fields(&[("access_model.first_administrator", "not_an_administrator")]);
    });
}

#[test]
fn everybody_in_an_account_sees_its_roles_as_permissions() {
    scenario(async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        let clerk = shop::hire(world, &account, &olga, "carl@example.com", "clerk").await;
        let path = account.path("/access-model/resolved");
        let seen = clerk.api.get(&path).await;
        assert_eq!(seen.etag(), clerk.api.get(&account.path("/access-model")).await.etag());
        let seen = seen.expect(200);
        assert_eq!(seen, validate(world, &shop::model()).await.expect(200)["resolved"]);
        assert_eq!(named(&seen["roles"], "clerk")["permissions"], json!(["orders:read"]));
        let (_, zoe) = shop::open(world, "zoe@example.com").await;
        zoe.api.get(&path).await.expect_problem(404, "not_found");
        zoe.api.post("/v1/models/validate", json!({})).await.expect(403);
    });
}

#[test]
fn the_administrator_that_a_model_names_is_the_first_and_every_one_whom_operators_invite() {
    scenario(async |world| {
        let mut model = shop::model();
        model["roles"]["chief"] =
            json!({ "title": "Chief", "permissions": ["users:*", "orders:*", "account:update", "audit:read"] });
        model["first_administrator"] = json!("chief");
        let (account, ada) = shop::open_with(world, model, "ada@example.com").await;
        let body = json!({ "email": "bob@example.com", "given_name": "Bob", "family_name": "B" });
        world.operator().post(&account.path("/administrators"), body).await.expect(201);
        for email in ["ada@example.com", "bob@example.com"] {
            assert_eq!(office::user(&ada, &account, email).await["grants"][0]["role"], "chief", "{email}");
        }
    });
}

#[test]
fn who_is_invited_or_created_without_a_role_gets_the_default_one() {
    scenario(async |world| {
        let mut model = shop::model();
        model["default_role"] = json!("clerk");
        let (account, olga) = shop::open_with(world, model, "olga@example.com").await;
        let row = |email: &str, rest: Value| {
            let mut row = json!({ "email": email, "given_name": "Grace", "family_name": "Hopper" });
            row.as_object_mut().expect("a row").extend(rest.as_object().expect("fields").clone());
            row
        };
        let rows = vec![
            row("a@example.com", json!({})),
            row("b@example.com", json!({ "grants": [{ "permissions": ["orders:refund"] }] })),
            row("c@example.com", json!({ "grants": [] })),
        ];
        let results = olga.invite_rows(&account, rows).await.expect(200)["results"].clone();
        assert_eq!(results[2]["verdict"], "invalid");
        olga.api.post(&account.path("/users"), row("d@example.com", json!({}))).await.expect(201);
        for email in ["a@example.com", "b@example.com", "d@example.com"] {
            assert_eq!(office::user(&olga, &account, email).await["grants"][0]["role"], "clerk", "{email}");
        }
        let (plain, zoe) = shop::open(world, "zoe@example.com").await;
        let refused = zoe.api.post(&plain.path("/users"), row("e@example.com", json!({}))).await;
        refused.expect_fields(&[("grants", "required")]);
        let refused = zoe.api.post(&plain.path("/users"), row("e@example.com", json!({ "grants": [{}] }))).await;
        refused.expect_fields(&[("grants[0].role", "required")]);
    });
}

/// `001_f2365443c584e145.txt`: "By default permissions are set as "User"".
#[test]
fn units_are_never_given_by_default() {
    scenario(async |world| {
        let (account, ada) = world.account("portal", "ada@example.com").await;
        let create = async |by: &Member, body: Value| by.api.post(&account.path("/users"), body).await;
        let refused = create(&ada, json!({ "email": "bob@example.com" })).await;
        refused.expect_fields(&[("grants[0].units", "required")]);
        let created = create(&ada, json!({ "email": "bob@example.com", "grants": [{ "units": "all" }] })).await;
        assert_eq!(created.expect(201)["grants"][0]["role"], "user");
    });
}
