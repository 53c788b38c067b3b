//! The administrators of one account do not weaken the door of another: who can send a link that removes a second
//! factor, over what the accounts of a person ask for.

use reqwest::Method;
use serde_json::{Value, json};
use usher_tests::office::{self, path};
use usher_tests::resets::{
    OTHER, factor_token, has_factor, notices, password_token, put_factor, remove_factor, send, set_password,
    show_factor, sign_in, tokens,
};
use usher_tests::{Account, Authenticator, Member, PASSWORD, World, scenario};

const POLICIES: [&str; 3] = ["off", "optional", "required"];

/// An account with this policy, and its administrator, who has shown a second factor where it is required.
async fn account(world: &World, policy: &str, place: &str) -> (Account, Member) {
    let email = format!("olga-{policy}-{place}@example.com");
    let (account, olga) = office::open(world, json!({ "second_factor": policy }), &email).await;
    if policy == "required" {
        Authenticator::enrol(world, &olga).await;
    }
    (account, olga)
}

/// Someone who has joined both accounts, and has a second factor.
async fn in_both(world: &World, email: &str, accounts: [&(Account, Member); 2]) {
    let [(here, by), (there, by_there)] = accounts;
    by.invite_rows(here, vec![Member::row(email, "worker")]).await.expect(200);
    world.accept(email).await.expect(200);
    let bob = world.sign_in(email).await;
    show_factor(world, &bob).await;
    by_there.invite_rows(there, vec![Member::row(email, "worker")]).await.expect(200);
    let token = world.link(email).await;
    bob.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
    put_factor(world, email).await;
}

/// Asks for these links, and tells what was answered, how many links of each kind came, and what else.
async fn sent(world: &World, by: &Member, user: &str, email: &str, what: Value) -> (Value, usize, usize, Vec<String>) {
    world.system.settle().await.expect("the outbox runs empty");
    world.system.mailbox().clear();
    let answer = send(by, user, what).await.expect(202);
    let links = (tokens(world, "ush_pwr_", email).await.len(), tokens(world, "ush_sfr_", email).await.len());
    (answer, links.0, links.1, notices(world, email).await)
}

#[test]
fn a_link_that_removes_a_factor_is_sent_unless_another_account_requires_it_and_the_answer_is_the_same() {
    scenario(async |world| {
        let (mut here, mut there) = (Vec::new(), Vec::new());
        for policy in POLICIES {
            here.push(account(world, policy, "here").await);
            there.push(account(world, policy, "there").await);
        }
        for (of_here, (account, olga)) in POLICIES.iter().zip(&here) {
            for (of_there, other) in POLICIES.iter().zip(&there) {
                let email = format!("bob-{of_here}-{of_there}@example.com");
                in_both(world, &email, [&(account.clone(), olga.clone()), other]).await;
                let user = path(olga, account, &email).await;
                for (password, second_factor) in [(true, false), (false, true), (true, true)] {
                    let what = json!({ "password": password, "second_factor": second_factor });
                    let (answer, passwords, factors, told) = sent(world, olga, &user, &email, what.clone()).await;
                    let expected =
                        json!({ "outcome": "links_sent", "password": password, "second_factor": second_factor });
                    assert_eq!(answer, expected, "{of_here}, {of_there}: nobody here learns of the other account");
                    let is_withheld = second_factor && *of_there == "required";
                    let links = (usize::from(password), usize::from(second_factor && !is_withheld));
                    assert_eq!((passwords, factors), links, "{of_here}, {of_there}, {what}");
                    assert_eq!(told.len(), usize::from(is_withheld), "{of_here}, {of_there}, {what}: {told:?}");
                }
            }
        }
    });
}

