//! The sweep: what is due expires, once, whatever happens to the run; and what is not due costs nothing and is not
//! touched.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use usher_local::Options;
use usher_tests::{Account, Member, PASSWORD, Sabotage, Table, World, scenario, scenario_with};

use usher_tests::environment::{Death, Environment, at_once, people, tokens};
use usher_tests::invariants::{Snapshot, assert_sound};

/// A world in which the sweep runs only when the story says so.
fn story(story: impl AsyncFnOnce(&World)) {
    scenario_with(Options { scheduler: false, ..Options::default() }, story);
}

fn pass(world: &World, by: SignedDuration) {
    world.system.clock().advance(by).expect("the clock moves");
}

async fn invite(by: &Member, account: &Account, emails: &[String]) {
    let emails: Vec<&str> = emails.iter().map(String::as_str).collect();
    assert!(by.invite(account, &emails).await.iter().all(|verdict| verdict == "invited"));
}

/// How many invitations a run let expire.
async fn sweep(world: &World) -> u64 {
    world.system.sweep().await.expect("the sweep runs")["expired"].as_u64().expect("a number")
}

fn assert_expired_once(table: &Snapshot, emails: &[String]) {
    for email in emails {
        let invitation = table.invitation_to(email);
        assert_eq!(invitation["status"], "expired", "{email}");
        let events = table.events("invitation.expired", invitation["id"].as_str());
        assert_eq!(events.len(), 1, "{email}");
        assert_eq!(events[0]["actor"], json!({ "type": "system" }));
        assert_eq!(
            (&events[0]["before"], &events[0]["after"]),
            (&json!({ "status": "pending" }), &json!({ "status": "expired" }))
        );
        let time = |value: &Value| value.as_str().and_then(|text| text.parse::<Timestamp>().ok()).expect("a time");
        assert_eq!(events[0]["at"], invitation["ended_at"]);
        assert!(time(&invitation["ended_at"]) >= time(&invitation["expires_at"]), "{invitation}");
    }
}

#[test]
fn the_run_that_comes_after_the_lifetime_lets_every_invitation_expire_with_one_event_each() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails = people("bob", 30);
        invite(&ada, &account, &emails).await;
        world.advance(SignedDuration::from_hours(47)).await;
        assert_eq!(assert_sound(world).await.invitation_statuses()["pending"], 30);
        // The scheduler runs as the clock passes the minute.
        world.advance(SignedDuration::from_mins(61)).await;

        let table = assert_sound(world).await;
        assert_expired_once(&table, &emails);
        let ada = world.sign_in("ada@example.com").await;
        assert_eq!(ada.pages(&account.path("/invitations?status=expired&limit=100")).await.len(), 30);
        assert_eq!(ada.pages(&account.path("/invitations?status=pending&limit=100")).await.len(), 0);
        assert_eq!(ada.users(&account, "pending").await.len(), 30, "they can be invited again");
        let table = assert_sound(world).await;
        world.advance(SignedDuration::from_hours(1)).await;
        assert_eq!(assert_sound(world).await, table, "there is nothing more to do");
    });
}

#[test]
fn runs_at_once_share_the_work_and_do_nothing_twice() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails = people("bob", 40);
        invite(&ada, &account, &emails).await;
        world.system.settle().await.expect("the emails are sent");
        pass(world, SignedDuration::from_hours(49));
        let runs = (0..6).map(|_| {
            let sweeper = Environment::of(world).sweeper();
            async move { sweeper.run().await.expect("the sweep runs").expired }
        });
        let expired = at_once(runs).await;
        assert_eq!(expired.iter().sum::<usize>(), 40, "{expired:?}");
        assert_expired_once(&assert_sound(world).await, &emails);
        assert_eq!(sweep(world).await, 0);
    });
}

