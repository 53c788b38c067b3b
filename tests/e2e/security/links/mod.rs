//! Requirements 13 to 20: links.

mod secrets;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use usher::domain::credential::Credential;
use usher::domain::credentials::token::{InvitationToken, ResetToken};
use usher::domain::effects::limit::{RESETS_PER_ADDRESS, RESETS_PER_NETWORK};
use usher_local::Options;
use usher_tests::{Account, Member, PASSWORD, Table, World, plain, scenario, scenario_with};

use usher_tests::office::{self, path};
use usher_tests::resets::{
    OTHER, THIRD, change, factor_token, forgot, has_factor, password_token, put_factor, remove_factor, send_for_factor,
    set_password, sign_in, signed_in, tokens,
};
use usher_tests::whole_table;

use crate::security::privacy::log;

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";

/// An office whose owner, Olga, can send Bob away, and Bob, signed in.
async fn with_bob(world: &World) -> (Account, Member, Member, String) {
    let policies = json!({ "offboarding": { "deactivate": true, "remove": true } });
    let (account, olga) = office::open(world, policies, "olga@example.com").await;
    olga.invite(&account, &[BOB]).await;
    world.accept(BOB).await.expect(200);
    let bob = world.sign_in(BOB).await;
    let of_bob = path(&olga, &account, BOB).await;
    (account, olga, bob, of_bob)
}

fn both() -> Value {
    json!({ "password": true, "second_factor": true })
}

/// The links to Bob for both credentials, just sent.
async fn links(world: &World, olga: &Member, of_bob: &str) -> (String, String) {
    send_for_factor(world, olga, of_bob, BOB, both()).await.expect(202);
    (password_token(world, BOB).await, factor_token(world, BOB).await)
}

fn parsed(token: &str) -> ResetToken {
    let credential = if token.starts_with("ush_pwr_") { Credential::Password } else { Credential::SecondFactor };
    ResetToken::parse(credential, token).expect("a token")
}

#[test]
fn requirement_14_a_password_reset_lives_60_minutes_and_ends_sessions_and_siblings_and_does_not_sign_in() {
    scenario(async |world| {
        let (account, olga, bob, of_bob) = with_bob(world).await;
        forgot(&world.api, BOB).await.expect(202);
        let token = password_token(world, BOB).await;
        world.system.clock().advance(SignedDuration::from_mins(60)).expect("the clock moves");
        set_password(&world.api, &token, OTHER).await.expect_problem(410, "reset_expired");
        sign_in(world, BOB, PASSWORD).await.expect(201);

        // However late the email goes out, the time counts from when it was asked for.
        world.system.pause_stream();
        forgot(&world.api, BOB).await.expect(202);
        world.system.clock().advance(SignedDuration::from_mins(30)).expect("the clock moves");
        world.system.resume_stream();
        let token = password_token(world, BOB).await;
        world.system.clock().advance(SignedDuration::from_mins(30)).expect("the clock moves");
        set_password(&world.api, &token, OTHER).await.expect_problem(410, "reset_expired");

        let olga = signed_in(world, &olga.email, PASSWORD).await;
        send_for_factor(world, &olga, &of_bob, BOB, json!({ "second_factor": true })).await.expect(202);
        let sibling = factor_token(world, BOB).await;
        forgot(&world.api, BOB).await.expect(202);
        let token = password_token(world, BOB).await;
        let sessions = [signed_in(world, BOB, PASSWORD).await, signed_in(world, BOB, PASSWORD).await, bob];
        put_factor(world, BOB).await;
        let before = Table::of(world).of_kind("session").await.len();
        let reply = set_password(&world.api, &token, OTHER).await;
        assert!(!reply.headers.contains_key("set-cookie"));
        assert_eq!(reply.expect(204), Value::Null, "no token, no session");
        assert_eq!(Table::of(world).of_kind("session").await.len(), before, "not even a hidden one");
        assert!(has_factor(world, BOB).await);
        for session in sessions {
            session.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
            session.api.get(&account.path("")).await.expect_problem(401, "unauthenticated");
        }
        for link in [&token, &sibling] {
            set_password(&world.api, link, THIRD).await.expect_problem(404, "not_found");
            remove_factor(&world.api, link, OTHER).await.expect_problem(404, "not_found");
        }
    });
}

