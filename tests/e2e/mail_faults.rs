//! Mail when things go wrong: every mail that was promised is sent once, or is visibly undeliverable.

use std::collections::HashMap;
use std::pin::pin;

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_local::{Fault, Options};
use usher_tests::{Account, Member, Sabotage, World, scenario, scenario_with};

use crate::environment::{Death, Environment, accept, at_once, deaths, people, tokens};
use crate::invariants::{Snapshot, assert_sound, outbox_records, record};

/// Longer than the stream has before the sweep takes over, and than one attempt may take.
const GRACE: SignedDuration = SignedDuration::from_mins(3);

/// Longer than the pause after SES takes nothing.
const PAUSE: SignedDuration = SignedDuration::from_mins(16);

/// A world in which the sweep runs only when the story says so.
fn story(story: impl AsyncFnOnce(&World)) {
    scenario_with(Options { scheduler: false, ..Options::default() }, story);
}

async fn later(world: &World, by: SignedDuration) {
    world.system.clock().advance(by).expect("the clock moves");
    world.system.sweep().await.expect("the sweep runs");
    world.system.settle().await.expect("the outbox runs empty");
}

async fn invite(by: &Member, account: &Account, emails: &[String]) {
    let emails: Vec<&str> = emails.iter().map(String::as_str).collect();
    assert!(by.invite(account, &emails).await.iter().all(|verdict| verdict == "invited"));
}

/// Invites with the stream paused; the stream's records, by address.
async fn promised(world: &World, by: &Member, account: &Account, emails: &[String]) -> HashMap<String, Value> {
    world.system.settle().await.expect("the outbox runs empty");
    world.system.pause_stream();
    invite(by, account, emails).await;
    let records = outbox_records(world).await;
    assert_eq!(records.len(), emails.len());
    records
}

fn batch<'a>(records: impl IntoIterator<Item = &'a Value>) -> Value {
    json!({ "Records": records.into_iter().collect::<Vec<_>>() })
}

/// The sequence numbers that the mailer reports as failed.
fn failures(answer: &Value) -> Vec<&str> {
    let failures = answer["batchItemFailures"].as_array().expect("a report");
    failures.iter().map(|failure| failure["itemIdentifier"].as_str().expect("a sequence number")).collect()
}

async fn hand_over(world: &World, event: Value) -> Value {
    world.system.invoke_mailer(event).await.expect("the mailer answers")
}

fn mails(world: &World, email: &str) -> usize {
    world.system.mailbox().to(email).len()
}

async fn delivery(world: &World, email: &str) -> (String, String) {
    let table = Snapshot::of(world).await;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let delivery = &table.invitation_to(email)["delivery"];
    (text(&delivery["status"]), text(&delivery["reason"]))
}

async fn lookup(world: &World, token: &str) -> Value {
    world.api.post("/v1/invitations/lookup", json!({ "token": token })).await.expect(200)["status"].clone()
}

#[test]
fn a_stream_record_that_comes_up_to_ten_times_in_sequence_and_at_once_sends_one_mail() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails = people("bob", 13);
        let records = promised(world, &ada, &account, &emails).await;
        for (times, email) in (1..=10).zip(&emails) {
            for _ in 0..times {
                let answer = hand_over(world, batch([&records[email]])).await;
                assert_eq!(failures(&answer), Vec::<&str>::new());
            }
        }
        let same = vec![&records[&emails[10]]; 10];
        assert_eq!(failures(&hand_over(world, batch(same)).await), Vec::<&str>::new());
        for email in &emails[11..] {
            let answers = at_once((0..10).map(|_| {
                let (mailer, event) = (Environment::of(world).mailer(), batch([&records[email]]));
                async move { mailer.handle(event).await.expect("the mailer answers") }
            }))
            .await;
            assert!(answers.iter().all(|answer| failures(answer).is_empty()), "{answers:?}");
        }
        world.system.resume_stream();
        world.system.settle().await.expect("the outbox runs empty");
        later(world, GRACE).await;
        for email in &emails {
            assert_eq!(mails(world, email), 1, "{email}");
        }
        assert_sound(world).await;
    });
}