#[test]
fn runs_killed_at_each_of_their_waits_and_a_last_one_end_like_one_whole_run() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails = people("bob", 40);
        invite(&ada, &account, &emails).await;
        world.system.settle().await.expect("the emails are sent");
        pass(world, SignedDuration::from_hours(49));
        // A run asks for what is due in eight shards, reads it, and writes one by one.
        let requests = [1, 5, 8, 9, 12, 16, 17, 18, 20, 24].into_iter();
        let deaths =
            requests.flat_map(|number| [Death::Before(number), Death::After(number)]).chain((0..12).map(Death::AtWait));
        for death in deaths {
            let environment = Environment::of(world);
            let ended = environment.dying(death, environment.sweeper().run()).await;
            assert!(
                ended.is_none() || Snapshot::of(world).await.events("invitation.expired", None).len() == 40,
                "{death:?}"
            );
        }
        sweep(world).await;
        assert_expired_once(&assert_sound(world).await, &emails);
    });
}

#[test]
fn a_run_that_the_store_fails_in_the_middle_is_completed_by_the_next() {
    for fault in [Sabotage::Unreachable, Sabotage::ReplyLost, Sabotage::TransactionConflict] {
        story(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let emails = people("bob", 24);
            invite(&ada, &account, &emails).await;
            world.system.settle().await.expect("the emails are sent");
            pass(world, SignedDuration::from_hours(49));
            let environment = Environment::of(world);
            let mut transactions = 0;
            environment.dynamodb.sabotage(move |operation| {
                transactions += usize::from(operation == "TransactWriteItems");
                (operation == "TransactWriteItems" && transactions > 10).then_some(fault)
            });
            assert!(environment.sweeper().run().await.is_err(), "a run that did not do everything is a failure");
            let expired = Snapshot::of(world).await.events("invitation.expired", None).len();
            match fault {
                Sabotage::ReplyLost => {
                    assert_eq!(expired, 24, "what is under way is not cut off by what fails before it")
                }
                _ => assert!((1..=10).contains(&expired), "{fault:?}: {expired}"),
            }
            environment.dynamodb.heal();
            environment.sweeper().run().await.expect("the sweep runs");
            assert_expired_once(&assert_sound(world).await, &emails);
        });
    }
}

#[test]
fn a_run_that_cannot_let_anything_expire_still_sends_what_is_stuck() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.system.settle().await.expect("the emails are sent");
        world.system.pause_stream();
        invite(&ada, &account, &people("bob", 8)).await;
        pass(world, SignedDuration::from_mins(3));
        let environment = Environment::of(world);
        let mut queries = 0;
        environment.dynamodb.sabotage(move |operation| {
            queries += usize::from(operation == "Query");
            // Each of the eight shards of what is due is asked for three times.
            (operation == "Query" && queries <= 24).then_some(Sabotage::Unreachable)
        });
        assert!(environment.sweeper().run().await.is_err(), "a run that did not do everything is a failure");
        assert!(people("bob", 8).iter().all(|email| tokens(world, email).len() == 1));
        world.system.resume_stream();
        assert_sound(world).await;
    });
}

#[test]
fn the_cost_of_a_run_is_what_is_due_however_much_is_not() {
    story(async |world| {
        let (account, _) = world.account("invoicing", "ada@example.com").await;
        let emails = people("bob", 120);
        for group in [&emails[..10], &emails[10..50], &emails[50..]] {
            invite(&world.sign_in("ada@example.com").await, &account, group).await;
            pass(world, SignedDuration::from_hours(1));
        }
        world.system.settle().await.expect("the emails are sent");
        // What is published of it is another function's to read.
        world.system.pause_stream();
        // Three hours have passed: the groups end after 45, 46 and 47 more.
        let mut costs = Vec::new();
        for wait in
            [SignedDuration::from_mins(44 * 60 + 30), SignedDuration::from_hours(1), SignedDuration::from_hours(1)]
        {
            pass(world, wait);
            world.dynamodb.clear();
            let expired = sweep(world).await;
            let requests = world.dynamodb.take();
            assert!(requests.iter().all(|request| request.operation != "Scan"));
            let count =
                |operation: &str| requests.iter().filter(|request| request.operation == operation).count() as u64;
            let units: f64 = requests.iter().map(|request| request.units).sum();
            costs.push((expired, count("Query"), count("BatchGetItem"), count("TransactWriteItems"), units));
            assert_eq!(requests.len() as u64, count("Query") + count("BatchGetItem") + count("TransactWriteItems"));
        }
        let [idle, ten, forty] = costs.try_into().expect("three runs");
        assert_eq!((idle.0, ten.0, forty.0), (0, 10, 40));
        let queries = "a query for each shard of what is due and of each queue, and one for accounts";
        assert_eq!((idle.1, ten.1, forty.1), (25, 25, 25), "{queries}");
        assert_eq!((idle.2, idle.3), (0, 0));
        assert!(
            ten.2 <= 8 && forty.2 <= 8,
            "one read for each shard that has something due: {} and {}",
            ten.2,
            forty.2
        );
        assert_eq!((ten.3, forty.3), (10, 40));
        assert!(idle.4 <= 24.0, "{} units", idle.4);
        let apiece = |run: (u64, u64, u64, u64, f64), of: f64| (run.4 - idle.4) / of;
        assert!(
            (apiece(ten, 10.0) - apiece(forty, 40.0)).abs() < 1.0,
            "{} and {} units each",
            apiece(ten, 10.0),
            apiece(forty, 40.0)
        );
        world.system.resume_stream();
        assert_eq!(assert_sound(world).await.invitation_statuses()["pending"], 70);
    });
}

