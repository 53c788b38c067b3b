//! A table that commit 0081cdb filled goes on working: what was issued then counts now, and accounts move to what has
//! come since while requests are served. `tests/tables/0081cdb` has the table, and how it was made.

use data_encoding::BASE64;
use jiff::Timestamp;
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use usher_local::{MovableClock, Options};
use usher_tests::office::patch;
use usher_tests::{Account, Authenticator, Member, PASSWORD, World, dynamodb, scenario_with};

const ITEMS: &str = include_str!("../../tables/0081cdb/items.jsonl");
const KNOWN: &str = include_str!("../../tables/0081cdb/known.json");

/// How many items one request writes.
const BATCH: usize = 25;

/// What its people know, and the world that has the table, at the time when it was left.
struct Earlier<'a> {
    known: Value,
    world: &'a World,
}

fn earlier(story: impl AsyncFnOnce(&Earlier<'_>)) {
    let known: Value = serde_json::from_str(KNOWN).expect("JSON");
    let directory = directory(&known);
    let options = Options { data_dir: Some(directory.path().to_owned()), scheduler: false, ..Options::default() };
    scenario_with(options, async |world| {
        let items: Vec<Value> = ITEMS.lines().map(|line| serde_json::from_str(line).expect("an item")).collect();
        for items in items.chunks(BATCH) {
            let puts: Vec<Value> = items.iter().map(|item| json!({ "PutRequest": { "Item": item } })).collect();
            let mut body = json!({ "RequestItems": {} });
            body["RequestItems"][world.system.table.as_str()] = json!(puts);
            let written = dynamodb::call(world, "DynamoDB_20120810.BatchWriteItem", body.to_string()).await;
            assert_eq!(written["UnprocessedItems"], json!({}), "{written}");
        }
        story(&Earlier { known, world }).await;
    });
}

impl Earlier<'_> {
    fn of(&self, pointer: &str) -> &str {
        self.known.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("nothing at {pointer}"))
    }

    fn names(&self) -> Vec<String> {
        self.known["accounts"].as_object().expect("accounts").keys().cloned().collect()
    }

    fn account(&self, name: &str) -> Account {
        let id = self.of(&format!("/accounts/{name}/account")).to_owned();
        Account { id, administrator: String::new(), role: "user" }
    }

    /// Who was invited then accepts with the link of that time.
    async fn accept(&self, name: &str) {
        let token = self.of(&format!("/accounts/{name}/pending/link"));
        let mut body = json!({ "token": token, "password": PASSWORD });
        let asked = self.world.api.post("/v1/invitations/lookup", json!({ "token": token })).await.expect(200);
        if asked["names_required"] == true {
            (body["given_name"], body["family_name"]) = (json!("Mary"), json!("Shelley"));
        }
        let accepted = self.world.api.post("/v1/invitations/accept", body).await;
        assert_eq!(accepted.status, 200, "{name}: {}", accepted.body);
    }

    /// Events are told as they were written, and what they held then is not what the schemas say today: so this is no
    /// request of the tests' client, which compares.
    async fn read_the_trail(&self, account: &Account, by: &Member) {
        let url = format!("{}{}", self.world.system.api_url, account.path("/audit-events?limit=100"));
        let asked = reqwest::Client::new().get(url).bearer_auth(by.api.token().expect("a token"));
        let trail: Value = asked.send().await.expect("an answer").json().await.expect("JSON");
        let events = trail["data"].as_array().expect("events");
        for action in ["account.created", "invitation.accepted"] {
            assert!(events.iter().any(|event| event["action"] == action), "{action}: {trail}");
        }
    }

    /// Someone who was deactivated then comes in again.
    async fn reactivate(&self, name: &str, account: &Account, by: &Member, user: &str) {
        assert_eq!(by.users(account, "deactivated").await, [format!("alan@{name}.example")], "{name}");
        // Deactivation takes the grants away there.
        let grants = json!({ "grants": [{ "role": "claims_manager", "units": "all" }] });
        let body = if name == "warranty" { grants } else { json!({}) };
        by.api.post(&account.path(&format!("/users/{user}/reactivate")), body).await.expect(200);
        assert_eq!(by.users(account, "deactivated").await, Vec::<String>::new(), "{name}");
    }

    async fn administrator(&self, name: &str) -> Member {
        self.world.sign_in(self.of(&format!("/accounts/{name}/administrator"))).await
    }
}

#[test]
fn sessions_api_tokens_links_and_second_factors_count_as_before() {
    earlier(async |earlier| {
        let world = earlier.world;
        let office = earlier.account("office");
        let session = world.api.with_token(earlier.of("/session"));
        let me = session.get("/v1/me").await.expect(200);
        assert_eq!((&me["email"], &me["accounts"][0]["id"]), (&json!("ada@office.example"), &json!(office.id)));
        let program = world.api.with_token(earlier.of("/api_token"));
        let users = program.get(&earlier.account("billing").path("/users")).await.expect(200);
        assert!(users.to_string().contains("grace@billing.example"));

        for name in earlier.names() {
            earlier.accept(&name).await;
        }
        let late = json!({ "token": earlier.of("/expired/link") });
        let looked_up = world.api.post("/v1/invitations/lookup", late.clone()).await.expect(200);
        assert_eq!(looked_up["status"], "expired");
        world.api.post("/v1/invitations/request-new", late).await.expect(202);
        world.link(earlier.of("/expired/email")).await;
        world.accept(earlier.of("/expired/email")).await.expect(200);

        let reset = json!({ "token": earlier.of("/reset/link"), "password": "another horse, another battery" });
        world.api.post("/v1/password-resets/complete", reset).await.expect(204);

        let email = earlier.of("/in_two/email");
        let uri =
            format!("otpauth://totp/Brightbill:{email}?secret={}&issuer=Brightbill", earlier.of("/in_two/secret"));
        let app = Authenticator::scan(&json!({ "otpauth_uri": uri }));
        app.wait(world).await;
        let grace = app.sign_in(world, email).await;
        let me = grace.api.get("/v1/me").await.expect(200);
        assert_eq!(me["accounts"].as_array().map(Vec::len), Some(2), "{me}");
        let challenge = Authenticator::challenge(world, email).await;
        let with = json!({ "challenge": challenge, "recovery_code": earlier.of("/in_two/recovery_code") });
        world.api.post("/v1/sessions/second-factor", with).await.expect(201);
        world.system.settle().await.expect("the outbox runs empty");
    });
}

