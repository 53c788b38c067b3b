//! What must not be learnt: from answers, from the table, from the log. And what must be on record.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

mod log;

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_local::{Fault, Options};
use usher_tests::{Account, Member, Reply, Sabotage, Table, World, scenario, scenario_with};

/// A value in which ids, times and `email` are the same in every story.
fn faceless(value: &Value, email: &str) -> Value {
    match value {
        Value::String(text) => Value::String(faceless_text(&text.replace(email, "someone@example.com"))),
        Value::Array(values) => values.iter().map(|value| faceless(value, email)).collect(),
        Value::Object(fields) => Value::Object(fields.iter().map(|(name, value)| (name.clone(), faceless(value, email))).collect()),
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
    let mut headers: Vec<String> =
        reply.headers.iter().filter(|(name, _)| *name != "date").map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.sort();
    // The address counts in the length of a body, and it is the inviter's own. Versions count reports of SES, which overtake each other.
    headers.retain(|header| !header.starts_with("content-length") && !header.starts_with("etag"));
    json!({ "status": reply.status.as_u16(), "headers": headers, "body": faceless(&reply.body, email) })
}

mod an_inviter {
    use super::*;

    /// Everything that an inviter can ask about somebody, and what each question cost at DynamoDB.
    async fn all_there_is_to_see(world: &World, account: &Account, ada: &Member, email: &str) -> Vec<(Value, Vec<String>)> {
        let mut seen = Vec::new();
        let mut note = async |reply: Reply| {
            let reply = faceless_reply(reply, email);
            let cost = world.dynamodb.take().into_iter().map(|request| format!("{} {}", request.operation, request.units)).collect();
            seen.push((reply, cost));
            world.system.resume_stream();
            world.system.settle().await.expect("the outbox runs empty");
            world.system.pause_stream();
            world.dynamodb.clear();
        };
        let row = Member::row(email, "read");
        let all = account.path("/invitations");
        world.system.settle().await.expect("the outbox runs empty");
        // The mailer's requests are not the answers'.
        world.system.pause_stream();
        world.dynamodb.clear();
        note(ada.api.post(&all, json!({ "invitations": [row], "dry_run": true })).await).await;
        let invited = ada.api.post(&all, json!({ "invitations": [row] })).await;
        let (invitation, user) = (invited.body["results"][0]["invitation"].clone(), invited.body["results"][0]["user"].clone());
        let invitation = account.path(&format!("/invitations/{}", invitation.as_str().unwrap()));
        let user = account.path(&format!("/users/{}", user.as_str().unwrap()));
        note(invited).await;
        note(ada.invite_rows(account, vec![row.clone()]).await).await;
        for path in [&invitation, &user, &account.path("/users?status=pending"), &account.path("/invitations?status=pending")] {
            note(ada.api.get(path).await).await;
        }
        note(ada.api.post(&format!("{invitation}/resend"), json!({})).await).await;
        note(ada.api.get(&invitation).await).await;
        note(ada.api.post(&format!("{invitation}/revoke"), json!({})).await).await;
        for path in [&invitation, &user, &account.path("/users?status=pending"), &account.path("/invitations?status=revoked&limit=1")] {
            note(ada.api.get(path).await).await;
        }
        note(ada.invite_rows(account, vec![row]).await).await;
        let link = world.link(email).await;
        world.api.post("/v1/invitations/decline", json!({ "token": link })).await.expect(204);
        world.dynamodb.clear();
        for path in [&user, &account.path("/users"), &account.path("/invitations?status=declined&limit=1")] {
            note(ada.api.get(path).await).await;
        }
        world.system.resume_stream();
        seen
    }

    #[test]
    fn cannot_tell_an_address_that_is_known_elsewhere_from_an_unknown_one() {
        scenario_with(Options { scheduler: false, ..Options::default() }, async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            world.account("warranty", "grace@example.com").await;
            let known = all_there_is_to_see(world, &account, &ada, "grace@example.com").await;
            let unknown = all_there_is_to_see(world, &account, &ada, "terry@example.com").await;
            assert!(known.len() > 15 && known.iter().all(|(reply, _)| !reply.to_string().contains("grace")));
            for (known, unknown) in known.iter().zip(&unknown) {
                assert_eq!(known, unknown);
            }
        });
    }

    #[test]
    fn has_the_same_mail_sent_to_both() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            world.account("warranty", "grace@example.com").await;
            world.system.settle().await.unwrap();
            world.system.mailbox().clear();
            ada.invite(&account, &["grace@example.com", "terry@example.com"]).await;
            let mut mails = Vec::new();
            for email in ["grace@example.com", "terry@example.com"] {
                let token = world.link(email).await;
                let mail = &world.system.mailbox().to(email)[0];
                mails.push([&mail.subject, &mail.text, &mail.html, &mail.from].map(|part| part.replace(&token, "…")));
                assert_eq!(mail.text.matches(&token).count(), 1);
            }
            assert_eq!(mails[0], mails[1]);
        });
    }
}

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
            assert!(!text.to_lowercase().contains(address.as_str()), "{address} is in {place}: {}", around(&text.to_lowercase(), address));
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
    let accept = async |password: &str| world.api.post("/v1/invitations/accept", json!({ "token": tokens[2], "password": password })).await;
    accept(&passwords[1]).await.expect_problem(422, "invalid_fields");
    accept(&passwords[2]).await.expect(200);
    let sign_in = async |key: &str, password: &str| {
        world.api.post_with("/v1/sessions", &[("idempotency-key", key)], json!({ "email": bob, "password": password })).await
    };
    sign_in("first", &passwords[3]).await.expect_problem(401, "wrong_credentials");
    let signed_in = sign_in("second", &passwords[2]).await.expect(201);
    assert_eq!(sign_in("second", &passwords[2]).await.expect(201), signed_in, "a stored answer");
    sign_in("third", &passwords[2]).await.expect(201);
    tokens.push(signed_in["token"].as_str().unwrap().to_owned());
    let bob_signed_in = world.api.with_token(tokens.last().unwrap());
    zoe.invite_one(&other, bob).await;
    tokens.push(world.link(bob).await);
    bob_signed_in.post("/v1/invitations/accept", json!({ "token": tokens.last().unwrap() })).await.expect(200);
    bob_signed_in.get(&format!("/v1/me?access_token={}", tokens.last().unwrap())).await;
    bob_signed_in.delete("/v1/sessions/current").await.expect(204);

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
    world.api.send(reqwest::Method::POST, "/v1/sessions", &[], Some(format!("{{\"email\":\"{bob}\",\"password\":\"{}\"", passwords[2]))).await;
    world.api.send(reqwest::Method::POST, "/v1/sessions", &[], Some(format!("\"{}\"", passwords[2]))).await;
    world.system.ses().fail_next(1, Fault::MessageRejected);
    ada.invite(&account, &[eve]).await;
    world.system.settle().await.unwrap();
    for sabotage in [Sabotage::Unreachable, Sabotage::Throttled, Sabotage::InternalError, Sabotage::ReplyLost] {
        world.dynamodb.sabotage(move |_| Some(sabotage));
        world.api.post("/v1/sessions", json!({ "email": bob, "password": passwords[2] })).await;
        world.api.post("/v1/invitations/accept", json!({ "token": tokens.last().unwrap(), "password": passwords[1] })).await;
        ada.invite_rows(&account, vec![Member::row(joe, "claims_manager")]).await;
        world.dynamodb.heal();
    }
    world.system.settle().await.unwrap();
    let addresses = [people.to_vec(), vec![email("ada"), email("zoe")]].concat();
    (account, Secrets { passwords, tokens, addresses })
}

