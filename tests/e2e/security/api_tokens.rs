//! Requirement 24.

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_tests::scenario;

use usher_tests::{office, shop};

#[test]
fn requirement_24_api_tokens_are_of_one_account_expire_do_what_their_owner_may_today_and_go_with_the_user() {
    scenario(async |world| {
        let mut model = office::model(json!({}));
        model["roles"]["keeper"] = json!({ "title": "Keeper", "permissions": ["users:read", "api_tokens:manage:own"] });
        let (account, ada) = world.account_with(json!({ "access_model": model }), "worker", "ada@example.com").await;
        let (other, _) = office::open(world, json!({}), "ada@example.org").await;
        let bob = shop::hire(world, &account, &ada, "bob@example.com", "owner").await;
        let end = world.system.clock().now() + SignedDuration::from_mins(40);
        let made: Value = bob
            .api
            .post(&account.path("/api-tokens"), json!({ "name": "Export", "expires_at": end }))
            .await
            .expect(201);
        let lasting: Value = bob.api.post(&account.path("/api-tokens"), json!({ "name": "Export" })).await.expect(201);
        let api = |made: &Value| world.api.with_token(made["token"].as_str().expect("a token"));
        let (program, lasting) = (api(&made), api(&lasting));
        program.get(&account.path("/audit-events")).await.expect(200);
        program.get(&other.path("/users")).await.expect_problem(404, "not_found");
        let bobs = office::path(&ada, &account, "bob@example.com").await;
        office::patch(&ada, &bobs, json!({ "grants": [office::grant("keeper")] })).await.expect(200);
        program.get(&account.path("/audit-events")).await.expect_problem(403, "forbidden");
        program.get(&account.path("/users")).await.expect(200);
        world.advance_in_use(SignedDuration::from_mins(40), &[&ada]).await;
        program.get(&account.path("/users")).await.expect_problem(401, "unauthenticated");
        lasting.get(&account.path("/users")).await.expect(200);
        ada.api.delete(&bobs).await.expect(204);
        lasting.get(&account.path("/users")).await.expect_problem(401, "unauthenticated");
    });
}
