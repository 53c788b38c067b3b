//! Guessing passwords: how often one may fail, who is held up by it, and who is not.

use jiff::SignedDuration;
use usher_tests::{Authenticator, PASSWORD, Sabotage, Table, World};

use usher_tests::cost::{measure, units_count};
use usher_tests::environment::{at_once, people};
use usher_tests::guessing::{WRONG, fail, set_failures, sign_in, story, stranger, wait_of};
use usher_tests::resets::{OTHER, forgot, notices, password_token, person, set_password};

#[test]
fn every_failure_after_the_fifth_makes_the_next_attempt_wait_longer_also_with_the_right_password() {
    story(async |world| {
        world.account("invoicing", "ada@example.com").await;
        let api = stranger(world);
        for email in ["ada@example.com", "nobody@example.com"] {
            for _ in 0..5 {
                sign_in(&api, email, WRONG).await.expect_problem(401, "wrong_credentials");
            }
            fail(world, &api, email, 6).await;
            let first = wait_of(sign_in(&api, email, WRONG).await);
            assert_eq!(first, SignedDuration::from_secs(64), "after the eleventh");
            let (right, cost) = measure(world, sign_in(&api, email, PASSWORD)).await;
            world.system.resume_stream();
            assert!(wait_of(right) <= first);
            assert_eq!(cost.rounds, [["BatchGetItem", "Query"]], "nothing is judged");
            world.advance(SignedDuration::from_secs(64)).await;
            fail(world, &api, email, 1).await;
            assert_eq!(wait_of(sign_in(&api, email, WRONG).await), SignedDuration::from_secs(128));
        }
        world.advance(SignedDuration::from_secs(128)).await;
        sign_in(&api, "ada@example.com", PASSWORD).await.expect(201);
        // The count begins again, and the network is hers now.
        for _ in 0..4 {
            sign_in(&api, "ada@example.com", WRONG).await.expect_problem(401, "wrong_credentials");
        }
        sign_in(&api, "ada@example.com", PASSWORD).await.expect(201);
    });
}

#[test]
fn a_stranger_ends_in_front_of_a_closed_door_and_the_owner_does_not() {
    story(async |world| {
        let (_, ada) = world.account("invoicing", "ada@example.com").await;
        let api = stranger(world);
        fail(world, &api, "ada@example.com", 1).await;
        set_failures(world, "attempts", 99).await;
        sign_in(&api, "ada@example.com", WRONG).await.expect_problem(401, "wrong_credentials");
        for hours in [1, 24, 24 * 80] {
            world.advance(SignedDuration::from_hours(hours)).await;
            wait_of(sign_in(&api, "ada@example.com", PASSWORD).await);
            world.sign_in("ada@example.com").await;
        }
        let from_the_road = world.api.from_address([127, 0, 0, 10]);
        wait_of(sign_in(&from_the_road, "ada@example.com", PASSWORD).await);
        assert_eq!(ada.api.get("/v1/sessions/current").await.status, 401, "by now");
    });
}

#[test]
fn after_a_hundred_failures_only_a_reset_by_mail_opens_to_a_network_that_is_new() {
    story(async |world| {
        world.account("invoicing", "ada@example.com").await;
        let api = stranger(world);
        fail(world, &api, "ada@example.com", 100).await;
        let told = notices(world, "ada@example.com").await;
        assert_eq!(told, ["Many failed sign-ins for iCorePay"; 2], "of many, and that nothing is judged any more");
        for hours in [1, 24, 24 * 30] {
            world.advance(SignedDuration::from_hours(hours)).await;
            assert_eq!(
                wait_of(sign_in(&api, "ada@example.com", PASSWORD).await),
                SignedDuration::from_hours(24),
                "no wait helps"
            );
        }
        forgot(&api, "ada@example.com").await.expect(202);
        let link = password_token(world, "ada@example.com").await;
        // Neither the email nor a password that is refused is enough.
        wait_of(sign_in(&api, "ada@example.com", PASSWORD).await);
        set_password(&api, &link, "too short").await.expect_fields(&[("password", "weak_password")]);
        wait_of(sign_in(&api, "ada@example.com", PASSWORD).await);
        set_password(&api, &link, OTHER).await.expect(204);
        sign_in(&api, "ada@example.com", PASSWORD).await.expect_problem(401, "wrong_credentials");
        sign_in(&api, "ada@example.com", OTHER).await.expect(201);
    });
}

#[test]
fn the_owners_own_network_has_a_count_of_its_own() {
    story(async |world| {
        world.account("invoicing", "ada@example.com").await;
        fail(world, &world.api, "ada@example.com", 11).await;
        assert_eq!(wait_of(sign_in(&world.api, "ada@example.com", PASSWORD).await), SignedDuration::from_secs(64));
        sign_in(&stranger(world), "ada@example.com", PASSWORD).await.expect(201);
        wait_of(sign_in(&world.api, "ada@example.com", PASSWORD).await);
    });
}

