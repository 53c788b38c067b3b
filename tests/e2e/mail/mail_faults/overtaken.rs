//! Emails of invitations that have moved on.

use super::*;

#[test]
fn the_email_of_an_invitation_that_was_revoked_or_sent_again_meanwhile_is_not_sent() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        promised(world, &ada, &account, &people("bob", 3)).await;
        let ids: Vec<String> = {
            let table = Snapshot::of(world).await;
            people("bob", 3)
                .iter()
                .map(|email| table.invitation_to(email)["id"].as_str().expect("an id").to_owned())
                .collect()
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
fn the_email_of_an_invitation_that_was_accepted_or_declined_before_the_sent_mark_is_not_sent_again() {
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
