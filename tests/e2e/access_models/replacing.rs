//! Access models: the presets, and the model that an account follows, read and replaced.

use reqwest::Method;
use serde_json::{Value, json};
use usher::presets::Preset;
use usher_tests::{Account, Member, Reply, Table, World, scenario, scenario_with};

use usher_tests::presets::{check, enlist, invite, open, own_id};
use usher_tests::{shop, whole_table};

async fn replace(account: &Account, by: &Member, headers: &[(&str, &str)], model: &Value) -> Reply {
    by.api.send(Method::PUT, &account.path("/access-model"), headers, Some(model.to_string())).await
}

async fn followed(account: &Account, by: &Member) -> Value {
    by.api.get(&account.path("/access-model")).await.expect(200)
}

async fn events(world: &World, account: &Account, action: &str) -> Vec<Value> {
    let mut events = Table::of(world).events(account).await;
    events.retain(|event| event["action"] == action);
    events
}

/// The shop's model without its clerk, and with an apprentice instead.
fn without_clerks() -> Value {
    let mut model = shop::model();
    let roles = model["roles"].as_object_mut().expect("roles");
    let clerk = roles.remove("clerk").expect("a clerk");
    roles.insert("apprentice".to_owned(), clerk);
    model["roles"]["apprentice"]["title"] = json!("Apprentice");
    model
}

