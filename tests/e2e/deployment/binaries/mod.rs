//! The built binaries of the functions, driven through Lambda's Runtime API with the events that AWS sends.

pub mod built;
mod deployed;
mod function;
mod process;
mod runtime_api;

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher::store::Change;
use usher_local::Options;
use usher_local::mapping::MAPPINGS;
use usher_tests::{Account, Member, PASSWORD, World, scenario_with};

pub use self::deployed::{Answer, Deployed, Request, event};
pub use self::function::Function;
pub use self::process::Process;
use usher_tests::invariants::record;
use usher_tests::{offers, stream};

/// Runs a story on the built binaries. The world lends them its DynamoDB and SES; its own pump and schedule are off.
fn on_binaries(story: impl AsyncFnOnce(&World, &Deployed)) {
    built::binary("mailer");
    scenario_with(Options { scheduler: false, ..Options::default() }, async |world| {
        world.system.pause_stream();
        world.system.ses().events().hold();
        story(world, &Deployed::start(world).await).await;
    });
}

impl Deployed {
    async fn get(&self, path: &str, token: &str) -> Answer {
        self.send("GET", path, Request { token: Some(token.to_owned()), ..Request::default() }).await
    }

    async fn post(&self, path: &str, token: Option<&str>, body: Value) -> Answer {
        self.send(
            "POST",
            path,
            Request { token: token.map(str::to_owned), body: Some(body.to_string()), ..Request::default() },
        )
        .await
    }

    async fn create_account(&self, is_signed: bool) -> Answer {
        let administrator = json!({ "email": "ada@example.com", "given_name": "Ada", "family_name": "Lovelace" });
        let body = json!({ "name": "Northwind Dental", "preset": "invoicing", "administrator": administrator });
        self.send("POST", "/v1/accounts", Request { is_signed, body: Some(body.to_string()), ..Request::default() })
            .await
    }

    /// Hands the whole stream to the mailer, as Lambda does after an outage, and gives the token in the newest mail to
    /// `email`.
    async fn link(&self, world: &World, email: &str) -> String {
        let answer = self.invoke("mailer", json!({ "Records": stream::outbox(world).await })).await;
        assert_eq!(answer, Ok(json!({ "batchItemFailures": [] })));
        let mails = world.system.mailbox().to(email);
        let link = mails.last().unwrap_or_else(|| panic!("no mail to {email}")).links.first().expect("a link").clone();
        link.strip_prefix("https://pages.example/links/invitation#token=").expect("a link to the pages").to_owned()
    }

    async fn accept(&self, world: &World, email: &str) {
        let token = self.link(world, email).await;
        self.post("/v1/invitations/accept", None, json!({ "token": token, "password": PASSWORD })).await.expect(200);
    }

    async fn sign_in(&self, email: &str) -> String {
        let signed_in =
            self.post("/v1/sessions", None, json!({ "email": email, "password": PASSWORD })).await.expect(201);
        text(&signed_in["token"])
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}")).to_owned()
}

/// The addresses in an answer's list.
fn emails(list: &Value) -> Vec<String> {
    list["data"].as_array().expect("a list").iter().map(|record| text(&record["email"])).collect()
}

