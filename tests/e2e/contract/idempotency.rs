//! `Idempotency-Key`: a request that is sent again is answered again, and not run again.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use usher_tests::{Account, Api, Member, PASSWORD, Reply, Sabotage, scenario, scenario_with};

use usher_tests::{office, shop, whole_table};

const KEY: (&str, &str) = ("idempotency-key", "7c1d7a5e-monday");

/// Invites one person under [`KEY`].
async fn invite(api: &Api, account: &Account, email: &str) -> Reply {
    api.post_with(&account.path("/invitations"), &[KEY], json!({ "invitations": [Member::row(email, account.role)] }))
        .await
}

fn is_replayed(reply: &Reply) -> bool {
    reply.headers.contains_key("idempotency-replayed")
}

#[test]
fn the_same_request_again_gets_the_same_answer_and_is_not_run_again() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let first = invite(&ada.api, &account, "grace@example.com").await;
        let again = invite(&ada.api, &account, "grace@example.com").await;
        assert_eq!((is_replayed(&first), is_replayed(&again)), (false, true));
        let first = first.expect(200);
        assert_eq!(first["results"][0]["verdict"], "invited");
        assert_eq!(again.expect(200), first);
        world.system.settle().await.expect("the outbox runs empty");
        assert_eq!(world.system.mailbox().to("grace@example.com").len(), 1);
    });
}

#[test]
fn status_and_headers_are_part_of_the_answer() {
    scenario(async |world| {
        let body =
            json!({ "name": "Northwind", "preset": "warranty", "administrator": { "email": "ada@example.com" } });
        let operator = world.operator();
        let create = async || operator.post_with("/v1/accounts", &[KEY], body.clone()).await;
        let (first, again) = (create().await, create().await);
        for header in ["location", "etag", "content-type", "cache-control"] {
            assert!(first.headers.contains_key(header), "{header}");
            assert_eq!(first.headers.get(header), again.headers.get(header));
        }
        assert_eq!(first.expect(201), again.expect(201));
        world.system.settle().await.expect("the outbox runs empty");
        assert_eq!(world.system.mailbox().count(), 1);
    });
}

#[test]
fn a_refusal_is_answered_again_even_when_it_would_succeed_by_now() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let invitation = ada.invite_one(&account, "grace@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        let path = account.path(&format!("/invitations/{invitation}"));
        let revoke = async |if_match: &str| {
            ada.api.post_with(&format!("{path}/revoke"), &[KEY, ("if-match", if_match)], json!({})).await
        };
        revoke("\"0\"").await.expect_problem(412, "stale_version");
        let again = revoke("*").await;
        assert!(is_replayed(&again));
        again.expect_problem(412, "stale_version");
        assert_eq!(ada.invitation(&account, &invitation).await["status"], "pending");
    });
}

#[test]
fn the_same_key_with_another_body_is_refused() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        invite(&ada.api, &account, "grace@example.com").await.expect(200);
        whole_table::unchanged(world, async || {
            invite(&ada.api, &account, "alan@example.com").await.expect_problem(422, "idempotency_key_reused");
        })
        .await;
        assert_eq!(ada.users(&account, "pending").await, ["grace@example.com"]);
    });
}

#[test]
fn a_key_belongs_to_one_caller_and_one_path() {
    scenario(async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        let lead = shop::hire(world, &account, &olga, "lea@example.com", "lead").await;
        let verdict = async |api: &Api, email: &str| {
            invite(api, &account, email).await.expect(200)["results"][0]["verdict"].clone()
        };
        assert_eq!(verdict(&olga.api, "grace@example.com").await, "invited");
        assert_eq!(verdict(&lead.api, "grace@example.com").await, "already_invited", "run, not replayed");
        let elsewhere = world.sign_in("olga@example.com").await;
        assert_eq!(verdict(&elsewhere.api, "alan@example.com").await, "invited");

        let (other, otto) = shop::open(world, "otto@example.com").await;
        assert_eq!(
            invite(&otto.api, &other, "grace@example.com").await.expect(200)["results"][0]["verdict"],
            "invited"
        );
        let pending = olga.api.get(&account.path("/invitations?status=pending")).await.expect(200);
        let ids: Vec<&str> =
            pending["data"].as_array().expect("a page").iter().filter_map(|one| one["id"].as_str()).collect();
        for id in ids {
            let resent =
                olga.api.post_with(&account.path(&format!("/invitations/{id}/resend")), &[KEY], json!({})).await;
            assert_eq!(resent.expect(200)["id"], id);
        }
    });
}

#[test]
fn sixty_four_requests_at_once_with_one_key_invite_once() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let mut racing = JoinSet::new();
        for _ in 0..64 {
            let (api, account) = (ada.api.clone(), account.clone());
            racing.spawn(async move { invite(&api, &account, "grace@example.com").await });
        }
        let mut answers: BTreeMap<String, usize> = BTreeMap::new();
        for reply in racing.join_all().await {
            let answer = match reply.status.as_u16() {
                200 => reply.body,
                _ => Value::String(reply.expect_problem(409, "request_in_progress")["code"].to_string()),
            };
            *answers.entry(answer.to_string()).or_default() += 1;
        }
        let answer = invite(&ada.api, &account, "grace@example.com").await.expect(200);
        assert_eq!(answer["results"][0]["verdict"], "invited");
        assert!(answers.remove(&answer.to_string()).is_some_and(|count| count >= 1), "{answers:?}");
        assert!(answers.len() <= 1, "one answer, and `request_in_progress`: {answers:?}");

        world.system.settle().await.expect("the outbox runs empty");
        assert_eq!(world.system.mailbox().to("grace@example.com").len(), 1);
        assert_eq!(ada.pages(&account.path("/invitations?status=pending")).await.len(), 1);
    });
}