#[test]
fn nothing_that_is_not_due_is_touched() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let early = people("early", 8);
        let late = people("late", 8);
        invite(&ada, &account, &early).await;
        pass(world, SignedDuration::from_mins(10));
        invite(&ada, &account, &late).await;
        world.system.settle().await.expect("the emails are sent");
        let id = |table: &Snapshot, email: &str| table.invitation_to(email)["id"].as_str().expect("an id").to_owned();
        let table = Snapshot::of(world).await;
        // One that was sent again lives longer; those that are over are left alone.
        ada.api
            .post(&account.path(&format!("/invitations/{}/resend", id(&table, &early[0]))), json!({}))
            .await
            .expect(200);
        ada.api
            .post(&account.path(&format!("/invitations/{}/revoke", id(&table, &early[1]))), json!({}))
            .await
            .expect(200);
        world.accept(&early[2]).await.expect(200);
        let decline = json!({ "token": tokens(world, &early[3]).pop() });
        world.api.post("/v1/invitations/decline", decline).await.expect(204);
        pass(world, SignedDuration::from_mins(47 * 60 + 51));

        let before = assert_sound(world).await;
        assert_eq!(sweep(world).await, 4);
        let after = assert_sound(world).await;
        assert_expired_once(&after, &early[4..]);
        let is_due = |item: &&Value| early[4..].iter().any(|email| item["email"] == *email);
        let kept = |table: &Snapshot, kind: &str| {
            table.of_kind(kind).into_iter().filter(|item| !is_due(item)).cloned().collect::<Vec<_>>()
        };
        for kind in ["invitation", "user", "person", "membership", "session", "account", "access_model"] {
            assert_eq!(kept(&before, kind), kept(&after, kind), "{kind}");
        }
        assert_eq!(before.of_kind("user"), after.of_kind("user"));
        assert_eq!(before.of_kind("audit_event").len() + 4, after.of_kind("audit_event").len());
    });
}

#[test]
fn an_invitation_that_is_sent_again_expires_again_with_an_event_of_its_own() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let id = ada.invite_one(&account, "bob@example.com").await;
        world.system.settle().await.expect("the emails are sent");
        for events in 1..=3 {
            pass(world, SignedDuration::from_hours(49));
            assert_eq!((sweep(world).await, sweep(world).await), (1, 0));
            assert_eq!(assert_sound(world).await.events("invitation.expired", Some(&id)).len(), events);
            let ada = world.sign_in("ada@example.com").await;
            ada.api.post(&account.path(&format!("/invitations/{id}/resend")), json!({})).await.expect(200);
            assert_sound(world).await;
        }
        world.accept("bob@example.com").await.expect(200);
        assert_sound(world).await;
    });
}

