//! Mailers that die, and marks that are not made.

use super::*;

#[test]
fn a_mailer_killed_at_any_of_its_waits_loses_no_mail_doubles_at_most_one_and_leaves_all_links_working() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        // A mailer reads, takes the lease, and marks the email as sent.
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
        // Lambda hands over what was not acknowledged; the sweep finds what a killed mailer still holds.
        world.system.resume_stream();
        world.system.settle().await.expect("the stream is handled");
        later(world, GRACE).await;

        let mut doubled = 0;
        for (email, death) in emails.iter().zip(&deaths) {
            let tokens = tokens(world, email);
            assert!((1..=2).contains(&tokens.len()), "{death:?}: {}", tokens.len());
            assert!(tokens.len() == 1 || !matches!(death, Death::Before(1 | 2) | Death::After(1..=3)), "{death:?}");
            if let [first, second] = tokens.as_slice() {
                assert_eq!(
                    (lookup(world, first).await, lookup(world, second).await),
                    (json!("pending"), json!("pending"))
                );
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
            assert_eq!(
                (failures(&answer).len(), mails(world, email)),
                (0, kills),
                "the dead mailer still holds the mail"
            );
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
fn an_email_whose_sent_mark_cannot_be_written_is_sent_once_more_and_both_links_work() {
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
fn an_email_whose_sent_mark_is_answered_by_nobody_is_not_sent_again() {
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
        // Without anybody else who changes the invitation, so that the mark is made at the first try.
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
