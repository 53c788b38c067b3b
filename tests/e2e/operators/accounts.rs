//! Operators list all accounts, read each, and change it with what the vendor notes on it.

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_tests::cost::measure;
use usher_tests::{World, scenario, scenario_with, shop, whole_table};

use super::{all, create, get, patch, try_create};

/// Accounts with these names, one after the other; their ids.
async fn accounts(world: &World, names: &[&str]) -> Vec<String> {
    let mut ids = Vec::new();
    for name in names {
        ids.push(create(world, json!({ "name": name })).await);
        world.advance(SignedDuration::from_secs(1)).await;
    }
    ids
}

#[test]
fn accounts_are_listed_by_creation_and_by_name_page_by_page() {
    scenario(async |world| {
        accounts(world, &["Zebra", "Äpfel", "apple", "Mango"]).await;
        assert_eq!(all(&get(world, "/accounts").await, "name"), ["Mango", "apple", "Äpfel", "Zebra"]);
        assert_eq!(all(&get(world, "/accounts?sort=name").await, "name"), ["Äpfel", "apple", "Mango", "Zebra"]);
        let (mut found, mut after) = (Vec::new(), String::new());
        for _ in 0..4 {
            let page = get(world, &format!("/accounts?sort=name&limit=1{after}")).await;
            found.extend(all(&page, "name"));
            after = page["page"]["after"].as_str().map_or_else(String::new, |after| format!("&after={after}"));
        }
        assert_eq!((found.join(" "), after), ("Äpfel apple Mango Zebra".to_owned(), String::new()));
    });
}

#[test]
fn accounts_are_found_by_the_beginning_of_their_name_by_status_and_by_external_id() {
    scenario(async |world| {
        accounts(world, &["Zoë's", "Zoo", "Mango"]).await;
        let id =
            create(world, json!({ "name": "Zorro", "external_id": "crm-7", "metadata": { "plan": "gold" } })).await;
        for (query, found) in [
            ("query=zo", "Zoë's Zoo Zorro"),
            ("query=ZOE", "Zoë's"),
            ("query=x", ""),
            ("query=zo&status=active", "Zoë's Zoo Zorro"),
            ("status=active", "Zorro Mango Zoo Zoë's"),
            ("external_id=crm-7", "Zorro"),
            ("external_id=crm-7&query=m", ""),
            ("external_id=CRM-7", ""),
        ] {
            let page = get(world, &format!("/accounts?{query}")).await;
            assert_eq!(all(&page, "name").join(" "), found, "{query}");
        }
        let listed = get(world, "/accounts?external_id=crm-7").await["data"][0].clone();
        let mut account = get(world, &format!("/accounts/{id}")).await;
        assert_eq!((&account["access_model"], &account["metadata"]), (&json!("invoicing"), &json!({ "plan": "gold" })));
        account.as_object_mut().expect("an object").retain(|name, _| listed.get(name).is_some());
        assert_eq!(account, listed);
        world
            .operator()
            .get("/v1/operator/accounts?status=open&sort=size&external_id=%20&query=%20")
            .await
            .expect_fields(&[
                ("status", "unknown_value"),
                ("sort", "unknown_value"),
                ("external_id", "required"),
                ("query", "required"),
            ]);
    });
}

#[test]
fn a_page_of_accounts_costs_the_same_among_three_and_among_sixty() {
    scenario_with(whole_table::quiet(), async |world| {
        let costs = async || {
            let mut costs = Vec::new();
            for query in ["limit=3", "limit=3&sort=name", "limit=3&query=a", "limit=3&status=active"] {
                let path = format!("/v1/operator/accounts?{query}");
                costs.push(measure(world, world.operator().get(&path)).await.1);
            }
            costs
        };
        let names = |from: usize, to: usize| (from..to).map(|n| format!("Account {n:03}")).collect::<Vec<_>>();
        for name in names(0, 4) {
            create(world, json!({ "name": name })).await;
        }
        let few = costs().await;
        for name in names(4, 60) {
            create(world, json!({ "name": name })).await;
        }
        assert_eq!(costs().await, few);
    });
}

#[test]
fn an_external_id_is_of_one_account_at_a_time_and_moves() {
    scenario(async |world| {
        let one = create(world, json!({ "name": "One", "external_id": " crm-1 " })).await;
        try_create(world, json!({ "external_id": "crm-1" })).await.expect_problem(409, "external_id_taken");
        let two = create(world, json!({ "name": "Two" })).await;
        let path = format!("/accounts/{two}");
        patch(world, &path, json!({ "external_id": "crm-1" })).await.expect_problem(409, "external_id_taken");
        assert_eq!(get(world, &path).await["external_id"], Value::Null);
        let renamed = patch(world, &format!("/accounts/{one}"), json!({ "external_id": "crm-9" })).await.expect(200);
        assert_eq!(renamed["external_id"], "crm-9");
        patch(world, &path, json!({ "external_id": "crm-1" })).await.expect(200);
        let named = async |id: &str| all(&get(world, &format!("/accounts?external_id={id}")).await, "name").join(" ");
        assert_eq!((named("crm-1").await, named("crm-9").await), ("Two".to_owned(), "One".to_owned()));
        patch(world, &path, json!({ "external_id": null })).await.expect(200);
        assert_eq!(named("crm-1").await, "");
        create(world, json!({ "name": "Three", "external_id": "crm-1" })).await;
        assert_eq!(named("crm-1").await, "Three");
    });
}