#[test]
fn the_main_job_is_done_by_the_binaries_from_the_account_to_the_revoked_invitation() {
    on_binaries(async |world, deployed| {
        let account = text(&deployed.create_account(true).await.expect(201)["account"]["id"]);
        let path = |rest: &str| format!("/v1/accounts/{account}{rest}");
        deployed.accept(world, "ada@example.com").await;
        let ada = deployed.sign_in("ada@example.com").await;

        let rows =
            json!({ "invitations": [Member::row("bob@example.com", "read"), Member::row("eve@example.com", "read")] });
        let invited = deployed.post(&path("/invitations"), Some(&ada), rows).await.expect(200);
        let revoked = text(&invited["results"][1]["invitation"]);
        deployed.accept(world, "bob@example.com").await;
        assert_eq!(
            emails(&deployed.get(&path("/users?status=active"), &ada).await.expect(200)),
            ["ada@example.com", "bob@example.com"]
        );
        assert_eq!(
            emails(&deployed.get(&path("/invitations?status=pending"), &ada).await.expect(200)),
            ["eve@example.com"]
        );

        let answer = deployed.post(&path(&format!("/invitations/{revoked}/revoke")), Some(&ada), json!({})).await;
        assert_eq!(answer.headers["etag"], "\"4\"", "two writes of the mailer, and the revocation");
        assert_eq!(answer.expect(200)["status"], "revoked");
        assert_eq!(emails(&deployed.get(&path("/users?status=pending"), &ada).await.expect(200)), [""; 0]);
        assert_eq!(deployed.get("/v1/me", &ada).await.expect(200)["accounts"][0]["id"], account.as_str());

        // The stream was handed over from its beginning each time.
        assert_eq!(world.system.mailbox().all().iter().flat_map(|mail| mail.to.clone()).count(), 3);
        assert_eq!(world.system.mailbox().all()[0].from, "\"Northwind Dental\" <usher@mail.example>");
    });
}

#[test]
fn what_each_mapping_brings_is_sent_and_published_by_the_built_functions() {
    on_binaries(async |world, deployed| {
        let account = text(&deployed.create_account(true).await.expect(201)["account"]["id"]);
        deployed.accept(world, "ada@example.com").await;
        let ada = deployed.sign_in("ada@example.com").await;
        let rows = json!({ "invitations": [Member::row("bob@example.com", "read")] });
        deployed.post(&format!("/v1/accounts/{account}/invitations"), Some(&ada), rows).await.expect(200);
        deployed.post("/v1/password-resets", None, json!({ "email": "ada@example.com" })).await.expect(202);
        world.system.mailbox().clear();
        let mut sent = Vec::new();
        for (mapping, records) in MAPPINGS.iter().zip(stream::by_mapping(world).await) {
            let answer = deployed.invoke(mapping.function, json!({ "Records": records })).await;
            assert_eq!(answer, Ok(json!({ "batchItemFailures": [] })));
            world.system.settle().await.expect("what was handed on is sent");
            sent.push(world.system.mailbox().all().into_iter().flat_map(|mail| mail.to).collect::<Vec<_>>());
            world.system.mailbox().clear();
        }
        assert_eq!(sent, [["ada@example.com"], ["bob@example.com"]]);
        let types: Vec<String> = world.system.bus().published().iter().map(|event| text(&event["type"])).collect();
        for kind in ["account.created", "invitation.created", "invitation.delivery_changed", "invitation.accepted"] {
            assert!(types.contains(&kind.to_owned()), "{kind}: {types:?}");
        }
    });
}

#[test]
fn the_events_of_ses_reach_the_invitation_through_the_built_mailer() {
    on_binaries(async |world, deployed| {
        let created = deployed.create_account(true).await.expect(201);
        let invitation = format!(
            "/v1/accounts/{}/invitations/{}",
            text(&created["account"]["id"]),
            text(&created["administrator"]["invitation"])
        );
        deployed.accept(world, "ada@example.com").await;
        let ada = deployed.sign_in("ada@example.com").await;
        assert_eq!(deployed.get(&invitation, &ada).await.expect(200)["delivery"]["status"], "sent");
        let events = world.system.ses().events().take_held();
        assert_eq!(
            events.iter().map(|event| text(&event["detail-type"])).collect::<Vec<_>>(),
            ["Email Sent", "Email Delivered"]
        );
        for event in events.iter().rev() {
            assert_eq!(deployed.invoke("mailer", event).await, Ok(Value::Null));
        }
        assert_eq!(deployed.get(&invitation, &ada).await.expect(200)["delivery"]["status"], "delivered");
    });
}

