//! Records that come again, fail, or make no sense.

use super::*;

#[test]
fn a_stream_record_that_comes_up_to_ten_times_in_sequence_and_at_once_sends_one_email() {
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
fn a_batch_of_which_one_email_fails_reports_that_one_and_its_retry_sends_it() {
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
fn emails_that_ses_throttles_for_a_moment_are_all_sent_once_by_the_stream_alone() {
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
fn an_email_that_ses_throttles_for_long_is_tried_as_often_as_lambda_retries_and_sent_by_the_sweep() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        world.system.ses().fail_next(1_000, Fault::Throttled);
        ada.invite_one(&account, "bob@example.com").await;
        world.system.settle().await.expect("the stream is not kept busy by what the tries write");
        assert_eq!(world.system.failed_records().len(), 1);
        let table = Snapshot::of(world).await;
        assert_eq!(table.of_kind("promised_mail")[0]["tries"], 6, "the first and five retries");
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
        let mut removal = record(902, json!({}));
        removal["eventName"] = json!("REMOVE");
        let partition = json!({ "S": "OUTBOX#INVITATIONS#0" });
        let wrong_type =
            record(901, json!({ "pk": partition, "kind": { "S": "promised_mail" }, "tries": { "S": "many" } }));
        let poison =
            [record(900, json!({ "pk": "garbage" })), wrong_type, json!({ "eventName": "INSERT" }), json!(7), removal];
        let mixed = poison.iter().chain(emails.iter().map(|email| &good[email])).chain(&poison);
        assert_eq!(failures(&hand_over(world, batch(mixed)).await), Vec::<&str>::new());
        for email in &emails {
            assert_eq!(mails(world, email), 1, "{email}");
        }
        world.system.resume_stream();
        assert_sound(world).await;
    });
}
