//! Deciding and explaining: `access/check`, and what a user may do unit by unit.

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_local::Options;
use usher_tests::{Account, Member, Reply, World, scenario, scenario_with};

use usher_tests::cost::measure;
use usher_tests::presets::{check, enlist, invite, open, own_id};
use usher_tests::whole_table;

/// A billing portal with two merchant profiles.
async fn billing(world: &World) -> (Account, Member, [String; 2]) {
    let (account, ada) = open(world, "billing", "ada@example.com").await;
    let units = [unit(&account, &ada, "Harbour").await, unit(&account, &ada, "Airport").await];
    (account, ada, units)
}

async fn unit(account: &Account, by: &Member, name: &str) -> String {
    let unit = by.api.post(&account.path("/units"), json!({ "name": name })).await.expect(201);
    unit["id"].as_str().expect("an id").to_owned()
}

async fn ask(account: &Account, by: &Member, question: Value) -> Reply {
    by.api.post(&account.path("/access/check"), question).await
}

/// Whether it is allowed, and the reason's code.
async fn verdict(account: &Account, by: &Member, question: Value) -> (bool, String) {
    let decision = check(account, by, question).await;
    let message = decision["reason"]["message"].as_str().expect("a message");
    assert!(!message.is_empty());
    (
        decision["allowed"].as_bool().expect("a truth value"),
        decision["reason"]["code"].as_str().expect("a code").to_owned(),
    )
}

fn allowed(code: &str) -> (bool, String) {
    (true, code.to_owned())
}

fn refused(code: &str) -> (bool, String) {
    (false, code.to_owned())
}

#[test]
fn an_answer_names_the_grant_the_role_and_where_the_role_has_it_from() {
    scenario(async |world| {
        let (account, ada, [harbour, _]) = billing(world).await;
        let normal =
            enlist(world, &account, &ada, "normal@example.com", json!([{ "role": "normal_user", "units": [harbour] }]))
                .await;
        let decision = check(&account, &normal, json!({ "permission": "products:read", "unit": harbour })).await;
        assert_eq!(
            decision,
            json!({
                "allowed": true,
                "reason": {
                    "code": "role_allows",
                    "message": "the role `normal_user` allows `products:read`, which it has from `restricted_user`",
                    "grant": 0, "role": "normal_user", "source": "restricted_user", "permission": "products:read",
                    "units": [harbour],
                },
            })
        );
        let own = check(&account, &normal, json!({ "permission": "orders:update:own", "unit": harbour })).await;
        assert_eq!(
            (&own["reason"]["permission"], &own["reason"]["source"]),
            (&json!("orders:update"), &json!("normal_user"))
        );
    });
}

#[test]
fn a_refusal_says_what_is_missing() {
    scenario(async |world| {
        let (account, ada, [harbour, airport]) = billing(world).await;
        let grants = json!([{ "role": "restricted_user", "units": [harbour] }]);
        let rita = enlist(world, &account, &ada, "rita@example.com", grants).await;
        let rita_id = own_id(&account, &rita).await;
        let asked = async |question: Value| verdict(&account, &rita, question).await;
        let order = |unit: &str, owner: &str| json!({ "permission": "orders:read", "unit": unit, "owner": owner });
        assert_eq!(asked(order(&harbour, &rita_id)).await, allowed("role_allows"));
        assert_eq!(asked(order(&harbour, &account.administrator)).await, refused("not_owner"));
        assert_eq!(asked(json!({ "permission": "orders:read", "unit": harbour })).await, refused("not_owner"));
        assert_eq!(asked(order(&airport, &rita_id)).await, refused("unit_not_reached"));
        assert_eq!(
            asked(json!({ "permission": "products:read" })).await,
            refused("unit_not_reached"),
            "the account is more than a unit of it"
        );
        assert_eq!(
            asked(json!({ "permission": "dashboard:read", "unit": harbour })).await,
            refused("permission_not_held")
        );
        let elsewhere = check(&account, &rita, order(&airport, &rita_id)).await;
        assert_eq!(elsewhere["reason"]["units"], json!([harbour]));
    });
}

