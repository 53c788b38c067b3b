use super::*;

#[test]
fn is_accepted_once() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let token = invited(world, &account, &ada, "bob@example.com").await;
        accept(&world.api, &token, json!({ "password": PASSWORD })).await.expect(200);
        let bob = world.sign_in("bob@example.com").await;
        changing_nothing(world, async || {
            accept(&world.api, &token, json!({ "password": "another fifteen characters" }))
                .await
                .expect_problem(409, "invitation_not_pending");
            accept(&bob.api, &token, json!({})).await.expect_problem(409, "invitation_not_pending");
        })
        .await;
    });
}

#[test]
fn is_declined_with_the_link_alone_which_leaves_the_address_free() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let invitation = ada.invite_one(&account, "bob@example.com").await;
        let token = world.link("bob@example.com").await;
        let user = ada.invitation(&account, &invitation).await["user"].as_str().unwrap().to_owned();
        link(world, "decline", &token).await.expect(204);

        assert_eq!(ada.invitation(&account, &invitation).await["status"], "declined");
        assert!(ada.users(&account, "pending").await.is_empty());
        ada.api.get(&account.path(&format!("/users/{user}"))).await.expect_problem(404, "not_found");
        accept(&world.api, &token, json!({ "password": PASSWORD })).await.expect_problem(409, "invitation_not_pending");

        let again = invited(world, &account, &ada, "bob@example.com").await;
        assert_eq!(status_of(world, &token).await, "declined", "the first stays what it became");
        accept(&world.api, &token, json!({ "password": PASSWORD })).await.expect_problem(409, "invitation_not_pending");
        ada.api.get(&account.path(&format!("/users/{user}"))).await.expect_problem(404, "not_found");
        accept(&world.api, &again, json!({ "password": PASSWORD })).await.expect(200);
    });
}

#[test]
fn can_be_declined_by_someone_known_who_is_not_signed_in() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.account("invoicing", "bob@example.com").await;
        let token = invited(world, &account, &ada, "bob@example.com").await;
        link(world, "decline", &token).await.expect(204);
        assert_eq!(ada.users(&account, "active").await, ["ada@example.com"]);
    });
}

#[test]
fn tells_its_holder_what_became_of_it_and_refuses_whatever_comes_too_late() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let pending = invited(world, &account, &ada, "pending@example.com").await;
        let accepted = invited(world, &account, &ada, "accepted@example.com").await;
        accept(&world.api, &accepted, json!({ "password": PASSWORD })).await.expect(200);
        let declined = invited(world, &account, &ada, "declined@example.com").await;
        link(world, "decline", &declined).await.expect(204);
        let id = ada.invite_one(&account, "revoked@example.com").await;
        let revoked = world.link("revoked@example.com").await;
        ada.api.post(&account.path(&format!("/invitations/{id}/revoke")), json!({})).await.expect(200);

        changing_nothing(world, async || {
            for (token, status) in [(&accepted, "accepted"), (&declined, "declined"), (&revoked, "revoked")] {
                assert_eq!(status_of(world, token).await, status);
                accept(&world.api, token, json!({ "password": PASSWORD }))
                    .await
                    .expect_problem(409, "invitation_not_pending");
                link(world, "decline", token).await.expect_problem(409, "invitation_not_pending");
                link(world, "request-new", token).await.expect_problem(409, "invitation_not_pending");
            }
            let shown = link(world, "lookup", &pending).await.expect(200);
            let expected = json!({
                "status": "pending", "email": "pending@example.com", "expires_at": shown["expires_at"],
                "account_name": "Northwind Dental", "product_name": "iCorePay",
                "support_address": "help@icorepay.example",
                "brand": { "accent_colour": null, "accent_by_day": null, "accent_by_night": null, "logo": null },
                "locale": "en", "message": null, "return_to": null,
                "inviter_name": "Ada Lovelace", "given_name": "Grace", "family_name": "Hopper",
                "names_required": false, "names_allowed": false,
                "password_required": true,
            });
            assert_eq!(shown, expected);
        })
        .await;
    });
}