#[test]
fn requirement_15_a_second_factor_reset_needs_the_link_and_the_password() {
    scenario_with(whole_table::quiet(), async |world| {
        let (_, olga, _, of_bob) = with_bob(world).await;
        put_factor(world, BOB).await;
        send_for_factor(world, &olga, &of_bob, BOB, json!({ "second_factor": true })).await.expect(202);
        let token = factor_token(world, BOB).await;
        whole_table::unchanged(world, async || {
            let complete = async |body| world.api.post("/v1/second-factor-resets/complete", body).await;
            complete(json!({ "token": token })).await.expect_fields(&[("password", "required")]);
            complete(json!({ "password": PASSWORD })).await.expect_fields(&[("token", "required")]);
            for wrong in ["not his password at all", &PASSWORD[1..]] {
                remove_factor(&world.api, &token, wrong).await.expect_problem(403, "wrong_password");
            }
            remove_factor(&world.api, &token.replace("ush_sfr_", "ush_pwr_"), PASSWORD)
                .await
                .expect_problem(404, "not_found");
        })
        .await;
        remove_factor(&world.api, &token, PASSWORD).await.expect(204);
        assert!(!has_factor(world, BOB).await);
    });
}

#[test]
fn requirement_16_pending_resets_die_with_a_password_change_and_with_deactivation_for_good() {
    scenario(async |world| {
        let (account, olga, bob, of_bob) = with_bob(world).await;
        let dead = async |(password, factor): (String, String), current: &str| {
            set_password(&world.api, &password, THIRD).await.expect_problem(404, "not_found");
            remove_factor(&world.api, &factor, current).await.expect_problem(404, "not_found");
        };
        let pending = links(world, &olga, &of_bob).await;
        change(&bob.api, PASSWORD, OTHER).await.expect(204);
        dead(pending, OTHER).await;

        // What is promised and not sent yet is never sent.
        world.system.settle().await.expect("the outbox runs empty");
        world.system.pause_stream();
        send_for_factor(world, &olga, &of_bob, BOB, both()).await.expect(202);
        change(&bob.api, OTHER, PASSWORD).await.expect(204);
        world.system.mailbox().clear();
        world.system.resume_stream();
        assert_eq!((tokens(world, "ush_pwr_", BOB).await.len(), tokens(world, "ush_sfr_", BOB).await.len()), (0, 0));

        let pending = links(world, &olga, &of_bob).await;
        olga.api.post(&format!("{of_bob}/deactivate"), json!({})).await.expect(200);
        dead(pending.clone(), PASSWORD).await;
        olga.api.post(&format!("{of_bob}/reactivate"), json!({})).await.expect(200);
        dead(pending, PASSWORD).await;

        let pending = links(world, &olga, &of_bob).await;
        olga.api.delete(&of_bob).await.expect(204);
        dead(pending.clone(), PASSWORD).await;
        olga.invite(&account, &[BOB]).await;
        dead(pending, PASSWORD).await;
        sign_in(world, BOB, PASSWORD).await.expect(201);
    });
}

#[test]
fn requirement_17_no_header_of_a_request_ever_reaches_an_email() {
    scenario(async |world| {
        let (account, olga, _, of_bob) = with_bob(world).await;
        let evil = [
            ("host", "evil.example"),
            ("forwarded", "for=evil.example;host=evil.example;proto=http"),
            ("x-forwarded-host", "evil.example"),
            ("x-forwarded-for", "evil.example"),
            ("x-forwarded-proto", "gopher"),
            ("x-forwarded-port", "6666"),
            ("x-forwarded-prefix", "/evil"),
            ("x-original-url", "/evil.example"),
            ("origin", "https://evil.example"),
            ("referer", "https://evil.example/"),
        ];
        let post = async |api: &usher_tests::Api, path: &str, body: Value| api.post_with(path, &evil, body).await;
        post(&world.api, "/v1/password-resets", json!({ "email": BOB })).await.expect(202);
        // A newer reset takes the place of one whose email is still to be sent.
        world.system.settle().await.expect("the outbox runs empty");
        post(&olga.api, &format!("{of_bob}/credential-resets"), both()).await.expect(202);
        let row = Member::row("carl@example.com", "worker");
        post(&olga.api, &account.path("/invitations"), json!({ "invitations": [row] })).await.expect(200);
        let token = password_token(world, BOB).await;
        post(&world.api, "/v1/password-resets/complete", json!({ "token": token, "password": OTHER }))
            .await
            .expect(204);
        world.system.settle().await.expect("the outbox runs empty");
        let mails = world.system.mailbox().all();
        assert!(mails.len() >= 6, "{}", mails.len());
        for mail in mails {
            for part in [&mail.subject, &mail.from, &mail.text, &mail.html] {
                assert!(!part.contains("evil") && !part.contains("gopher") && !part.contains("6666"), "{part}");
            }
            assert!(mail.links.iter().all(|link| link.starts_with(&world.system.api_url)), "{:?}", mail.links);
        }
    });
}