#[test]
fn people_are_listed_found_and_changed_and_the_trail_is_read() {
    earlier(async |earlier| {
        for name in earlier.names() {
            let (account, ada) = (earlier.account(&name), earlier.administrator(&name).await);
            let mary = if name == "billing" { "active" } else { "pending" };
            assert!(ada.users(&account, mary).await.contains(&format!("mary@{name}.example")), "{name}");
            earlier.read_the_trail(&account, &ada).await;
            let found = ada.api.get(&account.path("/users?query=grace")).await.expect(200)["data"][0].clone();
            assert!(found["allowed_actions"].to_string().contains("update"), "{name}: {found}");
            let path = account.path(&format!("/users/{}", found["id"].as_str().expect("an id")));
            patch(&ada, &path, json!({ "grants": found["grants"] })).await.expect(200);
            if let Some(alan) = earlier.known["accounts"][&name]["deactivated"]["user"].as_str() {
                earlier.reactivate(&name, &account, &ada, alan).await;
            }
            earlier.accept(&name).await;
        }
        earlier.world.system.settle().await.expect("the outbox runs empty");
    });
}

#[test]
fn who_managed_an_account_does_so_still_but_for_the_rules_which_are_the_vendors_now() {
    earlier(async |earlier| {
        let office = earlier.account("office");
        let grace = earlier.world.sign_in(earlier.of("/accounts/office/active/email")).await;
        for member in [&earlier.administrator("office").await, &grace] {
            patch(member, &office.path(""), json!({ "name": "Office" })).await.expect(200);
            member.api.post(&office.path("/units"), json!({ "name": member.email })).await.expect(201);
            let mut document = member.api.get(&office.path("/access-model")).await.expect(200);
            document["title"] = json!("Own");
            let refused =
                member.api.send(Method::PUT, &office.path("/access-model"), &[], Some(document.to_string())).await;
            refused.expect_problem(403, "customization_not_allowed");
        }
    });
}

#[test]
fn operators_take_accounts_over_while_requests_are_served() {
    earlier(async |earlier| {
        let world = earlier.world;
        let operator = world.operator();
        let listed = async || operator.get("/v1/operator/accounts?limit=100").await.expect(200)["data"].clone();
        assert_eq!(listed().await, json!([]));
        for name in earlier.names() {
            let account = earlier.account(&name);
            let ada = earlier.administrator(&name).await;
            let path = format!("/v1/operator/accounts/{}", account.id);
            operator.get(&path).await.expect(200);
            let invited = newcomer(&name);
            let (adopted, invited) = tokio::join!(
                operator.send(Method::PATCH, &path, &[], Some(json!({}).to_string())),
                ada.invite_rows(&account, vec![invited]),
            );
            adopted.expect(200);
            assert_eq!(invited.expect(200)["results"][0]["verdict"], "invited", "{name}");
            if name != "office" {
                let follow = json!({ "preset": name }).to_string();
                operator.send(Method::PUT, &account.path("/model"), &[], Some(follow)).await.expect(200);
            }
            ada.api.get(&account.path("/users")).await.expect(200);
        }
        assert_eq!(listed().await.as_array().map(Vec::len), Some(earlier.names().len()));
        let erased = json!({ "email": earlier.of("/in_two/email") });
        let erased = operator.post("/v1/operator/people/erase", erased).await.expect(200);
        assert_eq!(erased["places"].as_array().map(Vec::len), Some(2), "{erased}");
        let suspended = format!("/v1/operator/accounts/{}", earlier.account("mailing").id);
        operator.post(&format!("{suspended}/suspend"), json!({})).await.expect(200);
        earlier.accept("billing").await;
        world.system.settle().await.expect("the outbox runs empty");
    });
}

/// A row for someone new, with the role of an ordinary user there.
fn newcomer(name: &str) -> Value {
    let role = match name {
        "invoicing" => "read",
        "billing" => "normal_user",
        "warranty" => "claims_manager",
        "office" => "worker",
        _ => "user",
    };
    let mut row = Member::row(&format!("new@{name}.example"), role);
    if name == "mailing" {
        row = json!({ "email": row["email"], "grants": row["grants"] });
    }
    row
}

/// A directory with the keys of that time and its clock.
fn directory(known: &Value) -> TempDir {
    let directory = TempDir::new().expect("a directory");
    let secrets = BASE64.decode(known["kms_secrets"].as_str().expect("a key").as_bytes()).expect("Base64");
    std::fs::write(directory.path().join("kms-secrets.key"), secrets).expect("the key is written");
    let then: Timestamp = known["now"].as_str().expect("a time").parse().expect("RFC 3339");
    let ahead = then.as_millisecond() - MovableClock::default().now().as_millisecond();
    std::fs::write(directory.path().join("clock-ahead.ms"), ahead.to_string()).expect("the clock is set");
    directory
}
