//! Units: created, renamed, retired, and seen by those who reach them.

use reqwest::Method;
use serde_json::{Value, json};
use usher_tests::{Account, Api, Member, Reply, Table, World, scenario, scenario_with};

use usher_tests::presets::{enlist, open, own_id};
use usher_tests::whole_table;

async fn create(account: &Account, by: &Member, name: &str) -> String {
    let unit = by.api.post(&account.path("/units"), json!({ "name": name })).await.expect(201);
    unit["id"].as_str().expect("an id").to_owned()
}

async fn rename(api: &Api, account: &Account, unit: &str, headers: &[(&str, &str)], body: Value) -> Reply {
    api.send(Method::PATCH, &account.path(&format!("/units/{unit}")), headers, Some(body.to_string())).await
}

async fn retire(api: &Api, account: &Account, unit: &str, headers: &[(&str, &str)]) -> Reply {
    api.send(Method::DELETE, &account.path(&format!("/units/{unit}")), headers, None).await
}

/// The names of the units that someone lists.
async fn names(account: &Account, by: &Member, query: &str) -> Vec<String> {
    let units = by.pages(&account.path(&format!("/units?limit=2{query}"))).await;
    units.iter().map(|unit| unit["name"].as_str().expect("a name").to_owned()).collect()
}

async fn last_event(world: &World, account: &Account) -> Value {
    Table::of(world).events(account).await.pop().expect("an event")
}

/// Gives someone one role in `units` in place of what they hold.
async fn give(account: &Account, by: &Member, user: &Member, role: &str, units: Value) -> Reply {
    let path = account.path(&format!("/users/{}", own_id(account, user).await));
    by.api
        .send(Method::PATCH, &path, &[], Some(json!({ "grants": [{ "role": role, "units": units }] }).to_string()))
        .await
}

#[test]
fn a_unit_is_created_renamed_and_retired_and_each_is_on_record() {
    scenario(async |world| {
        let (account, ada) = open(world, "invoicing", "ada@example.com").await;
        let created = ada.api.post(&account.path("/units"), json!({ "name": "  Harbour Street " })).await;
        let (etag, location) = (created.etag(), created.headers["location"].to_str().expect("readable").to_owned());
        let unit = created.expect(201);
        let id = unit["id"].as_str().expect("an id").to_owned();
        assert!(id.starts_with("unt_"));
        assert_eq!(
            (&unit["name"], &unit["status"], &unit["retired_at"]),
            (&json!("Harbour Street"), &json!("active"), &Value::Null)
        );
        assert_eq!(location, account.path(&format!("/units/{id}")));
        let read = ada.api.get(&location).await;
        assert_eq!((read.etag(), read.expect(200)), (etag, unit));
        let recorded = |name: &str| json!({ "name": name, "status": "active" });
        let event = last_event(world, &account).await;
        assert_eq!(
            (&event["action"], &event["target"], &event["after"]),
            (&json!("unit.created"), &json!(id), &recorded("Harbour Street"))
        );
        assert_eq!(event["actor"], json!({ "type": "user", "id": account.administrator }));

        let renamed = rename(&ada.api, &account, &id, &[], json!({ "name": "Beach" })).await.expect(200);
        assert_eq!(renamed["name"], "Beach");
        let event = last_event(world, &account).await;
        assert_eq!(
            (&event["action"], &event["before"], &event["after"]),
            (&json!("unit.renamed"), &recorded("Harbour Street"), &recorded("Beach"))
        );

        let retired = retire(&ada.api, &account, &id, &[]).await.expect(200);
        assert_eq!((&retired["status"], retired["retired_at"].is_string()), (&json!("retired"), true));
        let event = last_event(world, &account).await;
        assert_eq!(
            (&event["action"], &event["before"]["status"], &event["after"]["status"]),
            (&json!("unit.retired"), &json!("active"), &json!("retired"))
        );
        ada.api.get(&location).await.expect(200);
    });
}

#[test]
fn retiring_again_changes_nothing_and_a_retired_unit_keeps_its_name() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = open(world, "invoicing", "ada@example.com").await;
        let unit = create(&account, &ada, "Harbour").await;
        let first = retire(&ada.api, &account, &unit, &[]).await.expect(200);
        whole_table::unchanged(world, async || {
            assert_eq!(retire(&ada.api, &account, &unit, &[]).await.expect(200), first);
            rename(&ada.api, &account, &unit, &[], json!({ "name": "Beach" }))
                .await
                .expect_problem(409, "unit_retired");
        })
        .await;
    });
}

