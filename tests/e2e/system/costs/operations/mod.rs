//! Every operation once, in the course of one story.

mod operators;
mod signing_in;

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_tests::{Account, Authenticator, Member, PASSWORD, Table, World};

use usher_tests::cost::{Cost, measure};
use usher_tests::whole_table::add_unit;
use usher_tests::{offers, office, resets, shop, stream};

/// What each operation costs, by its name, in the order of the API's documentation.
pub async fn all(world: &World) -> Vec<(String, Cost)> {
    let mut book = Book { world, costs: Vec::new() };
    let (account, ada) = book.accounts().await;
    book.invitations(&account, &ada).await;
    book.links(&account, &ada).await;
    book.sessions().await;
    book.users(&account, &ada).await;
    book.people(&account, &ada).await;
    book.audit_events(&account, &ada).await;
    book.credentials().await;
    book.second_factor().await;
    book.api_tokens().await;
    book.models_units_and_access(&account, &ada).await;
    book.repeats_and_refusals(&account, &ada).await;
    book.mail(&account, &ada).await;
    book.operators(&account).await;
    book.expiry(&account, &ada).await;
    book.imports().await;
    book.costs
}

/// Where the costs are written down.
struct Book<'a> {
    world: &'a World,
    costs: Vec<(String, Cost)>,
}

