//! Requirements 9 to 12: the second factor.

use std::collections::BTreeSet;

use data_encoding::{BASE32_NOPAD, BASE64, BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER};
use futures_util::future::join_all;
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use usher::domain::credentials::token::ChallengeToken;
use usher_tests::{Account, Authenticator, Item, Member, PASSWORD, Reply, Table, World, scenario, text};

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";

async fn enrolled(world: &World, email: &str) -> (Account, Member, Authenticator) {
    let (account, member) = world.account("mailing", email).await;
    let app = Authenticator::enrol(world, &member).await;
    (account, member, app)
}

async fn recover(world: &World, challenge: &str, code: &str) -> Reply {
    world.api.post("/v1/sessions/second-factor", json!({ "challenge": challenge, "recovery_code": code })).await
}

async fn factor_of(world: &World, person: &str) -> Item {
    let items = Table::of(world).raw().await;
    items
        .into_iter()
        .find(|item| text(item, "kind") == "second_factor" && text(item, "person") == person)
        .expect("a second factor")
}

/// Every way in which the bytes of a secret might be written in a text.
fn spellings(secret: &[u8]) -> Vec<String> {
    vec![
        BASE32_NOPAD.encode(secret),
        BASE32_NOPAD.encode(secret).to_lowercase(),
        BASE64.encode(secret),
        BASE64_NOPAD.encode(secret),
        BASE64URL_NOPAD.encode(secret),
        HEXLOWER.encode(secret),
        secret.iter().map(u8::to_string).collect::<Vec<_>>().join(","),
    ]
}

/// TOTP secrets of at least 160 bits, encrypted with KMS, shown once.
#[test]
fn requirement_09_secrets_have_160_bits_and_are_sealed_for_their_owner_and_shown_once() {
    scenario(async |world| {
        let (account, ada, app) = enrolled(world, ADA).await;
        let (_, _, bobs) = enrolled(world, BOB).await;
        assert!(app.secret().len() * 8 >= 160 && app.secret() != bobs.secret());
        assert!(world.system.kms().asked().iter().any(|operation| operation == "Encrypt"));

        // Nowhere in the table, in any spelling, and in no answer.
        let stored = serde_json::to_string(&Table::of(world).items().await).expect("JSON");
        let mut shown = String::new();
        for path in [
            "/v1/me".to_owned(),
            "/v1/sessions/current".to_owned(),
            account.path("/users"),
            account.path("/audit-events"),
        ] {
            shown += &ada.api.get(&path).await.expect(200).to_string();
        }
        for spelling in spellings(&app.secret()) {
            assert!(!stored.contains(&spelling) && !shown.contains(&spelling), "{spelling}");
        }
        assert!(!stored.contains("otpauth:"));

        // Someone who can write to the table puts their own factor in the place of another's: KMS does not open it
        // there.
        let people = Table::of(world).of_kind("person").await;
        let key = |email: &str| {
            let person = people.iter().find(|person| person["email"] == email).expect("a person");
            person["pk"].as_str().expect("a key").trim_start_matches("PERSON#").to_owned()
        };
        let (mut hers, his) = (factor_of(world, &key(ADA)).await, factor_of(world, &key(BOB)).await);
        hers.insert("secret".to_owned(), his["secret"].clone());
        Table::of(world).put(hers).await;
        let challenge = Authenticator::challenge(world, ADA).await;
        for code in [bobs.code(world), app.code(world)] {
            Authenticator::answer(world, &challenge, &code).await.expect_problem(503, "unavailable");
        }
    });
}