#[test]
fn of_many_guesses_at_once_no_more_are_judged_than_one_after_the_other() {
    story(async |world| {
        world.account("invoicing", "ada@example.com").await;
        let api = stranger(world);
        for email in ["ada@example.com", "nobody@example.com"] {
            let guess = || {
                let (api, email) = (api.clone(), email.to_owned());
                async move { sign_in(&api, &email, WRONG).await }
            };
            let answers = at_once((0..40).map(|_| guess())).await;
            let judged = answers.iter().filter(|answer| answer.status == 401).count();
            assert!(answers.iter().all(|answer| [401, 429].contains(&answer.status.as_u16())));
            assert_eq!(judged, 5, "of 40");
            let counts = Table::of(world).of_kind("attempts").await;
            let counted: Vec<_> = counts.iter().filter_map(|item| item["elsewhere"]["failures"].as_u64()).collect();
            assert!(counted.contains(&(judged as u64)), "{judged} of {counted:?}");
        }
    });
}

#[test]
fn many_who_sign_in_at_once_all_get_in() {
    story(async |world| {
        world.account("invoicing", "ada@example.com").await;
        for api in [world.api.clone(), stranger(world)] {
            let sign_in = || {
                let api = api.clone();
                async move { sign_in(&api, "ada@example.com", PASSWORD).await }
            };
            let answers = at_once((0..12).map(|_| sign_in())).await;
            assert!(answers.iter().all(|answer| answer.status == 201), "{answers:#?}");
        }
    });
}

#[test]
fn a_network_fails_three_hundred_times_in_an_hour_over_all_addresses() {
    story(async |world| {
        world.account("invoicing", "ada@example.com").await;
        let api = stranger(world);
        sign_in(&api, "bob@example.com", WRONG).await.expect_problem(401, "wrong_credentials");
        set_failures(world, "network_count", 297).await;
        let guesses = people("nobody", 10).into_iter().map(|email| {
            let api = api.clone();
            async move { sign_in(&api, &email, WRONG).await.status.as_u16() }
        });
        let answers = at_once(guesses).await;
        assert_eq!(answers.iter().filter(|status| **status == 401).count(), 3, "{answers:?}");
        assert_eq!(answers.iter().filter(|status| **status == 429).count(), 7, "{answers:?}");
        for (email, password) in [("ada@example.com", PASSWORD), ("eve@example.com", WRONG)] {
            assert!(wait_of(sign_in(&api, email, password).await) <= SignedDuration::from_hours(1));
            sign_in(&world.api.from_address([127, 0, 0, 10]), email, password).await;
        }
        world.sign_in("ada@example.com").await;
        world.advance(SignedDuration::from_hours(1)).await;
        sign_in(&api, "ada@example.com", WRONG).await.expect_problem(401, "wrong_credentials");
        sign_in(&api, "ada@example.com", PASSWORD).await.expect(201);
    });
}

#[test]
fn a_crowded_network_holds_up_nobody_who_is_at_home_there() {
    story(async |world| {
        world.account("invoicing", "ada@example.com").await;
        sign_in(&world.api, "nobody@example.com", WRONG).await.expect_problem(401, "wrong_credentials");
        set_failures(world, "network_count", 300).await;
        wait_of(sign_in(&world.api, "nobody@example.com", WRONG).await);
        sign_in(&world.api, "ada@example.com", WRONG).await.expect_problem(401, "wrong_credentials");
        world.sign_in("ada@example.com").await;
    });
}