#[test]
fn of_two_accounts_that_want_one_external_id_at_once_one_gets_it() {
    scenario(async |world| {
        let (one, two) = (create(world, json!({})).await, create(world, json!({})).await);
        let paths = [one, two].map(|id| format!("/accounts/{id}"));
        let claim = |path: String| async move { patch(world, &path, json!({ "external_id": "crm-1" })).await.status };
        let [first, second] = paths.map(claim);
        let (first, second) = tokio::join!(first, second);
        let mut statuses = [first.as_u16(), second.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
    });
}

#[test]
fn operators_change_an_account_and_its_users_see_it() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let path = format!("/accounts/{}", account.id);
        let before = world.operator().get(&format!("/v1/operator{path}")).await;
        let body = json!({
            "name": " Southwind ", "locale": "fr", "support_address": null, "external_id": "crm-7",
            "metadata": { "plan": "gold", "region": "north" },
        });
        let changed = patch(world, &path, body).await;
        assert_ne!(changed.etag(), before.etag());
        let changed = changed.expect(200);
        assert_eq!((&changed["name"], &changed["locale"]), (&json!("Southwind"), &json!("fr")));
        let seen = ada.api.get(&account.path("")).await.expect(200);
        for field in ["name", "support_address", "external_id", "metadata"] {
            assert_eq!(seen[field], changed[field], "{field}");
        }
        let merged = patch(world, &path, json!({ "metadata": { "plan": null, "size": "7" } })).await.expect(200);
        assert_eq!(merged["metadata"], json!({ "region": "north", "size": "7" }));
        let listed = get(world, "/accounts?query=south").await;
        assert_eq!(listed["data"][0]["metadata"], merged["metadata"]);
        assert_eq!(patch(world, &path, json!({ "metadata": null })).await.expect(200)["metadata"], json!({}));
        // Nobody of the account changes what the vendor notes.
        let body = json!({ "external_id": "mine", "metadata": {} }).to_string();
        let reply = ada.api.send(reqwest::Method::PATCH, &account.path(""), &[], Some(body)).await;
        reply.expect_fields(&[("external_id", "unknown_field"), ("metadata", "unknown_field")]);
    });
}

#[test]
fn what_an_operator_sends_is_judged_and_a_stale_version_is_refused() {
    scenario_with(whole_table::quiet(), async |world| {
        let id = create(world, json!({})).await;
        let path = format!("/accounts/{id}");
        let stale = world.operator().get(&format!("/v1/operator{path}")).await.etag();
        patch(world, &path, json!({ "name": "Southwind" })).await.expect(200);
        whole_table::unchanged(world, async || {
            let body = json!({
                "name": null, "external_id": "x".repeat(129), "locale": "xx",
                "metadata": { "a b": "x", "c": "\n", "d": "x".repeat(501) },
            });
            patch(world, &path, body).await.expect_fields(&[
                ("name", "required"),
                ("external_id", "too_long"),
                ("locale", "unknown_value"),
                ("metadata.a b", "invalid_name"),
                ("metadata.c", "required"),
                ("metadata.d", "too_long"),
            ]);
            let many: serde_json::Map<String, Value> = (0..21).map(|n| (format!("k{n}"), json!("v"))).collect();
            patch(world, &path, json!({ "metadata": many })).await.expect_fields(&[("metadata", "too_many")]);
            let headers = [("if-match", stale.as_str())];
            let path = format!("/v1/operator{path}");
            let body = Some(json!({ "name": "Eastwind" }).to_string());
            let reply = world.operator().send(reqwest::Method::PATCH, &path, &headers, body).await;
            reply.expect_problem(412, "stale_version");
            let unknown = "/accounts/acc_aaaaaaaaaaaaaaaaaaaaaaaaaa";
            patch(world, unknown, json!({})).await.expect_problem(404, "not_found");
            world.operator().get(&format!("/v1/operator{unknown}")).await.expect_problem(404, "not_found");
        })
        .await;
    });
}

#[test]
fn accounts_are_listed_by_the_model_that_they_follow_page_by_page() {
    scenario(async |world| {
        let model = json!({ "name": "Shops", "access_model": shop::model() });
        let model = world.operator().post("/v1/models", model).await.expect(201)["model"]["id"].clone();
        let model = model.as_str().expect("an id");
        let mut following = Vec::new();
        for name in ["One", "Two", "Three"] {
            let administrator = json!({ "email": "ada@example.com" });
            let body = json!({ "name": name, "model": model, "external_id": name, "administrator": administrator });
            let created = world.operator().post("/v1/accounts", body).await.expect(201);
            following.push(created["account"]["id"].as_str().expect("an id").to_owned());
        }
        let other = create(world, json!({ "external_id": "other" })).await;
        let first = get(world, &format!("/accounts?model={model}&limit=2")).await;
        let after = first["page"]["after"].as_str().expect("another page");
        let second = get(world, &format!("/accounts?model={model}&limit=2&after={after}")).await;
        assert_eq!((all(&first, "id").len(), &second["page"]["after"]), (2, &Value::Null));
        let mut listed = [all(&first, "id"), all(&second, "id")].concat();
        listed.sort();
        following.sort();
        assert_eq!(listed, following);
        assert_eq!(all(&get(world, &format!("/accounts?model={model}&query=tw")).await, "name"), ["Two"]);
        assert_eq!(all(&get(world, &format!("/accounts?model={model}&external_id=One")).await, "name"), ["One"]);
        let none = get(world, &format!("/accounts?model={model}&external_id=other")).await;
        assert_eq!(all(&none, "id"), Vec::<String>::new(), "{other} follows a preset");
        let refused = world.operator().get("/v1/operator/accounts?model=shops").await;
        refused.expect_fields(&[("model", "invalid_id")]);
    });
}
