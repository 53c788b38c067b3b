//! Whether a user has a second factor: told to the accounts of the person, and to no other.

use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::json;
use usher_tests::desk::{Desk, row};
use usher_tests::resets::{factor_token, remove_factor, send};
use usher_tests::{Account, Authenticator, Member, PASSWORD, Table, World, office, scenario};

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";

/// What an administrator sees of someone, alone and in the list.
async fn told(by: &Member, account: &Account, email: &str) -> bool {
    let row = office::user(by, account, email).await;
    let user = by.api.get(&office::path(by, account, email).await).await.expect(200);
    assert_eq!(row["second_factor"], user["second_factor"]);
    user["second_factor"].as_bool().expect("told")
}

/// Two accounts of Bob, with their administrators, and Bob.
async fn two_accounts(world: &World) -> ([(Account, Member); 2], Member) {
    let (first, ada) = world.account("invoicing", ADA).await;
    ada.invite_one(&first, BOB).await;
    world.accept(BOB).await.expect(200);
    let bob = world.sign_in(BOB).await;
    let (second, zoe) = world.account("invoicing", "zoe@example.com").await;
    zoe.invite_one(&second, BOB).await;
    let link = world.link(BOB).await;
    bob.api.post("/v1/invitations/accept", json!({ "token": link })).await.expect(200);
    ([(first, ada), (second, zoe)], bob)
}

#[test]
fn every_account_knows_at_once_when_it_is_turned_on_and_off() {
    scenario(async |world| {
        let (accounts, bob) = two_accounts(world).await;
        let all =
            async || [told(&accounts[0].1, &accounts[0].0, BOB).await, told(&accounts[1].1, &accounts[1].0, BOB).await];
        assert_eq!(all().await, [false; 2]);
        let app = Authenticator::enrol(world, &bob).await;
        assert_eq!(all().await, [true; 2]);
        let off = json!({ "password": PASSWORD, "code": app.code(world) });
        bob.api.post("/v1/me/second-factor/disable", off).await.expect(204);
        assert_eq!(all().await, [false; 2]);
    });
}

#[test]
fn a_link_that_removes_it_is_told_too() {
    scenario(async |world| {
        let (accounts, bob) = two_accounts(world).await;
        Authenticator::enrol(world, &bob).await;
        let (account, ada) = &accounts[0];
        let path = office::path(ada, account, BOB).await;
        send(ada, &path, json!({ "password": false, "second_factor": true })).await.expect(202);
        let token = factor_token(world, BOB).await;
        remove_factor(&world.api, &token, PASSWORD).await.expect(204);
        for (account, by) in &accounts {
            assert!(!told(by, account, BOB).await);
        }
    });
}

#[test]
fn an_account_learns_nothing_of_someone_who_has_not_joined_and_all_with_their_joining() {
    scenario(async |world| {
        let (_, bob) = two_accounts(world).await;
        let app = Authenticator::enrol(world, &bob).await;
        // Active from the start there, and not joined.
        let desk = Desk::open_as(world, "billing", "bella@example.com").await;
        desk.invite(json!([row(BOB, office::grant("normal_user"))])).await;
        let path = desk.user_path(BOB).await;
        assert_eq!(desk.admin.api.get(&path).await.expect(200)["second_factor"], false);
        let link = world.link(BOB).await;
        let signed_in = app.sign_in(world, BOB).await;
        let names = json!({ "token": link, "own_names": false });
        signed_in.api.post("/v1/invitations/accept", names).await.expect(200);
        assert_eq!(desk.admin.api.get(&path).await.expect(200)["second_factor"], true);
    });
}

#[test]
fn a_row_that_knows_no_better_is_put_right_by_the_next_use() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", ADA).await;
        ada.invite_one(&account, BOB).await;
        world.accept(BOB).await.expect(200);
        let bob = world.sign_in(BOB).await;
        Authenticator::enrol(world, &bob).await;
        let wrong = [("second_factor", AttributeValue::Bool(false))];
        Table::of(world).change_user(&account, BOB, &wrong).await;
        let path = office::path(&ada, &account, BOB).await;
        assert_eq!(ada.api.get(&path).await.expect(200)["second_factor"], false);
        bob.api.get(&account.path("")).await.expect(200);
        assert_eq!(ada.api.get(&path).await.expect(200)["second_factor"], true);
    });
}
