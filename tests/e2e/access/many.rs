//! Many questions at once: `access/check-many`.

use serde_json::{Value, json};
use usher_tests::presets::{check, enlist, open, own_id};
use usher_tests::{Account, Member, Reply, scenario};

use usher_tests::cost::measure;

async fn ask(account: &Account, by: &Member, checks: Value) -> Reply {
    by.api.post(&account.path("/access/check-many"), json!({ "checks": checks })).await
}

#[test]
fn each_question_is_answered_as_if_it_were_asked_alone_and_in_its_place() {
    scenario(async |world| {
        let (account, ada) = open(world, "billing", "ada@example.com").await;
        let unit = ada.api.post(&account.path("/units"), json!({ "name": "Harbour" })).await.expect(201);
        let grants = json!([{ "role": "normal_user", "units": [unit["id"]] }]);
        let bob = enlist(world, &account, &ada, "bob@example.com", grants).await;
        let (ada_id, bob_id) = (own_id(&account, &ada).await, own_id(&account, &bob).await);
        let mut questions = Vec::new();
        for user in [json!(null), json!(ada_id), json!(bob_id)] {
            for permission in ["products:read", "products:update", "orders:read", "users:read", "customers:read:own"] {
                for place in [json!(null), unit["id"].clone()] {
                    let mut question = json!({ "permission": permission, "owner": bob_id });
                    for (field, value) in [("user", &user), ("unit", &place)] {
                        if !value.is_null() {
                            question[field] = value.clone();
                        }
                    }
                    questions.push(question);
                }
            }
        }
        let (answer, cost) = measure(world, ask(&account, &ada, json!(questions))).await;
        let decisions = answer.expect(200)["decisions"].as_array().expect("decisions").clone();
        assert_eq!((decisions.len(), cost.count()), (questions.len(), 1));
        for (question, decision) in questions.into_iter().zip(&decisions) {
            assert_eq!(check(&account, &ada, question.clone()).await, *decision, "{question}");
        }
        let allowed = decisions.iter().filter(|decision| decision["allowed"] == true).count();
        assert!(allowed > 5 && allowed < decisions.len() - 5, "some are, some are not: {allowed}");
    });
}

#[test]
fn whatever_is_wrong_is_told_with_its_place_and_a_hidden_user_is_an_unknown_one() {
    scenario(async |world| {
        let (account, ada) = open(world, "billing", "ada@example.com").await;
        let (other, _) = open(world, "billing", "eve@example.com").await;
        let good = json!({ "permission": "products:read" });
        let checks = json!([
            good,
            { "permission": "products:fly" },
            { "permission": "products:read", "unit": "unt_aaaaaaaaaaaaaaaa" },
            { "permission": "products:read", "user": other.administrator },
            { "permission": "products:read", "user": "ada", "owner": "ada" },
        ]);
        ask(&account, &ada, checks).await.expect_fields(&[
            ("checks[1].permission", "unknown_permission"),
            ("checks[2].unit", "unknown_unit"),
            ("checks[3].user", "unknown_user"),
            ("checks[4].owner", "invalid_id"),
            ("checks[4].user", "unknown_user"),
        ]);
        for count in [0, 101] {
            let checks = json!(vec![good.clone(); count]);
            ask(&account, &ada, checks).await.expect_fields(&[("checks", "out_of_range")]);
        }
        assert_eq!(
            ask(&account, &ada, json!(vec![good; 100])).await.expect(200)["decisions"].as_array().map(Vec::len),
            Some(100)
        );
    });
}

#[test]
fn about_others_only_those_may_ask_who_may_read_users() {
    scenario(async |world| {
        let (account, ada) = open(world, "invoicing", "ada@example.com").await;
        let bob = enlist(world, &account, &ada, "bob@example.com", json!([{ "role": "read", "units": "all" }])).await;
        let own = own_id(&account, &bob).await;
        let of_own = json!([{ "permission": "invoices:read", "user": own }, { "permission": "invoices:read" }]);
        ask(&account, &bob, of_own).await.expect(200);
        for user in [account.administrator.as_str(), "usr_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "nobody"] {
            let checks = json!([{ "permission": "invoices:read" }, { "permission": "invoices:read", "user": user }]);
            ask(&account, &bob, checks).await.expect_problem(403, "forbidden");
        }
    });
}