mod secrets {
    use super::*;

    #[test]
    fn are_not_in_the_table() {
        scenario(async |world| {
            let (_, secrets) = everything(world, "table").await;
            let items = Table::of(world).items().await;
            let kinds = ["account", "access_model", "user", "invitation", "person", "membership", "session", "audit_event", "answer"];
            for kind in kinds {
                assert!(items.iter().any(|item| item["kind"] == kind), "the story leaves no {kind}");
            }
            for item in &items {
                secrets.are_not_in("the table", &item.to_string());
            }
            for person in items.iter().filter(|item| item["kind"] == "person") {
                assert!(person["password"].as_str().unwrap().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{person}");
            }
        });
    }

    #[test]
    fn are_not_in_the_log_and_neither_is_anybodys_address() {
        log::keep();
        scenario(async |world| {
            let (account, secrets) = everything(world, "log").await;
            let refused = world.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
            let log = log::read();
            let request = refused["request_id"].as_str().unwrap();
            let line = log.lines().find(|line| line.contains(request) && line.contains("answered")).expect("every request is logged");
            let line: Value = serde_json::from_str(line).expect("the log is JSON");
            assert_eq!((&line["span"]["request_id"], &line["span"]["operation"]), (&json!(request), &json!("GET /v1/me")), "{line}");
            for (said, what) in [(account.id.as_str(), "the account"), ("a dependency failed", "failures"), ("handled a promised mail", "mails")] {
                assert!(log.contains(said), "the log names {what}");
            }
            secrets.are_not_in("the log", &log);
            secrets.nor_is_anybody_in("the log", &log);
        });
    }

    /// A hash that anybody could compute would let whoever reads the table try passwords a thousand times faster than argon2id lets them.
    #[test]
    fn cannot_be_guessed_from_what_is_kept_of_a_request() {
        scenario(async |world| {
            world.account("invoicing", "ada@example.com").await;
            let body = json!({ "email": "ada@example.com", "password": usher_tests::PASSWORD });
            for key in ["a key that only Ada's browser knows", "another"] {
                world.api.post_with("/v1/sessions", &[("idempotency-key", key)], body.clone()).await.expect(201);
            }
            let kept = Table::of(world).of_kind("answer").await;
            assert_eq!(kept.len(), 2);
            for attribute in ["fingerprint", "request", "sealed"] {
                assert_ne!(kept[0][attribute], kept[1][attribute], "{attribute} depends on nothing secret");
            }
        });
    }
}

mod audit_events {
    use super::*;

