//! What an account's own administrators may do with the access model, and what operators always may.

use reqwest::Method;
use serde_json::{Value, json};
use usher_tests::presets::{check, enlist};
use usher_tests::{Account, Member, Reply, World, office, scenario, scenario_with, shop, whole_table};

async fn replace(account: &Account, by: &Member, model: &Value) -> Reply {
    by.api.send(Method::PUT, &account.path("/access-model"), &[], Some(model.to_string())).await
}

async fn followed(account: &Account, by: &Member) -> Value {
    by.api.get(&account.path("/access-model")).await.expect(200)
}

/// The shop's model, in which accounts make roles of their own.
fn lets_roles(assignable: &[&str]) -> Value {
    let mut model = shop::model();
    model["customization"] = json!("roles");
    model["assignable"] = json!(assignable);
    model
}

/// The places that a refusal names.
#[track_caller]
fn beyond(reply: Reply) -> Vec<String> {
    let problem = reply.expect_problem(403, "customization_not_allowed");
    let errors = problem["errors"].as_array().into_iter().flatten();
    errors.map(|error| error["field"].as_str().expect("a place").to_owned()).collect()
}

#[test]
fn if_there_is_none_the_rules_are_the_operators() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let mut model = followed(&account, &ada).await;
        assert_eq!(model["customization"], "none");
        replace(&account, &ada, &model).await.expect(200);
        model["policies"]["offboarding"]["deactivate"] = json!(true);
        whole_table::unchanged(world, async || {
            assert!(beyond(replace(&account, &ada, &model).await).is_empty());
            model["customization"] = json!("everything");
            assert!(beyond(replace(&account, &ada, &model).await).is_empty());
            replace(&account, &ada, &json!({ "name": 7 })).await.expect_problem(422, "invalid_fields");
        })
        .await;
        account.follow(world, &model).await.expect(200);
        assert_eq!(followed(&account, &ada).await, model);
        model["title"] = json!("Hers");
        replace(&account, &ada, &model).await.expect(200);
    });
}

#[test]
fn with_roles_an_account_makes_its_own_and_touches_nothing_else() {
    scenario(async |world| {
        let (account, olga) =
            shop::open_with(world, lets_roles(&["orders:read", "orders:create"]), "olga@example.com").await;
        let before = followed(&account, &olga).await;
        let mut model = before.clone();
        model["roles"]["helper"] = json!({ "title": "Helper", "custom": true, "permissions": ["orders:create"] });
        replace(&account, &olga, &model).await.expect(200);
        let helper = enlist(world, &account, &olga, "hal@example.com", json!([{ "role": "helper" }])).await;
        let question = |permission: &str| json!({ "permission": permission });
        assert_eq!(check(&account, &helper, question("orders:create")).await["allowed"], true);
        assert_eq!(check(&account, &helper, question("orders:read")).await["allowed"], false);
        model["roles"]["helper"]["includes"] = json!(["clerk"]);
        replace(&account, &olga, &model).await.expect_fields(&[("roles.helper", "not_assignable")]);
        model["roles"]["helper"]["includes"] = json!([]);
        model["roles"]["helper"]["permissions"] = json!(["orders:*"]);
        replace(&account, &olga, &model).await.expect_fields(&[("roles.helper", "not_assignable")]);
        replace(&account, &olga, &before).await.expect_problem(409, "role_in_use");
        let changes: [(&str, Value, &str); 7] = [
            ("/title", json!("Mine"), "title"),
            ("/assignable", json!(["*:*"]), "assignable"),
            ("/customization", json!("everything"), "customization"),
            ("/policies/names", json!("person"), "policies"),
            ("/units/reach", json!("all"), "units"),
            ("/resources/cars", json!({ "title": "Cars" }), "resources"),
            ("/roles/clerk/title", json!("Aide"), "roles.clerk"),
        ];
        for (pointer, value, place) in changes {
            let mut model = lets_roles(&["orders:read", "orders:create"]);
            model["units"] = json!({});
            let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
            model.pointer_mut(parent).expect("a place")[key] = value;
            model["roles"]["helper"] = json!({ "title": "Helper", "custom": true, "permissions": ["orders:read"] });
            // Without `everything` nothing is assignable.
            if place == "customization" {
                model["assignable"] = json!([]);
                model["roles"]["helper"]["custom"] = json!(false);
                assert_eq!(beyond(replace(&account, &olga, &model).await), [place, "assignable", "roles.helper"]);
            } else {
                assert_eq!(beyond(replace(&account, &olga, &model).await), [place], "{pointer}");
            }
        }
        let mut model = before;
        model["roles"]["chief"] = json!({ "title": "Chief", "permissions": ["orders:read"] });
        assert_eq!(beyond(replace(&account, &olga, &model).await), ["roles.chief"], "it says that it is custom");
    });
}

