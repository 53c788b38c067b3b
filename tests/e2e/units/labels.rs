//! What a portal calls units, and notes on them.

use serde_json::{Value, json};
use usher_tests::directory::row;
use usher_tests::office::{self, patch};
use usher_tests::{Account, Member, Reply, World, scenario};

async fn open(world: &World) -> (Account, Member) {
    office::open(world, json!({}), "ada@example.com").await
}

async fn create(account: &Account, by: &Member, more: Value) -> Reply {
    let mut unit = json!({ "name": "Harbour Street" });
    for (name, value) in more.as_object().expect("an object") {
        unit[name] = value.clone();
    }
    by.api.post(&account.path("/units"), unit).await
}

async fn called(account: &Account, by: &Member, id: &str) -> Vec<Value> {
    by.api.get(&account.path(&format!("/units?external_id={id}"))).await.expect(200)["data"]
        .as_array()
        .expect("units")
        .iter()
        .map(|unit| unit["id"].clone())
        .collect()
}

#[test]
fn a_unit_that_the_portal_calls_so_is_found_changed_and_on_record() {
    scenario(async |world| {
        let (account, ada) = open(world).await;
        let labels = json!({ "external_id": "shop-1", "metadata": { "size": "7" } });
        let unit = create(&account, &ada, labels).await.expect(201);
        assert_eq!((&unit["external_id"], &unit["metadata"]), (&json!("shop-1"), &json!({ "size": "7" })));
        assert_eq!(called(&account, &ada, "shop-1").await, [unit["id"].clone()]);
        assert_eq!(ada.api.get(&account.path("/units")).await.expect(200)["data"][0], unit);
        let path = account.path(&format!("/units/{}", unit["id"].as_str().expect("an id")));
        let changed = patch(&ada, &path, json!({ "metadata": { "size": null, "city": "Kiel" } })).await.expect(200);
        assert_eq!((&changed["name"], &changed["metadata"]), (&unit["name"], &json!({ "city": "Kiel" })));
        let event = office::event(world, &account, "unit.updated").await;
        assert_eq!(
            (&event["before"]["metadata"], &event["after"]["external_id"]),
            (&json!({ "size": "7" }), &json!("shop-1"))
        );
        let changed = patch(&ada, &path, json!({ "name": "Beach Road", "external_id": "shop-2" })).await.expect(200);
        assert_eq!((&changed["name"], &changed["external_id"]), (&json!("Beach Road"), &json!("shop-2")));
        let event = office::event(world, &account, "unit.renamed").await;
        assert_eq!(event["after"]["external_id"], "shop-2");
        assert_eq!(
            (called(&account, &ada, "shop-1").await.len(), called(&account, &ada, "shop-2").await.len()),
            (0, 1)
        );
        patch(&ada, &path, json!({ "name": null })).await.expect_fields(&[("name", "required")]);
        let retired = ada.api.delete(&path).await.expect(200);
        assert_eq!(retired["external_id"], "shop-2");
        patch(&ada, &path, json!({ "metadata": {} })).await.expect_problem(409, "unit_retired");
    });
}

#[test]
fn an_external_id_is_of_one_unit_of_an_account() {
    scenario(async |world| {
        let (account, ada) = open(world).await;
        let labels = json!({ "external_id": "shop-1" });
        let one = create(&account, &ada, labels.clone()).await.expect(201);
        create(&account, &ada, labels.clone()).await.expect_problem(409, "external_id_taken");
        let two = create(&account, &ada, json!({})).await.expect(201);
        let path = |unit: &Value| account.path(&format!("/units/{}", unit["id"].as_str().expect("an id")));
        patch(&ada, &path(&two), labels.clone()).await.expect_problem(409, "external_id_taken");
        patch(&ada, &path(&one), json!({ "external_id": null })).await.expect(200);
        patch(&ada, &path(&two), labels).await.expect(200);
        // A user is called as they like.
        let mut bob = row("bob@example.com", json!([office::grant("worker")]));
        bob["external_id"] = "shop-1".into();
        ada.api.post(&account.path("/users"), bob).await.expect(201);
        let body = json!({ "external_id": "shop-3" });
        let (first, second) = (path(&one), path(&two));
        let (first, second) = tokio::join!(patch(&ada, &first, body.clone()), patch(&ada, &second, body));
        let mut statuses = [first.status.as_u16(), second.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
    });
}

#[test]
fn who_reaches_some_units_finds_no_other_by_what_it_is_called() {
    scenario(async |world| {
        let (account, ada) = open(world).await;
        let [seen, unseen] = ["shop-1", "shop-2"].map(|id| create(&account, &ada, json!({ "external_id": id })));
        let (seen, unseen) = (seen.await.expect(201), unseen.await.expect(201));
        let grants = json!([{ "role": "worker", "units": [seen["id"]] }]);
        ada.invite_rows(&account, vec![row("bob@example.com", grants)]).await.expect(200);
        world.accept("bob@example.com").await.expect(200);
        let bob = world.sign_in("bob@example.com").await;
        assert_eq!(called(&account, &bob, "shop-1").await, [seen["id"].clone()]);
        assert_eq!(called(&account, &bob, "shop-2").await, [Value::Null; 0]);
        assert_eq!(called(&account, &ada, "shop-2").await, [unseen["id"].clone()]);
    });
}