#[test]
fn the_schedule_lets_the_built_sweeper_expire_what_is_due_and_send_what_is_stuck() {
    on_binaries(async |world, deployed| {
        let account = text(&deployed.create_account(true).await.expect(201)["account"]["id"]);
        deployed.accept(world, "ada@example.com").await;
        let ada = deployed.sign_in("ada@example.com").await;
        let theirs = Account { id: account.clone(), administrator: String::new(), role: "read" };
        let late = offers::to(&theirs, "late@example.com", offers::long_ago(world));
        let stuck =
            offers::to(&theirs, "stuck@example.com", world.system.clock().now() - SignedDuration::from_hours(1));
        for offer in [late, stuck] {
            world.store().commit(Change::new().offer(&offer)).await.expect("the offer is made");
        }

        assert_eq!(
            deployed.invoke("sweeper", schedule()).await,
            Ok(json!({ "erased": 0, "expired": 1, "redriven": 2 }))
        );
        let list = async |status: &str| {
            emails(
                &deployed.get(&format!("/v1/accounts/{account}/invitations?status={status}"), &ada).await.expect(200),
            )
        };
        assert_eq!(
            (list("expired").await, list("pending").await),
            (vec!["late@example.com".to_owned()], vec!["stuck@example.com".to_owned()])
        );
        assert_eq!(
            (world.system.mailbox().to("late@example.com").len(), world.system.mailbox().to("stuck@example.com").len()),
            (0, 1)
        );
        assert_eq!(
            deployed.invoke("sweeper", schedule()).await,
            Ok(json!({ "erased": 0, "expired": 0, "redriven": 0 }))
        );
    });
}

#[test]
fn a_built_function_reads_bodies_in_base_64_and_leaves_its_answers_legible() {
    on_binaries(async |_, deployed| {
        let body = json!({ "email": "nobody@example.com", "password": PASSWORD });
        let answer = deployed
            .send(
                "POST",
                "/v1/sessions",
                Request { body: Some(body.to_string()), is_base64: true, ..Request::default() },
            )
            .await;
        assert_eq!((answer.status, &answer.body["code"]), (401, &json!("wrong_credentials")));
        assert_eq!(answer.body["request_id"], "JKJaXmPLvHcESHA=");
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    });
}

#[test]
fn without_the_context_of_iam_the_built_function_creates_no_account() {
    on_binaries(async |world, deployed| {
        assert_eq!(deployed.create_account(false).await.expect(403)["code"], "forbidden");
        assert_eq!(stream::outbox(world).await, [Value::Null; 0]);
    });
}

#[test]
fn what_no_route_is_for_gets_a_problem_of_the_built_function_and_no_handler() {
    on_binaries(async |_, deployed| {
        let nothing = deployed.send("GET", "/v1/nothing", Request::default()).await;
        assert_eq!(nothing.headers["content-type"], "application/problem+json");
        assert_eq!(nothing.expect(404)["code"], "not_found");
        let other_function = deployed.send("PUT", "/v1/me/second-factor", Request::default()).await;
        assert_eq!(other_function.headers["allow"], "POST");
        assert_eq!(other_function.expect(405)["code"], "method_not_allowed");

        // A path that the gateway has read in another way than the function would.
        for (method, path) in [("POST", "/v1/accounts"), ("GET", "/healthz"), ("GET", "/v1/access-models")] {
            let signed = Request { is_signed: true, body: Some("{}".to_owned()), ..Request::default() };
            assert_eq!(deployed.unrouted(method, path, signed).await.expect(404)["code"], "not_found", "{path}");
        }
    });
}

