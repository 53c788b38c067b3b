//! A phone with an authenticator app, on the world's clock.

use jiff::SignedDuration;
use serde_json::{Value, json};
use totp_rs::Totp;

use crate::{Api, Member, PASSWORD, Reply, World};

/// An app that has someone's secret, and the recovery codes that they wrote down.
pub struct Authenticator {
    totp: Totp,
    /// The recovery codes.
    pub recovery_codes: Vec<String>,
}

impl Authenticator {
    /// The app that has just scanned what `POST /v1/me/second-factor` answered.
    pub fn scan(enrolment: &Value) -> Self {
        let uri = enrolment["otpauth_uri"].as_str().expect("a URI");
        Self { totp: Totp::from_url(uri).expect("a URI that apps read"), recovery_codes: Vec::new() }
    }

    /// Sets a second factor up for someone who is signed in; the code that confirms it is not over yet.
    pub async fn set_up(world: &World, api: &Api) -> (Self, Reply) {
        let begun = api.post("/v1/me/second-factor", json!({ "password": PASSWORD })).await.expect(201);
        let app = Self::scan(&begun);
        let confirmed = api.post("/v1/me/second-factor/confirm", json!({ "code": app.code(world) })).await;
        (app, confirmed)
    }

    /// Sets a second factor up for someone, and waits until the code that confirmed it is over.
    pub async fn enrol(world: &World, member: &Member) -> Self {
        let (mut app, confirmed) = Self::set_up(world, &member.api).await;
        let confirmed = confirmed.expect(200);
        let codes = confirmed["recovery_codes"].as_array().expect("codes");
        app.recovery_codes = codes.iter().map(|code| code.as_str().expect("a code").to_owned()).collect();
        app.wait(world).await;
        app
    }

    /// What the app shows now.
    pub fn code(&self, world: &World) -> String {
        self.code_in(world, 0)
    }

    /// What the app shows so many steps from now.
    pub fn code_in(&self, world: &World, steps: i64) -> String {
        let second = world.system.clock().now().as_second() + 30 * steps;
        self.totp.generate(second.try_into().expect("after 1970")).to_string()
    }

    /// A code that is none of those around now.
    pub fn wrong_code(&self, world: &World) -> String {
        let right: Vec<String> = (-2..=2).map(|steps| self.code_in(world, steps)).collect();
        let wrong = (0..).map(|number| format!("{number:06}")).find(|code| !right.contains(code));
        wrong.expect("there are others")
    }

    /// The secret as the app stores it.
    pub fn secret(&self) -> Vec<u8> {
        self.totp.secret().as_bytes().to_vec()
    }

    /// Waits for the next code.
    pub async fn wait(&self, world: &World) {
        world.advance(SignedDuration::from_secs(30)).await;
    }

    /// Shows the password, and returns the challenge that it leads to.
    pub async fn challenge(world: &World, email: &str) -> String {
        let asked = world.api.post("/v1/sessions", json!({ "email": email, "password": PASSWORD })).await.expect(200);
        assert!(asked.get("token").is_none() && asked.get("session").is_none(), "{asked}");
        asked["second_factor"]["challenge"].as_str().expect("a challenge").to_owned()
    }

    /// Takes the second step with a code.
    pub async fn answer(world: &World, challenge: &str, code: &str) -> Reply {
        world.api.post("/v1/sessions/second-factor", json!({ "challenge": challenge, "code": code })).await
    }

    /// Signs in with both factors, and waits until the code is over.
    pub async fn sign_in(&self, world: &World, email: &str) -> Member {
        let challenge = Self::challenge(world, email).await;
        let signed_in = Self::answer(world, &challenge, &self.code(world)).await.expect(201);
        self.wait(world).await;
        Member { email: email.to_owned(), api: world.api.with_token(signed_in["token"].as_str().expect("a token")) }
    }
}
