//! Requirements 6 and 7: what an attempt to sign in tells, and how often it can be made.

use jiff::SignedDuration;
use serde_json::Value;
use usher_tests::{PASSWORD, Reply};

use usher_tests::cost::measure;
use usher_tests::guessing::{fail, set_failures, sign_in, story, stranger, wait_of};

/// All that a client can see of an answer, but for what differs between any two.
fn seen(mut reply: Reply) -> (u16, Vec<(String, String)>, Value) {
    reply.body["request_id"] = Value::Null;
    let headers = reply.headers.iter().filter(|(name, _)| *name != "date" && *name != "x-request-id");
    let mut headers: Vec<_> =
        headers.map(|(name, value)| (name.to_string(), value.to_str().expect("readable").to_owned())).collect();
    headers.sort();
    (reply.status.as_u16(), headers, reply.body)
}

/// The work that requests to DynamoDB do not show is in `enumeration`.
#[test]
fn requirement_06_an_unknown_address_is_answered_with_the_same_bytes_after_the_same_requests() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        ada.invite_one(&account, "bob@example.com").await;
        let (mut answers, mut at_home) = (Vec::new(), Vec::new());
        for (number, email) in ["ada@example.com", "bob@example.com", "zoe@example.com"].into_iter().enumerate() {
            // Each from a network of its own, from the first failure to the hold.
            let api = world.api.from_address([127, 0, 1, number as u8 + 1]);
            let mut seen_here = Vec::new();
            for _ in 0..3 {
                let (reply, cost) = measure(world, sign_in(&api, email, "not the right passphrase")).await;
                seen_here.push((seen(reply), cost.on_any_engine()));
            }
            fail(world, &api, email, 12).await;
            let (mut held, cost) = measure(world, sign_in(&api, email, "not the right passphrase")).await;
            // A second may pass between one and the next.
            let wait: i64 = held
                .headers
                .remove("retry-after")
                .expect("a time")
                .to_str()
                .expect("readable")
                .parse()
                .expect("seconds");
            assert!((300..=1_024).contains(&wait), "{wait}");
            seen_here.push((seen(held), cost.on_any_engine()));
            answers.push(seen_here);
            at_home.push(email);
        }
        assert_eq!(answers[0], answers[1], "{at_home:?}");
        assert_eq!(answers[0], answers[2], "{at_home:?}");
    });
}

#[test]
fn requirement_07_failures_are_counted_delayed_and_stopped_and_a_stranger_locks_nobody_out() {
    story(async |world| {
        world.account("invoicing", "ada@example.com").await;
        let api = stranger(world);
        // Growing delays, for the right password as well.
        fail(world, &api, "ada@example.com", 11).await;
        let wait = wait_of(sign_in(&api, "ada@example.com", PASSWORD).await);
        assert!(wait > SignedDuration::from_secs(32));
        // The hard stop: no wait helps.
        set_failures(world, "attempts", 99).await;
        sign_in(&api, "ada@example.com", "not the right passphrase").await.expect_problem(401, "wrong_credentials");
        world.advance(SignedDuration::from_hours(48)).await;
        wait_of(sign_in(&api, "ada@example.com", PASSWORD).await);
        // The owner is at home.
        world.sign_in("ada@example.com").await;
        // And the network, whatever person it tries.
        sign_in(&api, "bob@example.com", "not the right passphrase").await.expect_problem(401, "wrong_credentials");
        set_failures(world, "network_count", 300).await;
        wait_of(sign_in(&api, "carl@example.com", "not the right passphrase").await);
        sign_in(&world.api.from_address([127, 0, 0, 10]), "carl@example.com", "not the right passphrase")
            .await
            .expect_problem(401, "wrong_credentials");
    });
}