#[test]
fn is_over_when_its_time_is_whether_or_not_a_sweep_has_said_so() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let bob = invited(world, &account, &ada, "bob@example.com").await;
        let eve = invited(world, &account, &ada, "eve@example.com").await;
        world.system.clock().advance(SignedDuration::from_mins(48 * 60 - 5)).unwrap();
        accept(&world.api, &bob, json!({ "password": PASSWORD })).await.expect(200);
        assert_eq!(status_of(world, &eve).await, "pending");

        world.system.clock().advance(SignedDuration::from_mins(5)).unwrap();
        for swept in [false, true] {
            if swept {
                assert_eq!(world.system.sweep().await.unwrap()["expired"], 1);
            }
            assert_eq!(status_of(world, &eve).await, "expired", "swept: {swept}");
            changing_nothing(world, async || {
                accept(&world.api, &eve, json!({ "password": PASSWORD }))
                    .await
                    .expect_problem(410, "invitation_expired");
                link(world, "decline", &eve).await.expect_problem(410, "invitation_expired");
            })
            .await;
        }
    });
}

#[test]
fn that_expired_is_renewed_by_its_holder_with_a_link_to_the_invited_address() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let id = ada.invite_one(&account, "bob@example.com").await;
        let old = world.link("bob@example.com").await;
        changing_nothing(world, async || {
            drop(link(world, "request-new", &old).await.expect_problem(409, "invitation_not_expired"))
        })
        .await;

        world.advance(SignedDuration::from_hours(48)).await;
        let ada = world.sign_in(&ada.email).await;
        let expired = ada.invitation(&account, &id).await;
        assert_eq!(expired["status"], "expired");
        assert_eq!(link(world, "request-new", &old).await.expect(202), json!({ "outcome": "link_sent" }));
        let new = world.link("bob@example.com").await;
        assert_ne!(new, old);
        assert_eq!(world.system.mailbox().to("bob@example.com").len(), 2);
        let renewed = ada.invitation(&account, &id).await;
        assert_eq!((&renewed["status"], &renewed["invited_by"]), (&json!("pending"), &expired["invited_by"]));
        assert_ne!(renewed["expires_at"], expired["expires_at"]);

        changing_nothing(world, async || {
            for operation in ["lookup", "decline", "request-new"] {
                link(world, operation, &old).await.expect_problem(404, "not_found");
            }
            accept(&world.api, &old, json!({ "password": PASSWORD })).await.expect_problem(404, "not_found");
        })
        .await;
        accept(&world.api, &new, json!({ "password": PASSWORD })).await.expect(200);
    });
}

#[test]
fn is_not_renewed_more_than_five_times_an_hour() {
    scenario(async |world| {
        let body = json!({
            "name": "Northwind", "access_model": self_service(), "administrator": { "email": "ada@example.com" },
        });
        world.operator().post("/v1/accounts", body).await.expect(201);
        for _ in 2..=5 {
            let token = world.link("ada@example.com").await;
            world.advance(SignedDuration::from_mins(1)).await;
            link(world, "request-new", &token).await.expect(202);
        }
        let token = world.link("ada@example.com").await;
        world.advance(SignedDuration::from_mins(1)).await;
        let mut seconds = 0;
        changing_nothing(world, async || {
            let refused = link(world, "request-new", &token).await;
            seconds = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
            refused.expect_problem(429, "rate_limited");
        })
        .await;
        assert!((3_000..=3_600).contains(&seconds), "{seconds}");
        world.advance(SignedDuration::from_secs(seconds)).await;
        link(world, "request-new", &token).await.expect(202);
        assert_eq!(world.system.mailbox().to("ada@example.com").len(), 5);
        world.link("ada@example.com").await;
        assert_eq!(world.system.mailbox().to("ada@example.com").len(), 6);
    });
}