#[test]
fn a_key_is_free_again_after_a_day() {
    scenario(async |world| {
        let body =
            |name: &str| json!({ "name": name, "preset": "warranty", "administrator": { "email": "ada@example.com" } });
        let create = async |name: &str| world.operator().post_with("/v1/accounts", &[KEY], body(name)).await;
        create("Northwind").await.expect(201);
        world.advance(SignedDuration::from_mins(24 * 60 - 1)).await;
        create("Southwind").await.expect_problem(422, "idempotency_key_reused");
        world.advance(SignedDuration::from_mins(2)).await;
        assert_eq!(create("Southwind").await.expect(201)["account"]["name"], "Southwind");
    });
}

#[test]
fn failures_are_not_kept() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        world.dynamodb.sabotage(|operation| (operation == "TransactWriteItems").then_some(Sabotage::Unreachable));
        invite(&ada.api, &account, "grace@example.com").await.expect_problem(503, "unavailable");
        world.dynamodb.heal();
        let again = invite(&ada.api, &account, "grace@example.com").await;
        assert!(!is_replayed(&again));
        assert_eq!(again.expect(200)["results"][0]["verdict"], "invited");
    });
}

#[test]
fn a_request_that_died_with_its_function_may_be_run_again_once_its_time_is_over() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        // Neither the change nor the release of the key gets through: what is left is what a killed function leaves.
        world.dynamodb.sabotage(|operation| {
            matches!(operation, "TransactWriteItems" | "DeleteItem").then_some(Sabotage::Unreachable)
        });
        invite(&ada.api, &account, "grace@example.com").await.expect_problem(503, "unavailable");
        world.dynamodb.heal();
        invite(&ada.api, &account, "grace@example.com").await.expect_problem(409, "request_in_progress");
        world.advance(SignedDuration::from_secs(61)).await;
        assert_eq!(
            invite(&ada.api, &account, "grace@example.com").await.expect(200)["results"][0]["verdict"],
            "invited"
        );
    });
}

#[test]
fn refusals_that_pass_with_time_are_not_kept() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let invitation = ada.invite_one(&account, "grace@example.com").await;
        let path = account.path(&format!("/invitations/{invitation}/resend"));
        for _ in 0..4 {
            ada.api.post(&path, json!({})).await.expect(200);
        }
        ada.api.post_with(&path, &[KEY], json!({})).await.expect_problem(429, "rate_limited");
        world.advance_in_use(SignedDuration::from_hours(1), &[&ada]).await;
        ada.api.post_with(&path, &[KEY], json!({})).await.expect(200);
        let wrong = json!({ "email": "ada@example.com", "password": "not her password at all" });
        for _ in 0..2 {
            let reply = world.api.post_with("/v1/sessions", &[KEY], wrong.clone()).await;
            assert!(!is_replayed(&reply));
            reply.expect_problem(401, "wrong_credentials");
        }
    });
}

#[test]
fn refusals_for_what_the_caller_is_not_yet_are_not_kept() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let bob = shop::hire(world, &account, &ada, "bob@example.com", "read").await;
        invite(&bob.api, &account, "grace@example.com").await.expect_problem(403, "forbidden");
        let bobs = office::path(&ada, &account, "bob@example.com").await;
        office::patch(&ada, &bobs, json!({ "grants": [office::grant("admin")] })).await.expect(200);
        let again = invite(&bob.api, &account, "grace@example.com").await;
        assert!(!is_replayed(&again));
        again.expect(200);
    });
}

#[test]
fn a_stored_answer_is_only_for_a_caller_who_is_still_signed_in() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        invite(&ada.api, &account, "grace@example.com").await.expect(200);
        ada.api.delete("/v1/sessions/current").await.expect(204);
        invite(&ada.api, &account, "grace@example.com").await.expect_problem(401, "unauthenticated");
    });
}

#[test]
fn a_sign_in_is_run_again_and_its_key_tells_nobody_whether_a_password_is_right() {
    scenario(async |world| {
        world.account("invoicing", "ada@example.com").await;
        let sign_in = async |password: &str| {
            let body = json!({ "email": "ada@example.com", "password": password });
            world.api.post_with("/v1/sessions", &[KEY], body).await
        };
        let first = sign_in(PASSWORD).await.expect(201);
        let again = sign_in(PASSWORD).await;
        assert!(!is_replayed(&again));
        assert_ne!(again.expect(201)["token"], first["token"]);
        // Anyone who knows the key guesses like everybody else: counted, and held up.
        for _ in 0..5 {
            sign_in("not her password at all").await.expect_problem(401, "wrong_credentials");
        }
        sign_in(PASSWORD).await.expect_problem(429, "rate_limited");
        let items = whole_table::items(world).await;
        assert!(!items.keys().any(|(partition, _)| partition.starts_with("IDEMPOTENCY#")), "nothing is kept");
    });
}

#[test]
fn a_key_is_visible_ascii_of_bounded_length() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let (long, longest) = ("k".repeat(256), "k".repeat(255));
        let body = json!({ "invitations": [Member::row("grace@example.com", "read")] });
        for key in [long.as_str(), ""] {
            let reply =
                ada.api.post_with(&account.path("/invitations"), &[("idempotency-key", key)], body.clone()).await;
            reply.expect_fields(&[("Idempotency-Key", "invalid_idempotency_key")]);
        }
        ada.api.post_with(&account.path("/invitations"), &[("idempotency-key", &longest)], body).await.expect(200);
    });
}
