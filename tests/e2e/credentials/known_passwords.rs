//! Someone knows the password and tries codes: what the owner is told differs from what they are told of wrong
//! passwords.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_tests::{Api, Authenticator, PASSWORD, Reply, Table, World};

use usher_tests::guessing::{fail, sign_in, story, stranger, wait_of};
use usher_tests::resets::{OTHER, change, factor_token, forgot, notices, password_token, remove_factor, set_password};

const ADA: &str = "ada@example.com";
const GUESSED: &str = "Many failed sign-ins for iCorePay";
const KNOWN: &str = "Someone may know your password for iCorePay";

async fn enrolled(world: &World) -> Authenticator {
    let (_, ada) = world.account("mailing", ADA).await;
    Authenticator::enrol(world, &ada).await
}

/// The answer once it may be had: waits as told.
async fn judged(world: &World, asked: impl AsyncFn() -> Reply) -> Reply {
    loop {
        let reply = asked().await;
        if reply.status != 429 {
            return reply;
        }
        world.advance(wait_of(reply)).await;
    }
}

/// Shows the right password and a wrong code so often.
async fn fail_second_step(world: &World, api: &Api, app: &Authenticator, times: usize) {
    for _ in 0..times {
        let asked: Value = judged(world, async || sign_in(api, ADA, PASSWORD).await).await.expect(200);
        let step = json!({ "challenge": asked["second_factor"]["challenge"], "code": app.wrong_code(world) });
        judged(world, async || api.post("/v1/sessions/second-factor", step.clone()).await)
            .await
            .expect_problem(401, "wrong_code");
    }
}

/// What Ada is told of attempts.
async fn told(world: &World) -> Vec<String> {
    notices(world, ADA).await.into_iter().filter(|subject| [GUESSED, KNOWN].contains(&subject.as_str())).collect()
}

#[test]
fn ten_wrong_codes_behind_the_right_password_say_that_someone_knows_it() {
    story(async |world| {
        let app = enrolled(world).await;
        fail_second_step(world, &stranger(world), &app, 9).await;
        assert_eq!(told(world).await, Vec::<String>::new());
        fail_second_step(world, &stranger(world), &app, 2).await;
        assert_eq!(told(world).await, [KNOWN]);
        let mails = world.system.mailbox().to(ADA);
        let mail = mails.iter().find(|mail| mail.subject == KNOWN).expect("the mail");
        for said in ["someone entered your correct password", "set a new one now"] {
            assert!(mail.text.contains(said) && mail.html.contains(said), "{said:?} in {}", mail.text);
        }
        assert!(!mail.text.contains("If not, you do not need to do anything"), "{}", mail.text);
    });
}

#[test]
fn a_password_reset_by_mail_forgives_wrong_passwords_and_no_wrong_codes() {
    story(async |world| {
        let app = enrolled(world).await;
        let thief = stranger(world);
        fail_second_step(world, &thief, &app, 7).await;
        reset(world, PASSWORD).await;
        // The eighth in a row, not the first: its successor waits for eight seconds.
        fail_second_step(world, &thief, &app, 1).await;
        let held = sign_in(&thief, ADA, PASSWORD).await;
        assert_eq!(wait_of(held), SignedDuration::from_secs(8));

        set_codes(world, 100).await;
        reset(world, OTHER).await;
        let asked = sign_in(&thief, ADA, OTHER).await.expect(200);
        let step = json!({ "challenge": asked["second_factor"]["challenge"], "code": app.code(world) });
        assert_eq!(
            wait_of(thief.post("/v1/sessions/second-factor", step).await).as_hours(),
            24,
            "no code is looked at"
        );
        // Ada herself is at home elsewhere, and who removes the factor by its own link starts afresh.
        let challenge = judged(world, async || sign_in(&world.api, ADA, OTHER).await).await.expect(200);
        let step = json!({ "challenge": challenge["second_factor"]["challenge"], "code": app.code(world) });
        let session = world.api.post("/v1/sessions/second-factor", step).await.expect(201);
        let ada = world.api.with_token(session["token"].as_str().expect("a token"));
        let place = ada.get("/v1/me").await.expect(200)["accounts"][0].clone();
        let path = format!(
            "/v1/accounts/{}/users/{}/credential-resets",
            place["id"].as_str().expect("an id"),
            place["user"]["id"].as_str().expect("an id")
        );
        ada.post(&path, json!({ "second_factor": true })).await.expect(202);
        remove_factor(&thief, &factor_token(world, ADA).await, OTHER).await.expect(204);
        sign_in(&stranger(world), ADA, OTHER).await.expect(201);
        assert_eq!(codes(world).await, 0);
    });
}

