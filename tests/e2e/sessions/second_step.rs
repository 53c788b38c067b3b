//! The second step of a sign-in: challenges, codes, recovery codes, and what happens when many come at once.

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use usher_local::KmsFault;
use usher_tests::{Account, Authenticator, Member, PASSWORD, Reply, Sabotage, Table, World, scenario, scenario_with};

use usher_tests::cost::units_count;
use usher_tests::resets::notices;
use usher_tests::whole_table::{self, operations};

const ADA: &str = "ada@example.com";

/// Ada, who has a second factor, in an account that leaves it to her.
async fn enrolled(world: &World) -> (Account, Member, Authenticator) {
    let (account, ada) = world.account("mailing", ADA).await;
    let app = Authenticator::enrol(world, &ada).await;
    (account, ada, app)
}

async fn step(world: &World, body: Value) -> Reply {
    world.api.post("/v1/sessions/second-factor", body).await
}

async fn recover(world: &World, challenge: &str, code: &str) -> Reply {
    step(world, json!({ "challenge": challenge, "recovery_code": code })).await
}

async fn sessions(world: &World) -> usize {
    Table::of(world).of_kind("session").await.len()
}

#[test]
fn the_password_leads_to_a_challenge_and_the_code_to_a_session() {
    scenario(async |world| {
        let (account, _, app) = enrolled(world).await;
        let asked = world.api.post("/v1/sessions", json!({ "email": ADA, "password": PASSWORD })).await;
        assert_eq!(asked.headers["cache-control"], "no-store");
        let asked = asked.expect(200);
        assert_eq!((&asked["outcome"], asked.get("token")), (&json!("second_factor_required"), None), "{asked}");
        let challenge = asked["second_factor"]["challenge"].as_str().expect("a challenge");
        assert!(challenge.starts_with("ush_chl_"));
        let until: Timestamp = asked["second_factor"]["expires_at"].as_str().expect("a time").parse().expect("a time");
        let left = until.duration_since(world.system.clock().now());
        assert!(left <= SignedDuration::from_mins(5) && left > SignedDuration::from_mins(4), "{left}");

        let signed_in = Authenticator::answer(world, challenge, &app.code(world)).await.expect(201);
        assert_eq!((&signed_in["session"]["email"], &signed_in["accounts"]), (&json!(ADA), &json!([account.id])));
        assert_eq!(signed_in["outcome"], "signed_in");
        assert!(signed_in.get("recovery_codes_left").is_none(), "{signed_in}");
        let api = world.api.with_token(signed_in["token"].as_str().expect("a token"));
        api.get(&account.path("/users")).await.expect(200);
        Authenticator::answer(world, challenge, &app.code_in(world, 1)).await.expect_problem(401, "challenge_over");
    });
}

#[test]
fn a_code_is_taken_as_the_app_shows_it() {
    scenario(async |world| {
        let (_, _, app) = enrolled(world).await;
        for between in [" ", "\u{a0}", "-", "\u{2009}–"] {
            let (challenge, code) = (Authenticator::challenge(world, ADA).await, app.code(world));
            let shown = format!(" {}{between}{}\n", &code[..3], &code[3..]);
            Authenticator::answer(world, &challenge, &shown).await.expect(201);
            app.wait(world).await;
        }
    });
}

/// Only people who have shown the password get here. What is said helps those who have the app, and nobody who guesses:
/// the codes of which it tells are never accepted again, and of those that will be nothing is said.
#[test]
fn a_code_that_is_used_or_over_is_told_from_a_wrong_one_and_one_that_will_be_right_is_not() {
    scenario(async |world| {
        let (_, _, app) = enrolled(world).await;
        let used = app.code(world);
        let opened = Authenticator::challenge(world, ADA).await;
        Authenticator::answer(world, &opened, &used).await.expect(201);
        let challenge = Authenticator::challenge(world, ADA).await;
        let told = async |code: &str| {
            let refused = Authenticator::answer(world, &challenge, code).await.expect_problem(401, "wrong_code");
            refused["detail"].as_str().expect("words").to_owned()
        };
        let wrong = told(&app.wrong_code(world)).await;
        assert_eq!(told(&app.code_in(world, 3)).await, wrong, "one that is yet to come");
        assert_eq!(told(&used).await, "the code was already used; wait for the next one");
        let over = told(&app.code_in(world, -3)).await;
        assert!(over.starts_with("the code is no longer valid; enter the one that is shown now"), "{over}");
        assert!(over != wrong && wrong.contains("check the clock"), "{wrong}");
    });
}