/// The paths and codes of what is in the way.
#[track_caller]
fn in_the_way(reply: Reply, code: &str) -> Vec<(String, String)> {
    let problem = reply.expect_problem(409, code);
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    problem["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|error| (text(&error["field"]), text(&error["code"])))
        .collect()
}

mod presets {
    use super::*;

    #[test]
    fn are_there_for_anybody_to_read_and_start_from() {
        scenario(async |world| {
            let listed = world.api.get("/v1/access-models").await.expect(200);
            let names: Vec<_> = listed["data"]
                .as_array()
                .expect("presets")
                .iter()
                .map(|preset| preset["name"].as_str().expect("a name"))
                .collect();
            assert_eq!(names, ["invoicing", "portal", "mailing", "billing", "warranty"]);
            assert_eq!(listed["data"][0]["title"], "Invoicing portal");
            for preset in Preset::ALL {
                let document = world.api.get(&format!("/v1/access-models/{}", preset.as_str())).await.expect(200);
                assert_eq!(document, serde_json::to_value(preset.model()).expect("a document"));
            }
            for unknown in ["banking", "Invoicing", "acc_x"] {
                world.api.get(&format!("/v1/access-models/{unknown}")).await.expect_problem(404, "not_found");
            }
        });
    }

    #[test]
    fn can_be_followed_changed_and_followed_again() {
        scenario(async |world| {
            let (account, ada) = open(world, "warranty", "ada@example.com").await;
            let mut model = world.api.get("/v1/access-models/warranty").await.expect(200);
            assert_eq!(followed(&account, &ada).await, model);
            model["roles"]["claims_manager"]["levels"]["products"] = json!("view");
            let replaced = account.follow(world, &model).await;
            assert_eq!(replaced.expect(200)["access_model"], followed(&account, &ada).await);
        });
    }
}

mod reading {
    use super::*;

    #[test]
    fn every_active_user_of_the_account_may_and_nobody_else() {
        scenario(async |world| {
            let (account, olga) = shop::open(world, "olga@example.com").await;
            let clerk = shop::hire(world, &account, &olga, "carl@example.com", "clerk").await;
            let (_, zoe) = shop::open(world, "zoe@example.com").await;
            let path = account.path("/access-model");
            let (hers, his) = (olga.api.get(&path).await, clerk.api.get(&path).await);
            assert_eq!(hers.etag(), his.etag());
            let model = his.expect(200);
            assert_eq!((&model["name"], &model["roles"]["clerk"]["title"]), (&json!("shop"), &json!("Clerk")));
            assert_eq!(model["policies"]["activation"], "on_accept", "defaults are written out");
            zoe.api.get(&path).await.expect_problem(404, "not_found");
            world.api.get(&path).await.expect_problem(401, "unauthenticated");
        });
    }
}

mod a_new_model {
    use super::*;

    #[test]
    fn binds_on_the_next_request_and_is_on_record_with_both_documents() {
        scenario(async |world| {
            let (account, olga) = shop::open(world, "olga@example.com").await;
            let clerk = shop::hire(world, &account, &olga, "carl@example.com", "clerk").await;
            let before = olga.api.get(&account.path("/access-model")).await;
            let (etag, before) = (before.etag(), before.expect(200));
            let question = json!({ "permission": "orders:refund" });
            assert_eq!(check(&account, &clerk, question.clone()).await["allowed"], false);
            let mut model = shop::model();
            model["title"] = json!("Corner shop");
            model["roles"]["clerk"]["permissions"] = json!(["orders:*"]);
            let replaced = replace(&account, &olga, &[("if-match", &etag)], &model).await;
            assert_ne!(replaced.etag(), etag);
            let after = replaced.expect(200);
            assert_eq!((&after["title"], &after["policies"]["names"]), (&json!("Corner shop"), &json!("both")));
            assert_eq!(check(&account, &clerk, question).await["allowed"], true);
            let events = events(world, &account, "access_model.replaced").await;
            assert_eq!(events.len(), 1);
            assert_eq!(
                (&events[0]["before"], &events[0]["after"], &events[0]["target"]),
                (&before, &after, &json!(account.id))
            );
            assert_eq!(events[0]["actor"]["id"], account.administrator.as_str());
            assert_eq!(olga.api.get(&account.path("")).await.expect(200)["access_model"], "shop");
        });
    }

    #[test]
    fn takes_access_model_manage_and_the_version_that_was_read() {
        scenario_with(whole_table::quiet(), async |world| {
            let (account, olga) = shop::open(world, "olga@example.com").await;
            let lead = shop::hire(world, &account, &olga, "lea@example.com", "lead").await;
            let (_, zoe) = shop::open(world, "zoe@example.com").await;
            let etag = olga.api.get(&account.path("/access-model")).await.etag();
            let mut model = shop::model();
            model["title"] = json!("Mine");
            replace(&account, &olga, &[("if-match", &etag)], &model).await.expect(200);
            model["title"] = json!("Yours");
            whole_table::unchanged(world, async || {
                replace(&account, &lead, &[], &model).await.expect_problem(403, "forbidden");
                replace(&account, &zoe, &[], &model).await.expect_problem(404, "not_found");
                replace(&account, &olga, &[("if-match", &etag)], &model).await.expect_problem(412, "stale_version");
                replace(&account, &olga, &[("if-match", &etag)], &json!({})).await.expect_problem(412, "stale_version");
            })
            .await;
        });
    }

    #[test]
    fn with_the_same_document_changes_nothing() {
        scenario_with(whole_table::quiet(), async |world| {
            let (account, olga) = shop::open(world, "olga@example.com").await;
            let before = olga.api.get(&account.path("/access-model")).await.etag();
            whole_table::unchanged(world, async || {
                assert_eq!(replace(&account, &olga, &[], &shop::model()).await.etag(), before);
            })
            .await;
        });
    }

    #[test]
    fn names_every_fault_at_its_path() {
        scenario_with(whole_table::quiet(), async |world| {
            let (account, olga) = shop::open(world, "olga@example.com").await;
            let mut model = shop::model();
            model["plan"] = json!("gold");
            model["roles"]["owner"]["includes"] = json!(["boss"]);
            model["roles"]["clerk"]["permissions"] = json!(["orders:burn"]);
            model["policies"]["offboarding"] = json!({ "deactivate": false, "remove": false });
            whole_table::unchanged(world, async || {
                replace(&account, &olga, &[], &model).await.expect_fields(&[
                    ("plan", "unknown_key"),
                    ("roles.owner.includes[0]", "unknown_role"),
                    ("roles.clerk.permissions[0]", "unknown_action"),
                    ("policies.offboarding", "impossible_policy"),
                ]);
                replace(&account, &olga, &[], &json!([])).await.expect_fields(&[("body", "invalid_type")]);
                let doubled =
                    shop::model().to_string().replacen("\"name\":\"shop\"", "\"name\":\"shop\",\"name\":\"shop\"", 1);
                let reply = olga.api.send(Method::PUT, &account.path("/access-model"), &[], Some(doubled)).await;
                reply.expect_fields(&[("name", "duplicate_field")]);
            })
            .await;
        });
    }

    #[test]
    fn names_what_is_wrong_with_one_role_beside_what_is_wrong_with_another() {
        scenario(async |world| {
            let (account, ada) = open(world, "portal", "ada@example.com").await;
            let preset = followed(&account, &ada).await;
            let empty = |fault: Value| {
                let mut model = preset.clone();
                model["roles"]["e"] = json!({ "title": "E" });
                model["roles"]["f"] = fault;
                model
            };
            let ghost = json!({ "title": "F", "permissions": ["dashboard:use"], "customizable": ["ghost:use"] });
            replace(&account, &ada, &[], &empty(ghost.clone()))
                .await
                .expect_fields(&[("roles.e", "empty_role"), ("roles.f.customizable[0]", "unknown_resource")]);
            replace(&account, &ada, &[], &empty(json!({ "title": "F", "includes": ["f"] })))
                .await
                .expect_fields(&[("roles.e", "empty_role"), ("roles.f.includes[0]", "inclusion_cycle")]);
            let mut model = preset.clone();
            model["roles"]["f"] = ghost;
            model["roles"]["f"]["permissions"] = json!(["ghost:use"]);
            model["roles"]["admin"]["permissions"] = json!(["dashboard:use", "units:manage"]);
            replace(&account, &ada, &[], &model).await.expect_fields(&[
                ("roles", "no_administrator"),
                ("roles.f.customizable[0]", "unknown_resource"),
                ("roles.f.permissions[0]", "unknown_resource"),
            ]);
        });
    }

    #[test]
    fn is_refused_while_someone_of_any_status_holds_a_role_that_would_go() {
        scenario_with(whole_table::quiet(), async |world| {
            let (account, olga) = shop::open(world, "olga@example.com").await;
            replace(&account, &olga, &[], &without_clerks()).await.expect(200);
            replace(&account, &olga, &[], &shop::model()).await.expect(200);
            let clerk = invite(&account, &olga, "carl@example.com", json!([{ "role": "clerk" }])).await;
            let expected = [("roles.clerk".to_owned(), "role_in_use".to_owned())];
            whole_table::unchanged(world, async || {
                let refused = replace(&account, &olga, &[], &without_clerks()).await;
                let message = refused.body["errors"][0]["message"].as_str().expect("a message").to_owned();
                assert!(message.contains("clerk") && message.contains(&clerk), "names what is in the way: {message}");
                assert_eq!(in_the_way(refused, "role_in_use"), expected, "pending");
            })
            .await;
            usher_tests::presets::come_in(world, "carl@example.com").await;
            assert_eq!(
                in_the_way(replace(&account, &olga, &[], &without_clerks()).await, "role_in_use"),
                expected,
                "active"
            );
            let path = |rest: &str| account.path(&format!("/users/{clerk}{rest}"));
            olga.api.post(&path("/deactivate"), json!({})).await.expect(200);
            assert_eq!(
                in_the_way(replace(&account, &olga, &[], &without_clerks()).await, "role_in_use"),
                expected,
                "deactivated"
            );
            olga.api.delete(&path("")).await.expect(204);
            replace(&account, &olga, &[], &without_clerks()).await.expect(200);
        });
    }

    #[test]
    fn names_everything_that_is_in_the_way_at_once() {
        scenario_with(whole_table::quiet(), async |world| {
            let mut model = shop::model();
            model["units"] = json!({ "noun": "branch", "reach": "selected" });
            model["policies"]["roles_per_user"] = json!("several");
            let (account, olga) = shop::open_with(world, model, "olga@example.com").await;
            let unit =
                olga.api.post(&account.path("/units"), json!({ "name": "North" })).await.expect(201)["id"].clone();
            let grants = json!([{ "role": "clerk", "units": [unit] }, { "role": "lead", "units": [unit] }]);
            let both = enlist(world, &account, &olga, "both@example.com", grants).await;
            let question = json!({ "permission": "orders:read" });
            assert_eq!(check(&account, &both, question.clone()).await["allowed"], false);
            let expected = [
                ("roles.clerk", "role_in_use"),
                ("units.reach", "units_in_use"),
                ("policies.roles_per_user", "several_roles_in_use"),
            ];
            let expected = expected.map(|(path, code)| (path.to_owned(), code.to_owned()));
            whole_table::unchanged(world, async || {
                for reach in ["all", "none"] {
                    let mut next = without_clerks();
                    next["units"] = json!({ "reach": reach });
                    assert_eq!(in_the_way(replace(&account, &olga, &[], &next).await, "role_in_use"), expected);
                }
                let mut widened = shop::model();
                widened["policies"]["roles_per_user"] = json!("several");
                assert_eq!(in_the_way(replace(&account, &olga, &[], &widened).await, "units_in_use"), expected[1..2]);
            })
            .await;
            assert_eq!(check(&account, &both, question).await["allowed"], false, "nobody got more");
        });
    }

    #[test]
    fn is_refused_if_no_active_user_would_manage_users_for_good() {
        scenario_with(whole_table::quiet(), async |world| {
            let (account, olga) = shop::open(world, "olga@example.com").await;
            let mut model = shop::model();
            model["roles"]["owner"]["permissions"] = json!(["orders:*", "access_model:manage"]);
            model["roles"]["chief"] = json!({ "title": "Chief", "permissions": ["*:*"] });
            whole_table::unchanged(world, async || {
                replace(&account, &olga, &[], &model).await.expect_problem(409, "last_administrator");
            })
            .await;

            // With someone else who would, it goes.
            let mut wider = shop::model();
            wider["roles"]["chief"] = json!({ "title": "Chief", "permissions": ["*:*"] });
            replace(&account, &olga, &[], &wider).await.expect(200);
            let pending = invite(&account, &olga, "chief@example.com", json!([{ "role": "chief" }])).await;
            replace(&account, &olga, &[], &model).await.expect_problem(409, "last_administrator");
            let chief = usher_tests::presets::come_in(world, "chief@example.com").await;
            replace(&account, &olga, &[], &model).await.expect(200);
            olga.api.get(&account.path("/users")).await.expect_problem(403, "forbidden");
            assert_eq!(own_id(&account, &chief).await, pending);
            chief.api.get(&account.path("/users")).await.expect(200);
        });
    }

    #[test]
    fn and_someone_who_leaves_never_end_with_nobody() {
        scenario_with(whole_table::quiet(), async |world| {
            for round in 0..6 {
                let (account, olga) = shop::open(world, &format!("olga{round}@example.com")).await;
                let mut model = shop::model();
                model["roles"]["chief"] = json!({ "title": "Chief", "permissions": ["*:*"] });
                replace(&account, &olga, &[], &model).await.expect(200);
                let email = format!("chief{round}@example.com");
                let chief = enlist(world, &account, &olga, &email, json!([{ "role": "chief" }])).await;
                let chief_id = own_id(&account, &chief).await;
                model["roles"]["owner"]["permissions"] = json!(["orders:*", "access_model:manage"]);
                // Under the new model only the chief manages users; under the old one the owner may remove them.
                let path = account.path(&format!("/users/{chief_id}"));
                let (replaced, removed) = tokio::join!(replace(&account, &olga, &[], &model), olga.api.delete(&path));
                let done = (replaced.status == 200, removed.status == 204);
                assert!(done == (true, false) || done == (false, true), "{done:?}: {} {}", replaced.body, removed.body);
            }
        });
    }

    /// Under the old model the witness of the new one manages nobody, so that nothing seems to be in the way of
    /// changing them.
    #[test]
    fn and_a_change_of_its_witness_do_not_pass_each_other() {
        scenario_with(whole_table::quiet(), async |world| {
            for round in 0..12 {
                let (account, olga) = shop::open(world, &format!("olga{round}@example.com")).await;
                let mut model = shop::model();
                model["roles"]["keeper"] = json!({
                    "title": "Keeper", "permissions": ["access_model:manage", "users:read", "users:invite", "orders:*"],
                });
                replace(&account, &olga, &[], &model).await.expect(200);
                let kate =
                    enlist(world, &account, &olga, &format!("kate{round}@example.com"), json!([{ "role": "keeper" }]))
                        .await;
                model["roles"]["keeper"]["permissions"] = json!(["access_model:manage", "users:*", "orders:*"]);
                model["roles"]["owner"]["permissions"] = json!(["orders:*", "access_model:manage"]);
                let path = account.path(&format!("/users/{}", own_id(&account, &kate).await));
                let demoted = json!({ "grants": [{ "role": "lead" }] }).to_string();
                let (replaced, demoted) = tokio::join!(
                    replace(&account, &kate, &[], &model),
                    olga.api.send(reqwest::Method::PATCH, &path, &[], Some(demoted))
                );
                let done = (replaced.status == 200, demoted.status == 200);
                assert!(done == (true, false) || done == (false, true), "{done:?}: {} {}", replaced.body, demoted.body);
            }
        });
    }

    #[test]
    fn shows_who_did_it_and_leaves_what_cannot_be_added_any_more_without_effect() {
        scenario(async |world| {
            let (account, olga) = shop::open(world, "olga@example.com").await;
            let grants = json!([{ "role": "clerk", "permissions": ["orders:refund"] }]);
            let clerk = enlist(world, &account, &olga, "carl@example.com", grants).await;
            let question = json!({ "permission": "orders:refund" });
            assert_eq!(check(&account, &clerk, question.clone()).await["reason"]["code"], "added_permission_allows");
            let mut model = shop::model();
            model["roles"]["clerk"]["customizable"] = json!([]);
            replace(&account, &olga, &[], &model).await.expect(200);
            assert_eq!(check(&account, &clerk, question).await["reason"]["code"], "permission_not_held");
        });
    }
}
