//! How tokens end, and how one secret takes the place of another.

use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde_json::{Value, json};
use usher_tests::{Table, scenario};

use super::{made, path, program};
use usher_tests::office;

#[test]
fn a_token_ends_at_its_time_and_lasts_ninety_days_unless_its_maker_says() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let end = world.system.clock().now() + SignedDuration::from_hours(30);
        let brief = made(&ada, &account, json!({ "expires_at": end })).await;
        let lasting = made(&ada, &account, json!({})).await;
        let time = |token: &Value, name: &str| {
            token["api_token"][name].as_str().expect("a time").parse::<Timestamp>().expect("a time")
        };
        assert_eq!(time(&brief, "expires_at"), end);
        assert_eq!(
            time(&lasting, "expires_at").duration_since(time(&lasting, "created_at")),
            SignedDuration::from_hours(90 * 24)
        );
        world.advance(SignedDuration::from_hours(30) - SignedDuration::from_secs(60)).await;
        program(world, &brief).get(&account.path("/users")).await.expect(200);
        world.advance(SignedDuration::from_secs(60)).await;
        program(world, &brief).get(&account.path("/users")).await.expect_problem(401, "unauthenticated");
        let ada = world.sign_in("ada@example.com").await;
        ada.api.get(&path(&account, &brief)).await.expect_problem(404, "not_found");
        let listed = ada.pages(&account.path("/api-tokens?limit=10")).await;
        assert_eq!(listed.iter().map(|token| &token["id"]).collect::<Vec<_>>(), [&lasting["api_token"]["id"]]);
    });
}

#[test]
fn the_last_use_is_known_within_five_minutes() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let token = made(&ada, &account, json!({})).await;
        let program = program(world, &token);
        let last_use = async || ada.api.get(&path(&account, &token)).await.expect(200)["last_used_at"].clone();
        assert_eq!(last_use().await, Value::Null);
        program.get(&account.path("/users")).await.expect(200);
        let first = last_use().await;
        assert!(first.is_string());
        world.advance(SignedDuration::from_mins(4)).await;
        program.get(&account.path("/users")).await.expect(200);
        assert_eq!(last_use().await, first);
        world.advance(SignedDuration::from_mins(1)).await;
        program.get(&account.path("/users")).await.expect(200);
        assert_ne!(last_use().await, first);
    });
}

#[test]
fn a_revoked_token_is_worth_nothing_on_the_next_request() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let token = made(&ada, &account, json!({})).await;
        let program = program(world, &token);
        program.get(&account.path("/users")).await.expect(200);
        let stale = [("if-match", "\"7\"")];
        ada.api.send(Method::DELETE, &path(&account, &token), &stale, None).await.expect_problem(412, "stale_version");
        ada.api.delete(&path(&account, &token)).await.expect(204);
        program.get(&account.path("/users")).await.expect_problem(401, "unauthenticated");
        ada.api.delete(&path(&account, &token)).await.expect_problem(404, "not_found");
        let revoked = office::event(world, &account, "api_token.revoked").await;
        assert_eq!(
            (&revoked["target"], &revoked["before"]["name"]),
            (&token["api_token"]["id"], &json!("Nightly export"))
        );
    });
}

#[test]
fn a_leaked_program_can_end_its_own_token() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let token = made(&ada, &account, json!({})).await;
        program(world, &token).delete(&path(&account, &token)).await.expect(204);
        program(world, &token).get(&account.path("/users")).await.expect_problem(401, "unauthenticated");
    });
}

#[test]
fn after_a_rotation_both_secrets_work_for_the_overlap_and_then_the_new_one_alone() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let first = made(&ada, &account, json!({})).await;
        let rotate = async |body: Value| ada.api.post(&format!("{}/rotate", path(&account, &first)), body).await;
        let second = rotate(json!({ "overlap_seconds": 300 })).await.expect(200);
        assert_eq!(second["api_token"]["id"], first["api_token"]["id"]);
        assert_ne!(second["token"], first["token"]);
        assert!(second["api_token"]["previous_until"].is_string());
        let works = async |token: &Value| program(world, token).get(&account.path("/users")).await.status.as_u16();
        assert_eq!((works(&first).await, works(&second).await), (200, 200));
        world.advance(SignedDuration::from_mins(5)).await;
        assert_eq!((works(&first).await, works(&second).await), (401, 200));

        let third = rotate(json!({})).await.expect(200);
        let fourth = rotate(json!({ "overlap_seconds": 0 })).await.expect(200);
        assert_eq!(
            (works(&second).await, works(&third).await, works(&fourth).await),
            (401, 401, 200),
            "a leaked secret ends at once"
        );
        rotate(json!({ "overlap_seconds": 604_801 })).await.expect_fields(&[("overlap_seconds", "out_of_range")]);
        let trail = Table::of(world).events(&account).await;
        assert_eq!(trail.iter().filter(|event| event["action"] == "api_token.rotated").count(), 3);
    });
}

#[test]
fn nobody_who_reads_the_table_or_the_trail_learns_a_token() {
    scenario(async |world| {
        let (account, ada) = world.account("billing", "ada@example.com").await;
        let token = made(&ada, &account, json!({})).await["token"].as_str().expect("a token").to_owned();
        let encoded = token.strip_prefix("ush_tok_").expect("the prefix");
        let stored = serde_json::to_string(&Table::of(world).items().await).expect("JSON");
        assert!(!stored.contains(encoded) && !stored.contains("ush_tok_"));
        assert!(stored.contains("api_token"));
    });
}