#[test]
fn operators_replace_a_model_that_accounts_may_not_under_the_same_conditions() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        ada.invite_one(&account, "bob@example.com").await;
        let path = account.path("/model");
        let operator = world.operator();
        let put = async |headers: &[(&str, &str)], body: Value| {
            operator.send(Method::PUT, &path, headers, Some(body.to_string())).await
        };
        let etag = ada.api.get(&account.path("/access-model")).await.etag();
        whole_table::unchanged(world, async || {
            put(&[], json!({ "preset": "portal" })).await.expect_problem(409, "role_in_use");
            put(&[("if-match", "\"9\"")], json!({ "preset": "portal" })).await.expect_problem(412, "stale_version");
            put(&[], json!({})).await.expect_fields(&[("preset", "required")]);
            assert_eq!(put(&[("if-match", &etag)], json!({ "preset": "invoicing" })).await.etag(), etag);
            ada.api.send(Method::PUT, &path, &[], Some("{}".to_owned())).await.expect(403);
            let mut model = followed(&account, &ada).await;
            model["roles"]["admin"]["permissions"] = json!(["invoices:delete", "units:manage"]);
            model["roles"]["chief"] = json!({ "title": "Chief", "permissions": ["*:*"] });
            account.follow(world, &model).await.expect_problem(409, "last_administrator");
        })
        .await;
        let mut model = followed(&account, &ada).await;
        model["title"] = json!("Invoices and more");
        account.follow(world, &model).await.expect(200);
        let event = office::event(world, &account, "access_model.replaced").await;
        assert_eq!((&event["actor"]["type"], &event["after"]["title"]), (&json!("operator"), &model["title"]));
    });
}

#[test]
fn an_account_in_which_nobody_has_come_in_yet_can_follow_another_model() {
    scenario(async |world: &World| {
        let body = json!({
            "name": "Northwind", "preset": "mailing", "administrator": { "email": "ada@example.com" },
        });
        let created = world.operator().post("/v1/accounts", body).await.expect(201);
        let id = created["account"]["id"].as_str().expect("an id").to_owned();
        let account = Account { id, administrator: String::new(), role: "user" };
        let mut model = world.api.get("/v1/access-models/mailing").await.expect(200);
        model["roles"]["user"]["permissions"] = json!(["templates:*"]);
        account.follow(world, &model).await.expect(200);
    });
}

#[test]
fn units_that_roles_need_must_be_there_to_be_made() {
    scenario(async |world| {
        let mut model = office::model(json!({}));
        model["roles"]["owner"]["permissions"] =
            json!(["users:*", "tasks:*", "account:update", "access_model:manage", "audit:read"]);
        let body = |model: &Value| {
            json!({
                "name": "Office", "access_model": model,
                "administrator": { "email": "ada@example.com", "given_name": "Ada", "family_name": "Lovelace" },
            })
        };
        let refused = world.operator().post("/v1/accounts", body(&model)).await;
        refused.expect_fields(&[("access_model.units.reach", "no_unit_manager")]);
        model["roles"]["owner"]["customizable"] = json!(["units:manage"]);
        world.operator().post("/v1/accounts", body(&model)).await.expect(201);
    });
}
