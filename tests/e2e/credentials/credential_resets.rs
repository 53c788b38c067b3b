//! Credential resets that administrators send: a password, a second factor, or both; and a way in for someone who never
//! accepted.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use usher::domain::effects::limit::{SENT_RESETS_PER_ACTOR, SENT_RESETS_PER_RECIPIENT};
use usher_tests::{Account, Authenticator, Member, PASSWORD, Table, World, plain, scenario, scenario_with};

use usher_tests::desk::{Desk, row};
use usher_tests::office::{self, grant, patch, path};
use usher_tests::resets::{
    OTHER, factor_token, forgot, has_factor, notices, password_token, put_factor, recorded, remove_factor, send,
    send_for_factor, set_password, sign_in, signed_in, tokens,
};
use usher_tests::whole_table;

const BOB: &str = "bob@example.com";

fn both() -> Value {
    json!({ "password": true, "second_factor": true })
}

/// An office with these policies, its owner, and Bob, who has joined with a role.
async fn with_bob(world: &World, policies: Value, role: &str) -> (Account, Member, Member, String) {
    let (account, olga) = office::open(world, policies, "olga@example.com").await;
    olga.invite_rows(&account, vec![Member::row(BOB, role)]).await.expect(200);
    world.accept(BOB).await.expect(200);
    let bob = world.sign_in(BOB).await;
    let of_bob = path(&olga, &account, BOB).await;
    (account, olga, bob, of_bob)
}

#[test]
fn two_links_come_in_two_emails_and_are_followed_one_after_the_other() {
    scenario(async |world| {
        let (account, olga, bob, of_bob) = with_bob(world, json!({}), "worker").await;
        put_factor(world, BOB).await;
        let sent = json!({ "outcome": "links_sent", "password": true, "second_factor": true });
        assert_eq!(send(&olga, &of_bob, both()).await.expect(202), sent);
        let (password, factor) = (password_token(world, BOB).await, factor_token(world, BOB).await);
        let mails = world.system.mailbox().to(BOB);
        let subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.as_str()).collect();
        for subject in ["Set a new password for iCorePay", "Remove your second factor for iCorePay"] {
            assert!(subjects.contains(&subject), "{subjects:?}");
        }
        let sent = mails.iter().find(|mail| mail.links.iter().any(|link| link.contains(&password))).expect("the mail");
        for said in [
            "Ada Lovelace of Northwind Dental has sent you this link",
            "in either order",
            "If you did not expect this",
            "tell your administrator",
        ] {
            assert!(sent.text.contains(said), "{said:?} in {}", sent.text);
        }
        bob.api.get("/v1/me").await.expect(200);
        set_password(&world.api, &password, OTHER).await.expect(204);
        assert!(has_factor(world, BOB).await, "a new password leaves the second factor");
        remove_factor(&world.api, &factor, PASSWORD).await.expect_problem(403, "wrong_password");
        remove_factor(&world.api, &factor, OTHER).await.expect(204);
        assert!(!has_factor(world, BOB).await);
        remove_factor(&world.api, &factor, OTHER).await.expect_problem(404, "not_found");
        bob.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
        signed_in(world, BOB, OTHER).await;
        assert_eq!(
            recorded(world, &account).await,
            ["user.credential_reset_sent", "user.password_reset", "user.second_factor_reset"]
        );
        let event = office::event(world, &account, "user.credential_reset_sent").await;
        assert_eq!((&event["actor"]["id"], &event["after"]), (&json!(account.administrator), &both()));
        assert!(of_bob.ends_with(event["target"].as_str().expect("a target")), "{event}");
        let told = notices(world, BOB).await;
        for subject in ["Your password for iCorePay was reset", "Your second factor for iCorePay was removed"] {
            assert_eq!(told.iter().filter(|told| *told == subject).count(), 1, "{told:?}");
        }
    });
}

