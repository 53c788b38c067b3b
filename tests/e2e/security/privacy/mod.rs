//! What must not be learnt: from answers, from the table, from the log. And what must be on record.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

pub mod log;

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_local::{Fault, Options};
use usher_tests::{Account, Member, Reply, Sabotage, Table, World, scenario, scenario_with};

/// A value in which ids, times and `email` are the same in every story.
fn faceless(value: &Value, email: &str) -> Value {
    match value {
        Value::String(text) => Value::String(faceless_text(&text.replace(email, "someone@example.com"))),
        Value::Array(values) => values.iter().map(|value| faceless(value, email)).collect(),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(name, value)| (name.clone(), faceless(value, email))).collect())
        }
        other => other.clone(),
    }
}

fn faceless_text(text: &str) -> String {
    let id = ["acc_", "usr_", "inv_", "evt_"].into_iter().find(|prefix| text.starts_with(prefix));
    let is_time = text.parse::<jiff::Timestamp>().is_ok();
    let is_request = text.len() == 36 && text.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
    match id {
        Some(prefix) => format!("{prefix}…"),
        None if is_time => "a time".to_owned(),
        None if is_request => "a request".to_owned(),
        None if text.len() > 80 && !text.contains(' ') => "a cursor".to_owned(),
        None => text.to_owned(),
    }
}

/// All that an inviter can see of an answer.
fn faceless_reply(reply: Reply, email: &str) -> Value {
    let mut headers: Vec<String> = reply
        .headers
        .iter()
        .filter(|(name, _)| *name != "date" && *name != "x-request-id")
        .map(|(name, value)| format!("{name}: {value:?}"))
        .collect();
    headers.sort();
    // The address counts in the length of a body, and it is the inviter's own. Versions count reports of SES, which
    // overtake each other. A location is made of ids that the body has, too.
    let is_ones_own =
        |header: &String| ["content-length", "etag", "location"].iter().any(|one| header.starts_with(one));
    headers.retain(|header| !is_ones_own(header));
    json!({ "status": reply.status.as_u16(), "headers": headers, "body": faceless(&reply.body, email) })
}

mod an_account;
mod an_inviter;

/// What must be nowhere. Every part is this story's own, so that it is not found because of another test.
struct Secrets {
    passwords: Vec<String>,
    tokens: Vec<String>,
    addresses: Vec<String>,
}

impl Secrets {
    /// Fails the test if `text` has a password or a token in it.
    fn are_not_in(&self, place: &str, text: &str) {
        for secret in self.passwords.iter().chain(&self.tokens) {
            assert!(!text.contains(secret.as_str()), "{secret} is in {place}: {}", around(text, secret));
        }
        // The random bits of a token, without what it carries in front of them.
        for token in &self.tokens {
            let bits = &token[token.len() - 40..token.len() - 8];
            assert!(!text.contains(bits), "a part of {token} is in {place}: {}", around(text, bits));
        }
    }

    /// Fails the test if `text` has an address in it.
    fn nor_is_anybody_in(&self, place: &str, text: &str) {
        for address in &self.addresses {
            assert!(
                !text.to_lowercase().contains(address.as_str()),
                "{address} is in {place}: {}",
                around(&text.to_lowercase(), address)
            );
        }
    }
}

fn around<'a>(text: &'a str, found: &str) -> &'a str {
    let at = text.find(found).unwrap_or_default();
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[start..].lines().next().unwrap_or_default()
}

