//! What an `Idempotency-Key` does not undo: a secret that is shown once, a display that is on record, a statement that
//! is true for minutes.

use serde_json::{Value, json};
use usher_tests::{Account, Authenticator, Member, PASSWORD, Reply, Table, World, scenario, scenario_with};

use usher_tests::{office, shop, whole_table};

const KEY: (&str, &str) = ("idempotency-key", "5f0c0e0a-tuesday");

async fn post(by: &Member, path: &str, body: Value) -> Reply {
    by.api.post_with(path, &[KEY], body).await
}

fn is_replayed(reply: &Reply) -> bool {
    reply.headers.contains_key("idempotency-replayed")
}

/// An office whose tokens can be seen at any time, its owner Ada, and Bob, another owner.
async fn open(world: &World) -> (Account, Member, Member) {
    let (account, ada) = office::open(world, json!({ "api_tokens": { "display": "again" } }), "ada@example.com").await;
    let bob = shop::hire(world, &account, &ada, "bob@example.com", "owner").await;
    (account, ada, bob)
}

async fn grant(by: &Member, account: &Account, email: &str, role: &str) {
    let path = office::path(by, account, email).await;
    office::patch(by, &path, json!({ "grants": [office::grant(role)] })).await.expect(200);
}

async fn made(by: &Member, account: &Account) -> Reply {
    post(by, &account.path("/api-tokens"), json!({ "name": "Export" })).await
}

fn path(account: &Account, made: &Value) -> String {
    account.path(&format!("/api-tokens/{}", made["api_token"]["id"].as_str().expect("an id")))
}

async fn displays(world: &World, account: &Account) -> usize {
    Table::of(world).events(account).await.iter().filter(|event| event["action"] == "api_token.revealed").count()
}

async fn kept(world: &World) -> usize {
    let items = whole_table::items(world).await;
    items.keys().filter(|(partition, _)| partition.starts_with("IDEMPOTENCY#")).count()
}

#[test]
fn each_display_of_an_api_token_is_decided_again_and_on_record() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada, bob) = open(world).await;
        let token = bob.api.post(&account.path("/api-tokens"), json!({ "name": "Export" })).await.expect(201);
        let reveal = async || post(&bob, &format!("{}/reveal", path(&account, &token)), json!({})).await;
        for times in 1..=2 {
            let shown = reveal().await;
            assert!(!is_replayed(&shown));
            assert_eq!(shown.expect(200)["token"], token["token"]);
            assert_eq!((displays(world, &account).await, kept(world).await), (times, 0));
        }
        bob.api.post(&format!("{}/rotate", path(&account, &token)), json!({})).await.expect(200);
        assert_ne!(reveal().await.expect(200)["token"], token["token"]);
        ada.api.delete(&path(&account, &token)).await.expect(204);
        reveal().await.expect_problem(404, "not_found");

        let other = bob.api.post(&account.path("/api-tokens"), json!({ "name": "Import" })).await.expect(201);
        let reveal = async || post(&bob, &format!("{}/reveal", path(&account, &other)), json!({})).await;
        reveal().await.expect(200);
        grant(&ada, &account, "bob@example.com", "worker").await;
        reveal().await.expect_problem(403, "forbidden");
        assert_eq!(displays(world, &account).await, 4);
    });
}

#[test]
fn a_new_api_token_is_repeated_while_it_is_unchanged_and_its_maker_could_make_another() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada, bob) = open(world).await;
        let token = made(&bob, &account).await.expect(201);
        let again = made(&bob, &account).await;
        assert!(is_replayed(&again));
        assert_eq!(again.expect(201), token);
        assert_eq!(Table::of(world).of_kind("api_token").await.len(), 1);

        grant(&ada, &account, "bob@example.com", "worker").await;
        made(&bob, &account).await.expect_problem(403, "forbidden");
        grant(&ada, &account, "bob@example.com", "owner").await;
        assert_eq!(made(&bob, &account).await.expect(201)["token"], token["token"]);

        let rotate = async || post(&bob, &format!("{}/rotate", path(&account, &token)), json!({})).await;
        let rotated = rotate().await.expect(200);
        made(&bob, &account).await.expect_problem(404, "not_found");
        let again = rotate().await;
        assert!(is_replayed(&again));
        assert_eq!(again.expect(200)["token"], rotated["token"]);
        ada.api.delete(&path(&account, &token)).await.expect(204);
        for reply in [made(&bob, &account).await, rotate().await] {
            reply.expect_problem(404, "not_found");
        }
        let bobs = office::path(&ada, &account, "bob@example.com").await;
        office::post(&ada, &bobs, "deactivate").await.expect(200);
        made(&bob, &account).await.expect_problem(404, "not_found");
    });
}

#[test]
fn a_signed_token_is_made_again_for_a_caller_who_may_have_it_now() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada, bob) = open(world).await;
        let token = async || post(&bob, "/v1/sessions/token", json!({ "account": account.id })).await;
        let first = token().await.expect(200);
        let second = token().await;
        assert!(!is_replayed(&second));
        assert_ne!(second.expect(200)["token"], first["token"]);
        assert_eq!(kept(world).await, 0);
        let bobs = office::path(&ada, &account, "bob@example.com").await;
        office::post(&ada, &bobs, "deactivate").await.expect(200);
        token().await.expect_problem(404, "not_found");
        bob.api.delete("/v1/sessions/current").await.expect(204);
        token().await.expect_problem(401, "unauthenticated");
    });
}

#[test]
fn a_decision_on_access_is_made_again() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada, bob) = open(world).await;
        let allowed = async || {
            post(
                &bob, &account.path("/access/check"), json!({ "permission": "tasks:sign" }),
            ).await.expect(200)["allowed"].clone()
        };
        assert_eq!(allowed().await, true);
        grant(&ada, &account, "bob@example.com", "worker").await;
        assert_eq!(allowed().await, false);
    });
}

#[test]
fn the_secrets_of_a_second_factor_are_shown_once() {
    scenario_with(whole_table::quiet(), async |world| {
        let (_, ada) = world.account("mailing", "ada@example.com").await;
        let begin = async || post(&ada, "/v1/me/second-factor", json!({ "password": PASSWORD })).await.expect(201);
        let (first, second) = (begin().await, begin().await);
        assert_ne!(first["secret"], second["secret"]);
        let app = Authenticator::scan(&second);
        let confirm = json!({ "code": app.code(world) });
        post(&ada, "/v1/me/second-factor/confirm", confirm.clone()).await.expect(200);
        post(&ada, "/v1/me/second-factor/confirm", confirm).await.expect_problem(409, "no_pending_second_factor");
        world.advance(jiff::SignedDuration::from_secs(30)).await;
        let replace = json!({ "password": PASSWORD, "code": app.code(world) });
        post(&ada, "/v1/me/second-factor/recovery-codes", replace.clone()).await.expect(200);
        post(&ada, "/v1/me/second-factor/recovery-codes", replace).await.expect_problem(403, "wrong_code");
    });
}

#[test]
fn a_secret_is_not_lost_when_the_key_cannot_be_given_free() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.dynamodb.sabotage(|operation| (operation == "DeleteItem").then_some(usher_tests::Sabotage::Unreachable));
        post(&ada, "/v1/sessions/token", json!({ "account": account.id })).await.expect(200);
        post(&ada, "/v1/sessions/token", json!({ "account": account.id }))
            .await
            .expect_problem(409, "request_in_progress");
        world.dynamodb.heal();
        world.advance(jiff::SignedDuration::from_secs(61)).await;
        post(&ada, "/v1/sessions/token", json!({ "account": account.id })).await.expect(200);
    });
}