/// Else a thief with a session and the password would change it after every few codes.
#[test]
fn a_change_of_the_password_forgives_wrong_codes_once_a_day() {
    story(async |world| {
        let (_, ada) = world.account("mailing", ADA).await;
        let app = Authenticator::enrol(world, &ada).await;
        set_codes(world, 99).await;
        change(&ada.api, PASSWORD, OTHER).await.expect(204);
        assert_eq!(codes(world).await, 0);
        set_codes(world, 99).await;
        change(&ada.api, OTHER, PASSWORD).await.expect(204);
        assert_eq!(codes(world).await, 99);
        world.advance(SignedDuration::from_hours(24)).await;
        let ada = app.sign_in(world, ADA).await;
        change(&ada.api, PASSWORD, OTHER).await.expect(204);
        assert_eq!(codes(world).await, 0);
    });
}

#[test]
fn an_owner_stopped_by_the_wrong_codes_of_others_goes_on_with_a_new_password_a_new_factor_or_none() {
    for way in ["password", "factor", "none"] {
        story(async |world| {
            let (_, ada) = world.account("mailing", ADA).await;
            let mut app = Authenticator::enrol(world, &ada).await;
            // On the road Ada is a stranger, too.
            let road = ada.api.from_address([127, 0, 0, 9]);
            let second_step = async |app: &Authenticator, password: &str| {
                let asked = sign_in(&stranger(world), ADA, password).await.expect(200);
                let step = json!({ "challenge": asked["second_factor"]["challenge"], "code": app.code(world) });
                stranger(world).post("/v1/sessions/second-factor", step).await
            };
            set_codes(world, 100).await;
            assert_eq!(wait_of(second_step(&app, PASSWORD).await).as_hours(), 24);
            let proof = json!({ "password": PASSWORD, "recovery_code": app.recovery_codes[0] });
            assert_eq!(
                wait_of(road.post("/v1/me/second-factor", proof.clone()).await).as_hours(),
                24,
                "no code is looked at there"
            );
            match way {
                "password" => {
                    change(&road, PASSWORD, OTHER).await.expect(204);
                    app.wait(world).await;
                    second_step(&app, OTHER).await.expect(201);
                }
                "factor" => {
                    app = Authenticator::scan(&ada.api.post("/v1/me/second-factor", proof).await.expect(201));
                    ada.api.post("/v1/me/second-factor/confirm", json!({ "code": app.code(world) })).await.expect(200);
                    app.wait(world).await;
                    second_step(&app, PASSWORD).await.expect(201);
                }
                _ => {
                    ada.api.post("/v1/me/second-factor/disable", proof).await.expect(204);
                    sign_in(&stranger(world), ADA, PASSWORD).await.expect(201);
                    assert_eq!(codes(world).await, 0);
                }
            }
        });
    }
}

/// Anyone who reads Ada's mail sets a new password.
async fn reset(world: &World, password: &str) {
    forgot(&stranger(world), ADA).await.expect(202);
    set_password(&stranger(world), &password_token(world, ADA).await, password).await.expect(204);
}

/// As if so many codes had been wrong, from networks that are not Ada's.
async fn set_codes(world: &World, count: u32) {
    let table = Table::of(world);
    let is_it = |item: &usher_tests::Item| item["kind"].as_s().is_ok_and(|kind| kind == "attempts");
    let mut item = table.raw().await.into_iter().find(is_it).expect("attempts");
    let streak = [("failures", 0), ("codes", count)]
        .map(|(name, count)| (name.to_owned(), AttributeValue::N(count.to_string())));
    item.insert("elsewhere".to_owned(), AttributeValue::M(streak.into()));
    table.put(item).await;
}

async fn codes(world: &World) -> u64 {
    Table::of(world).of_kind("attempts").await[0]["elsewhere"]["codes"].as_u64().unwrap_or(0)
}

#[test]
fn nor_does_one_wrong_password_among_them_hide_it() {
    story(async |world| {
        let app = enrolled(world).await;
        fail_second_step(world, &stranger(world), &app, 1).await;
        fail(world, &stranger(world), ADA, 9).await;
        assert_eq!(told(world).await, [KNOWN]);
    });
}

#[test]
fn an_owner_who_was_told_of_wrong_passwords_is_told_when_one_was_right() {
    story(async |world| {
        let app = enrolled(world).await;
        fail(world, &stranger(world), ADA, 10).await;
        assert_eq!(told(world).await, [GUESSED]);
        fail_second_step(world, &stranger(world), &app, 2).await;
        let mut told = told(world).await;
        told.sort();
        assert_eq!(told, [GUESSED, KNOWN], "once");
    });
}
