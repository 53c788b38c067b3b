//! What is left in the table of a user who is gone: the record of what happened, and nothing that anything is decided
//! by.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use usher_tests::environment::at_once;
use usher_tests::office::{self, path, post};
use usher_tests::resets::send;
use usher_tests::{Account, Authenticator, Member, Table, World, scenario_with, whole_table};

const BOB: &str = "bob@example.com";

/// An office in which users have tokens, and can be deactivated and removed.
async fn open(world: &World) -> (Account, Member) {
    let policies = json!({ "offboarding": { "deactivate": true, "remove": true } });
    office::open(world, policies, "ada@example.com").await
}

async fn invite(ada: &Member, account: &Account) {
    ada.invite_rows(account, vec![Member::row(BOB, "owner")]).await.expect(200);
}

/// Bob with all that a user can have: sessions, a chosen account, tokens, a second factor, a link to reset it.
async fn live(world: &World, ada: &Member, account: &Account) -> Member {
    world.accept(BOB).await.expect(200);
    let bob = world.sign_in(BOB).await;
    let app = Authenticator::enrol(world, &bob).await;
    let bob = app.sign_in(world, BOB).await;
    bob.api.post("/v1/sessions/switch", json!({ "account": account.id })).await.expect(200);
    for name in ["Export", "Import"] {
        bob.api.post(&account.path("/api-tokens"), json!({ "name": name })).await.expect(201);
    }
    bob.invite(account, &["carl@example.com"]).await;
    send(ada, &path(ada, account, BOB).await, json!({ "password": true, "second_factor": true })).await.expect(202);
    bob
}

/// The kinds of the items that name a user, by their id or as their person in their account. That others were invited
/// by them is part of what happened.
async fn naming(world: &World, account: &Account, user: &str, person: &str) -> BTreeSet<String> {
    world.system.settle().await.expect("the outbox runs empty");
    let names = |item: &&Value| {
        let mut item = (*item).clone();
        item.as_object_mut().expect("an item").remove("invited_by").filter(|_| item["kind"] == "user");
        let text = item.to_string();
        text.contains(user) || (text.contains(person) && text.contains(&account.id))
    };
    let items = Table::of(world).items().await;
    items.iter().filter(names).map(|item| item["kind"].as_str().expect("a kind").to_owned()).collect()
}

/// The user's id, and what their person is called in keys.
async fn names(world: &World, by: &Member, account: &Account) -> (String, String) {
    let id = office::user(by, account, BOB).await["id"].as_str().expect("an id").to_owned();
    let users = Table::of(world).of_kind("user").await;
    let user = users.iter().find(|user| user["email"] == BOB).expect("a user");
    (id, user["sk"].as_str().expect("a key").trim_start_matches("USER#").to_owned())
}

/// What may be left: what happened, and what counts in limits until its day is over.
/// A link to reset credentials is over within the hour; it is worth nothing from then on that its user is away.
const KEPT: [&str; 5] = ["audit_event", "credential_reset", "invitation", "invitation_count", "received_reset_count"];

fn kept(kinds: &[&str]) -> BTreeSet<String> {
    kinds.iter().map(|kind| (*kind).to_owned()).collect()
}

#[test]
fn is_told_by_the_trail_and_their_invitations_alone() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = open(world).await;
        invite(&ada, &account).await;
        let (id, person) = names(world, &ada, &account).await;
        live(world, &ada, &account).await;
        let all = naming(world, &account, &id, &person).await;
        assert!(all.is_superset(&kept(&["api_token", "api_token_slot", "membership", "user"])), "{all:?}");
        ada.api.delete(&path(&ada, &account, BOB).await).await.expect(204);
        assert_eq!(naming(world, &account, &id, &person).await, kept(&KEPT));
    });
}

#[test]
fn is_so_in_whatever_state_they_were() {
    for state in ["pending", "deactivated", "declined"] {
        scenario_with(whole_table::quiet(), async |world| {
            let (account, ada) = open(world).await;
            invite(&ada, &account).await;
            let (id, person) = names(world, &ada, &account).await;
            let bob = path(&ada, &account, BOB).await;
            match state {
                "declined" => {
                    let token = world.link(BOB).await;
                    world.api.post("/v1/invitations/decline", json!({ "token": token })).await.expect(204);
                }
                "deactivated" => {
                    live(world, &ada, &account).await;
                    post(&ada, &bob, "deactivate").await.expect(200);
                    ada.api.delete(&bob).await.expect(204);
                }
                _ => {
                    ada.api.delete(&bob).await.expect(204);
                }
            }
            let left = naming(world, &account, &id, &person).await;
            assert!(left.is_subset(&kept(&KEPT)), "{state}: {left:?}");
        });
    }
}

#[test]
fn is_so_if_they_act_at_the_same_time() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = open(world).await;
        invite(&ada, &account).await;
        let (id, person) = names(world, &ada, &account).await;
        let bob = live(world, &ada, &account).await;
        let path = path(&ada, &account, BOB).await;
        let replies = at_once((0..64).map(|number| {
            let (ada, bob, path, account) = (ada.clone(), bob.clone(), path.clone(), account.clone());
            async move {
                let switch = json!({ "account": account.id });
                match number % 4 {
                    _ if number == 9 => ada.api.delete(&path).await,
                    0 => bob.api.post(&account.path("/api-tokens"), json!({ "name": "Late" })).await,
                    1 => bob.api.post("/v1/sessions/switch", switch).await,
                    2 => send(&ada, &path, json!({ "password": true })).await,
                    _ => bob.api.post(&account.path("/units"), json!({ "name": format!("Unit {number}") })).await,
                }
            }
        }))
        .await;
        assert_eq!(replies[9].status, 204, "{}", replies[9].body);
        let left = naming(world, &account, &id, &person).await;
        let with_late_tokens: BTreeSet<String> = &kept(&KEPT) | &kept(&["api_token", "api_token_slot"]);
        assert!(left.is_subset(&with_late_tokens), "{left:?}");
        // A token that was made in the same moment is worth nothing, also if they come back, and has an end.
        for late in Table::of(world).of_kind("api_token").await {
            assert!(late["ttl"].is_number(), "{late}");
        }
        let made: Vec<&str> = replies.iter().filter_map(|reply| reply.body["token"].as_str()).collect();
        invite(&ada, &account).await;
        let token = world.link(BOB).await;
        let back = world.api.post("/v1/invitations/lookup", json!({ "token": token })).await.expect(200);
        assert_eq!(back["status"], "pending");
        bob.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
        bob.api.get(&account.path("/users")).await.expect(200);
        for token in made {
            world.api.with_token(token).get(&account.path("/users")).await.expect_problem(401, "unauthenticated");
        }
    });
}
