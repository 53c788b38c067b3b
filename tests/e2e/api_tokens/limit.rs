//! How many tokens a user has at most: exactly so many, however many are made at once, and whatever became of others.

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_tests::environment::at_once;
use usher_tests::office::{self, path as user_path};
use usher_tests::{Account, Member, Reply, Table, World, scenario, scenario_with, text, whole_table};

use super::{made, path};

/// Makes so many tokens at once; how many were made. The others were too many.
async fn at_most(by: &Member, account: &Account, many: usize) -> usize {
    let (made, refused): (Vec<Reply>, Vec<Reply>) = at_once((0..many).map(|_| {
        let (by, path) = (by.clone(), account.path("/api-tokens"));
        async move { by.api.post(&path, json!({ "name": "Export" })).await }
    }))
    .await
    .into_iter()
    .partition(|reply| reply.status == 201);
    for reply in refused {
        reply.expect_problem(409, "too_many_api_tokens");
    }
    made.len()
}

/// Every token that the table holds, and every slot.
async fn stored(world: &World) -> (usize, usize) {
    let table = Table::of(world);
    (table.of_kind("api_token").await.len(), table.of_kind("api_token_slot").await.len())
}

#[test]
fn requirement_24_of_64_tokens_that_are_made_at_once_20_come_to_be() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        assert_eq!(at_most(&ada, &account, 64).await, 20);
        assert_eq!(ada.pages(&account.path("/api-tokens?limit=100")).await.len(), 20);
        assert_eq!(stored(world).await, (20, 20));
    });
}

#[test]
fn a_token_that_is_revoked_or_over_makes_room_for_one() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let first = made(&ada, &account, json!({})).await;
        let end = world.system.clock().now() + SignedDuration::from_millis(1_500);
        made(&ada, &account, json!({ "expires_at": end })).await;
        assert_eq!(at_most(&ada, &account, 24).await, 18);
        ada.api.delete(&path(&account, &first)).await.expect(204);
        assert_eq!(at_most(&ada, &account, 8).await, 1);
        world.system.clock().advance(SignedDuration::from_secs(2)).expect("the clock moves");
        assert_eq!(at_most(&ada, &account, 8).await, 1);
        assert_eq!(stored(world).await, (20, 20), "what is over goes as others come");
    });
}

#[test]
fn someone_who_comes_back_has_room_for_as_many() {
    scenario(async |world| {
        let policies = json!({ "offboarding": { "deactivate": true, "remove": true } });
        let (account, ada) = office::open(world, policies, "ada@example.com").await;
        let row = Member::row("bob@example.com", "owner");
        for _ in 0..2 {
            ada.invite_rows(&account, vec![row.clone()]).await.expect(200);
            if Table::of(world).of_kind("person").await.iter().any(|person| person["email"] == "bob@example.com") {
                let bob = world.sign_in("bob@example.com").await;
                let token = world.link("bob@example.com").await;
                bob.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
            } else {
                world.accept("bob@example.com").await.expect(200);
            }
            let bob = world.sign_in("bob@example.com").await;
            assert_eq!(at_most(&bob, &account, 24).await, 20);
            let bobs = user_path(&ada, &account, "bob@example.com").await;
            office::post(&ada, &bobs, "deactivate").await.expect(200);
            assert_eq!(stored(world).await, (0, 0));
            office::post(&ada, &bobs, "reactivate").await.expect(200);
            let bob = world.sign_in("bob@example.com").await;
            assert_eq!(at_most(&bob, &account, 24).await, 20);
            ada.api.delete(&bobs).await.expect(204);
            assert_eq!(stored(world).await, (0, 0));
        }
    });
}

#[test]
fn tokens_from_before_there_were_slots_count_as_any_other() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let mut tokens = Vec::new();
        for _ in 0..3 {
            tokens.push(made(&ada, &account, json!({})).await);
        }
        let table = Table::of(world);
        for mut item in table.raw().await {
            let kind = item.get("kind").and_then(|kind| kind.as_s().ok()).cloned();
            match kind.as_deref() {
                Some("api_token_slot") => table.delete(&text(&item, "pk"), &text(&item, "sk")).await,
                Some("api_token") => {
                    item.remove("slot");
                    table.put(item).await;
                }
                _ => {}
            }
        }
        assert_eq!(at_most(&ada, &account, 64).await, 17);
        let old: &Value = &tokens[0];
        ada.api.delete(&path(&account, old)).await.expect(204);
        assert_eq!(at_most(&ada, &account, 8).await, 1);
    });
}