#[test]
fn ten_failures_in_a_row_promise_one_email_to_the_owner_of_the_address() {
    story(async |world| {
        world.account("invoicing", "ada@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        world.system.pause_stream();
        let api = stranger(world);
        let mut costs = Vec::new();
        for (count, email) in ["ada@example.com", "nobody@example.com"].iter().enumerate() {
            fail(world, &api, email, 1).await;
            // Of the two counts the last one is the only one below nine.
            let promised = async || {
                Table::of(world)
                    .items()
                    .await
                    .into_iter()
                    .filter(|item| item["notice"] == "failed_sign_ins")
                    .collect::<Vec<_>>()
            };
            fail(world, &api, email, 8).await;
            assert_eq!(promised().await.len(), count);
            world.advance(SignedDuration::from_secs(16)).await;
            world.dynamodb.clear();
            sign_in(&api, email, WRONG).await.expect_problem(401, "wrong_credentials");
            let asked = world.dynamodb.take();
            costs.push(asked.iter().map(|request| (request.operation.clone(), request.units)).collect::<Vec<_>>());
            fail(world, &api, email, 3).await;
            let mails = promised().await;
            assert_eq!(mails.len(), count + 1);
            assert!(mails.iter().any(|mail| mail["email"] == *email && mail["about"] == "notice"), "{mails:?}");
        }
        for cost in &mut costs {
            cost.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
        }
        if units_count() {
            assert_eq!(costs[0], costs[1]);
        }
    });
}

#[test]
fn a_sign_in_costs_no_more_than_its_bar_and_a_failure_the_same_for_every_address() {
    story(async |world| {
        world.account("invoicing", "ada@example.com").await;
        let mut costs = Vec::new();
        for (api, email, password) in [
            (world.api.clone(), "ada@example.com", PASSWORD),
            (stranger(world), "ada@example.com", PASSWORD),
            (world.api.from_address([127, 0, 0, 10]), "ada@example.com", WRONG),
            (world.api.from_address([127, 0, 0, 11]), "nobody@example.com", WRONG),
        ] {
            let (reply, cost) = measure(world, sign_in(&api, email, password)).await;
            assert_eq!(reply.status.as_u16(), if password == PASSWORD { 201 } else { 401 });
            costs.push(cost);
        }
        println!("{costs:#?}");
        if units_count() {
            assert!(costs.iter().all(|cost| cost.write_units <= 3.0), "{costs:#?}");
            let reads: Vec<f64> = costs.iter().map(|cost| cost.read_units).collect();
            // All read what kinds of hashes moved in. What is right reads the person's account and their user there as
            // well, and in a new network its count again.
            assert_eq!(reads, [5.0, 6.0, 3.0, 3.0]);
        }
        assert_eq!(costs[2].clone().on_any_engine(), costs[3].clone().on_any_engine());
        assert_eq!((costs[0].rounds.len(), costs[1].rounds.len(), costs[2].rounds.len()), (3, 4, 3));
    });
}

#[test]
fn what_cannot_be_counted_is_not_judged() {
    story(async |world| {
        world.account("invoicing", "ada@example.com").await;
        let api = stranger(world);
        for operation in ["Query", "BatchGetItem", "UpdateItem", "PutItem"] {
            for (email, password) in
                [("ada@example.com", PASSWORD), ("ada@example.com", WRONG), ("nobody@example.com", WRONG)]
            {
                let sessions = Table::of(world).of_kind("session").await.len();
                // Of a right one the network's count is read, not written.
                if operation == "UpdateItem" && password == PASSWORD {
                    continue;
                }
                world.dynamodb.sabotage(move |asked| (asked == operation).then_some(Sabotage::InternalError));
                sign_in(&api, email, password).await.expect_problem(503, "unavailable");
                world.dynamodb.heal();
                assert_eq!(Table::of(world).of_kind("session").await.len(), sessions, "{operation}");
            }
        }
    });
}

/// Argon2id of [`PASSWORD`] with 8 MiB and one pass.
const WEAK: &str = "$argon2id$v=19$m=8192,t=1,p=1$BwcHBwcHBwcHBwcHBwcHBw$w+V5lYBgS8vr4HR+OYmUAvJ4gKro6rJQAyfJNKVl3mQ";

/// How a hash of today begins.
const STRONG: &str = "$argon2id$v=19$m=19456,t=2,p=1$";

/// Gives the one person there is a hash as it was made with less work.
async fn weaken(world: &World) {
    let table = Table::of(world);
    let mut item = table
        .raw()
        .await
        .into_iter()
        .find(|item| item["kind"].as_s().is_ok_and(|kind| kind == "person"))
        .expect("a person");
    item.insert("password".to_owned(), aws_sdk_dynamodb::types::AttributeValue::S(WEAK.to_owned()));
    table.put(item).await;
}

#[test]
fn a_hash_that_took_less_work_is_replaced_at_the_next_sign_in() {
    story(async |world| {
        world.account("invoicing", "ada@example.com").await;
        let table = Table::of(world);
        let person = async || table.of_kind("person").await.remove(0);
        weaken(world).await;

        sign_in(&world.api, "ada@example.com", WRONG).await.expect_problem(401, "wrong_credentials");
        assert_eq!(person().await["password"], WEAK);
        // If it cannot be written, the sign-in goes on without.
        world.dynamodb.sabotage(|asked| (asked == "TransactWriteItems").then_some(Sabotage::InternalError));
        let before = world.sign_in("ada@example.com").await;
        world.dynamodb.heal();
        assert_eq!(person().await["password"], WEAK);

        world.sign_in("ada@example.com").await;
        let renewed = person().await["password"].as_str().expect("a hash").to_owned();
        assert!(renewed.starts_with(STRONG), "{renewed}");
        world.sign_in("ada@example.com").await;
        assert_eq!(person().await["password"], renewed.as_str(), "once");
        before.api.get("/v1/me").await.expect(200);
        sign_in(&world.api, "ada@example.com", WRONG).await.expect_problem(401, "wrong_credentials");
    });
}

#[test]
fn a_hash_that_took_less_work_is_replaced_beside_a_second_factor_too() {
    story(async |world| {
        let (_, ada) = world.account("mailing", "ada@example.com").await;
        let app = Authenticator::enrol(world, &ada).await;
        weaken(world).await;
        let challenge = Authenticator::challenge(world, "ada@example.com").await;
        assert!(
            person(world, "ada@example.com").await["password"].as_str().is_some_and(|hash| hash.starts_with(STRONG))
        );
        app.wait(world).await;
        Authenticator::answer(world, &challenge, &app.code(world)).await.expect(201);
    });
}