#[test]
fn a_batch_of_which_one_mail_fails_reports_that_one_and_its_retry_sends_it() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails = people("bob", 5);
        let records = promised(world, &ada, &account, &emails).await;
        world.system.ses().fail_next(1, Fault::Throttled);
        let answer = hand_over(world, batch(records.values())).await;

        let unsent: Vec<&String> = emails.iter().filter(|email| mails(world, email) == 0).collect();
        assert_eq!(unsent.len(), 1);
        assert_eq!(failures(&answer), [records[unsent[0]]["dynamodb"]["SequenceNumber"].as_str().expect("a number")]);

        let answer = hand_over(world, batch([&records[unsent[0]]])).await;
        assert_eq!(failures(&answer), Vec::<&str>::new());
        world.system.resume_stream();
        assert_sound(world).await;
        for email in &emails {
            assert_eq!(mails(world, email), 1, "{email}");
        }
    });
}

#[test]
fn mails_that_ses_throttles_for_a_moment_are_all_sent_once_by_the_stream_alone() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails = people("bob", 30);
        world.system.ses().fail_next(5, Fault::Throttled);
        invite(&ada, &account, &emails).await;
        assert_sound(world).await;
        for email in &emails {
            assert_eq!(mails(world, email), 1, "{email}");
        }
        assert_eq!(world.system.failed_records(), Vec::<Value>::new());
    });
}

#[test]
fn a_mail_that_ses_throttles_for_long_is_tried_as_often_as_lambda_retries_and_sent_by_the_sweep() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        world.system.ses().fail_next(1_000, Fault::Throttled);
        ada.invite_one(&account, "bob@example.com").await;
        world.system.settle().await.expect("the stream is not kept busy by what the attempts write");
        assert_eq!(world.system.failed_records().len(), 1);
        let table = Snapshot::of(world).await;
        assert_eq!(table.of_kind("promised_mail")[0]["attempts"], 6, "the first and five retries");
        assert_eq!(table.invitation_to("bob@example.com")["delivery"]["status"], "queued");

        world.system.ses().heal();
        later(world, GRACE).await;
        assert_eq!(mails(world, "bob@example.com"), 1);
        assert_sound(world).await;
    });
}

#[test]
fn poison_records_do_not_keep_the_others_of_their_batch_from_being_sent() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails = people("bob", 3);
        let good = promised(world, &ada, &account, &emails).await;
        let removal = json!({ "eventName": "REMOVE", "dynamodb": { "SequenceNumber": "9" } });
        let wrong_type = record(901, json!({ "pk": { "S": "OUTBOX#0" }, "kind": { "S": "promised_mail" }, "attempts": { "S": "many" } }));
        let poison = [record(900, json!({ "pk": "garbage" })), wrong_type, json!({ "eventName": "INSERT" }), json!(7), removal];
        let mixed = poison.iter().chain(emails.iter().map(|email| &good[email])).chain(&poison);
        assert_eq!(failures(&hand_over(world, batch(mixed)).await), Vec::<&str>::new());
        for email in &emails {
            assert_eq!(mails(world, email), 1, "{email}");
        }
        world.system.resume_stream();
        assert_sound(world).await;
    });
}

#[test]
fn a_mailer_killed_at_any_of_its_waits_loses_no_mail_doubles_at_most_one_and_leaves_all_links_working() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        // A mailer reads, takes the lease, and marks the mail as sent.
        let deaths: Vec<Death> = deaths(3).chain((6..16).map(Death::AtWait)).collect();
        let emails = people("bob", deaths.len());
        let records = promised(world, &ada, &account, &emails).await;
        world.system.ses().events().hold();
        for (email, death) in emails.iter().zip(&deaths) {
            let environment = Environment::of(world);
            let ended = environment.dying(*death, environment.mailer().handle(batch([&records[email]]))).await;
            assert!(ended.is_none() || matches!(death, Death::AtWait(_)), "{death:?}");
        }
        world.system.ses().events().release();
        // Lambda hands over what was not acknowledged; the sweep finds what a dead mailer still holds.
        world.system.resume_stream();
        world.system.settle().await.expect("the stream is handled");
        later(world, GRACE).await;

        let mut doubled = 0;
        for (email, death) in emails.iter().zip(&deaths) {
            let tokens = tokens(world, email);
            assert!((1..=2).contains(&tokens.len()), "{death:?}: {}", tokens.len());
            assert!(tokens.len() == 1 || !matches!(death, Death::Before(1 | 2) | Death::After(1..=3)), "{death:?}");
            if let [first, second] = tokens.as_slice() {
                assert_eq!((lookup(world, first).await, lookup(world, second).await), (json!("pending"), json!("pending")));
                let (one, other) = if doubled % 2 == 0 { (first, second) } else { (second, first) };
                accept(world.api.clone(), one.clone()).await.expect(200);
                accept(world.api.clone(), other.clone()).await.expect_problem(409, "invitation_not_pending");
                doubled += 1;
            }
        }
        assert_sound(world).await;
    });
}