#[test]
fn a_change_is_made_to_the_version_that_was_read() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = open(world, "invoicing", "ada@example.com").await;
        let unit = create(&account, &ada, "Harbour").await;
        let etag = ada.api.get(&account.path(&format!("/units/{unit}"))).await.etag();
        rename(&ada.api, &account, &unit, &[("if-match", &etag)], json!({ "name": "Beach" })).await.expect(200);
        whole_table::unchanged(world, async || {
            rename(&ada.api, &account, &unit, &[("if-match", &etag)], json!({ "name": "Quay" }))
                .await
                .expect_problem(412, "stale_version");
            retire(&ada.api, &account, &unit, &[("if-match", &etag)]).await.expect_problem(412, "stale_version");
            rename(&ada.api, &account, &unit, &[], json!({ "name": "Beach" })).await.expect(200);
        })
        .await;
        let etag = ada.api.get(&account.path(&format!("/units/{unit}"))).await.etag();
        retire(&ada.api, &account, &unit, &[("if-match", &etag)]).await.expect(200);
    });
}

#[test]
fn units_are_listed_by_name_those_in_use_first() {
    scenario(async |world| {
        let (account, ada) = open(world, "invoicing", "ada@example.com").await;
        let mut ids = Vec::new();
        for name in ["Zoo", "airport", "Harbour", "Beach", "Beach"] {
            ids.push(create(&account, &ada, name).await);
        }
        retire(&ada.api, &account, &ids[1], &[]).await.expect(200);
        assert_eq!(
            names(&account, &ada, "").await,
            ["Beach", "Beach", "Harbour", "Zoo", "airport"],
            "two may have one name"
        );
        assert_eq!(names(&account, &ada, "&status=active").await, ["Beach", "Beach", "Harbour", "Zoo"]);
        assert_eq!(names(&account, &ada, "&status=retired").await, ["airport"]);
        ada.api
            .get(&account.path("/units?status=open&limit=0"))
            .await
            .expect_fields(&[("limit", "out_of_range"), ("status", "unknown_value")]);
    });
}

#[test]
fn a_plain_user_knows_of_the_units_that_they_reach() {
    scenario(async |world| {
        let (account, ada) = open(world, "invoicing", "ada@example.com").await;
        let units = [
            create(&account, &ada, "Harbour").await,
            create(&account, &ada, "Airport").await,
            create(&account, &ada, "Beach").await,
        ];
        let some =
            enlist(world, &account, &ada, "some@example.com", json!([{ "role": "read", "units": units[..2] }])).await;
        let every =
            enlist(world, &account, &ada, "every@example.com", json!([{ "role": "read", "units": "all" }])).await;
        retire(&ada.api, &account, &units[1], &[]).await.expect(200);
        assert_eq!(names(&account, &some, "").await, ["Harbour", "Airport"]);
        assert_eq!(names(&account, &some, "&status=active").await, ["Harbour"]);
        assert_eq!(names(&account, &every, "").await, ["Beach", "Harbour", "Airport"]);
        let cursor = ada.api.get(&account.path("/units?limit=1")).await.expect(200)["page"]["after"]
            .as_str()
            .expect("a next page")
            .to_owned();
        for after in [cursor.as_str(), "", "x"] {
            let second = some.api.get(&account.path(&format!("/units?limit=1&after={after}"))).await;
            second.expect_fields(&[("after", "invalid_cursor")]);
        }
        some.api.get(&account.path(&format!("/units/{}", units[0]))).await.expect(200);
        some.api.get(&account.path(&format!("/units/{}", units[2]))).await.expect_problem(404, "not_found");
        let new = create(&account, &ada, "New").await;
        every.api.get(&account.path(&format!("/units/{new}"))).await.expect(200);
        let allowed =
            usher_tests::presets::check(&account, &every, json!({ "permission": "invoices:read", "unit": new })).await;
        assert_eq!(allowed["allowed"], true, "all units, also those to come");
        let refused =
            usher_tests::presets::check(&account, &some, json!({ "permission": "invoices:read", "unit": new })).await;
        assert_eq!(refused["allowed"], false);
    });
}

