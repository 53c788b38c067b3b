//! What the sweep sends in the place of the stream.

use super::*;

#[test]
fn after_a_day_without_the_stream_the_sweep_sends_every_email_and_the_stream_doubles_none() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails = people("bob", 60);
        promised(world, &ada, &account, &emails).await;
        world.system.clock().advance(SignedDuration::from_hours(25)).expect("the clock moves");
        let swept = world.system.sweep().await.expect("the sweep runs");
        assert_eq!(swept["redriven"], 60);
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

#[test]
fn mail_that_ses_does_not_take_hides_none_that_was_promised_later_and_its_age_is_told() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        // More than a run reads of each of the eight shards at once.
        let closed = people("bob", 500);
        promised(world, &ada, &account, &closed).await;
        world.system.clock().advance(GRACE).expect("the clock moves");
        world.system.ses().fail_next(closed.len(), Fault::DailyQuota);
        let report = Environment::of(world).sweeper().run().await.expect("the sweep runs");
        assert_eq!(report.redriven, 0);
        assert!(report.oldest_mail_seconds >= 180, "{report:?}");
        world.system.ses().heal();

        let open = people("eve", 20);
        invite(&ada, &account, &open).await;
        world.system.clock().advance(GRACE).expect("the clock moves");
        // On a slow machine a run has not the time for all of them.
        let are_sent = || open.iter().all(|email| mails(world, email) == 1);
        for _ in 0..30 {
            if !are_sent() {
                Environment::of(world).sweeper().run().await.expect("the sweep runs");
            }
        }
        assert!(are_sent());
    });
}