#[test]
fn mailers_killed_between_the_answer_of_ses_and_the_sent_mark_leave_links_that_all_work_until_one_is_used() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let records = promised(world, &ada, &account, &people("bob", 1)).await;
        let (email, event) = ("bob0@example.com", batch(records.values()));
        for kills in 1..=2 {
            let environment = Environment::of(world);
            let mailer = environment.mailer();
            let mut handling = Box::pin(mailer.handle(event.clone()));
            environment.stopped_before_the_mark(handling.as_mut(), || mails(world, email) == kills).await;
            drop(handling);
            world.system.settle().await.expect("the events are handled");
            let answer = hand_over(world, event.clone()).await;
            assert_eq!((failures(&answer).len(), mails(world, email)), (0, kills), "the dead mailer still holds the mail");
            world.system.clock().advance(GRACE).expect("the clock moves");
        }
        world.system.sweep().await.expect("the sweep runs");
        world.system.resume_stream();
        assert_sound(world).await;
        assert_eq!(delivery(world, email).await.0, "delivered");

        let tokens = tokens(world, email);
        assert_eq!(tokens.len(), 3);
        for token in &tokens {
            assert_eq!(lookup(world, token).await, "pending");
        }
        accept(world.api.clone(), tokens[0].clone()).await.expect(200);
        for token in tokens {
            accept(world.api.clone(), token).await.expect_problem(409, "invitation_not_pending");
        }
        assert_sound(world).await;
    });
}

#[test]
fn a_mail_whose_sent_mark_cannot_be_written_is_sent_once_more_and_both_links_work() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails = people("bob", 2);
        let records = promised(world, &ada, &account, &emails).await;
        for email in &emails {
            let environment = Environment::of(world);
            let mut transactions = 0;
            environment.dynamodb.sabotage(move |operation| {
                transactions += usize::from(operation == "TransactWriteItems");
                (transactions > 1).then_some(Sabotage::Unreachable)
            });
            let answer = environment.mailer().handle(batch([&records[email]])).await.expect("the mailer answers");
            assert_eq!((failures(&answer).len(), mails(world, email)), (1, 1));
        }
        world.system.resume_stream();
        world.system.settle().await.expect("the stream is handled");
        later(world, GRACE).await;
        for (email, used) in emails.iter().zip([0, 1]) {
            let tokens = tokens(world, email);
            assert_eq!(tokens.len(), 2);
            accept(world.api.clone(), tokens[used].clone()).await.expect(200);
        }
        assert_sound(world).await;
    });
}

#[test]
fn a_mail_whose_sent_mark_is_answered_by_nobody_is_not_sent_again() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let records = promised(world, &ada, &account, &people("bob", 1)).await;
        let environment = Environment::of(world);
        environment.dynamodb.sabotage(|operation| (operation == "TransactWriteItems").then_some(Sabotage::ReplyLost));
        // The lease itself is taken, though the mailer does not hear of it.
        let answer = environment.mailer().handle(batch(records.values())).await.expect("the mailer answers");
        assert_eq!((failures(&answer).len(), mails(world, "bob0@example.com")), (1, 0));
        environment.dynamodb.heal();
        world.system.clock().advance(GRACE).expect("the clock moves");
        // Without anybody else who changes the invitation, so that the mark is made at the first attempt.
        world.system.ses().events().hold();
        let mut transactions = 0;
        environment.dynamodb.sabotage(move |operation| {
            transactions += usize::from(operation == "TransactWriteItems");
            (transactions > 1).then_some(Sabotage::ReplyLost)
        });
        let answer = environment.mailer().handle(batch(records.values())).await.expect("the mailer answers");
        assert_eq!((failures(&answer).len(), mails(world, "bob0@example.com")), (1, 1));

        world.system.ses().events().release();
        world.system.resume_stream();
        world.system.settle().await.expect("the stream is handled");
        later(world, GRACE).await;
        assert_eq!(mails(world, "bob0@example.com"), 1);
        world.accept("bob0@example.com").await.expect(200);
        assert_sound(world).await;
    });
}