/// A time step is accepted once, by conditional write, enrolment included; window ±1; exactly six ASCII digits.
#[test]
fn requirement_10_a_step_is_accepted_once_within_one_step_of_now() {
    scenario(async |world| {
        let (_, ada) = world.account("mailing", ADA).await;
        let begun = ada.api.post("/v1/me/second-factor", json!({ "password": PASSWORD })).await.expect(201);
        let app = Authenticator::scan(&begun);
        let used = app.code(world);
        ada.api.post("/v1/me/second-factor/confirm", json!({ "code": used })).await.expect(200);
        let challenge = Authenticator::challenge(world, ADA).await;
        Authenticator::answer(world, &challenge, &used).await.expect_problem(401, "wrong_code");
        Authenticator::answer(world, &challenge, &app.code_in(world, -1)).await.expect_problem(401, "wrong_code");
        app.wait(world).await;

        // Two steps away either way is too far; one is not, and uses up what came before.
        for away in [-2, 2] {
            Authenticator::answer(world, &challenge, &app.code_in(world, away)).await.expect_problem(401, "wrong_code");
        }
        Authenticator::answer(world, &challenge, &app.code_in(world, 1)).await.expect(201);
        let challenge = Authenticator::challenge(world, ADA).await;
        for away in [0, 1] {
            Authenticator::answer(world, &challenge, &app.code_in(world, away)).await.expect_problem(401, "wrong_code");
        }

        // What is no six ASCII digits is no code, and costs no attempt.
        app.wait(world).await;
        app.wait(world).await;
        let code = app.code(world);
        let full_width: String =
            code.chars().map(|digit| char::from_u32(digit as u32 - 0x30 + 0xff10).expect("a digit")).collect();
        for text in [
            &format!("0{code}"),
            &code[1..],
            &format!("{}/{}", &code[..3], &code[3..]),
            &full_width,
            &format!("+{}", &code[1..]),
        ] {
            let body = json!({ "challenge": challenge, "code": text });
            world.api.post("/v1/sessions/second-factor", body).await.expect_fields(&[("code", "invalid_code")]);
        }
        let number = json!({ "challenge": challenge, "code": 123_456 });
        world.api.post("/v1/sessions/second-factor", number).await.expect_problem(422, "invalid_fields");
        Authenticator::answer(world, &challenge, &code).await.expect(201);
    });
}

/// The same, of 64 who come at once with one right code, on as many challenges as they like.
#[test]
fn requirement_10_one_right_code_sent_64_times_at_once_opens_one_session() {
    scenario(async |world| {
        let (_, _, app) = enrolled(world, ADA).await;
        let challenges = join_all((0..16).map(|_| Authenticator::challenge(world, ADA))).await;
        let before = Table::of(world).of_kind("session").await.len();
        let code = app.code(world);
        let replies = join_all((0..64).map(|turn| Authenticator::answer(world, &challenges[turn % 16], &code))).await;
        let opened = replies.iter().filter(|reply| reply.status == 201).count();
        assert_eq!(
            opened,
            1,
            "{:?}",
            replies.iter().map(|reply| (reply.status, reply.body["code"].clone())).collect::<Vec<_>>()
        );
        assert_eq!(Table::of(world).of_kind("session").await.len(), before + 1);
    });
}

/// Recovery codes of at least 112 bits, hashed, one use each.
#[test]
fn requirement_11_recovery_codes_have_112_bits_are_hashed_and_open_once() {
    scenario(async |world| {
        let (_, _, app) = enrolled(world, ADA).await;
        let different: BTreeSet<&String> = app.recovery_codes.iter().collect();
        assert_eq!(different.len(), 10);
        let stored = serde_json::to_string(&Table::of(world).items().await).expect("JSON").to_lowercase();
        for code in &app.recovery_codes {
            let letters = code.replace('-', "");
            assert!(letters.len() * 5 >= 112 && letters.chars().all(|c| matches!(c, 'a'..='z' | '2'..='7')), "{code}");
            assert!(!stored.contains(&letters) && !stored.contains(code.as_str()));
        }

        // All at once, each on challenges of its own and twice: ten sessions, and no more.
        let before = Table::of(world).of_kind("session").await.len();
        let mut opened = 0;
        for codes in app.recovery_codes.chunks(5) {
            let tries: Vec<&String> = codes.iter().chain(codes).collect();
            let challenges = join_all(tries.iter().map(|_| Authenticator::challenge(world, ADA))).await;
            let replies =
                join_all(tries.iter().zip(&challenges).map(|(code, challenge)| recover(world, challenge, code))).await;
            opened += replies.iter().filter(|reply| reply.status == 201).count();
        }
        assert_eq!((opened, Table::of(world).of_kind("session").await.len()), (10, before + 10));
        let challenge = Authenticator::challenge(world, ADA).await;
        recover(world, &challenge, &app.recovery_codes[0]).await.expect_problem(401, "wrong_code");
    });
}