impl Book<'_> {
    /// Measures an operation under this name.
    async fn note<T>(&mut self, name: &str, operation: impl Future<Output = T>) -> T {
        let (outcome, cost) = measure(self.world, operation).await;
        self.costs.push((name.to_owned(), cost));
        outcome
    }

    /// The body that holds the token in the newest mail to `email`.
    async fn link(&self, email: &str) -> Value {
        self.world.system.resume_stream();
        json!({ "token": self.world.link(email).await })
    }

    /// An account whose administrator is signed in.
    async fn account(&self, preset: &str, administrator: &str) -> (Account, Member) {
        self.world.system.resume_stream();
        self.world.account(preset, administrator).await
    }

    async fn accounts(&mut self) -> (Account, Member) {
        let operator = self.world.operator();
        self.note("`POST /v1/accounts`", operator.post("/v1/accounts", new_account("owner@example.com")))
            .await
            .expect(201);
        let (account, ada) = self.account("invoicing", "ada@example.com").await;
        self.note("`GET /v1/accounts/{account}`", ada.api.get(&account.path(""))).await.expect(200);
        (account, ada)
    }

    /// Into an account of their own, so that the lists of others stay as they are.
    async fn imports(&mut self) {
        let (account, _) = self.account("invoicing", "ida@example.com").await;
        let (operator, path) = (self.world.operator(), account.path("/imports"));
        let row = |number: usize| {
            let mut row = Member::row(&format!("moved.{number}@example.com"), account.role);
            row["password_hash"] = json!("pbkdf2_sha256$1000$seasalt$3xmXbyk2QpiyNcnoBbzRPwEBsYPTbDlRdtmLyBvQltA=");
            row
        };
        let rows = |numbers: std::ops::Range<usize>| json!({ "people": numbers.map(row).collect::<Vec<_>>() });
        self.note("`POST …/imports`, the first with hashes", operator.post(&path, rows(0..1))).await.expect(200);
        self.note("`POST …/imports`, 50 rows", operator.post(&path, rows(1..51))).await.expect(200);
        self.note("`POST …/imports`, 50 rows that are there", operator.post(&path, rows(1..51))).await.expect(200);
        let body = json!({ "email": "moved.7@example.com", "password": PASSWORD });
        self.note("`POST /v1/sessions`, the first after moving in", self.world.api.post("/v1/sessions", body))
            .await
            .expect(201);
    }

    async fn audit_events(&mut self, account: &Account, ada: &Member) {
        let list = async |query: &str| ada.api.get(&account.path(&format!("/audit-events?{query}"))).await;
        self.note("`GET …/audit-events`, a page of 25", list("limit=25")).await.expect(200);
        self.note("`GET …/audit-events?actor=`, a page of 25", list(&format!("actor={}", account.administrator)))
            .await
            .expect(200);
        self.note("`GET …/audit-events?target=`", list(&format!("target={}", account.administrator))).await.expect(200);
        self.note("`GET …/audit-events?action=`, a page of 25", list("action=invitation.created")).await.expect(200);
        let both = format!("action=invitation.created&actor={}", account.administrator);
        self.note("`GET …/audit-events` with two filters, of 25", list(&both)).await.expect(200);
    }

    async fn invitations(&mut self, account: &Account, ada: &Member) {
        let id = self.note("`POST …/invitations`, one row", ada.invite_one(account, "one@example.com")).await;
        let path = |rest: &str| account.path(&format!("/invitations/{id}{rest}"));
        let invite = || ada.invite_rows(account, rows(account, 50));
        self.note("`POST …/invitations`, 50 rows", invite()).await.expect(200);
        self.note("`POST …/invitations`, 50 rows that are invited already", invite()).await.expect(200);
        self.note(
            "`GET …/invitations`, a page of 50",
            ada.api.get(&account.path("/invitations?status=pending&limit=50")),
        )
        .await
        .expect(200);
        let bounced = account.path("/invitations?delivery=bounced&limit=50");
        self.note("`GET …/invitations?delivery=`, of 50", ada.api.get(&bounced)).await.expect(200);
        let search = account.path("/invitations?query=person&limit=20");
        self.note("`GET …/invitations?query=`, which finds 20", ada.api.get(&search)).await.expect(200);
        self.note("`GET …/invitations/{invitation}`", ada.api.get(&path(""))).await.expect(200);
        self.note("`POST …/invitations/{invitation}/resend`", ada.api.post(&path("/resend"), json!({})))
            .await
            .expect(200);
        self.note("`POST …/invitations/{invitation}/revoke`", ada.api.post(&path("/revoke"), json!({})))
            .await
            .expect(200);
    }

    async fn links(&mut self, account: &Account, ada: &Member) {
        let api = &self.world.api;
        ada.invite(account, &["bob@example.com", "carl@example.com"]).await;
        let mut link = self.link("bob@example.com").await;
        self.note("`POST /v1/invitations/lookup`", api.post("/v1/invitations/lookup", link.clone())).await.expect(200);
        link["password"] = json!(PASSWORD);
        self.note("`POST /v1/invitations/accept`, a new person", api.post("/v1/invitations/accept", link))
            .await
            .expect(200);
        let link = self.link("carl@example.com").await;
        self.note("`POST /v1/invitations/decline`", api.post("/v1/invitations/decline", link)).await.expect(204);

        let (other, boss) = self.account("invoicing", "boss@example.com").await;
        boss.invite_one(&other, "bob@example.com").await;
        let (link, bob) = (self.link("bob@example.com").await, self.world.sign_in("bob@example.com").await);
        self.note("`POST /v1/invitations/accept`, signed in", bob.api.post("/v1/invitations/accept", link))
            .await
            .expect(200);
    }

    async fn users(&mut self, account: &Account, ada: &Member) {
        let list = async |query: &str| ada.api.get(&account.path(&format!("/users?{query}"))).await;
        self.note("`GET …/users`, a page of 50", list("status=pending&limit=50")).await.expect(200);
        let several = list("status=active,pending&limit=50");
        self.note("`GET …/users?status=active,pending`, a page of 50", several).await.expect(200);
        self.note("`GET …/users/counts`", ada.api.get(&account.path("/users/counts"))).await.expect(200);
        self.note("`GET …/users?role=`, a page of 50", list("role=read&status=pending&limit=50")).await.expect(200);
        self.note("`GET …/users?external=true`", list("external=true&limit=50")).await.expect(200);
        let unit = "unt_aaaaaaaaaaaaaaaa";
        add_unit(self.world, account, unit).await;
        self.note("`GET …/users?unit=`, a page of 50", list(&format!("unit={unit}&limit=50"))).await.expect(200);
        Table::of(self.world).delete(&format!("ACCOUNT#{}", account.id), &format!("UNIT#{unit}")).await;
        self.note("`GET …/users?query=`, which finds 20", list("query=Hop&limit=20")).await.expect(200);
        self.note("`GET …/users?query=&status=`, which finds 20", list("query=Hop&status=pending&limit=20"))
            .await
            .expect(200);
        self.note("`GET …/users` with two filters, of 50", list("role=read&external=false&limit=50")).await.expect(200);
        self.note("`GET …/users/{user}`", ada.api.get(&account.path(&format!("/users/{}", account.administrator))))
            .await
            .expect(200);
        self.note("`GET /v1/me`, in one account", ada.api.get("/v1/me")).await.expect(200);
        let bob = self.world.sign_in("bob@example.com").await;
        self.note("`GET /v1/me`, in two accounts", bob.api.get("/v1/me")).await.expect(200);
        self.world.system.resume_stream();
        let (elsewhere, eve) = self.account("invoicing", "eve@example.com").await;
        let lea = shop::hire(self.world, &elsewhere, &eve, "lea@example.com", "read").await;
        let path = format!("/v1/me/accounts/{}", elsewhere.id);
        self.note("`DELETE /v1/me/accounts/{account}`", lea.api.delete(&path)).await.expect(204);
    }

    async fn people(&mut self, account: &Account, ada: &Member) {
        let created = self
            .note(
                "`POST …/users`",
                ada.api.post(&account.path("/users"), Member::row("paula@example.com", account.role)),
            )
            .await
            .expect(201);
        let path = |user: &Value| account.path(&format!("/users/{}", user["id"].as_str().expect("an id")));
        let grants = json!({ "grants": [{ "role": "write", "units": "all" }] });
        self.note("`PATCH …/users/{user}`, grants", office::patch(ada, &path(&created), grants)).await.expect(200);
        self.note("`DELETE …/users/{user}`, pending", ada.api.delete(&path(&created))).await.expect(204);
        self.world.system.resume_stream();
        let admin = shop::hire(self.world, account, ada, "second@example.com", "admin").await;
        let user = office::user(ada, account, &admin.email).await;
        self.note("`DELETE …/users/{user}`, an administrator", ada.api.delete(&path(&user))).await.expect(204);

        let (account, wanda) = self.account("warranty", "walter@example.com").await;
        let path = |user: &Value| account.path(&format!("/users/{}", user["id"].as_str().expect("an id")));
        wanda.invite_one(&account, "wilma@example.com").await;
        let user = office::user(&wanda, &account, "wilma@example.com").await;
        self.note("`POST …/users/{user}/deactivate`, pending", office::post(&wanda, &path(&user), "deactivate"))
            .await
            .expect(200);
        let back = |user: &Value| {
            let grants = json!({ "grants": [{ "role": "claims_manager" }] });
            let path = format!("{}/reactivate", path(user));
            let by = wanda.clone();
            async move { by.api.post(&path, grants).await }
        };
        self.note("`POST …/users/{user}/reactivate`, with a new invitation", back(&user)).await.expect(200);
        self.world.system.resume_stream();
        let walt = shop::hire(self.world, &account, &wanda, "walt@example.com", "claims_manager").await;
        self.note("`PATCH /v1/me`", office::patch(&walt, "/v1/me", json!({ "given_name": "Walt" }))).await.expect(200);
        let user = office::user(&wanda, &account, &walt.email).await;
        self.note("`POST …/users/{user}/deactivate`", office::post(&wanda, &path(&user), "deactivate"))
            .await
            .expect(200);
        self.note("`POST …/users/{user}/reactivate`", back(&user)).await.expect(200);

        let (account, pam) = self.account("portal", "pam@example.com").await;
        let path = |user: &Value| account.path(&format!("/users/{}", user["id"].as_str().expect("an id")));
        let paul = shop::hire(self.world, &account, &pam, "paul@example.com", "user").await;
        let user = office::user(&pam, &account, &paul.email).await;
        self.note("`POST …/users/{user}/deactivate`, grants stay", office::post(&pam, &path(&user), "deactivate"))
            .await
            .expect(200);
    }

    /// In an account of its own, whose administrator's sessions end on the way.
    async fn models_units_and_access(&mut self, account: &Account, ada: &Member) {
        let model_path = account.path("/access-model");
        let mut model = self.note("`GET …/access-model`", ada.api.get(&model_path)).await.expect(200);
        self.note("`GET …/access-model/resolved`", ada.api.get(&account.path("/access-model/resolved")))
            .await
            .expect(200);
        let document = json!({ "access_model": model });
        self.note("`POST /v1/models/validate`", self.world.operator().post("/v1/models/validate", document))
            .await
            .expect(200);
        self.vendors(&model).await;
        self.note("`GET …/model`", self.world.operator().get(&account.path("/model"))).await.expect(200);
        model["customization"] = json!("everything");
        self.note("`PUT …/model`", account.follow(self.world, &model)).await.expect(200);
        model["title"] = json!("Invoices and more");
        let replace = |model: &Value| ada.api.send(reqwest::Method::PUT, &model_path, &[], Some(model.to_string()));
        self.note("`PUT …/access-model`", replace(&model)).await.expect(200);
        model["roles"].as_object_mut().expect("roles").remove("admin");
        model["roles"]["chief"] = json!({ "title": "Chief", "permissions": ["*:*"] });
        self.note("`PUT …/access-model`, while a role that would go is held", replace(&model)).await.expect(409);
        let name = json!({ "name": "Harbour Street" });
        let unit = self.note("`POST …/units`", ada.api.post(&account.path("/units"), name)).await.expect(201);
        let unit = unit["id"].as_str().expect("an id").to_owned();
        self.note("`GET …/units`", ada.api.get(&account.path("/units?limit=50"))).await.expect(200);
        let question = json!({
            "user": account.administrator, "permission": "invoices:read", "unit": unit, "owner": account.administrator,
        });
        self.note("`POST …/access/check`", ada.api.post(&account.path("/access/check"), question.clone()))
            .await
            .expect(200);
        let questions = json!({ "checks": vec![question; 100] });
        let path = account.path("/access/check-many");
        let many = ada.api.post(&path, questions);
        self.note("`POST …/access/check-many`, 100 questions", many).await.expect(200);
        let access = account.path(&format!("/users/{}/access", account.administrator));
        self.note("`GET …/users/{user}/access`", ada.api.get(&access)).await.expect(200);
        let grantable = account.path("/access/grantable-roles");
        self.note("`GET …/access/grantable-roles`", ada.api.get(&grantable)).await.expect(200);
        self.note("`DELETE …/units/{unit}`", ada.api.delete(&account.path(&format!("/units/{unit}"))))
            .await
            .expect(200);
    }

    /// A model of the vendor's, with an account that follows it.
    async fn vendors(&mut self, document: &serde_json::Value) {
        let operator = self.world.operator();
        let body = json!({ "name": "Invoices", "access_model": document });
        let made = self.note("`POST /v1/models`", operator.post("/v1/models", body)).await.expect(201);
        let id = made["model"]["id"].as_str().expect("an id").to_owned();
        let path = |rest: &str| format!("/v1/models/{id}{rest}");
        self.world.system.resume_stream();
        self.world.account_with(json!({ "model": id }), "read", "mona@example.com").await;
        let mut next = document.clone();
        next["title"] = json!("Invoices of today");
        let body = json!({ "access_model": next });
        self.note("`POST …/versions`", operator.post(&path("/versions"), body)).await.expect(201);
        self.note("`GET /v1/models`", operator.get("/v1/models")).await.expect(200);
        self.note("`GET /v1/models/{model}`", operator.get(&path(""))).await.expect(200);
        self.note("`GET …/versions`", operator.get(&path("/versions"))).await.expect(200);
        self.note("`GET …/versions/{version}`", operator.get(&path("/versions/2"))).await.expect(200);
        let mut body = json!({ "version": 2, "dry_run": true });
        self.note("`POST …/roll-out`, a dry run for one account", operator.post(&path("/roll-out"), body.clone()))
            .await
            .expect(200);
        body["dry_run"] = json!(false);
        self.note("`POST …/roll-out`, for one account", operator.post(&path("/roll-out"), body)).await.expect(200);
    }

    async fn repeats_and_refusals(&mut self, account: &Account, ada: &Member) {
        let invite = || {
            let body = json!({ "invitations": [Member::row("keyed@example.com", account.role)] });
            let path = account.path("/invitations");
            async move { ada.api.post_with(&path, &[("Idempotency-Key", "a key of one's own")], body).await }
        };
        self.note("with `Idempotency-Key`: one row, the first time", invite()).await.expect(200);
        self.note("with `Idempotency-Key`: the same again", invite()).await.expect(200);
        for token in ["", "ush_ses_", "ush_inv_AAAA", "not a token"] {
            let stranger = self.world.api.with_token(token);
            self.note("any request with a malformed or forged token", stranger.get(&account.path("/users")))
                .await
                .expect(401);
        }
        self.costs.dedup();
        self.note("`GET /healthz`", self.world.api.get("/healthz")).await.expect(204);
        self.note("`GET /openapi.json`", self.world.api.get("/openapi.json")).await.expect(200);
    }

    async fn mail(&mut self, account: &Account, ada: &Member) {
        let system = &self.world.system;
        system.ses().events().hold();
        ada.invite_one(account, "mailed@example.com").await;
        let newest = stream::outbox(self.world).await.pop().expect("a promised mail");
        let [mut happened, _] = stream::by_mapping(self.world).await;
        happened.retain(|record| record["dynamodb"]["NewImage"]["kind"]["S"] == "audit_event");
        let batch = json!({ "Records": happened });
        self.note("events: a batch of what happened", system.invoke_publisher(batch)).await.expect("it is published");
        self.note("mailer: an email", system.invoke_mailer(json!({ "Records": [newest] })))
            .await
            .expect("the mail is sent");
        for event in system.ses().events().take_held() {
            let name = format!("mailer: SES reports `{}`", event["detail-type"].as_str().expect("a name"));
            self.note(&name, system.invoke_mailer(event)).await.expect("the report is noted");
        }
        system.ses().events().release();
    }

    async fn expiry(&mut self, account: &Account, ada: &Member) {
        let (world, api) = (self.world, &self.world.api);
        self.note("sweeper: nothing is due", world.system.sweep()).await.expect("swept");
        offers::make(world, &[offers::to(account, "due@example.com", offers::long_ago(world))]).await;
        self.note("sweeper: one invitation is due", world.system.sweep()).await.expect("swept");
        ada.invite_one(account, "late@example.com").await;
        let link = self.link("late@example.com").await;
        world.advance(SignedDuration::from_hours(49)).await;
        self.note("`POST /v1/invitations/request-new`", api.post("/v1/invitations/request-new", link))
            .await
            .expect(202);
    }
}

/// Rows that invite this many people.
pub fn rows(account: &Account, count: usize) -> Vec<Value> {
    (0..count).map(|n| Member::row(&format!("person-{n:04}@example.com"), account.role)).collect()
}

fn new_account(administrator: &str) -> Value {
    json!({
        "name": "Northwind Dental",
        "product_name": "iCorePay",
        "support_address": "help@icorepay.example",
        "preset": "invoicing",
        "administrator": { "email": administrator, "given_name": "Ada", "family_name": "Lovelace" },
    })
}