#[test]
fn while_ses_cannot_be_reached_or_does_not_answer_mails_wait_for_the_sweep() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails = people("bob", 3);
        let records = promised(world, &ada, &account, &emails).await;
        let unreachable = Environment::with_ses(world, "http://127.0.0.1:1").mailer();
        let answer = unreachable.handle(batch([&records[&emails[0]]])).await.expect("the mailer answers");
        assert_eq!(failures(&answer), Vec::<&str>::new());
        world.system.ses().fail_next(1, Fault::Hang);
        hand_over(world, batch([&records[&emails[1]]])).await;
        world.system.ses().fail_next(1, Fault::ReplyLost);
        hand_over(world, batch([&records[&emails[2]]])).await;
        assert_eq!(emails.iter().map(|email| mails(world, email)).collect::<Vec<_>>(), [0, 0, 1]);

        world.system.resume_stream();
        world.system.settle().await.expect("the stream is handled");
        later(world, GRACE).await;
        assert_eq!(world.system.mailbox().all().len(), 2, "nobody tries again at once");
        later(world, PAUSE).await;
        assert_eq!(emails.iter().map(|email| mails(world, email)).collect::<Vec<_>>(), [1, 1, 2]);
        for email in &emails {
            assert_eq!(delivery(world, email).await.0, "delivered");
            accept(world.api.clone(), tokens(world, email)[0].clone()).await.expect(200);
        }
        assert_sound(world).await;
    });
}

#[test]
fn mails_that_meet_a_spent_quota_or_a_pause_of_sending_are_sent_once_it_is_over() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails = people("bob", 4);
        world.system.settle().await.expect("the outbox runs empty");
        world.system.ses().fail_next(2, Fault::DailyQuota);
        world.system.ses().fail_next(1, Fault::SendingPaused);
        world.system.ses().fail_next(1, Fault::Internal);
        invite(&ada, &account, &emails).await;
        world.system.settle().await.expect("the stream is handled");
        assert_eq!(Snapshot::of(world).await.of_kind("promised_mail").len(), 4);
        assert_eq!(world.system.failed_records(), Vec::<Value>::new(), "trying again at once is of no use");
        later(world, GRACE).await;
        assert_eq!(delivery(world, &emails[0]).await.0, "queued");

        world.system.ses().fail_next(2, Fault::DailyQuota);
        later(world, PAUSE).await;
        later(world, PAUSE).await;
        for email in &emails {
            assert_eq!((mails(world, email), delivery(world, email).await.0.as_str()), (1, "delivered"), "{email}");
        }
        assert_sound(world).await;
    });
}

#[test]
fn a_mail_that_ses_rejects_is_visibly_failed_and_can_be_sent_again() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        world.system.ses().fail_next(1, Fault::MessageRejected);
        let id = ada.invite_one(&account, "bob@example.com").await;
        assert_sound(world).await;
        let seen = ada.invitation(&account, &id).await;
        assert_eq!((&seen["status"], &seen["delivery"]["status"]), (&json!("pending"), &json!("failed")));
        assert_eq!(seen["delivery"]["reason"], "MessageRejected: Email address is not verified.");
        later(world, PAUSE).await;
        assert_eq!(mails(world, "bob@example.com"), 0);

        ada.api.post(&account.path(&format!("/invitations/{id}/resend")), json!({})).await.expect(200);
        world.accept("bob@example.com").await.expect(200);
        let seen = ada.invitation(&account, &id).await;
        assert_eq!((&seen["delivery"]["status"], &seen["delivery"]["reason"]), (&json!("delivered"), &Value::Null));
        assert_sound(world).await;
    });
}