/// A session that has passed only the password can only do the second step; five wrong codes end the challenge.
#[test]
fn requirement_12_the_password_alone_opens_nothing_and_five_wrong_codes_end_it() {
    scenario(async |world| {
        let (account, ada, app) = enrolled(world, ADA).await;
        let (_, _, bobs) = enrolled(world, BOB).await;
        let challenge = Authenticator::challenge(world, ADA).await;
        let api = world.api.with_token(&challenge);
        for (method, path) in [
            (Method::GET, "/v1/me".to_owned()),
            (Method::GET, "/v1/sessions/current".to_owned()),
            (Method::DELETE, "/v1/sessions/current".to_owned()),
            (Method::GET, account.path("")),
            (Method::GET, account.path("/users")),
            (Method::POST, "/v1/me/proof".to_owned()),
            (Method::POST, "/v1/me/second-factor".to_owned()),
            (Method::POST, "/v1/me/second-factor/disable".to_owned()),
            (Method::POST, "/v1/me/second-factor/confirm".to_owned()),
            (Method::POST, "/v1/me/second-factor/recovery-codes".to_owned()),
        ] {
            let body = json!({ "password": PASSWORD, "code": app.code(world) }).to_string();
            api.send(method, &path, &[], Some(body)).await.expect_problem(401, "unauthenticated");
        }

        // Forged, of another, of another kind.
        let parse = |token: &str| ChallengeToken::parse(token).expect("a challenge");
        let of_bob = Authenticator::challenge(world, BOB).await;
        let stolen = ChallengeToken { secret: parse(&of_bob).secret, ..parse(&challenge) }.reveal();
        let moved = ChallengeToken { person: parse(&challenge).person, ..parse(&of_bob) }.reveal();
        let session = ada.api.token().expect("a token").to_owned();
        for wrong in [&stolen, &moved, &session, &session.replace("ush_ses_", "ush_chl_"), &"ush_chl_".to_owned()] {
            Authenticator::answer(world, wrong, &app.code(world)).await.expect_problem(401, "challenge_over");
        }
        Authenticator::answer(world, &of_bob, &app.code(world)).await.expect_problem(401, "wrong_code");
        Authenticator::answer(world, &of_bob, &bobs.code(world)).await.expect(201);

        let challenge = Authenticator::challenge(world, ADA).await;
        for _ in 0..5 {
            let wrong = Authenticator::answer(world, &challenge, &app.wrong_code(world)).await;
            assert_eq!(wrong.headers["www-authenticate"], "Bearer");
            wrong.expect_problem(401, "wrong_code");
        }
        Authenticator::answer(world, &challenge, &app.code(world)).await.expect_problem(401, "challenge_over");
        recover(world, &challenge, &app.recovery_codes[0]).await.expect_problem(401, "challenge_over");
        // Five in a row, and the next attempt waits a second.
        world.advance(SignedDuration::from_secs(1)).await;
        let fresh = Authenticator::challenge(world, ADA).await;
        Authenticator::answer(world, &fresh, &app.code(world)).await.expect(201);
        let left = ada.api.get("/v1/me").await.expect(200)["second_factor"]["recovery_codes_left"].clone();
        assert_eq!(left, Value::from(10), "a refused step uses nothing up");
    });
}