/// A story with everything that Usher does in it, well and badly; the secrets that passed through it, and its account.
async fn everything(world: &World, name: &str) -> (Account, Secrets) {
    let email = |person: &str| format!("{person}.{name}@example.com");
    let (mut tokens, mut passwords) = (Vec::new(), vec![usher_tests::PASSWORD.to_owned()]);
    let (account, ada) = world.account("warranty", &email("ada")).await;
    let (other, zoe) = world.account("invoicing", &email("zoe")).await;
    tokens.extend([&ada, &zoe].map(|member| member.api.token().unwrap().to_owned()));

    let people = ["bob", "eve", "joe", "kim"].map(email);
    ada.invite(&account, &people.each_ref().map(String::as_str)).await;
    let mut ids = Vec::new();
    for person in &people {
        tokens.push(world.link(person).await);
        let list = ada.pages(&account.path("/invitations?status=pending&limit=100")).await;
        ids.push(list.iter().find(|one| one["email"] == person.as_str()).unwrap()["id"].as_str().unwrap().to_owned());
    }
    let [bob, eve, joe, kim] = &people;

    // Bob: a weak password, a right one, a wrong one, a sign-in, a second account, a sign-out.
    passwords.extend([format!("weak.{name}"), format!("a right one for {name}"), format!("a wrong one for {name}")]);
    let accept = async |password: &str| {
        let body = json!({ "token": tokens[2], "password": password });
        world.api.post_with("/v1/invitations/accept", &[("idempotency-key", password)], body).await
    };
    accept(&passwords[1]).await.expect_problem(422, "invalid_fields");
    let accepted = accept(&passwords[2]).await.expect(200);
    assert_eq!(accept(&passwords[2]).await.expect(200), accepted, "a stored answer");
    let sign_in = async |key: &str, password: &str| {
        world
            .api
            .post_with("/v1/sessions", &[("idempotency-key", key)], json!({ "email": bob, "password": password }))
            .await
    };
    sign_in("first", &passwords[3]).await.expect_problem(401, "wrong_credentials");
    let signed_in = sign_in("second", &passwords[2]).await.expect(201);
    sign_in("third", &passwords[2]).await.expect(201);
    tokens.push(signed_in["token"].as_str().unwrap().to_owned());
    let bob_signed_in = world.api.with_token(tokens.last().unwrap());
    zoe.invite_one(&other, bob).await;
    tokens.push(world.link(bob).await);
    bob_signed_in.post("/v1/invitations/accept", json!({ "token": tokens.last().unwrap() })).await.expect(200);
    bob_signed_in.get(&format!("/v1/me?access_token={}", tokens.last().unwrap())).await;
    bob_signed_in.delete("/v1/sessions/current").await.expect(204);

    let (more_tokens, more_passwords) = credentials(world, &account, &ada, &zoe, name).await;
    tokens.extend(more_tokens);
    passwords.extend(more_passwords);

    // Eve declines, Joe's is sent again and revoked, Kim's expires and she asks for another.
    world.api.post("/v1/invitations/decline", json!({ "token": tokens[3] })).await.expect(204);
    for operation in ["resend", "revoke"] {
        ada.api.post(&account.path(&format!("/invitations/{}/{operation}", ids[2])), json!({})).await.expect(200);
    }
    world.advance(SignedDuration::from_hours(24 * 7)).await;
    world.api.post("/v1/invitations/request-new", json!({ "token": tokens[5] })).await.expect(202);
    tokens.push(world.link(kim).await);

    // Things go wrong.
    let ada = world.sign_in(&ada.email).await;
    tokens.push(ada.api.token().unwrap().to_owned());
    world
        .api
        .send(
            reqwest::Method::POST,
            "/v1/sessions",
            &[],
            Some(format!("{{\"email\":\"{bob}\",\"password\":\"{}\"", passwords[2])),
        )
        .await;
    world.api.send(reqwest::Method::POST, "/v1/sessions", &[], Some(format!("\"{}\"", passwords[2]))).await;
    world.system.ses().fail_next(1, Fault::MessageRejected);
    ada.invite(&account, &[eve]).await;
    world.system.settle().await.unwrap();
    for sabotage in [Sabotage::Unreachable, Sabotage::Throttled, Sabotage::InternalError, Sabotage::ReplyLost] {
        world.dynamodb.sabotage(move |_| Some(sabotage));
        world.api.post("/v1/sessions", json!({ "email": bob, "password": passwords[2] })).await;
        world
            .api
            .post("/v1/invitations/accept", json!({ "token": tokens.last().unwrap(), "password": passwords[1] }))
            .await;
        ada.invite_rows(&account, vec![Member::row(joe, "claims_manager")]).await;
        world.dynamodb.heal();
    }
    world.system.settle().await.unwrap();
    let addresses = [people.to_vec(), vec![email("ada"), email("zoe")]].concat();
    (account, Secrets { passwords, tokens, addresses })
}

/// API tokens, signed tokens, a second factor with its codes, a forgotten password: what passes through, as tokens and
/// as passwords.
async fn credentials(
    world: &World,
    account: &Account,
    ada: &Member,
    zoe: &Member,
    name: &str,
) -> (Vec<String>, Vec<String>) {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let made = ada.api.post(&account.path("/api-tokens"), json!({ "name": "Export" })).await.expect(201);
    let rotate = account.path(&format!("/api-tokens/{}/rotate", text(&made["api_token"]["id"])));
    let rotated = ada.api.post(&rotate, json!({})).await.expect(200);
    world.api.with_token(&text(&rotated["token"])).get(&account.path("/users")).await.expect(200);
    let signed = ada.api.post("/v1/sessions/token", json!({ "account": account.id })).await.expect(200);
    let mut tokens = vec![text(&made["token"]), text(&rotated["token"]), text(&signed["token"])];

    let begun = ada.api.post("/v1/me/second-factor", json!({ "password": usher_tests::PASSWORD })).await.expect(201);
    let app = usher_tests::Authenticator::scan(&begun);
    let code = json!({ "code": app.code(world) });
    let confirmed = ada.api.post("/v1/me/second-factor/confirm", code).await.expect(200);
    let codes: Vec<String> = confirmed["recovery_codes"].as_array().unwrap().iter().map(text).collect();
    let asked = world
        .api
        .post("/v1/sessions", json!({ "email": ada.email, "password": usher_tests::PASSWORD }))
        .await
        .expect(200);
    tokens.push(text(&asked["second_factor"]["challenge"]));
    let step = json!({ "challenge": tokens[3], "recovery_code": codes[0] });
    tokens.push(text(&world.api.post("/v1/sessions/second-factor", step).await.expect(201)["token"]));
    let off = json!({ "password": usher_tests::PASSWORD, "recovery_code": codes[1] });
    ada.api.post("/v1/me/second-factor/disable", off).await.expect(204);

    let anew = format!("set again for {name}");
    world.api.post("/v1/password-resets", json!({ "email": zoe.email })).await.expect(202);
    tokens.push(world.link(&zoe.email).await);
    let complete = json!({ "token": tokens.last().unwrap(), "password": anew });
    world.api.post("/v1/password-resets/complete", complete).await.expect(204);
    let passwords = codes.into_iter().chain([text(&begun["secret"]), anew]).collect();
    (tokens, passwords)
}

mod secrets;

mod audit_events;