#[test]
fn a_mail_that_cannot_be_sent_for_48_hours_is_given_up_and_visibly_failed() {
    for (preset, reason) in [("warranty", "not sent within 48 hours"), ("invoicing", "the invitation ended before its mail could be sent")] {
        story(async |world| {
            let (account, ada) = world.account(preset, "ada@example.com").await;
            world.system.settle().await.expect("the outbox runs empty");
            world.system.ses().fail_next(1_000, Fault::SendingPaused);
            ada.invite_one(&account, "bob@example.com").await;
            world.system.settle().await.expect("the stream is handled");
            for _ in 0..2 {
                later(world, SignedDuration::from_hours(23)).await;
                assert_eq!(delivery(world, "bob@example.com").await, ("queued".to_owned(), String::new()));
            }
            later(world, SignedDuration::from_hours(3)).await;
            assert_eq!(delivery(world, "bob@example.com").await, ("failed".to_owned(), reason.to_owned()), "{preset}");
            let table = assert_sound(world).await;
            assert_eq!(mails(world, "bob@example.com"), 0);

            world.system.ses().heal();
            let id = table.invitation_to("bob@example.com")["id"].as_str().expect("an id").to_owned();
            let ada = world.sign_in("ada@example.com").await;
            ada.api.post(&account.path(&format!("/invitations/{id}/resend")), json!({})).await.expect(200);
            world.accept("bob@example.com").await.expect(200);
            assert_sound(world).await;
        });
    }
}

#[test]
fn whatever_ses_answers_to_a_hundred_mails_each_is_sent_once() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        let emails = people("bob", 100);
        let faults = [Fault::Throttled, Fault::DailyQuota, Fault::Internal, Fault::SendingPaused];
        for (number, fault) in (0..60).zip(faults.iter().cycle()) {
            world.system.ses().fail_next(1 + number % 3, *fault);
        }
        invite(&ada, &account, &emails).await;
        world.system.settle().await.expect("the stream is handled");
        for _ in 0..5 {
            later(world, PAUSE).await;
        }
        assert_sound(world).await;
        for email in &emails {
            assert_eq!((mails(world, email), delivery(world, email).await.0.as_str()), (1, "delivered"), "{email}");
        }
    });
}

#[test]
fn the_events_of_ses_in_any_order_and_number_end_in_the_same_delivery() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        world.system.ses().events().hold();
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        for (number, order) in orders.into_iter().enumerate() {
            let email = format!("complaint+{number}@simulator.amazonses.com");
            let id = ada.invite_one(&account, &email).await;
            world.system.settle().await.expect("the mail is sent");
            assert_eq!(ada.invitation(&account, &id).await["delivery"]["status"], "sent");
            let events = world.system.ses().events().take_held();
            assert_eq!(events.len(), 3);
            for event in order.map(|place| &events[place]) {
                for _ in 0..2 {
                    hand_over(world, event.clone()).await;
                }
            }
            let seen = ada.api.get(&account.path(&format!("/invitations/{id}"))).await;
            let etag = seen.etag();
            assert_eq!(seen.expect(200)["delivery"]["status"], "complained", "{order:?}");
            at_once(events.iter().chain(&events).cloned().map(|event| {
                let mailer = Environment::of(world).mailer();
                async move { mailer.handle(event).await.expect("the mailer answers") }
            }))
            .await;
            assert_eq!(ada.api.get(&account.path(&format!("/invitations/{id}"))).await.etag(), etag, "what is known already changes nothing");
        }
        assert_sound(world).await;
    });
}