#[test]
fn what_is_not_asked_for_is_not_sent() {
    scenario_with(whole_table::quiet(), async |world| {
        let (_, olga, _, of_bob) = with_bob(world, json!({}), "worker").await;
        whole_table::unchanged(world, async || {
            for nothing in
                [json!({}), json!({ "password": false }), json!({ "password": false, "second_factor": false })]
            {
                send(&olga, &of_bob, nothing).await.expect_fields(&[("password", "required")]);
            }
            send(&olga, &of_bob, json!({ "password": "yes", "new_password": OTHER }))
                .await
                .expect_fields(&[("new_password", "unknown_field"), ("password", "invalid_type")]);
        })
        .await;
        send_for_factor(world, &olga, &of_bob, BOB, json!({ "second_factor": true })).await.expect(202);
        assert_eq!((tokens(world, "ush_pwr_", BOB).await.len(), tokens(world, "ush_sfr_", BOB).await.len()), (0, 1));
        send(&olga, &of_bob, json!({ "password": true })).await.expect(202);
        assert_eq!((tokens(world, "ush_pwr_", BOB).await.len(), tokens(world, "ush_sfr_", BOB).await.len()), (1, 1));
    });
}

#[test]
fn a_second_factors_link_that_came_alone_dies_with_the_password() {
    scenario(async |world| {
        let (_, olga, _, of_bob) = with_bob(world, json!({}), "worker").await;
        send_for_factor(world, &olga, &of_bob, BOB, json!({ "second_factor": true })).await.expect(202);
        let alone = factor_token(world, BOB).await;
        forgot(&world.api, BOB).await.expect(202);
        set_password(&world.api, &password_token(world, BOB).await, OTHER).await.expect(204);
        remove_factor(&world.api, &alone, OTHER).await.expect_problem(404, "not_found");
    });
}

#[test]
fn a_second_factors_mail_that_is_sent_after_its_password_was_set_works_all_the_same() {
    scenario(async |world| {
        let (_, olga, _, of_bob) = with_bob(world, json!({}), "worker").await;
        world.system.settle().await.expect("the outbox runs empty");
        world.system.pause_stream();
        send_for_factor(world, &olga, &of_bob, BOB, both()).await.expect(202);
        let mails = Table::of(world).raw().await;
        let is = |item: &&usher_tests::Item| {
            plain(item)["kind"] == "promised_mail" && plain(item)["credential"] == "password"
        };
        let record =
            usher_tests::invariants::record(1, usher_tests::wire(mails.iter().find(is).expect("the password's mail")));
        world.system.invoke_mailer(json!({ "Records": [record] })).await.expect("the mailer answers");
        let sent = world.system.mailbox().to(BOB).pop().expect("an email");
        set_password(&world.api, sent.links[0].split_once("#token=").expect("a token").1, OTHER).await.expect(204);
        world.system.resume_stream();
        remove_factor(&world.api, &factor_token(world, BOB).await, OTHER).await.expect(204);
    });
}

