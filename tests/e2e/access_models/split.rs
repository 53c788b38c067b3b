//! `account:manage`, which was split: what is stored goes on working, and what is new says what it means.

use aws_sdk_dynamodb::types::AttributeValue;
use reqwest::Method;
use serde_json::{Value, json};
use usher_tests::presets::check;
use usher_tests::{Account, Table, World, office, scenario, shop};

/// The account follows this document, stored as it was before there were the parts.
async fn stored_before(world: &World, account: &Account, model: &Value) {
    let mut document = model.clone();
    let keys = document.as_object_mut().expect("a document");
    keys.remove("customization");
    let model = AttributeValue::S(document.to_string());
    let key = [format!("ACCOUNT#{}", account.id), "ACCESS_MODEL".to_owned()];
    Table::of(world).mend(&key, &[("model", model)]).await;
}

fn parts() -> [&'static str; 3] {
    ["account:update", "units:manage", "access_model:manage"]
}

#[test]
fn who_held_it_goes_on_to_do_all_of_it_and_nobody_else_does() {
    scenario(async |world| {
        let mut model = office::model(json!({}));
        model["roles"]["keeper"] = json!({ "title": "Keeper", "permissions": ["account:manage", "tasks:read"] });
        model["roles"]["pattern"] = json!({ "title": "Pattern", "permissions": ["account:*", "tasks:read"] });
        model["roles"]["manages"] = json!({ "title": "Manages", "permissions": ["*:manage", "tasks:read"] });
        model["roles"]["level"] = json!({ "title": "Level", "levels": { "account": "full" } });
        model["roles"]["adds"] =
            json!({ "title": "Adds", "permissions": ["tasks:read"], "customizable": ["account:manage"] });
        model["roles"]["updates"] = json!({ "title": "Updates", "permissions": ["*:update", "tasks:read"] });
        let mut now = model.clone();
        for name in ["keeper", "pattern", "manages", "level", "adds", "updates"] {
            now["roles"][name] = json!({ "title": name, "permissions": ["tasks:read"] });
        }
        let (account, olga) = world.account_with(json!({ "access_model": now }), "worker", "olga@example.com").await;
        stored_before(world, &account, &model).await;
        for name in ["keeper", "pattern", "manages", "level", "updates"] {
            let member = shop::hire(world, &account, &olga, &format!("{name}@example.com"), name).await;
            for part in parts() {
                let allowed = check(&account, &member, json!({ "permission": part })).await["allowed"].clone();
                assert_eq!(allowed, name != "updates", "{part} of {name}");
            }
            let expected = if name == "updates" { 403 } else { 200 };
            assert_eq!(office::patch(&member, &account.path(""), json!({ "name": name })).await.status, expected);
        }
        let row = json!({
            "email": "bob@example.com", "given_name": "Bob", "family_name": "B",
            "grants": [{ "role": "adds", "units": "all", "permissions": parts() }],
        });
        olga.invite_rows(&account, vec![row]).await.expect(200);
        let shown = olga.api.get(&account.path("/access-model")).await.expect(200);
        assert!(!shown.to_string().contains("account:manage"), "{shown}");
        account.follow(world, &shown).await.expect(200);
    });
}

#[test]
fn an_addition_and_a_limit_that_are_stored_are_read_as_the_parts() {
    scenario(async |world| {
        let mut model = shop::model();
        model["roles"]["clerk"]["customizable"] = json!(["account:update", "units:manage", "access_model:manage"]);
        let (account, olga) = shop::open_with(world, model, "olga@example.com").await;
        let carl = shop::hire(world, &account, &olga, "carl@example.com", "clerk").await;
        let table = Table::of(world);
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let grant = AttributeValue::M(
            [
                ("role".to_owned(), text("clerk")),
                ("units".to_owned(), text("all")),
                ("permissions".to_owned(), AttributeValue::L(vec![text("account:manage")])),
            ]
            .into(),
        );
        table.change_user(&account, "carl@example.com", &[("grants", AttributeValue::L(vec![grant]))]).await;
        for part in parts() {
            assert_eq!(check(&account, &carl, json!({ "permission": part })).await["allowed"], true, "{part}");
        }
        office::patch(&carl, &account.path(""), json!({ "name": "Carl's" })).await.expect(200);
    });
}

#[test]
fn new_documents_are_told_what_to_write() {
    scenario(async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        let mut model = shop::model();
        model["roles"]["lead"]["permissions"] = json!(["orders:read", "account:manage"]);
        let refused = olga.api.send(Method::PUT, &account.path("/access-model"), &[], Some(model.to_string())).await;
        let message = refused.body["errors"][0]["message"].as_str().expect("a message").to_owned();
        assert!(parts().iter().all(|part| message.contains(part)), "{message}");
        refused.expect_fields(&[("roles.lead.permissions[1]", "split_permission")]);
    });
}