#[test]
fn events_of_ses_that_all_come_at_once_end_in_the_furthest_delivery() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        world.system.ses().events().hold();
        let emails: Vec<String> = (0..10).map(|number| format!("complaint+{number}@simulator.amazonses.com")).collect();
        invite(&ada, &account, &emails).await;
        world.system.settle().await.expect("the mails are sent");
        let events = world.system.ses().events().take_held();
        assert_eq!(events.len(), 30);
        at_once(events.iter().rev().chain(&events).cloned().map(|event| {
            let mailer = Environment::of(world).mailer();
            async move { mailer.handle(event).await.expect("the mailer answers") }
        }))
        .await;
        for email in &emails {
            assert_eq!(delivery(world, email).await.0, "complained", "{email}");
        }
        assert_sound(world).await;
    });
}

#[test]
fn an_event_that_comes_before_the_sent_mark_stands() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let records = promised(world, &ada, &account, &people("bob", 1)).await;
        let email = "bob0@example.com";
        world.system.ses().events().hold();
        let environment = Environment::of(world);
        let mailer = environment.mailer();
        let mut handling = pin!(mailer.handle(batch(records.values())));
        environment.stopped_before_the_mark(handling.as_mut(), || mails(world, email) == 1).await;
        // SES publishes a moment after it has taken the mail.
        let mut events = Vec::new();
        while events.len() < 2 {
            events.extend(world.system.ses().events().take_held());
            tokio::task::yield_now().await;
        }
        for event in events {
            hand_over(world, event).await;
        }
        assert_eq!(delivery(world, email).await.0, "delivered");
        assert_eq!(Snapshot::of(world).await.of_kind("promised_mail").len(), 1, "the mailer has not marked it yet");

        assert_eq!(failures(&handling.await.expect("the mailer answers")), Vec::<&str>::new());
        assert_eq!(delivery(world, email).await.0, "delivered");
        world.system.resume_stream();
        assert_sound(world).await;
        assert_eq!(mails(world, email), 1);
    });
}

#[test]
fn events_of_an_old_issue_change_nothing_after_a_resend() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        world.system.ses().events().hold();
        let id = ada.invite_one(&account, "complaint@simulator.amazonses.com").await;
        world.system.settle().await.expect("the mail is sent");
        let old = world.system.ses().events().take_held();
        ada.api.post(&account.path(&format!("/invitations/{id}/resend")), json!({})).await.expect(200);
        world.system.settle().await.expect("the mail is sent");
        let new = world.system.ses().events().take_held();
        assert_eq!((old.len(), new.len()), (3, 3));
        for event in old.iter().rev() {
            hand_over(world, event.clone()).await;
        }
        assert_eq!(ada.invitation(&account, &id).await["delivery"]["status"], "sent");
        hand_over(world, new[1].clone()).await;
        assert_eq!(ada.invitation(&account, &id).await["delivery"]["status"], "delivered");
        assert_sound(world).await;
    });
}

#[test]
fn bounces_complaints_and_suppressions_are_shown_on_the_invitation() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        for (name, status, reason) in [
            ("success", "delivered", Value::Null),
            ("bounce", "bounced", json!("smtp; 550 5.1.1 user unknown")),
            ("complaint", "complained", json!("abuse")),
            ("suppressionlist", "suppressed", json!("the address is on the suppression list")),
        ] {
            let id = ada.invite_one(&account, &format!("{name}@simulator.amazonses.com")).await;
            world.system.settle().await.expect("the mail is sent");
            let seen = ada.invitation(&account, &id).await;
            assert_eq!((&seen["delivery"]["status"], &seen["delivery"]["reason"]), (&json!(status), &reason), "{name}");
            assert_eq!(seen["status"], "pending", "{name}");
        }
        assert_sound(world).await;
    });
}

#[test]
fn the_mail_of_an_invitation_that_was_revoked_or_sent_again_meanwhile_is_not_sent() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        promised(world, &ada, &account, &people("bob", 3)).await;
        let ids: Vec<String> = {
            let table = Snapshot::of(world).await;
            people("bob", 3).iter().map(|email| table.invitation_to(email)["id"].as_str().expect("an id").to_owned()).collect()
        };
        ada.api.post(&account.path(&format!("/invitations/{}/revoke", ids[0])), json!({})).await.expect(200);
        ada.api.post(&account.path(&format!("/invitations/{}/resend", ids[1])), json!({})).await.expect(200);
        world.system.resume_stream();
        assert_sound(world).await;
        assert_eq!(people("bob", 3).iter().map(|email| mails(world, email)).collect::<Vec<_>>(), [0, 1, 1]);
        assert_eq!(delivery(world, "bob0@example.com").await.0, "failed");
        world.accept("bob1@example.com").await.expect(200);
        world.accept("bob2@example.com").await.expect(200);
        assert_sound(world).await;
    });
}

