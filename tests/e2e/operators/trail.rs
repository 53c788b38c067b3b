//! What operators change is in the trail of the account and in the vendor's own.

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_tests::{Table, scenario, scenario_with, shop, whole_table};

use super::{create, get, patch};

fn actions(page: &Value) -> Vec<&str> {
    let data = page["data"].as_array().expect("a page").iter();
    data.map(|entry| entry["action"].as_str().expect("an action")).collect()
}

#[test]
fn whatever_an_operator_changes_is_in_both_trails_and_nothing_else_in_the_vendors() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.advance(SignedDuration::from_secs(1)).await;
        patch(world, &format!("/accounts/{}", account.id), json!({ "external_id": "crm-7" })).await.expect(200);
        world.advance(SignedDuration::from_secs(1)).await;
        let bob = json!({ "email": "bob@example.com", "given_name": "Bob", "family_name": "Ross" });
        world.operator().post(&account.path("/administrators"), bob).await.expect(201);
        ada.invite_one(&account, "grace@example.com").await;

        let page = get(world, "/audit-events").await;
        let (recent, first) = (actions(&page), ["account.created", "invitation.created"]);
        assert_eq!(recent[..2], ["invitation.created", "account.updated"]);
        assert_eq!(recent.len(), 4, "{recent:?}");
        assert!(first.iter().all(|action| recent[2..].contains(action)), "{recent:?}");
        let events = Table::of(world).events(&account).await;
        for entry in page["data"].as_array().expect("a page") {
            assert_eq!((&entry["account"], &entry["actor"]["type"]), (&json!(account.id), &json!("operator")));
            let own = events.iter().find(|own| own["id"] == entry["id"]).expect("it is in the account's trail");
            for field in ["at", "action", "target"] {
                assert_eq!(own[field], entry[field], "{field}");
            }
        }
        assert!(!page.to_string().contains('@'), "there are ids alone: {page}");
    });
}

#[test]
fn the_vendors_trail_is_filtered_by_account_operator_action_and_time() {
    scenario_with(whole_table::quiet(), async |world| {
        let one = create(world, json!({ "name": "One", "administrator": { "email": "one@example.com" } })).await;
        let two = create(world, json!({ "name": "Two", "administrator": { "email": "two@example.com" } })).await;
        world.advance(SignedDuration::from_secs(1)).await;
        let later = world.system.clock().now();
        patch(world, &format!("/accounts/{two}"), json!({ "name": "Three" })).await.expect(200);
        let operator = "arn:aws:iam::000000000000:user/local-operator";
        for (query, count) in [
            (String::new(), 5),
            (format!("?account={one}"), 2),
            (format!("?account={two}"), 3),
            (format!("?account={two}&action=account.updated"), 1),
            ("?action=account.created".to_owned(), 2),
            (format!("?principal={operator}"), 5),
            ("?principal=arn:aws:iam::000000000000:user/grace".to_owned(), 0),
            (format!("?from={later}"), 1),
            (format!("?to={later}"), 4),
            (format!("?from={later}&account={two}"), 1),
            (format!("?from={later}&account={one}"), 0),
            ("?from=2030-01-02&to=2030-01-01T00:00:00Z".to_owned(), 0),
        ] {
            let page = get(world, &format!("/audit-events{query}")).await;
            assert_eq!(page["data"].as_array().expect("a page").len(), count, "{query}");
        }
        let first = get(world, "/audit-events?limit=3").await;
        let after = first["page"]["after"].as_str().expect("a next page");
        let second = get(world, &format!("/audit-events?limit=3&after={after}")).await;
        assert_eq!((actions(&first).len(), actions(&second).len()), (3, 2));
        world
            .operator()
            .get(&format!("/v1/operator/audit-events?account=x&action=y&from=z&principal={}", "x".repeat(401)))
            .await
            .expect_fields(&[
                ("account", "invalid_id"),
                ("action", "unknown_value"),
                ("from", "invalid_timestamp"),
                ("principal", "too_long"),
            ]);
    });
}

#[test]
fn what_becomes_of_models_is_in_the_vendors_trail_with_who_did_it() {
    scenario(async |world| {
        let operator = world.operator();
        let body = json!({ "name": "Shops", "access_model": shop::model() });
        let made = operator.post("/v1/models", body).await.expect(201);
        let path = format!("/v1/models/{}", made["model"]["id"].as_str().expect("an id"));
        let mut next = shop::model();
        next["title"] = json!("Shops and more");
        operator.post(&format!("{path}/versions"), json!({ "access_model": next })).await.expect(201);
        let dry_run = json!({ "version": 2, "dry_run": true });
        operator.post(&format!("{path}/roll-out"), dry_run).await.expect(200);
        assert_eq!(actions(&get(world, "/audit-events").await).len(), 2, "a dry run changes nothing");
        for _ in 0..2 {
            operator.post(&format!("{path}/roll-out"), json!({ "version": 2 })).await.expect(200);
        }
        let page = get(world, "/audit-events").await;
        let mut found = actions(&page);
        found.sort_unstable();
        assert_eq!(found, ["model.created", "model.published", "model.rolled_out"]);
        for entry in page["data"].as_array().expect("a page") {
            assert_eq!((&entry["target"], &entry["account"]), (&made["model"]["id"], &json!(null)));
            assert_eq!(entry["actor"]["principal"], "arn:aws:iam::000000000000:user/local-operator");
        }
    });
}
