//! Showing a token again, if the access model says so (seed 003: "To display the API token at any time").

use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::{Value, json};
use usher_local::KmsFault;
use usher_tests::{Item, Member, Table, World, scenario};

use super::{made, path, program};
use usher_tests::office;

#[test]
fn a_token_is_shown_at_any_time_and_each_time_is_on_record() {
    scenario(async |world| {
        let (account, ada) = world.account("billing", "ada@example.com").await;
        let token = made(&ada, &account, json!({})).await;
        assert_eq!(token["api_token"]["can_be_revealed"], true);
        for times in 1..=2 {
            let shown = ada.api.post(&format!("{}/reveal", path(&account, &token)), json!({})).await.expect(200);
            assert_eq!(shown["token"], token["token"]);
            let trail = Table::of(world).events(&account).await;
            let shown: Vec<&Value> = trail.iter().filter(|event| event["action"] == "api_token.revealed").collect();
            assert_eq!((shown.len(), &shown[0]["target"]), (times, &token["api_token"]["id"]));
        }
        let rotated = ada.api.post(&format!("{}/rotate", path(&account, &token)), json!({})).await.expect(200);
        let shown = ada.api.post(&format!("{}/reveal", path(&account, &token)), json!({})).await.expect(200);
        assert_eq!(shown["token"], rotated["token"]);
        program(world, &shown)
            .post(&format!("{}/reveal", path(&account, &token)), json!({}))
            .await
            .expect_problem(403, "session_required");
    });
}

#[test]
fn who_sees_anothers_token_has_no_part_in_what_its_owner_is_given_later() {
    scenario(async |world| {
        let (account, ada) = world.account("billing", "ada@example.com").await;
        for (email, act) in [("dev@example.com", "reveal"), ("eve@example.com", "rotate")] {
            let mut row = Member::row(email, "normal_user");
            row["grants"] =
                json!([{ "role": "normal_user", "units": "all", "permissions": ["api_tokens:manage:own"] }]);
            ada.invite_rows(&account, vec![row]).await.expect(200);
            world.accept(email).await.expect(200);
            let dev = world.sign_in(email).await;
            let token = made(&dev, &account, json!({})).await;
            assert_eq!(token["api_token"]["permissions"], Value::Null);
            let own = dev.api.post(&format!("{}/{act}", path(&account, &token)), json!({})).await.expect(200);
            assert_eq!(own["api_token"]["permissions"], Value::Null, "one's own grows along");
            let seen = ada.api.post(&format!("{}/{act}", path(&account, &token)), json!({})).await.expect(200);
            let held = seen["api_token"]["permissions"].as_array().expect("limits").clone();
            assert!(held.contains(&json!("api_tokens:manage:own")) && !held.contains(&json!("users:read")), "{held:?}");
            let devs = office::path(&ada, &account, email).await;
            office::patch(&ada, &devs, json!({ "grants": [office::grant("admin_user")] })).await.expect(200);
            let program = program(world, &seen);
            program.get(&account.path("/users")).await.expect_problem(403, "forbidden");
            program.get(&account.path("")).await.expect(200);
            dev.api.get(&account.path("/users")).await.expect(200);
        }
    });
}

#[test]
fn elsewhere_a_token_is_shown_once() {
    scenario(async |world| {
        let (account, ada) = world.account("mailing", "ada@example.com").await;
        let token = made(&ada, &account, json!({})).await;
        assert_eq!(token["api_token"]["can_be_revealed"], false);
        ada.api.post(&format!("{}/reveal", path(&account, &token)), json!({})).await.expect_problem(409, "shown_once");
        assert!(world.system.kms().asked().is_empty(), "what is never read again is not stored, not even encrypted");
        assert_eq!(Table::of(world).of_kind("api_token").await[0].get("sealed"), None);
    });
}

#[test]
fn without_kms_nothing_is_made_or_shown() {
    scenario(async |world| {
        let (account, ada) = world.account("billing", "ada@example.com").await;
        let token = made(&ada, &account, json!({})).await;
        world.system.kms().fail(KmsFault::AccessDenied);
        ada.api
            .post(&account.path("/api-tokens"), json!({ "name": "Second" }))
            .await
            .expect_problem(503, "unavailable");
        ada.api.post(&format!("{}/reveal", path(&account, &token)), json!({})).await.expect_problem(503, "unavailable");
        program(world, &token).get(&account.path("/users")).await.expect(200);
        world.system.kms().heal();
        assert_eq!(Table::of(world).of_kind("api_token").await.len(), 1);
        assert!(!Table::of(world).events(&account).await.iter().any(|event| event["action"] == "api_token.revealed"));
    });
}

#[test]
fn what_was_sealed_for_one_token_opens_for_no_other() {
    scenario(async |world| {
        let (account, ada) = world.account("billing", "ada@example.com").await;
        let (first, second) = (made(&ada, &account, json!({})).await, made(&ada, &account, json!({})).await);
        swap(world, &first, &second).await;
        ada.api
            .post(&format!("{}/reveal", path(&account, &second)), json!({}))
            .await
            .expect_problem(503, "unavailable");
        let trail = Table::of(world).events(&account).await;
        assert!(!trail.iter().any(|event| event["action"] == "api_token.revealed"));
        assert_eq!(office::event(world, &account, "api_token.created").await["action"], "api_token.created");
    });
}

/// Puts what is sealed in the first token into the item of the second.
async fn swap(world: &World, first: &Value, second: &Value) {
    let items = Table::of(world).raw().await;
    let item = |token: &Value| -> Item {
        let id = AttributeValue::S(token["api_token"]["id"].as_str().expect("an id").to_owned());
        items
            .iter()
            .find(|item| item.get("id") == Some(&id) && item["kind"] == AttributeValue::S("api_token".to_owned()))
            .expect("the item")
            .clone()
    };
    let mut changed = item(second);
    changed.insert("sealed".to_owned(), item(first)["sealed"].clone());
    Table::of(world).put(changed).await;
}
