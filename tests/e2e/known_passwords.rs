//! Somebody knows the password and tries codes: what the owner is told differs from what they are told of wrong passwords.

use serde_json::{Value, json};
use usher_tests::{Api, Authenticator, PASSWORD, Reply, World};

use crate::resets::notices;
use crate::sign_in_defence::{fail, sign_in, story, stranger, wait_of};

const ADA: &str = "ada@example.com";
const GUESSED: &str = "Many failed sign-ins for iCorePay";
const KNOWN: &str = "Somebody seems to know your password for iCorePay";

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
        judged(world, async || api.post("/v1/sessions/second-factor", step.clone()).await).await.expect_problem(401, "wrong_code");
    }
}

/// What Ada is told of attempts.
async fn told(world: &World) -> Vec<String> {
    notices(world, ADA).await.into_iter().filter(|subject| [GUESSED, KNOWN].contains(&subject.as_str())).collect()
}

#[test]
fn ten_wrong_codes_behind_the_right_password_say_that_somebody_knows_it() {
    story(async |world| {
        let app = enrolled(world).await;
        fail_second_step(world, &stranger(world), &app, 9).await;
        assert_eq!(told(world).await, Vec::<String>::new());
        fail_second_step(world, &stranger(world), &app, 2).await;
        assert_eq!(told(world).await, [KNOWN]);
        let mails = world.system.mailbox().to(ADA);
        let mail = mails.iter().find(|mail| mail.subject == KNOWN).expect("the mail");
        for said in ["somebody has typed your right password", "set a new one at once"] {
            assert!(mail.text.contains(said) && mail.html.contains(said), "{said:?} in {}", mail.text);
        }
        assert!(!mail.text.contains("there is nothing that you must do"), "{}", mail.text);
    });
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
fn whoever_was_told_of_wrong_passwords_is_told_when_one_was_right() {
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