#[test]
fn a_person_who_has_just_seen_the_secret_is_told_of_a_fast_clock_too() {
    scenario(async |world| {
        let (_, ada) = world.account("mailing", ADA).await;
        let begun = ada.api.post("/v1/me/second-factor", json!({ "password": PASSWORD })).await.expect(201);
        let app = Authenticator::scan(&begun);
        for (steps, words) in [(3, "the code is not valid yet"), (-3, "the code is no longer valid")] {
            let body = json!({ "code": app.code_in(world, steps) });
            let refused = ada.api.post("/v1/me/second-factor/confirm", body).await.expect_problem(403, "wrong_code");
            assert!(refused["detail"].as_str().expect("words").starts_with(words), "{refused}");
        }
    });
}

#[test]
fn a_wrong_password_is_told_nothing_of_a_second_factor() {
    scenario(async |world| {
        let _ = enrolled(world).await;
        let wrong =
            world.api.post("/v1/sessions", json!({ "email": ADA, "password": "not the right passphrase" })).await;
        wrong.expect_problem(401, "wrong_credentials");
        assert_eq!(Table::of(world).of_kind("challenge").await, Vec::<Value>::new());
    });
}

#[test]
fn everything_that_is_wrong_with_the_fields_is_said() {
    scenario(async |world| {
        step(world, json!({})).await.expect_fields(&[("challenge", "required"), ("code", "required")]);
        step(world, json!({ "challenge": "x", "code": "12345" })).await.expect_fields(&[("code", "invalid_code")]);
        step(world, json!({ "challenge": "x", "recovery_code": "abcd" }))
            .await
            .expect_fields(&[("recovery_code", "invalid_code")]);
        let both = json!({ "challenge": "x", "code": "123456", "recovery_code": "aaaa-aaaa-aaaa-aaaa-aaaa-aaaa" });
        step(world, both).await.expect_fields(&[("recovery_code", "mutually_exclusive")]);
        step(world, json!({ "challenge": "x", "code": "123456" })).await.expect_problem(401, "challenge_over");
    });
}

#[test]
fn a_challenge_lasts_five_minutes_and_ends_with_the_epoch() {
    scenario(async |world| {
        let (_, ada, app) = enrolled(world).await;
        let challenge = Authenticator::challenge(world, ADA).await;
        world.advance(SignedDuration::from_mins(5)).await;
        Authenticator::answer(world, &challenge, &app.code(world)).await.expect_problem(401, "challenge_over");
        let challenge = Authenticator::challenge(world, ADA).await;
        let off = json!({ "password": PASSWORD, "code": app.code(world) });
        ada.api.post("/v1/me/second-factor/disable", off).await.expect(204);
        app.wait(world).await;
        Authenticator::answer(world, &challenge, &app.code(world)).await.expect_problem(401, "challenge_over");
    });
}

#[test]
fn a_recovery_code_opens_once_and_the_owner_learns_of_it() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, _, app) = enrolled(world).await;
        let challenge = Authenticator::challenge(world, ADA).await;
        let typed = format!(" {} ", app.recovery_codes[0].to_uppercase().replace('-', ""));
        let signed_in = recover(world, &challenge, &typed).await.expect(201);
        assert_eq!(signed_in["recovery_codes_left"], 9);
        let again = Authenticator::challenge(world, ADA).await;
        recover(world, &again, &app.recovery_codes[0]).await.expect_problem(401, "wrong_code");
        let events = Table::of(world).events(&account).await;
        let last = events.last().expect("an event");
        assert_eq!(
            (&last["action"], &last["target"]),
            (&json!("user.recovery_code_used"), &json!(account.administrator))
        );
        assert_eq!(
            (&last["before"], &last["after"]),
            (&json!({ "recovery_codes_left": 10 }), &json!({ "recovery_codes_left": 9 }))
        );
        // Emails that are promised one after the other need not come so.
        assert!(notices(world, ADA).await.contains(&"A recovery code was used for iCorePay".to_owned()));
    });
}

#[test]
fn kms_refusing_stops_the_step_and_uses_nothing_up() {
    scenario(async |world| {
        let (_, _, app) = enrolled(world).await;
        let challenge = Authenticator::challenge(world, ADA).await;
        let before = sessions(world).await;
        world.system.kms().fail(KmsFault::AccessDenied);
        for _ in 0..7 {
            let refused = Authenticator::answer(world, &challenge, &app.code(world)).await;
            assert!(refused.headers.contains_key("retry-after"));
            refused.expect_problem(503, "unavailable");
        }
        assert_eq!(sessions(world).await, before);
        recover(world, &challenge, &app.recovery_codes[0]).await.expect(201);
        let challenge = Authenticator::challenge(world, ADA).await;
        world.system.kms().heal();
        Authenticator::answer(world, &challenge, &app.code(world)).await.expect(201);
    });
}