    /// The events' action, kind of actor, and target.
    fn gist(events: &[Value]) -> Vec<[&str; 3]> {
        fn text(value: &Value) -> &str {
            value.as_str().unwrap()
        }
        events.iter().map(|event| [text(&event["action"]), text(&event["actor"]["type"]), text(&event["target"])]).collect()
    }

    #[test]
    fn tell_who_did_what_to_whom_for_every_change() {
        scenario(async |world| {
            let (account, ada) = world.account("warranty", "ada@example.com").await;
            let spoofed = [("x-forwarded-for", "203.0.113.7"), ("forwarded", "for=203.0.113.7"), ("x-real-ip", "203.0.113.7")];
            let mut ids = Vec::new();
            for email in ["bob@example.com", "eve@example.com", "joe@example.com"] {
                let body = json!({ "invitations": [Member::row(email, "claims_manager")] });
                let result = ada.api.post_with(&account.path("/invitations"), &spoofed, body).await.expect(200)["results"][0].clone();
                ids.push([&result["invitation"], &result["user"]].map(|id| id.as_str().unwrap().to_owned()));
            }
            let [[bob, bob_user], [eve, _], [joe, _]] = [&ids[0], &ids[1], &ids[2]];
            world.accept("bob@example.com").await.expect(200);
            world.sign_in("bob@example.com").await;
            ada.api.post(&account.path(&format!("/invitations/{eve}/resend")), json!({})).await.expect(200);
            let eve_link = world.link("eve@example.com").await;
            world.api.post("/v1/invitations/decline", json!({ "token": eve_link })).await.expect(204);
            let joe_link = world.link("joe@example.com").await;
            world.advance(SignedDuration::from_hours(24 * 7)).await;
            world.api.post("/v1/invitations/request-new", json!({ "token": joe_link })).await.expect(202);
            let ada = world.sign_in("ada@example.com").await;
            ada.api.post(&account.path(&format!("/invitations/{joe}/revoke")), json!({})).await.expect(200);

            let events = Table::of(world).events(&account).await;
            let ada_user = account.administrator.as_str();
            let mut expected = vec![
                ["invitation.created", "user", bob],
                ["invitation.created", "user", eve],
                ["invitation.created", "user", joe],
                ["invitation.accepted", "user", bob],
                ["user.activated", "user", bob_user],
                ["invitation.resent", "user", eve],
                ["invitation.declined", "user", eve],
                ["invitation.expired", "system", joe],
                ["invitation.requested_again", "user", joe],
                ["invitation.revoked", "user", joe],
            ];
            let mut found = gist(&events[4..]);
            // What happens within a millisecond has no order.
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected);

            let mut start = gist(&events[..4]);
            start.sort_unstable();
            let ada_invitation = events.iter().find(|event| event["after"]["email"] == "ada@example.com").unwrap()["target"].as_str().unwrap();
            assert_eq!(
                start,
                [
                    ["account.created", "operator", account.id.as_str()],
                    ["invitation.accepted", "user", ada_invitation],
                    ["invitation.created", "operator", ada_invitation],
                    ["user.activated", "user", ada_user],
                ]
            );

            let actor = |action: &str, target: &str| {
                let event = events.iter().find(|event| event["action"] == action && event["target"] == target).unwrap();
                event["actor"]["id"].as_str().unwrap().to_owned()
            };
            assert_eq!(actor("invitation.created", bob), ada_user);
            assert_eq!(actor("invitation.accepted", bob), *bob_user);
            assert_eq!(actor("user.activated", bob_user), *bob_user);
            assert_eq!(actor("invitation.declined", eve), ids[1][1]);
            assert_eq!(actor("invitation.revoked", joe), ada_user);
            for event in &events {
                if event["actor"]["type"] == "system" {
                    assert!(event["request_id"].is_null() && event["source_ip"].is_null(), "{event}");
                    continue;
                }
                assert_eq!(event["request_id"].as_str().map(str::len), Some(36), "{event}");
                assert_eq!(event["source_ip"], "127.0.0.1", "the address that the gateway saw: {event}");
                assert!(event["before"].is_object() || event["after"].is_object(), "{event}");
            }
        });
    }

