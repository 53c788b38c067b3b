//! One whole Usher for one test.

use std::time::Duration;

use aws_smithy_runtime_api::client::http::SharedHttpClient;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use usher_local::{Options, System};

use crate::{Account, Api, Member, Recorder};

/// The password of everybody in the stories.
pub const PASSWORD: &str = "correct horse battery staple";

/// No test takes longer, however slow the machine.
const LONGEST: Duration = Duration::from_secs(900);

/// A running Usher.
pub struct World {
    /// The system, to move its clock, to look at its email, to make its SES fail.
    pub system: System,
    /// The API without a token.
    pub api: Api,
    /// What Usher asks of DynamoDB.
    pub dynamodb: Recorder,
}

/// Runs a test in a world of its own, and takes the world down afterwards.
pub fn scenario(story: impl AsyncFnOnce(&World)) {
    scenario_with(Options::default(), story);
}

/// Runs a test in a world with these options. The engine and the HTTP client are the world's own.
pub fn scenario_with(options: Options, story: impl AsyncFnOnce(&World)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    run(&runtime.expect("a runtime"), options, story);
}

/// The same on one thread, where the record of requests shows what waits for what: see [`Recorder::be_patient`].
pub fn scenario_on_one_thread(options: Options, story: impl AsyncFnOnce(&World)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    run(&runtime.expect("a runtime"), options, async |world: &World| {
        world.dynamodb.be_patient();
        story(world).await;
    });
}

fn run(runtime: &Runtime, options: Options, story: impl AsyncFnOnce(&World)) {
    runtime.block_on(async {
        let told = tokio::time::timeout(LONGEST, async {
            let world = World::start(options).await;
            story(&world).await;
            world.system.stop().await;
        });
        told.await.expect("the test ends in time");
    });
}

impl World {
    async fn start(options: Options) -> Self {
        let dynamodb = Recorder::default();
        #[expect(clippy::disallowed_methods, reason = "the one setting of the tests")]
        let endpoint = std::env::var("USHER_TEST_DYNAMODB").ok();
        let http_client = Some(SharedHttpClient::new(dynamodb.clone()));
        let options = Options { dynamodb: endpoint, http_client, ..options };
        let system = System::start(options).await.expect("the system starts");
        // What a test sees does not depend on how long the machine takes.
        system.clock().detach();
        Self { api: Api::new(&system.api_url), dynamodb, system }
    }

    /// The table, for what no endpoint offers. It leaves no trace in the record of requests.
    pub fn store(&self) -> usher::store::Store {
        let http_client = usher::aws::http_client(usher::aws::Roots::none());
        let aws = usher::app::Aws { http_client, ..self.system.aws.clone() };
        usher::store::Store::new(
            aws.dynamodb(),
            self.system.table.clone(),
            usher::machine::Randomness::system(),
            usher::machine::Timer::system(),
        )
    }

    /// The API as the operator calls it.
    pub fn operator(&self) -> Api {
        self.api.with_token(&self.system.operator_token)
    }

    /// An account from a preset; its first administrator has accepted and is signed in.
    pub async fn account(&self, preset: &str, administrator: &str) -> (Account, Member) {
        let role = match preset {
            "invoicing" => "read",
            "portal" | "mailing" => "user",
            "billing" => "normal_user",
            "warranty" => "claims_manager",
            other => panic!("name the plain role of the preset `{other}` here"),
        };
        self.account_with(json!({ "preset": preset }), role, administrator).await
    }

    /// An account with further fields; its first administrator has accepted and is signed in.
    pub async fn account_with(&self, fields: Value, role: &'static str, administrator: &str) -> (Account, Member) {
        let mut body = json!({
            "name": "Northwind Dental",
            "product_name": "iCorePay",
            "support_address": "help@icorepay.example",
            "administrator": { "email": administrator, "given_name": "Ada", "family_name": "Lovelace" },
        });
        for (name, value) in fields.as_object().expect("an object") {
            body[name] = value.clone();
        }
        let created = self.operator().post("/v1/accounts", body).await.expect(201);
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let account = Account {
            id: text(&created["account"]["id"]),
            administrator: text(&created["administrator"]["user"]),
            role,
        };
        self.accept(administrator).await.expect(200);
        (account, self.sign_in(administrator).await)
    }

    /// The token in the newest mail to `email` that has a link, once all mail that is promised has been sent. What only
    /// tells something may come in between.
    pub async fn link(&self, email: &str) -> String {
        self.system.settle().await.expect("the outbox runs empty");
        let mails = self.system.mailbox().to(email);
        let link =
            mails.iter().rev().find_map(|mail| mail.links.first()).unwrap_or_else(|| panic!("no link to {email}"));
        link.split_once("#token=").expect("a token in the link").1.to_owned()
    }

    /// Follows the newest link to someone new, and accepts with what it asks for.
    pub async fn accept(&self, email: &str) -> crate::Reply {
        let token = self.link(email).await;
        let asked = self.api.post("/v1/invitations/lookup", json!({ "token": token })).await;
        let mut body = json!({ "token": token, "password": PASSWORD });
        if asked.body["names_required"] == true {
            body["given_name"] = json!("Grace");
            body["family_name"] = json!("Hopper");
        }
        self.api.post("/v1/invitations/accept", body).await
    }

    /// Signs someone in.
    pub async fn sign_in(&self, email: &str) -> Member {
        let signed_in =
            self.api.post("/v1/sessions", json!({ "email": email, "password": PASSWORD })).await.expect(201);
        Member { email: email.to_owned(), api: self.api.with_token(signed_in["token"].as_str().expect("a token")) }
    }

    /// Moves the clock while these people go on using their sessions, which would end after an hour without.
    pub async fn advance_in_use(&self, by: jiff::SignedDuration, users: &[&Member]) {
        let step = jiff::SignedDuration::from_mins(50);
        let mut left = by;
        while left.is_positive() {
            self.advance(left.min(step)).await;
            left = left.checked_sub(step).expect("durations of tests are short");
            for user in users.iter().filter(|_| left.is_positive()) {
                user.api.get("/v1/sessions/current").await.expect(200);
            }
        }
    }

    /// Moves the clock, as `POST /api/clock/advance` does, and waits for the sweep that this makes due.
    pub async fn advance(&self, by: jiff::SignedDuration) {
        self.system.advance(by).await.expect("the clock moves");
    }
}
