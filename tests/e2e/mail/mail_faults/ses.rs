//! An SES that takes nothing, or not now.

use super::*;

#[test]
fn while_ses_cannot_be_reached_or_does_not_answer_emails_wait_for_the_sweep() {
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
fn emails_that_meet_a_spent_quota_or_a_pause_of_sending_are_sent_once_it_is_over() {
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
fn an_email_that_ses_rejects_is_visibly_failed_and_can_be_sent_again() {
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
fn an_email_that_cannot_be_sent_for_48_hours_is_given_up_and_visibly_failed() {
    for (preset, reason) in
        [("warranty", "not sent within 48 hours"), ("invoicing", "the invitation ended before its email could be sent")]
    {
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
fn whatever_ses_answers_to_a_hundred_emails_each_is_sent_once() {
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