#[test]
fn the_count_failing_stops_the_step() {
    scenario_with(whole_table::quiet(), async |world| {
        let (_, _, app) = enrolled(world).await;
        let challenge = Authenticator::challenge(world, ADA).await;
        let before = sessions(world).await;
        world.dynamodb.sabotage(|operation| (operation == "UpdateItem").then_some(Sabotage::InternalError));
        Authenticator::answer(world, &challenge, &app.code(world)).await.expect_problem(503, "unavailable");
        world.dynamodb.heal();
        assert_eq!(sessions(world).await, before);
        Authenticator::answer(world, &challenge, &app.code(world)).await.expect(201);
    });
}

#[test]
fn a_transaction_that_meets_others_is_decided_in_the_end() {
    scenario_with(whole_table::quiet(), async |world| {
        let (_, _, app) = enrolled(world).await;
        let challenge = Authenticator::challenge(world, ADA).await;
        let mut turn = 0;
        world.dynamodb.sabotage(move |operation| {
            turn += u32::from(operation == "TransactWriteItems");
            (operation == "TransactWriteItems" && turn < 4).then_some(Sabotage::TransactionConflict)
        });
        Authenticator::answer(world, &challenge, &app.code(world)).await.expect(201);
        world.dynamodb.heal();
    });
}

#[test]
fn of_many_wrong_codes_at_once_five_are_looked_at() {
    scenario(async |world| {
        let (_, _, app) = enrolled(world).await;
        let challenge = Authenticator::challenge(world, ADA).await;
        let asked = || world.system.kms().asked().iter().filter(|operation| *operation == "Decrypt").count();
        let before = asked();
        let wrong = app.wrong_code(world);
        let replies = join_all((0..64).map(|_| Authenticator::answer(world, &challenge, &wrong))).await;
        let codes = |code: &str| replies.iter().filter(|reply| reply.body["code"] == code).count();
        assert_eq!((codes("wrong_code"), codes("challenge_over")), (5, 59));
        assert_eq!(asked() - before, 5);
        Authenticator::answer(world, &challenge, &app.code(world)).await.expect_problem(401, "challenge_over");
    });
}

#[test]
fn a_first_sign_in_that_is_waited_for_is_the_second_step_and_not_the_password() {
    scenario(async |world| {
        // In `warranty` people are pending until they have signed in.
        let (_, ada, app) = enrolled(world).await;
        let (warranty, zoe) = world.account("warranty", "zoe@example.com").await;
        zoe.invite_one(&warranty, ADA).await;
        let token = world.link(ADA).await;
        let status = async || zoe.users(&warranty, "active").await.contains(&ADA.to_owned());
        let challenge = Authenticator::challenge(world, ADA).await;
        assert!(!status().await, "the password alone is no sign-in");
        Authenticator::answer(world, &challenge, &app.code(world)).await.expect(201);
        assert!(!status().await);
        ada.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
        assert!(status().await);
    });
}

#[test]
fn costs_six_requests_side_by_side_where_they_can_be() {
    scenario_with(whole_table::quiet(), async |world| {
        let (_, _, app) = enrolled(world).await;
        world.system.settle().await.expect("the outbox runs empty");
        world.dynamodb.clear();
        let challenge = Authenticator::challenge(world, ADA).await;
        let mut first = world.dynamodb.take();
        first.sort_by(|a, b| a.operation.cmp(&b.operation));
        Authenticator::answer(world, &challenge, &app.code(world)).await.expect(201);
        let mut second = world.dynamodb.take();
        second.sort_by(|a, b| a.operation.cmp(&b.operation));
        assert_eq!(operations(&first), ["BatchGetItem", "PutItem", "PutItem", "PutItem", "Query"]);
        assert_eq!(
            operations(&second),
            ["BatchGetItem", "PutItem", "PutItem", "Query", "TransactWriteItems", "UpdateItem"]
        );
        let (counted, read) = (&second[5], &second[3]);
        assert!(counted.moments.0 < read.moments.1 && read.moments.0 < counted.moments.1, "side by side");
        if units_count() {
            let units = |requests: &[usher_tests::Request]| requests.iter().map(|request| request.units).sum::<f64>();
            assert_eq!((units(&first), units(&second)), (6.0, 14.0));
        }
    });
}
