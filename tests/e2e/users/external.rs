//! One person in several accounts (seed 002: "a multi-account access that allows them to navigate between accounts with
//! a single login").

use serde_json::{Value, json};
use usher_tests::{Account, Member, Table, World, scenario};

use usher_tests::invariants::assert_sound;
use usher_tests::office::{self, grant, patch, path, post, user};
use usher_tests::shop;

const BOB: &str = "bob@example.com";

/// Two accounts, and Bob, who works in the first and was then invited to the second with another role and another name.
async fn two_accounts(world: &World) -> ((Account, Member), (Account, Member), Member) {
    let policies = || json!({ "offboarding": { "deactivate": true, "remove": true }, "names": "both" });
    let (home, ada) = office::open(world, policies(), "ada@example.com").await;
    shop::hire(world, &home, &ada, BOB, "manager").await;
    let (guest, eve) = office::open(world, policies(), "eve@example.com").await;
    let row = json!({ "email": BOB, "given_name": "Bobby", "family_name": "Guest", "grants": [grant("worker")] });
    eve.invite_rows(&guest, vec![row]).await.expect(200);
    assert_eq!(user(&eve, &guest, BOB).await["external"], false, "until they come, nobody is told");
    let (token, bob) = (world.link(BOB).await, world.sign_in(BOB).await);
    bob.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
    ((home, ada), (guest, eve), bob)
}

/// Bob's account, as he sees it.
async fn seen(bob: &Member, account: &Account) -> Value {
    let me = bob.api.get("/v1/me").await.expect(200);
    me["accounts"]
        .as_array()
        .expect("accounts")
        .iter()
        .find(|one| one["id"] == account.id.as_str())
        .cloned()
        .unwrap_or_default()
}

#[test]
fn a_person_who_joins_a_second_account_is_external_there_and_at_home_in_the_first() {
    scenario(async |world| {
        let ((home, ada), (guest, eve), bob) = two_accounts(world).await;
        assert_eq!(user(&ada, &home, BOB).await["external"], false);
        assert_eq!(user(&eve, &guest, BOB).await["external"], true);
        assert_eq!(user(&eve, &guest, "eve@example.com").await["external"], false);
        // One sign-in, and permissions of their own in each account.
        bob.api.get(&home.path("/users")).await.expect(200);
        bob.api.get(&guest.path("/users")).await.expect_problem(403, "forbidden");
        assert_eq!(seen(&bob, &home).await["user"]["grants"][0]["role"], "manager");
        assert_eq!(seen(&bob, &guest).await["user"]["grants"][0]["role"], "worker");
        assert_sound(world).await;
    });
}

#[test]
fn names_roles_and_status_of_one_account_never_show_in_the_other() {
    scenario(async |world| {
        let ((home, ada), (guest, eve), bob) = two_accounts(world).await;
        let before = user(&ada, &home, BOB).await;
        let of_bob = path(&eve, &guest, BOB).await;
        patch(&eve, &of_bob, json!({ "given_name": "Roberto", "grants": [grant("owner")] })).await.expect(200);
        assert_eq!(user(&ada, &home, BOB).await, before);
        let there = user(&eve, &guest, BOB).await;
        assert_ne!(there["id"], before["id"]);
        assert!(!there.to_string().contains("Hopper") && !before.to_string().contains("Guest"));
        post(&eve, &of_bob, "deactivate").await.expect(200);
        assert_eq!(user(&ada, &home, BOB).await, before);
        bob.api.get(&home.path("/users")).await.expect(200);
        bob.api.get(&guest.path("")).await.expect_problem(404, "not_found");
        // Nobody in one account finds a user of the other there.
        ada.api
            .get(&home.path(&format!("/users/{}", there["id"].as_str().expect("an id"))))
            .await
            .expect_problem(404, "not_found");
        let events = Table::of(world).events(&home).await;
        assert!(
            events.iter().all(|event| !event.to_string().contains(&guest.id)),
            "the trail of one account knows nothing of the other"
        );
        assert_sound(world).await;
    });
}

#[test]
fn removal_in_one_account_leaves_the_other_alone() {
    scenario(async |world| {
        let ((home, ada), (guest, eve), bob) = two_accounts(world).await;
        ada.api.delete(&path(&ada, &home, BOB).await).await.expect(204);
        assert_eq!(user(&eve, &guest, BOB).await["status"], "active");
        bob.api.get(&guest.path("")).await.expect(200);
        bob.api.get(&home.path("")).await.expect_problem(404, "not_found");
        let me = world.sign_in(BOB).await.api.get("/v1/me").await.expect(200);
        assert_eq!(me["accounts"].as_array().map(Vec::len), Some(1));
        // Home again: by now the other account is the one that was there before.
        ada.invite(&home, &[BOB]).await;
        let token = world.link(BOB).await;
        bob.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
        assert_eq!(user(&ada, &home, BOB).await["external"], true);
        eve.api.delete(&path(&eve, &guest, BOB).await).await.expect(204);
        bob.api.get(&home.path("")).await.expect(200);
        assert_sound(world).await;
    });
}

#[test]
fn someone_new_in_two_accounts_at_once_is_external_in_the_one_that_they_accept_second() {
    scenario(async |world| {
        let policies = || json!({ "activation": "on_create" });
        let (first, ada) = office::open(world, policies(), "ada@example.com").await;
        let (second, eve) = office::open(world, policies(), "eve@example.com").await;
        for (by, account) in [(&ada, &first), (&eve, &second)] {
            by.api.post(&account.path("/users"), Member::row(BOB, "worker")).await.expect(201);
        }
        let links = usher_tests::resets::tokens(world, "ush_inv_", BOB).await;
        let accept = json!({ "token": links[0], "password": usher_tests::PASSWORD });
        let accepted = world.api.post("/v1/invitations/accept", accept).await.expect(200);
        let bob = world.sign_in(BOB).await;
        let accounts = async || bob.api.get("/v1/me").await.expect(200)["accounts"].as_array().map(Vec::len);
        assert_eq!(accounts().await, Some(1), "the other one is not accepted");
        bob.api.post("/v1/invitations/accept", json!({ "token": links[1] })).await.expect(200);
        assert_eq!(accounts().await, Some(2));
        let external =
            [user(&ada, &first, BOB).await["external"] == true, user(&eve, &second, BOB).await["external"] == true];
        assert_eq!(external, [accepted["account"] != first.id.as_str(), accepted["account"] != second.id.as_str()]);
        assert_sound(world).await;
    });
}