/// What the requests of someone who forgot a password cost: the answer without its date, and the operations with their
/// units.
async fn forgetting(world: &World, email: &str) -> (u16, Vec<(String, String)>, Value, Vec<(String, String)>) {
    world.dynamodb.clear();
    let reply = forgot(&world.api, email).await;
    // DynamoDB Local charges nothing for a query that finds nothing; DynamoDB does.
    let units = |units: f64| if usher_tests::cost::units_count() { units.to_string() } else { String::new() };
    let requests =
        world.dynamodb.take().iter().map(|request| (request.operation.clone(), units(request.units))).collect();
    let mut headers: Vec<_> = reply
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
        .collect();
    headers.retain(|(name, _)| name != "date" && name != "x-request-id");
    headers.sort();
    (reply.status.as_u16(), headers, reply.body, requests)
}

#[test]
fn requirement_18_a_forgotten_password_is_a_constant_202_with_limits_per_address_and_network() {
    scenario_with(Options { scheduler: false, ..Options::default() }, async |world| {
        let (_, _, _, _) = with_bob(world).await;
        world.account("invoicing", ADA).await;
        world.system.settle().await.expect("the outbox runs empty");
        world.system.mailbox().clear();
        world.system.pause_stream();
        let known = forgetting(world, ADA).await;
        assert_eq!((known.0, &known.2), (202, &Value::Null));
        assert_eq!(
            known.3.iter().map(|(operation, _)| operation.as_str()).collect::<Vec<_>>(),
            ["Query", "TransactWriteItems"]
        );
        assert_eq!(forgetting(world, "eve@example.com").await, known, "nobody has the address");
        for _ in 2..=RESETS_PER_ADDRESS {
            assert_eq!(forgetting(world, ADA).await, known);
            assert_eq!(forgetting(world, "eve@example.com").await, known);
        }
        let promised = async || Table::of(world).of_kind("promised_mail").await.len();
        let before = promised().await;
        let limited = forgetting(world, ADA).await;
        assert_eq!((limited.0, &limited.1, &limited.2), (known.0, &known.1, &known.2), "the limit does not show");
        assert_eq!(forgetting(world, "eve@example.com").await, limited, "nor whether it is someone's");
        assert_eq!(promised().await, before, "nothing more is promised");
        assert_eq!(forgetting(world, BOB).await, known, "the others have room");

        let is = |item: &usher_tests::Item| plain(item)["kind"] == "network_reset_count";
        let mut count = Table::of(world).raw().await.into_iter().find(is).expect("the network is counted");
        count.insert("resets".to_owned(), AttributeValue::N(RESETS_PER_NETWORK.to_string()));
        Table::of(world).put(count).await;
        let before = promised().await;
        assert_eq!(forgetting(world, BOB).await.0, 202);
        assert_eq!(promised().await, before, "the network has had its share");
        world.system.resume_stream();
        world.system.settle().await.expect("the outbox runs empty");
        assert!(world.system.mailbox().to("eve@example.com").is_empty(), "nobody gets nothing");
        assert!(!tokens(world, "ush_pwr_", ADA).await.is_empty());
        world.system.clock().advance(SignedDuration::from_hours(1)).expect("the clock moves");
        world.system.mailbox().clear();
        forgot(&world.api, ADA).await.expect(202);
        assert_eq!(tokens(world, "ush_pwr_", ADA).await.len(), 1, "the next hour has room");
    });
}
