//! A person whom Usher knows keeps what they have, and has a say in where they come in.

use serde_json::json;
use usher_tests::invariants::assert_sound;
use usher_tests::{PASSWORD, Table, scenario};

use super::{HASHES, import, row, verdicts, with_hash};

/// Of another password than the people of the stories have.
const OTHER: &str = "$2b$04$abcdefghijklmnopqrstuuaBT8mpw5tGdD3eO40znWcQP/dT9hEVK";

#[test]
fn a_person_with_a_password_keeps_it_and_has_to_accept() {
    scenario(async |world| {
        let (_, bob) = world.account("portal", "bob@example.com").await;
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let person = async || {
            let people = Table::of(world).of_kind("person").await;
            people.into_iter().find(|person| person["email"] == "bob@example.com").expect("a person")
        };
        let before = person().await;
        assert_eq!(verdicts(world, &account, json!([with_hash("bob@example.com", OTHER)])).await, ["invited"]);
        assert_eq!(person().await, before, "nothing of the person has changed");
        let me = bob.api.get("/v1/me").await.expect(200);
        assert_eq!(me["accounts"].as_array().map(Vec::len), Some(1), "they are in no other account: {me}");
        bob.api.get(&account.path("")).await.expect_problem(404, "not_found");
        assert!(world.system.mailbox().to("bob@example.com").len() == 1, "only the email of the first account");
        // For the account they are one who is invited, as anybody is whom nobody knows.
        let users = ada.pages(&account.path("/users?status=pending")).await;
        assert_eq!(users.len(), 1);
        let invitation = users[0]["invitation"].as_str().expect("an invitation");
        let shown = ada.api.get(&account.path(&format!("/invitations/{invitation}"))).await.expect(200);
        assert_eq!((&shown["delivery"]["status"], &shown["status"]), (&json!("unsent"), &json!("pending")));
        ada.api.post(&account.path(&format!("/invitations/{invitation}/resend")), json!({})).await.expect(200);
        let token = world.link("bob@example.com").await;
        bob.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
        bob.api.get(&account.path("")).await.expect(200);
        assert_sound(world).await;
    });
}

#[test]
fn a_person_who_is_known_is_not_made_a_deactivated_user() {
    scenario(async |world| {
        world.account("portal", "bob@example.com").await;
        let (account, _) = world.account("invoicing", "ada@example.com").await;
        let people = json!([row("bob@example.com", json!({ "status": "deactivated" }))]);
        assert_eq!(verdicts(world, &account, people).await, ["known_elsewhere"]);
        assert_sound(world).await;
    });
}

#[test]
fn one_person_moves_into_several_accounts_with_one_password_until_they_have_signed_in() {
    scenario(async |world| {
        let (email, hash) = HASHES[0];
        let accounts = [
            world.account("invoicing", "ada@example.com").await.0,
            world.account("invoicing", "eve@example.com").await.0,
            world.account("invoicing", "zoe@example.com").await.0,
        ];
        for account in &accounts[..2] {
            assert_eq!(verdicts(world, account, json!([with_hash(email, hash)])).await, ["imported"]);
        }
        let member = world.sign_in(email).await;
        assert_eq!(member.api.get("/v1/me").await.expect(200)["accounts"].as_array().map(Vec::len), Some(2));
        assert_eq!(verdicts(world, &accounts[2], json!([with_hash(email, hash)])).await, ["invited"]);
        assert_sound(world).await;
    });
}

#[test]
fn who_is_pending_is_invited_and_gets_an_email_if_that_is_asked_for() {
    scenario(async |world| {
        let (account, _) = world.account("invoicing", "ada@example.com").await;
        let pending = |email: &str| row(email, json!({ "status": "pending" }));
        let body = |email: &str, sends: bool| json!({ "people": [pending(email)], "send_invitations": sends });
        for (email, sends) in [("bob@example.com", true), ("eve@example.com", false)] {
            let answer = import(world, &account, body(email, sends)).await.expect(200);
            assert_eq!(answer["results"][0]["verdict"], "invited");
        }
        world.accept("bob@example.com").await.expect(200);
        world.sign_in("bob@example.com").await;
        assert!(world.system.mailbox().to("eve@example.com").is_empty());
        world.api.post("/v1/sessions", json!({ "email": "eve@example.com", "password": PASSWORD })).await.expect(401);
        assert_sound(world).await;
    });
}

#[test]
fn nobody_moves_into_an_account_that_is_suspended_or_to_be_deleted() {
    scenario(async |world| {
        let (account, _) = world.account("invoicing", "ada@example.com").await;
        let operator = world.operator();
        let stands = |rest: &str| format!("/v1/operator/accounts/{}/{rest}", account.id);
        let before = Table::of(world).of_kind("user").await;
        for closing in ["suspend", "deletion"] {
            operator.post(&stands(closing), json!({})).await.expect(200);
            let people = json!({ "people": [row("bob@example.com", json!({}))] });
            let refused = operator.post(&account.path("/imports"), people).await;
            refused.expect_problem(403, "account_suspended");
        }
        assert_eq!(Table::of(world).of_kind("user").await, before);
    });
}