#[test]
fn a_grant_gives_nothing_from_the_instant_of_its_end_without_anyone_sweeping_it() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = open(world, "warranty", "ada@example.com").await;
        let ends_at = world.system.clock().now() + SignedDuration::from_mins(30);
        let grants = json!([{ "role": "claims_manager" }, { "role": "transaction_manager", "ends_at": ends_at }]);
        let temp = enlist(world, &account, &ada, "temp@example.com", grants).await;
        let id = own_id(&account, &temp).await;
        let access = async || temp.api.get(&account.path(&format!("/users/{id}/access"))).await.expect(200);
        assert_eq!(verdict(&account, &temp, json!({ "permission": "leads:read" })).await, allowed("role_allows"));
        let before = access().await;
        assert!(
            before["changes_at"].is_string()
                && before["everywhere"].as_array().expect("a list").contains(&json!("leads:read"))
        );

        world.advance(SignedDuration::from_mins(31)).await;
        let decision = check(&account, &temp, json!({ "permission": "leads:read" })).await;
        assert_eq!((&decision["allowed"], &decision["reason"]["code"]), (&json!(false), &json!("grant_ended")));
        assert_eq!(
            (&decision["reason"]["grant"], &decision["reason"]["role"]),
            (&json!(1), &json!("transaction_manager"))
        );
        assert_eq!(decision["reason"]["ends_at"], before["changes_at"]);
        let after = access().await;
        assert_eq!(after["changes_at"], Value::Null);
        assert!(!after["everywhere"].as_array().expect("a list").contains(&json!("leads:read")));
        assert_eq!(verdict(&account, &temp, json!({ "permission": "claims:read" })).await, allowed("role_allows"));
        assert_eq!(verdict(&account, &temp, json!({ "permission": "contracts:update" })).await, refused("grant_ended"));
    });
}

#[test]
fn nobody_has_anything_before_they_are_active_and_after_they_are_deactivated() {
    scenario(async |world| {
        let (account, ada) = open(world, "portal", "ada@example.com").await;
        let id = invite(&account, &ada, "user@example.com", json!([{ "role": "admin", "units": "all" }])).await;
        let question = json!({ "user": id, "permission": "reports:use" });
        assert_eq!(verdict(&account, &ada, question.clone()).await, refused("user_not_active"));
        let access = ada.api.get(&account.path(&format!("/users/{id}/access"))).await.expect(200);
        assert_eq!(
            (&access["status"], &access["everywhere"], &access["units"]),
            (&json!("pending"), &json!([]), &json!([]))
        );
        usher_tests::presets::come_in(world, "user@example.com").await;
        assert_eq!(verdict(&account, &ada, question.clone()).await, allowed("role_allows"));
        ada.api.post(&account.path(&format!("/users/{id}/deactivate")), json!({})).await.expect(200);
        assert_eq!(verdict(&account, &ada, question).await, refused("user_not_active"));
    });
}

#[test]
fn a_retired_unit_gives_nothing_to_anybody() {
    scenario(async |world| {
        let (account, ada, [harbour, airport]) = billing(world).await;
        let grants = json!([{ "role": "normal_user", "units": [harbour, airport] }]);
        let user = enlist(world, &account, &ada, "user@example.com", grants).await;
        let id = own_id(&account, &user).await;
        let question = json!({ "permission": "orders:read", "unit": harbour });
        assert_eq!(verdict(&account, &user, question.clone()).await, allowed("role_allows"));
        ada.api.delete(&account.path(&format!("/units/{harbour}"))).await.expect(200);
        assert_eq!(verdict(&account, &user, question.clone()).await, refused("unit_retired"));
        assert_eq!(
            verdict(&account, &ada, question).await,
            refused("unit_retired"),
            "not even to who reaches all units"
        );
        assert_eq!(
            verdict(&account, &user, json!({ "permission": "orders:read", "unit": airport })).await,
            allowed("role_allows")
        );
        let access = ada.api.get(&account.path(&format!("/users/{id}/access"))).await.expect(200);
        assert_eq!(access["everywhere"], json!([]));
        let units: Vec<_> =
            access["units"].as_array().expect("units").iter().map(|unit| (&unit["name"], &unit["status"])).collect();
        assert_eq!(units, [(&json!("Airport"), &json!("active")), (&json!("Harbour"), &json!("retired"))]);
        assert_eq!(access["units"][1]["permissions"], json!([]));
        assert!(access["units"][0]["permissions"].as_array().expect("a list").contains(&json!("orders:update")));
    });
}