#[test]
fn an_event_that_makes_no_sense_leaves_every_built_function_usable() {
    on_binaries(async |_, deployed| {
        for name in deployed.names().filter(|name| *name != "sweeper") {
            for garbage in ["", "{", "42", "null", "{}", r#"{"Records":7}"#, r#"{"version":"2.0","requestContext":{}}"#]
            {
                assert!(deployed.invoke(name, garbage).await.is_err(), "{name}: {garbage}");
            }
        }
        let unreadable = record(1, json!({ "pk": { "S": "OUTBOX#INVITATIONS#0" } }));
        let poison = json!({ "Records": [{ "eventName": "INSERT" }, unreadable, 7] });
        assert_eq!(deployed.invoke("mailer", poison).await, Ok(json!({ "batchItemFailures": [] })));
        for garbage in ["{", "{}", r#"{"time":"now","resources":[]}"#] {
            let refused = deployed.invoke("sweeper", garbage).await.expect_err("no event");
            assert!(refused["errorType"].is_string(), "{garbage}");
        }
        assert_eq!(
            deployed.invoke("sweeper", schedule()).await,
            Ok(json!({ "erased": 0, "expired": 0, "redriven": 0 }))
        );

        deployed.send("GET", "/healthz", Request::default()).await.expect(204);
        for path in ["/v1/me", "/v1/sessions/current", "/v1/accounts/acc_aaaaaaaaaaaaaaaaaaaaaaaaaa/invitations"] {
            assert_eq!(deployed.get(path, "ush_ses_forged").await.expect(401)["code"], "unauthenticated");
        }
        let forged = json!({ "token": "ush_inv_forged" });
        assert_eq!(deployed.post("/v1/invitations/lookup", None, forged).await.expect(404)["code"], "not_found");
    });
}

#[test]
fn what_the_binaries_log_is_json_that_tells_the_request_and_no_secret() {
    on_binaries(async |world, deployed| {
        let account = text(&deployed.create_account(true).await.expect(201)["account"]["id"]);
        let link = deployed.link(world, "ada@example.com").await;
        deployed.post("/v1/invitations/accept", None, json!({ "token": link, "password": PASSWORD })).await.expect(200);
        let session = deployed.sign_in("ada@example.com").await;
        deployed.get(&format!("/v1/accounts/{account}/users?after=ada@example.com"), &session).await.expect(422);
        deployed.get("/v1/accounts/pasted-by-mistake/users", &session).await.expect(404);
        deployed.get("/v1/accounts/pasted-by-mistake", "ush_ses_forged").await.expect(401);
        deployed.get("/v1/pasted-by-mistake", &session).await.expect(404);

        let log = deployed.log();
        let lines: Vec<Value> =
            log.iter().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}"))).collect();
        for line in &lines {
            // Lambda takes a line without a valid time for INFO, whatever its level is.
            let time = text(&line["timestamp"]).parse::<jiff::Timestamp>();
            let level = text(&line["level"]);
            assert!(time.is_ok() && ["INFO", "WARN", "ERROR"].contains(&level.as_str()), "{line}");
            assert!(line.get("spans").is_none(), "what a span holds is written once: {line}");
        }
        let answered = lines.iter().filter(|line| line["fields"]["message"] == "answered");
        let operations: Vec<String> = answered.map(|line| text(&line["span"]["operation"])).collect();
        assert_eq!(operations.len(), 7, "{operations:?}");
        assert!(operations.contains(&"$default".to_owned()), "{operations:?}");
        assert!(lines.iter().any(
            |line| line["span"]["account"] == account.as_str() && line["span"]["request_id"] == "JKJaXmPLvHcESHA="
        ));
        for secret in [link.as_str(), &session, PASSWORD, "ada@example.com", "pasted-by-mistake"] {
            assert!(!log.iter().any(|line| line.contains(secret)), "{secret}");
        }
    });
}

/// What EventBridge's schedule sends.
fn schedule() -> Value {
    json!({
        "version": "0",
        "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "123456789012",
        "time": "2026-11-22T08:00:00Z",
        "region": "eu-west-1",
        "resources": ["arn:aws:events:eu-west-1:123456789012:rule/every-minute"],
        "detail": {},
    })
}