#[test]
fn nobody_comes_to_hold_a_retired_unit_and_grants_that_name_it_stay_on_record() {
    scenario(async |world| {
        let (account, ada) = open(world, "invoicing", "ada@example.com").await;
        let (unit, beach) = (create(&account, &ada, "Harbour").await, create(&account, &ada, "Beach").await);
        let holder =
            enlist(world, &account, &ada, "holder@example.com", json!([{ "role": "read", "units": [unit] }])).await;
        let other =
            enlist(world, &account, &ada, "other@example.com", json!([{ "role": "read", "units": [beach] }])).await;
        retire(&ada.api, &account, &unit, &[]).await.expect(200);
        let mut row = Member::row("late@example.com", "read");
        row["grants"][0]["units"] = json!([unit]);
        let refused = ada.invite_rows(&account, vec![row]).await.expect(200);
        let error = &refused["results"][0]["errors"][0];
        assert_eq!(
            (&error["field"], &error["code"]),
            (&json!("grants[0].units[0]"), &json!("unit_retired")),
            "{refused}"
        );
        assert_eq!(error["message"], "the unit is retired");
        let refused = give(&account, &ada, &other, "read", json!([beach, unit, "unt_aaaaaaaaaaaaaaaa"])).await;
        refused.expect_fields(&[("grants[0].units[1]", "unit_retired"), ("grants[0].units[2]", "unknown_unit")]);
        let holder =
            ada.api.get(&account.path(&format!("/users/{}", own_id(&account, &holder).await))).await.expect(200);
        assert_eq!(holder["grants"][0]["units"], json!([unit]));
    });
}

#[test]
fn a_user_who_holds_a_retired_unit_keeps_it_with_whatever_else_they_are_given() {
    scenario(async |world| {
        let (account, ada) = open(world, "invoicing", "ada@example.com").await;
        let (old, new) = (create(&account, &ada, "Old").await, create(&account, &ada, "New").await);
        let user = enlist(world, &account, &ada, "user@example.com", json!([{ "role": "read", "units": [old] }])).await;
        retire(&ada.api, &account, &old, &[]).await.expect(200);
        give(&account, &ada, &user, "write", json!([old, new])).await.expect(200);
        for (unit, allowed) in [(&old, false), (&new, true)] {
            let verdict =
                usher_tests::presets::check(&account, &user, json!({ "permission": "invoices:read", "unit": unit }))
                    .await;
            assert_eq!(verdict["allowed"], allowed, "{verdict}");
        }
        give(&account, &ada, &user, "write", json!([new])).await.expect(200);
        give(&account, &ada, &user, "write", json!([old, new]))
            .await
            .expect_fields(&[("grants[0].units[0]", "unit_retired")]);
        give(&account, &ada, &user, "write", json!("all")).await.expect(200);
        give(&account, &ada, &user, "write", json!([old, new])).await.expect(200);
    });
}

#[test]
fn if_the_model_has_no_units_there_are_none() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = open(world, "mailing", "ada@example.com").await;
        whole_table::unchanged(world, async || {
            ada.api.post(&account.path("/units"), json!({ "name": "Harbour" })).await.expect_problem(409, "no_units");
            assert_eq!(
                ada.api.get(&account.path("/units")).await.expect(200),
                json!({ "data": [], "page": { "after": null } })
            );
        })
        .await;
    });
}

#[test]
fn units_are_changed_by_those_who_manage_the_account_and_by_nobody_from_elsewhere() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = open(world, "invoicing", "ada@example.com").await;
        let (other, zoe) = open(world, "invoicing", "zoe@example.com").await;
        let unit = create(&account, &ada, "Harbour").await;
        let foreign = create(&other, &zoe, "Elsewhere").await;
        let writer =
            enlist(world, &account, &ada, "writer@example.com", json!([{ "role": "write", "units": "all" }])).await;
        whole_table::unchanged(world, async || {
            let name = json!({ "name": "Mine" });
            writer.api.post(&account.path("/units"), name.clone()).await.expect_problem(403, "forbidden");
            rename(&writer.api, &account, &unit, &[], name.clone()).await.expect_problem(403, "forbidden");
            retire(&writer.api, &account, &unit, &[]).await.expect_problem(403, "forbidden");
            for unknown in [foreign.as_str(), "unt_aaaaaaaaaaaaaaaa", "unt_x", "harbour"] {
                rename(&ada.api, &account, unknown, &[], name.clone()).await.expect_problem(404, "not_found");
                retire(&ada.api, &account, unknown, &[]).await.expect_problem(404, "not_found");
                ada.api.get(&account.path(&format!("/units/{unknown}"))).await.expect_problem(404, "not_found");
            }
            rename(&zoe.api, &account, &unit, &[], name).await.expect_problem(404, "not_found");
            ada.api.post(&account.path("/units"), json!({})).await.expect_fields(&[("name", "required")]);
            rename(&ada.api, &account, &unit, &[], json!({})).await.expect(200);
            for (body, code) in [(json!({ "name": " " }), "required"), (json!({ "name": "x".repeat(121) }), "too_long")]
            {
                ada.api.post(&account.path("/units"), body.clone()).await.expect_fields(&[("name", code)]);
                rename(&ada.api, &account, &unit, &[], body).await.expect_fields(&[("name", code)]);
            }
        })
        .await;
    });
}