#[test]
fn it_takes_the_permission_over_the_user_and_no_less_say() {
    scenario_with(whole_table::quiet(), async |world| {
        let mut model = office::model(json!({}));
        model["roles"]["helper"] =
            json!({ "title": "Helper", "permissions": ["users:read", "users:reset_credentials"] });
        let (account, olga) = world.account_with(json!({ "access_model": model }), "worker", "olga@example.com").await;
        let mut members = Vec::new();
        for (email, role) in [("helen@example.com", "helper"), ("pat@example.com", "personnel"), (BOB, "worker")] {
            olga.invite_rows(&account, vec![Member::row(email, role)]).await.expect(200);
            world.accept(email).await.expect(200);
            members.push(world.sign_in(email).await);
        }
        let [helen, pat, _] = &members[..] else { panic!("three") };
        let (of_bob, of_olga) = (path(&olga, &account, BOB).await, path(&olga, &account, "olga@example.com").await);
        let (other, _) = world.account("invoicing", "eve@example.com").await;
        whole_table::unchanged(world, async || {
            send(pat, &of_bob, both()).await.expect_problem(403, "forbidden");
            send(helen, &of_olga, both()).await.expect_problem(403, "user_outranks_caller");
            let unknown = account.path("/users/usr_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
            send(helen, &unknown, both()).await.expect_problem(404, "not_found");
            send(helen, &other.path(&format!("/users/{}", other.administrator)), both())
                .await
                .expect_problem(404, "not_found");
            send(helen, &account.path(&format!("/users/{}", other.administrator)), both())
                .await
                .expect_problem(404, "not_found");
        })
        .await;
        send(helen, &of_bob, both()).await.expect(202);
    });
}

#[test]
fn an_account_that_has_turned_second_factors_off_helps_a_user_who_still_has_one() {
    scenario(async |world| {
        let (account, olga, bob, of_bob) = with_bob(world, json!({ "second_factor": "optional" }), "worker").await;
        Authenticator::enrol(world, &bob).await;
        let off = office::model(json!({ "second_factor": "off" })).to_string();
        olga.api.send(Method::PUT, &account.path("/access-model"), &[], Some(off)).await.expect(200);
        assert!(
            sign_in(world, BOB, PASSWORD).await.expect(200)["second_factor"].is_object(),
            "it is asked for, and he has lost the phone"
        );
        send_for_factor(world, &olga, &of_bob, BOB, json!({ "second_factor": true })).await.expect(202);
        remove_factor(&world.api, &factor_token(world, BOB).await, PASSWORD).await.expect(204);
        signed_in(world, BOB, PASSWORD).await.api.get(&account.path("")).await.expect(200);
    });
}

#[test]
fn a_deactivated_user_gets_none() {
    scenario_with(whole_table::quiet(), async |world| {
        let policies = json!({ "offboarding": { "deactivate": true, "remove": true } });
        let (_, olga, _, of_bob) = with_bob(world, policies, "worker").await;
        olga.api.post(&format!("{of_bob}/deactivate"), json!({})).await.expect(200);
        whole_table::unchanged(world, async || {
            send(&olga, &of_bob, json!({ "password": true })).await.expect_problem(409, "already_deactivated");
        })
        .await;
    });
}

#[test]
fn an_account_that_says_nothing_of_it_sends_nothing_to_someone_who_never_accepted() {
    scenario_with(whole_table::quiet(), async |world| {
        world.account("invoicing", "known@example.com").await;
        let (account, olga) = office::open(world, json!({}), "olga@example.com").await;
        olga.invite(&account, &[BOB, "known@example.com"]).await;
        let mut answers = Vec::new();
        for email in [BOB, "known@example.com"] {
            let user = path(&olga, &account, email).await;
            whole_table::unchanged(world, async || {
                let mut problem = send(&olga, &user, both()).await.expect_problem(409, "not_accepted");
                problem["request_id"].take();
                answers.push(problem);
            })
            .await;
        }
        assert_eq!(answers[0], answers[1], "whether there is such a person does not show");
    });
}

#[test]
fn if_it_reopens_the_door_a_person_known_elsewhere_and_a_stranger_are_alike() {
    scenario(async |world| {
        world.account("portal", "known@example.com").await;
        let desk = Desk::open(world, "invoicing").await;
        desk.invite(json!([row(BOB, grant("read")), row("known@example.com", grant("read"))])).await;
        for email in [BOB, "known@example.com"] {
            let before = world.link(email).await;
            let user = desk.user_path(email).await;
            let sent = json!({ "outcome": "invitation_sent", "password": false, "second_factor": false });
            assert_eq!(send(&desk.admin, &user, both()).await.expect(202), sent);
            let after = world.link(email).await;
            assert_ne!(before, after);
            assert!(after.starts_with("ush_inv_"), "{after}");
            world.api.post("/v1/invitations/lookup", json!({ "token": before })).await.expect_problem(404, "not_found");
            world.api.post("/v1/invitations/lookup", json!({ "token": after })).await.expect(200);
            assert_eq!(
                (tokens(world, "ush_pwr_", email).await.len(), tokens(world, "ush_sfr_", email).await.len()),
                (0, 0)
            );
            send(&desk.admin, &user, json!({ "second_factor": true })).await.expect_problem(409, "not_accepted");
        }
        let resent = Table::of(world).events(&desk.account).await;
        assert_eq!(resent.iter().filter(|event| event["action"] == "invitation.resent").count(), 2);
    });
}

#[test]
fn reopening_gives_no_more_than_the_administrator_holds_and_keeps_to_the_limits() {
    scenario(async |world| {
        let mut model = office::model(json!({ "credential_reset": { "reopens_invitation": true } }));
        model["roles"]["helper"] =
            json!({ "title": "Helper", "permissions": ["users:read", "users:reset_credentials", "tasks:read"] });
        let (account, olga) = world.account_with(json!({ "access_model": model }), "worker", "olga@example.com").await;
        olga.invite_rows(&account, vec![Member::row("helen@example.com", "helper")]).await.expect(200);
        world.accept("helen@example.com").await.expect(200);
        let helen = world.sign_in("helen@example.com").await;
        olga.invite(&account, &[BOB]).await;
        let of_bob = path(&olga, &account, BOB).await;
        world.link(BOB).await;
        send(&helen, &of_bob, json!({ "password": true })).await.expect(202);
        world.accept(BOB).await.expect(200);
        world.sign_in(BOB).await;

        olga.invite(&account, &["carl@example.com"]).await;
        let of_carl = path(&olga, &account, "carl@example.com").await;
        patch(
            &olga,
            &of_carl,
            json!({ "grants": [{ "role": "worker", "units": "all", "permissions": ["tasks:sign"] }] }),
        )
        .await
        .expect(200);
        send(&helen, &of_carl, json!({ "password": true })).await.expect_problem(403, "grant_exceeds_own");
        for _ in 0..4 {
            send(&olga, &of_carl, json!({ "password": true })).await.expect(202);
        }
        let reply = send(&olga, &of_carl, json!({ "password": true })).await;
        assert!(reply.headers.contains_key("retry-after"));
        reply.expect_problem(429, "rate_limited");
    });
}

#[test]
fn no_more_are_sent_than_the_limits_allow() {
    scenario(async |world| {
        let (account, olga, _, of_bob) = with_bob(world, json!({}), "worker").await;
        for _ in 0..SENT_RESETS_PER_RECIPIENT {
            send(&olga, &of_bob, json!({ "password": true })).await.expect(202);
        }
        let reply = send(&olga, &of_bob, json!({ "password": true })).await;
        assert!(reply.headers.contains_key("retry-after"));
        reply.expect_problem(429, "rate_limited");
        forgot(&world.api, BOB).await.expect(202);
        let of_olga = path(&olga, &account, "olga@example.com").await;
        send(&olga, &of_olga, json!({ "password": true })).await.expect(202);

        let table = Table::of(world);
        let is = |item: &usher_tests::Item| plain(item)["kind"] == "sent_reset_count";
        let mut count = table.raw().await.into_iter().find(is).expect("what is sent is counted");
        count.insert(format!("by_{}", account.administrator), AttributeValue::N(SENT_RESETS_PER_ACTOR.to_string()));
        table.put(count).await;
        send(&olga, &of_olga, json!({ "password": true })).await.expect_problem(429, "rate_limited");
        world.advance(SignedDuration::from_hours(24)).await;
        let olga = world.sign_in("olga@example.com").await;
        send(&olga, &of_olga, json!({ "password": true })).await.expect(202);
    });
}

#[test]
fn administrators_neither_see_nor_set_anything() {
    scenario(async |world| {
        let (account, olga, _, of_bob) = with_bob(world, json!({}), "worker").await;
        send_for_factor(world, &olga, &of_bob, BOB, both()).await.expect(202);
        let (password, factor) = (password_token(world, BOB).await, factor_token(world, BOB).await);
        assert!(
            world
                .system
                .mailbox()
                .to("olga@example.com")
                .iter()
                .all(|mail| !mail.text.contains("ush_pwr_") && !mail.text.contains("ush_sfr_"))
        );
        let trail = olga.api.get(&account.path("/audit-events?limit=100")).await.expect(200).to_string();
        let stored = Table::of(world).items().await.iter().map(Value::to_string).collect::<String>();
        for token in [&password, &factor] {
            let secret = &token[token.len() - 40..];
            assert!(!trail.contains(secret) && !stored.contains(secret));
        }
        sign_in(world, BOB, PASSWORD).await.expect(201);
    });
}
