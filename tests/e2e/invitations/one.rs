//! One invitation, and what becomes of its email.

use super::*;

#[test]
fn an_invitation_makes_a_pending_user_and_sends_one_email() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let body = ada.invite_rows(&account, vec![Member::row("Grace@Example.com", "write")]).await.expect(200);
        world.system.settle().await.expect("the outbox runs empty");
        assert_eq!(world.system.mailbox().to("grace@example.com").len(), 1);

        let result = &body["results"][0];
        assert_eq!(
            (&result["index"], &result["email"], &result["verdict"]),
            (&json!(0), &json!("grace@example.com"), &json!("invited"))
        );
        let invitation = ada.invitation(&account, result["invitation"].as_str().expect("an id")).await;
        let shown = ["id", "user", "email", "status", "invited_by", "ended_at"].map(|field| invitation[field].clone());
        let expected = [
            result["invitation"].clone(),
            result["user"].clone(),
            json!("grace@example.com"),
            json!("pending"),
            json!(account.administrator),
            Value::Null,
        ];
        assert_eq!(shown, expected);
        assert_eq!(
            time(&invitation["expires_at"]).duration_since(time(&invitation["created_at"])),
            SignedDuration::from_hours(48)
        );

        let user = ada
            .api
            .get(&account.path(&format!("/users/{}", result["user"].as_str().expect("an id"))))
            .await
            .expect(200);
        let shown = ["email", "given_name", "family_name", "status", "invitation", "activated_at"]
            .map(|field| user[field].clone());
        let expected = [
            json!("grace@example.com"),
            json!("Grace"),
            json!("Hopper"),
            json!("pending"),
            result["invitation"].clone(),
            Value::Null,
        ];
        assert_eq!(shown, expected);
        assert_eq!(user["grants"][0]["role"], "write");
    });
}

#[test]
fn what_became_of_the_email_is_shown_with_its_reason() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let expected = [
            ("success", "delivered"),
            ("bounce", "bounced"),
            ("suppressionlist", "suppressed"),
            ("complaint", "complained"),
        ];
        for (mailbox, status) in expected {
            let invitation = ada.invite_one(&account, &format!("{mailbox}@simulator.amazonses.com")).await;
            world.system.settle().await.expect("the outbox runs empty");
            let delivery = &ada.invitation(&account, &invitation).await["delivery"];
            assert_eq!(delivery["status"], status, "{delivery}");
            assert_eq!(delivery["reason"].is_string(), status != "delivered", "{delivery}");
        }
        world.system.ses().fail_next(1, Fault::MessageRejected);
        let refused = ada.invite_one(&account, "refused@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        let delivery = &ada.invitation(&account, &refused).await["delivery"];
        assert_eq!((&delivery["status"], delivery["reason"].is_string()), (&json!("failed"), true), "{delivery}");
    });
}

#[test]
fn an_email_is_queued_until_it_is_sent_and_sent_until_it_is_delivered() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.system.pause_stream();
        world.system.ses().events().hold();
        let invitation = ada.invite_one(&account, "grace@example.com").await;
        let delivery = async || ada.invitation(&account, &invitation).await["delivery"]["status"].clone();
        assert_eq!(delivery().await, "queued");
        world.system.resume_stream();
        world.system.settle().await.expect("the outbox runs empty");
        assert_eq!(delivery().await, "sent");
        world.system.ses().events().release();
        world.system.settle().await.expect("the events are handled");
        assert_eq!(delivery().await, "delivered");
    });
}

#[test]
fn the_inviter_learns_nothing_about_who_is_known_elsewhere() {
    scenario(async |world| {
        world.account("invoicing", "known@example.com").await;
        let (account, ada) = world.account("warranty", "ada@example.com").await;
        // How far an email has come is a matter of moments.
        world.system.pause_stream();
        let shape = async |email: &str| {
            let invited = ada.invite_rows(&account, vec![Member::row(email, account.role)]).await.expect(200);
            let result = &invited["results"][0];
            let invitation = ada.invitation(&account, result["invitation"].as_str().expect("an id")).await;
            let user = ada
                .api
                .get(&account.path(&format!("/users/{}", result["user"].as_str().expect("an id"))))
                .await
                .expect(200);
            [invited.clone(), invitation, user].map(anonymous)
        };
        assert_eq!(shape("known@example.com").await, shape("unknown@example.com").await);
    });

    /// The answer without what tells any two people apart: addresses, ids and times.
    fn anonymous(answer: Value) -> Value {
        match answer {
            Value::Array(items) => items.into_iter().map(anonymous).collect(),
            Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, anonymous(value))).collect(),
            Value::String(text) if text.contains('@') || text.contains('_') || text.parse::<Timestamp>().is_ok() => {
                Value::Null
            }
            other => other,
        }
    }
}
