//! What happens to one person from several sides at once ends in one state, in which everything fits.

use serde_json::{Value, json};
use usher_tests::{Account, Member, PASSWORD, Reply, Table, World, scenario, scenario_with};

use usher_tests::invariants::assert_sound;
use usher_tests::office::{self, grant, patch, path, post, user};
use usher_tests::{shop, whole_table};

const ROUNDS: usize = 6;

/// An office that allows deactivation and removal, with these further policies.
async fn open(world: &World, mut policies: Value) -> (Account, Member) {
    policies["offboarding"] = json!({ "deactivate": true, "remove": true });
    office::open(world, policies, "ada@example.com").await
}

fn person(round: usize) -> String {
    format!("bob{round}@example.com")
}

#[track_caller]
fn expect_one_of(reply: &Reply, expected: &[u16]) {
    assert!(expected.contains(&reply.status.as_u16()), "{} {}", reply.status, reply.body);
}

#[test]
fn accepting_against_deactivation_removal_and_other_grants() {
    scenario(async |world| {
        let (account, ada) = open(world, json!({})).await;
        for round in 0..ROUNDS {
            let email = person(round);
            ada.invite(&account, &[&email]).await;
            let (token, of_bob) = (world.link(&email).await, path(&ada, &account, &email).await);
            let accepting = world.api.post("/v1/invitations/accept", json!({ "token": token, "password": PASSWORD }));
            let leaving = async {
                match round % 3 {
                    0 => post(&ada, &of_bob, "deactivate").await,
                    1 => ada.api.delete(&of_bob).await,
                    _ => patch(&ada, &of_bob, json!({ "grants": [grant("manager")] })).await,
                }
            };
            let (accepted, left) = tokio::join!(accepting, leaving);
            expect_one_of(&accepted, &[200, 409]);
            expect_one_of(&left, &[200, 204]);
            if round % 3 == 2 {
                accepted.expect(200);
                assert_eq!(user(&ada, &account, &email).await["grants"][0]["role"], "manager");
            }
        }
        assert_sound(world).await;
    });
}

#[test]
fn the_acceptance_of_someone_active_from_the_start_against_removal_deactivation_and_declining() {
    scenario(async |world| {
        let (elsewhere, olga) = world.account("invoicing", "olga@example.com").await;
        let (account, ada) = open(world, json!({ "activation": "on_create" })).await;
        for round in 0..ROUNDS {
            let email = person(round);
            let bob = shop::hire(world, &elsewhere, &olga, &email, "read").await;
            ada.api.post(&account.path("/users"), Member::row(&email, "worker")).await.expect(201);
            let (link, of_bob) = (json!({ "token": world.link(&email).await }), path(&ada, &account, &email).await);
            let against = async {
                match round % 3 {
                    0 => ada.api.delete(&of_bob).await,
                    1 => post(&ada, &of_bob, "deactivate").await,
                    _ => world.api.post("/v1/invitations/decline", link.clone()).await,
                }
            };
            let (accepted, reply) = tokio::join!(bob.api.post("/v1/invitations/accept", link.clone()), against);
            expect_one_of(&accepted, &[200, 409]);
            expect_one_of(&reply, &[200, 204, 409]);
        }
        assert_sound(world).await;
    });
}

#[test]
fn the_first_sign_in_against_removal_and_deactivation() {
    scenario(async |world| {
        let (account, ada) = open(world, json!({ "activation": "on_first_sign_in" })).await;
        for round in 0..ROUNDS {
            let email = person(round);
            ada.invite(&account, &[&email]).await;
            world.accept(&email).await.expect(200);
            let of_bob = path(&ada, &account, &email).await;
            let against = async {
                if round % 2 == 0 { ada.api.delete(&of_bob).await } else { post(&ada, &of_bob, "deactivate").await }
            };
            let sign_in = world.api.post("/v1/sessions", json!({ "email": email, "password": PASSWORD }));
            let (signed_in, reply) = tokio::join!(sign_in, against);
            expect_one_of(&reply, &[200, 204]);
            expect_one_of(&signed_in, &[201, 403]);
        }
        assert_sound(world).await;
    });
}

#[test]
fn of_many_who_create_one_address_at_once_one_does() {
    scenario_with(whole_table::quiet(), async |world| {
        for policies in [json!({}), json!({ "activation": "on_create" })] {
            let owner = format!("owner{}@example.com", policies.as_object().map_or(0, serde_json::Map::len));
            let (account, ada) = office::open(world, policies, &owner).await;
            let calls = (0..16).map(|number| {
                let (ada, account) = (ada.clone(), account.clone());
                async move {
                    let row = Member::row("bob@example.com", "worker");
                    if number % 2 == 0 {
                        return ada.api.post(&account.path("/users"), row).await.status.as_u16();
                    }
                    let body = ada.invite_rows(&account, vec![row]).await.expect(200);
                    if body["results"][0]["verdict"] == "invited" { 201 } else { 409 }
                }
            });
            let statuses = futures_util::future::join_all(calls).await;
            assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
            assert!(statuses.iter().all(|status| matches!(status, 201 | 409)), "{statuses:?}");
        }
        assert_sound(world).await;
    });
}

#[test]
fn deactivating_and_reactivating_at_once_happens_in_one_order_or_the_other() {
    scenario(async |world| {
        let (account, ada) = open(world, json!({})).await;
        ada.invite(&account, &["bob@example.com"]).await;
        let of_bob = path(&ada, &account, "bob@example.com").await;
        for _ in 0..ROUNDS {
            let calls =
                (0..6).map(|number| post(&ada, &of_bob, if number % 2 == 0 { "deactivate" } else { "reactivate" }));
            for reply in futures_util::future::join_all(calls).await {
                expect_one_of(&reply, &[200, 409]);
            }
        }
        let table = assert_sound(world).await;
        let open = table
            .of_kind("invitation")
            .into_iter()
            .filter(|invitation| invitation["email"] == "bob@example.com" && invitation["status"] == "pending");
        assert!(open.count() <= 1, "at most one way in");
    });
}

#[test]
fn foreign_and_unknown_users_look_alike_to_every_change() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = open(world, json!({})).await;
        let (foreign, eve) = office::open(world, json!({}), "eve@example.com").await;
        shop::hire(world, &foreign, &eve, "bob@example.com", "worker").await;
        let theirs = user(&eve, &foreign, "bob@example.com").await["id"].as_str().expect("an id").to_owned();
        let nobody = format!("usr_{}", "a".repeat(32));
        whole_table::unchanged(world, async || {
            let mut answers = Vec::new();
            for id in [&theirs, &nobody] {
                let path = account.path(&format!("/users/{id}"));
                let replies = [
                    post(&ada, &path, "deactivate").await,
                    post(&ada, &path, "reactivate").await,
                    patch(&ada, &path, json!({ "given_name": "X" })).await,
                    ada.api.delete(&path).await,
                ];
                let mut problems: Vec<Value> =
                    replies.into_iter().map(|reply| reply.expect_problem(404, "not_found")).collect();
                problems.iter_mut().for_each(|problem| drop(problem["request_id"].take()));
                answers.push(problems);
            }
            assert_eq!(answers[0], answers[1]);
        })
        .await;
        assert_eq!(
            Table::of(world).user(&foreign, "bob@example.com").await["version"].as_n().map(String::as_str),
            Ok("2")
        );
    });
}
