//! One's own profile.

use serde_json::{Value, json};
use usher_tests::{Account, Member, Table, World, scenario, scenario_with};

use usher_tests::invariants::assert_sound;
use usher_tests::office::{self, patch, user};
use usher_tests::{shop, whole_table};

const BOB: &str = "bob@example.com";

/// Accounts whose models let these edit names, and Bob, who works in all of them.
async fn member_of(world: &World, editors: &[&str]) -> (Vec<(Account, Member)>, Member) {
    let mut accounts = Vec::new();
    for (number, editors) in editors.iter().enumerate() {
        let (account, owner) =
            office::open(world, json!({ "names": editors }), &format!("owner{number}@example.com")).await;
        owner.invite(&account, &[BOB]).await;
        if number == 0 {
            world.accept(BOB).await.expect(200);
        } else {
            let token = world.link(BOB).await;
            world.sign_in(BOB).await.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
        }
        accounts.push((account, owner));
    }
    (accounts, world.sign_in(BOB).await)
}

#[test]
fn ones_names_change_in_every_account_that_lets_people_change_theirs() {
    scenario(async |world| {
        let (accounts, bob) = member_of(world, &["person", "administrators", "both"]).await;
        let me = patch(&bob, "/v1/me", json!({ "given_name": "Robert" })).await.expect(200);
        assert_eq!(me, bob.api.get("/v1/me").await.expect(200));
        for ((account, owner), name) in accounts.iter().zip(["Robert", "Grace", "Robert"]) {
            let seen = user(owner, account, BOB).await;
            assert_eq!((&seen["given_name"], &seen["family_name"]), (&json!(name), &json!("Hopper")));
            let events: Vec<Value> = Table::of(world)
                .events(account)
                .await
                .into_iter()
                .filter(|event| event["action"] == "user.updated")
                .collect();
            assert_eq!(events.len(), usize::from(name == "Robert"), "each account has its own event");
            for event in events {
                assert_eq!(
                    (&event["actor"], &event["target"]),
                    (&json!({ "type": "user", "id": seen["id"] }), &seen["id"])
                );
                assert_eq!(event["before"]["names"], json!({ "given_name": "Grace", "family_name": "Hopper" }));
                assert_eq!(event["after"]["names"], json!({ "given_name": "Robert", "family_name": "Hopper" }));
            }
        }
        assert_sound(world).await;
    });
}

#[test]
fn if_no_account_lets_one_nothing_changes() {
    scenario_with(whole_table::quiet(), async |world| {
        let (_, bob) = member_of(world, &["administrators"]).await;
        whole_table::unchanged(world, async || {
            patch(&bob, "/v1/me", json!({ "given_name": "Robert" })).await.expect_problem(403, "name_not_editable");
        })
        .await;
    });
}

#[test]
fn an_account_where_one_is_deactivated_is_left_alone() {
    scenario(async |world| {
        let (accounts, bob) = member_of(world, &["person", "person"]).await;
        let (account, owner) = &accounts[1];
        office::post(owner, &office::path(owner, account, BOB).await, "deactivate").await.expect(200);
        patch(&bob, "/v1/me", json!({ "family_name": "Builder" })).await.expect(200);
        assert_eq!(user(owner, account, BOB).await["family_name"], "Hopper");
        assert_eq!(user(&accounts[0].1, &accounts[0].0, BOB).await["family_name"], "Builder");
    });
}

#[test]
fn what_is_wrong_with_the_names_is_named_and_nothing_else_can_be_changed() {
    scenario_with(whole_table::quiet(), async |world| {
        let (_, bob) = member_of(world, &["both"]).await;
        whole_table::unchanged(world, async || {
            let body = json!({ "given_name": null, "family_name": "good\u{202e}evil" });
            patch(&bob, "/v1/me", body)
                .await
                .expect_fields(&[("given_name", "required"), ("family_name", "forbidden_character")]);
            patch(&bob, "/v1/me", json!({ "email": "eve@example.com" }))
                .await
                .expect_fields(&[("email", "unknown_field")]);
            patch(&bob, "/v1/me", json!({ "grants": [] })).await.expect_fields(&[("grants", "unknown_field")]);
            patch(&bob, "/v1/me", json!({})).await.expect(200);
            let nobody = Member { email: String::new(), api: world.api.clone() };
            patch(&nobody, "/v1/me", json!({ "given_name": "Eve" })).await.expect_problem(401, "unauthenticated");
        })
        .await;
    });
}

#[test]
fn the_names_of_one_account_are_changed_there_alone() {
    scenario(async |world| {
        let (accounts, bob) = member_of(world, &["both", "both"]).await;
        let (account, owner) = &accounts[0];
        patch(&bob, &office::path(owner, account, BOB).await, json!({ "given_name": "Robert" })).await.expect(200);
        assert_eq!(user(&accounts[1].1, &accounts[1].0, BOB).await["given_name"], "Grace");
        shop::hire(world, account, owner, "cat@example.com", "worker").await;
        assert_sound(world).await;
    });
}