#[test]
fn the_mail_of_an_invitation_that_was_accepted_or_declined_before_the_sent_mark_is_not_sent_again() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails = people("bob", 2);
        let records = promised(world, &ada, &account, &emails).await;
        for email in &emails {
            let environment = Environment::of(world);
            let mailer = environment.mailer();
            let mut handling = pin!(mailer.handle(batch([&records[email]])));
            environment.stopped_before_the_mark(handling.as_mut(), || mails(world, email) == 1).await;
        }
        accept(world.api.clone(), tokens(world, &emails[0])[0].clone()).await.expect(200);
        world.api.post("/v1/invitations/decline", json!({ "token": tokens(world, &emails[1])[0] })).await.expect(204);
        world.system.resume_stream();
        world.system.settle().await.expect("the stream is handled");
        later(world, GRACE).await;
        assert_sound(world).await;
        for email in &emails {
            assert_eq!((mails(world, email), delivery(world, email).await.0.as_str()), (1, "delivered"), "{email}");
        }
    });
}

#[test]
fn after_a_resend_while_the_first_mail_is_on_its_way_only_the_newest_link_works() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let records = promised(world, &ada, &account, &people("bob", 1)).await;
        let email = "bob0@example.com";
        let id = Snapshot::of(world).await.invitation_to(email)["id"].as_str().expect("an id").to_owned();
        let environment = Environment::of(world);
        let mailer = environment.mailer();
        let mut handling = pin!(mailer.handle(batch(records.values())));
        environment.stopped_before_the_mark(handling.as_mut(), || mails(world, email) == 1).await;
        ada.api.post(&account.path(&format!("/invitations/{id}/resend")), json!({})).await.expect(200);
        world.system.ses().events().hold();
        assert_eq!(failures(&handling.await.expect("the mailer answers")), Vec::<&str>::new());
        assert_eq!(delivery(world, email).await.0, "queued", "the first mail says nothing of the second");

        world.system.ses().events().release();
        world.system.resume_stream();
        world.system.settle().await.expect("the stream is handled");
        let tokens = tokens(world, email);
        assert_eq!(tokens.len(), 2);
        accept(world.api.clone(), tokens[0].clone()).await.expect_problem(404, "not_found");
        accept(world.api.clone(), tokens[1].clone()).await.expect(200);
        assert_sound(world).await;
    });
}

#[test]
fn after_a_day_without_the_stream_the_sweep_sends_every_mail_and_the_stream_doubles_none() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails = people("bob", 120);
        promised(world, &ada, &account, &emails).await;
        world.system.clock().advance(SignedDuration::from_hours(25)).expect("the clock moves");
        let swept = world.system.sweep().await.expect("the sweep runs");
        assert_eq!(swept["redriven"], 120);
        assert!(emails.iter().all(|email| mails(world, email) == 1));

        world.system.resume_stream();
        later(world, GRACE).await;
        for email in &emails {
            assert_eq!((mails(world, email), delivery(world, email).await.0.as_str()), (1, "delivered"), "{email}");
        }
        assert_sound(world).await;
    });
}

#[test]
fn the_stream_and_several_sweeps_at_once_send_each_mail_once() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails = people("bob", 40);
        let records = promised(world, &ada, &account, &emails).await;
        world.system.clock().advance(GRACE).expect("the clock moves");
        world.system.resume_stream();
        let sweeps = (0..3).map(|_| {
            let sweeper = Environment::of(world).sweeper();
            async move { sweeper.run().await.map(drop).map_err(|fault| fault.to_string()) }
        });
        let swept = at_once(sweeps).await;
        assert!(swept.iter().all(Result::is_ok), "{swept:?}");
        hand_over(world, batch(records.values())).await;
        assert_sound(world).await;
        for email in &emails {
            assert_eq!(mails(world, email), 1, "{email}");
        }
    });
}