#[test]
fn the_email_says_whom_to_ask_and_they_can_help() {
    scenario(async |world| {
        let (lax, strict) = (account(world, "off", "here").await, account(world, "required", "there").await);
        office::patch(&strict.1, &strict.0.path(""), json!({ "name": "Southwind Clinic" })).await.expect(200);
        in_both(world, "bob@example.com", [&lax, &strict]).await;
        let user = path(&lax.1, &lax.0, "bob@example.com").await;
        sent(world, &lax.1, &user, "bob@example.com", json!({ "second_factor": true })).await;
        let mail = world.system.mailbox().to("bob@example.com").pop().expect("an email");
        assert!(mail.text.contains("ask an administrator of Southwind Clinic"), "{}", mail.text);
        let user = path(&strict.1, &strict.0, "bob@example.com").await;
        send(&strict.1, &user, json!({ "second_factor": true })).await.expect(202);
        let token = factor_token(world, "bob@example.com").await;
        remove_factor(&world.api, &token, PASSWORD).await.expect(204);
        assert!(!has_factor(world, "bob@example.com").await);
    });
}

#[test]
fn a_link_removes_nothing_that_another_account_has_come_to_require() {
    scenario(async |world| {
        let (lax, other) = (account(world, "off", "here").await, account(world, "optional", "there").await);
        in_both(world, "bob@example.com", [&lax, &other]).await;
        let user = path(&lax.1, &lax.0, "bob@example.com").await;
        send(&lax.1, &user, json!({ "second_factor": true })).await.expect(202);
        let token = factor_token(world, "bob@example.com").await;
        let strict = office::model(json!({ "second_factor": "required" })).to_string();
        other.1.api.send(Method::PUT, &other.0.path("/access-model"), &[], Some(strict)).await.expect(200);
        remove_factor(&world.api, &token, "not the right passphrase").await.expect_problem(403, "wrong_password");
        remove_factor(&world.api, &token, PASSWORD).await.expect_problem(409, "second_factor_required");
        assert!(has_factor(world, "bob@example.com").await);
    });
}

#[test]
fn of_two_links_that_were_sent_together_either_comes_first() {
    scenario(async |world| {
        let (here, olga) = account(world, "optional", "here").await;
        olga.invite_rows(&here, vec![Member::row("bob@example.com", "worker")]).await.expect(200);
        world.accept("bob@example.com").await.expect(200);
        let user = path(&olga, &here, "bob@example.com").await;
        for is_password_first in [true, false] {
            let current = if is_password_first { PASSWORD } else { OTHER };
            let new = if is_password_first { OTHER } else { PASSWORD };
            put_factor(world, "bob@example.com").await;
            send(&olga, &user, json!({ "password": true, "second_factor": true })).await.expect(202);
            let (password, factor) =
                (password_token(world, "bob@example.com").await, factor_token(world, "bob@example.com").await);
            if is_password_first {
                set_password(&world.api, &password, new).await.expect(204);
                remove_factor(&world.api, &factor, new).await.expect(204);
            } else {
                remove_factor(&world.api, &factor, current).await.expect(204);
                set_password(&world.api, &password, new).await.expect(204);
            }
            sign_in(world, "bob@example.com", new).await.expect(201);
            set_password(&world.api, &password, current).await.expect_problem(404, "not_found");
            remove_factor(&world.api, &factor, new).await.expect_problem(404, "not_found");
        }
    });
}

#[test]
fn a_factor_that_does_not_exist_is_said_to_the_administrator_and_mailed_to_nobody() {
    scenario(async |world| {
        let (here, olga) = account(world, "optional", "here").await;
        olga.invite_rows(&here, vec![Member::row("bob@example.com", "worker")]).await.expect(200);
        world.accept("bob@example.com").await.expect(200);
        let user = path(&olga, &here, "bob@example.com").await;
        send(&olga, &user, json!({ "second_factor": true })).await.expect_problem(409, "no_second_factor");
        let both = json!({ "password": true, "second_factor": true });
        let (answer, passwords, factors, _) = sent(world, &olga, &user, "bob@example.com", both).await;
        assert_eq!(answer, json!({ "outcome": "links_sent", "password": true, "second_factor": false }));
        assert_eq!((passwords, factors), (1, 0));
    });
}