#[test]
fn all_that_is_wrong_with_a_question_is_said_at_once() {
    scenario(async |world| {
        let (account, ada, [harbour, _]) = billing(world).await;
        let foreign = {
            let (other, zoe) = open(world, "billing", "zoe@example.com").await;
            unit(&other, &zoe, "Elsewhere").await
        };
        for (question, faults) in [
            (json!({}), vec![("permission", "required")]),
            (json!({ "permission": "orders" }), vec![("permission", "invalid_permission")]),
            (json!({ "permission": "*:*" }), vec![("permission", "invalid_permission")]),
            (
                json!({ "permission": "cars:read", "unit": "x", "owner": "y" }),
                vec![("owner", "invalid_id"), ("permission", "unknown_permission"), ("unit", "unknown_unit")],
            ),
            (
                json!({ "permission": "orders:burn", "unit": foreign }),
                vec![("permission", "unknown_permission"), ("unit", "unknown_unit")],
            ),
            (json!({ "permission": "orders:read", "units": [harbour] }), vec![("units", "unknown_field")]),
        ] {
            ask(&account, &ada, question).await.expect_fields(&faults);
        }
    });
}

#[test]
fn others_are_asked_about_by_those_who_see_them_and_by_nobody_else() {
    scenario(async |world| {
        let (account, ada, [harbour, airport]) = billing(world).await;
        let admin =
            enlist(world, &account, &ada, "admin@example.com", json!([{ "role": "admin_user", "units": [harbour] }]))
                .await;
        let near =
            invite(&account, &ada, "near@example.com", json!([{ "role": "normal_user", "units": [harbour] }])).await;
        let far =
            invite(&account, &ada, "far@example.com", json!([{ "role": "normal_user", "units": [airport] }])).await;
        let normal =
            enlist(world, &account, &ada, "normal@example.com", json!([{ "role": "normal_user", "units": "all" }]))
                .await;
        let about = |user: &str| json!({ "user": user, "permission": "orders:read", "unit": harbour });

        check(&account, &admin, about(&near)).await;
        admin.api.get(&account.path(&format!("/users/{near}/access"))).await.expect(200);
        let unknown = format!("usr_{}", "a".repeat(32));
        let sibling = format!("{}{}", &near[..near.len() - 4], if near.ends_with("aaaa") { "eeee" } else { "aaaa" });
        for hidden in [far.as_str(), &unknown, &sibling, "usr_x", "nobody"] {
            ask(&account, &admin, about(hidden)).await.expect_problem(404, "not_found");
            admin.api.get(&account.path(&format!("/users/{hidden}/access"))).await.expect_problem(404, "not_found");
        }
        check(&account, &ada, about(&far)).await;

        ask(&account, &normal, about(&near)).await.expect_problem(403, "forbidden");
        normal.api.get(&account.path(&format!("/users/{near}/access"))).await.expect_problem(403, "forbidden");
        let own = own_id(&account, &normal).await;
        check(&account, &normal, about(&own)).await;
        normal.api.get(&account.path(&format!("/users/{own}/access"))).await.expect(200);
    });
}

#[test]
fn another_account_s_users_are_nobody_s_here() {
    scenario(async |world| {
        let (account, ada, _) = billing(world).await;
        let (other, zoe) = open(world, "billing", "zoe@example.com").await;
        let question = json!({ "permission": "orders:read" });
        ask(&other, &ada, question.clone()).await.expect_problem(404, "not_found");
        let about = json!({ "permission": "orders:read", "user": other.administrator });
        ask(&account, &ada, about).await.expect_problem(404, "not_found");
        ada.api
            .get(&other.path(&format!("/users/{}/access", other.administrator)))
            .await
            .expect_problem(404, "not_found");
        check(&other, &zoe, question).await;
    });
}

#[test]
fn a_check_takes_one_request_to_the_table_and_changes_nothing() {
    let quiet = Options { scheduler: false, ..Options::default() };
    scenario_with(quiet, async |world| {
        let (account, ada, [harbour, _]) = billing(world).await;
        let user =
            invite(&account, &ada, "user@example.com", json!([{ "role": "normal_user", "units": [harbour] }])).await;
        let question = json!({ "user": user, "permission": "orders:read", "unit": harbour, "owner": user });
        whole_table::unchanged(world, async || {
            for question in [question.clone(), json!({ "permission": "orders:read" })] {
                let (reply, cost) = measure(world, ask(&account, &ada, question)).await;
                reply.expect(200);
                assert_eq!(cost.requests(), "BatchGetItem");
                assert!(cost.read_units <= 8.0 && cost.write_units == 0.0, "{cost:?}");
                world.system.resume_stream();
            }
        })
        .await;
    });
}