#[test]
fn items_that_nobody_can_read_do_not_keep_the_rest_from_expiring_and_being_sent() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let due = people("due", 20);
        invite(&ada, &account, &due).await;
        world.system.settle().await.expect("the emails are sent");
        pass(world, SignedDuration::from_hours(49));
        let ada = world.sign_in("ada@example.com").await;
        world.system.pause_stream();
        let stuck = people("stuck", 20);
        invite(&ada, &account, &stuck).await;
        pass(world, SignedDuration::from_mins(3));
        // As a newer version would write it, or an older one have left it.
        let garbage: Vec<[(&str, String); 5]> = (0..8)
            .flat_map(|shard| {
                let invitation =
                    [("pk", "GARBAGE".to_owned()), ("sk", shard.to_string()), ("due_pk", format!("DUE#{shard}"))];
                let mail = [
                    ("pk", format!("OUTBOX#INVITATIONS#{shard}")),
                    ("sk", "2000-01-01T00:00:00.000Z#garbage".to_owned()),
                ];
                let [pk, sk, due_pk] = invitation;
                let [outbox, first] = mail;
                [
                    [
                        pk,
                        sk,
                        due_pk,
                        ("due_sk", "2000-01-01T00:00:00.000Z#garbage".to_owned()),
                        ("kind", "garbage".to_owned()),
                    ],
                    [
                        outbox,
                        first,
                        ("about", "something_else".to_owned()),
                        ("of", "later".to_owned()),
                        ("kind", "garbage".to_owned()),
                    ],
                ]
            })
            .collect();
        for item in &garbage {
            Table::of(world).put_texts(&item.each_ref().map(|(name, value)| (*name, value.as_str()))).await;
        }
        let swept = world.system.sweep().await.expect("the sweep runs");
        assert_eq!((&swept["expired"], &swept["redriven"]), (&json!(20), &json!(20)));
        world.system.resume_stream();
        for item in &garbage {
            Table::of(world).delete(&item[0].1, &item[1].1).await;
        }
        let table = assert_sound(world).await;
        assert_expired_once(&table, &due);
        assert!(stuck.iter().all(|email| world.system.mailbox().to(email).len() == 1));
        assert_eq!(world.system.failed_records(), Vec::<Value>::new());
    });
}

#[test]
fn expired_sessions_and_answers_that_are_still_in_the_table_are_worth_nothing() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let path = account.path("/invitations");
        let rows = |email: &str| json!({ "invitations": [Member::row(email, account.role)] });
        let key = [("idempotency-key", "monday")];
        let first = ada.api.post_with(&path, &key, rows("bob@example.com")).await.expect(200);
        assert_eq!(ada.api.post_with(&path, &key, rows("bob@example.com")).await.expect(200), first);
        ada.api.post_with(&path, &key, rows("eve@example.com")).await.expect_problem(422, "idempotency_key_reused");
        let sign_in = json!({ "email": "ada@example.com", "password": PASSWORD });
        let signed_in = world.api.post_with("/v1/sessions", &key, sign_in.clone()).await.expect(201);

        pass(world, SignedDuration::from_hours(12));
        ada.api.get(&account.path("")).await.expect_problem(401, "unauthenticated");
        ada.api.post_with(&path, &key, rows("bob@example.com")).await.expect_problem(401, "unauthenticated");
        world
            .api
            .with_token(signed_in["token"].as_str().expect("a token"))
            .get("/v1/me")
            .await
            .expect_problem(401, "unauthenticated");

        pass(world, SignedDuration::from_hours(12));
        let anew = world.api.post_with("/v1/sessions", &key, sign_in).await.expect(201);
        assert_ne!(anew["token"], signed_in["token"], "the answer of yesterday is forgotten");
        let table = assert_sound(world).await;
        assert_eq!(table.of_kind("session").len(), 3, "nobody has removed the expired ones");
        assert!(!table.of_kind("answer").is_empty());
        let ada = world.api.with_token(anew["token"].as_str().expect("a token"));
        let again = ada.post_with(&path, &key, rows("bob@example.com")).await.expect(200);
        assert_eq!(again["results"][0]["verdict"], "already_invited", "it was run");
    });
}