    #[test]
    fn of_one_request_name_it() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            ada.invite(&account, &["bob@example.com", "eve@example.com"]).await;
            ada.invite(&account, &["joe@example.com"]).await;
            let events = Table::of(world).events(&account).await;
            let by = |email: &str| events.iter().find(|event| event["after"]["email"] == email).unwrap()["request_id"].clone();
            let created = events.iter().find(|event| event["action"] == "account.created").unwrap();
            assert_eq!(by("ada@example.com"), created["request_id"]);
            assert_eq!(by("bob@example.com"), by("eve@example.com"));
            assert_ne!(by("bob@example.com"), by("joe@example.com"));
        });
    }

    #[test]
    fn are_not_written_for_what_did_not_happen() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let id = ada.invite_one(&account, "bob@example.com").await;
            let token = world.link("bob@example.com").await;
            let before = Table::of(world).events(&account).await;
            let rows = [Member::row("bob@example.com", "read"), Member::row("ada@example.com", "read"), Member::row("not an address", "read")];
            ada.invite_rows(&account, rows.to_vec()).await.expect(200);
            ada.api
                .post(&account.path("/invitations"), json!({ "invitations": [Member::row("joe@example.com", "read")], "dry_run": true }))
                .await
                .expect(200);
            let stale = ada.api.post_with(&account.path(&format!("/invitations/{id}/revoke")), &[("if-match", "\"99\"")], json!({})).await;
            stale.expect_problem(412, "stale_version");
            world.api.post("/v1/invitations/accept", json!({ "token": token, "password": "short" })).await.expect_problem(422, "invalid_fields");
            world.api.post("/v1/invitations/request-new", json!({ "token": token })).await.expect_problem(409, "invitation_not_expired");
            world.sign_in("ada@example.com").await;
            assert_eq!(Table::of(world).events(&account).await, before);
        });
    }
}
