//! What SES tells of emails, in whatever order.

use super::*;

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
            assert_eq!(
                ada.api.get(&account.path(&format!("/invitations/{id}"))).await.etag(),
                etag,
                "what is known already changes nothing"
            );
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
        world.system.settle().await.expect("the emails are sent");
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
fn an_event_that_comes_before_the_sent_mark_is_kept() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let records = promised(world, &ada, &account, &people("bob", 1)).await;
        let email = "bob0@example.com";
        world.system.ses().events().hold();
        let environment = Environment::of(world);
        let mailer = environment.mailer();
        let mut handling = pin!(mailer.handle(batch(records.values())));
        environment.stopped_before_the_mark(handling.as_mut(), || mails(world, email) == 1).await;
        // SES publishes a moment after it has taken the email.
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
