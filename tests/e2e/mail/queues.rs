//! The queues of the outbox: what one account promises many of keeps nobody else's email waiting.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_local::Options;
use usher_tests::{Member, PASSWORD, Table, World, scenario_with};

use crate::deployment::template::filters;
use usher_tests::environment::people;
use usher_tests::office::path;
use usher_tests::resets::{OTHER, change, forgot, put_factor, send};
use usher_tests::shop::hire;

const GRACE: &str = "grace@example.com";

/// How many invitations one account promises before someone of another account asks for a reset.
const MANY: usize = 150;

/// None of them is sent yet, nor is the reset.
async fn promised(world: &World) {
    world.account("invoicing", GRACE).await;
    let (account, ada) = world.account("invoicing", "ada@example.com").await;
    world.system.settle().await.expect("the outbox runs empty");
    world.system.mailbox().clear();
    world.system.pause_stream();
    let rows = people("bob", MANY).iter().map(|email| Member::row(email, account.role)).collect();
    ada.invite_rows(&account, rows).await.expect(200);
    forgot(&world.api, GRACE).await.expect(202);
    assert_eq!(Table::of(world).of_kind("promised_mail").await.len(), MANY + 1);
}

#[test]
fn a_reset_does_not_wait_for_the_invitations_that_another_account_promised_before() {
    // So slow that most invitations are still waiting when the reset has come.
    let options = Options { mail_rate: 20, scheduler: false, ..Options::default() };
    scenario_with(options, async |world| {
        promised(world).await;
        world.system.resume_stream();
        while world.system.mailbox().to(GRACE).is_empty() {
            tokio::task::yield_now().await;
        }
        let sent = world.system.mailbox().count() - 1;
        assert!(sent < MANY / 2, "{sent} invitations came first");
    });
}

#[test]
fn the_sweep_sends_a_reset_that_is_stuck_before_the_invitations_that_were_promised_before() {
    scenario_with(Options { scheduler: false, ..Options::default() }, async |world| {
        promised(world).await;
        world.system.clock().advance(SignedDuration::from_mins(3)).expect("the clock moves");
        assert_eq!(world.system.sweep().await.expect("the sweep runs")["redriven"], MANY + 1);
        assert_eq!(world.system.mailbox().all()[0].to, [GRACE]);
    });
}

#[test]
fn each_kind_of_email_passes_the_filter_of_exactly_one_mapping() {
    scenario_with(Options { scheduler: false, ..Options::default() }, async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        hire(world, &account, &ada, GRACE, account.role).await;
        put_factor(world, GRACE).await;
        world.system.settle().await.expect("the outbox runs empty");
        world.system.pause_stream();
        ada.invite_one(&account, "bob@example.com").await;
        let both = json!({ "password": true, "second_factor": true });
        send(&ada, &path(&ada, &account, GRACE).await, both).await.expect(202);
        change(&ada.api, PASSWORD, OTHER).await.expect(204);

        let mails = Table::of(world).of_kind("promised_mail").await;
        let kinds: BTreeSet<String> =
            mails.iter().map(|mail| format!("{} {}", mail["about"], mail["credential"])).collect();
        assert_eq!(kinds.len(), 4, "an invitation, a notice, and a reset of each credential: {kinds:?}");
        for mail in mails {
            let begins = |filter: &Value| {
                let prefix = filter["dynamodb"]["NewImage"]["pk"]["S"][0]["prefix"].as_str();
                prefix.is_some_and(|prefix| mail["pk"].as_str().is_some_and(|key| key.starts_with(prefix)))
            };
            assert_eq!(filters().into_values().flatten().filter(begins).count(), 1, "{mail}");
        }
    });
}
