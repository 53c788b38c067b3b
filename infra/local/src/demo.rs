//! `--seed-demo`: accounts with people in every status, made over HTTP as anybody would make them.

use std::time::Duration;

use jiff::SignedDuration;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use crate::error::Error;
use crate::system::System;

/// The first administrator of both accounts. Nobody here has an address that the walk in the README uses.
const ADMINISTRATOR: &str = "ada.lovelace@demo.example";
/// Everybody's password. It opens nothing but this process.
const PASSWORD: &str = "correct-horse-battery-staple-42";
/// Longer than an invitation of the preset `portal` lives.
const PAST_EXPIRY: SignedDuration = SignedDuration::from_hours(7 * 24 + 1);
/// How long an email may take.
const MAIL: Duration = Duration::from_secs(20);

/// Makes the accounts and returns what to tell: who can sign in, and how. Nothing is made if a kept table has them
/// already.
///
/// # Errors
/// When a request is refused, or an email does not come.
pub async fn seed(system: &System) -> Result<String, Error> {
    let demo = Demo { system, http: Client::new() };
    let accounts = match demo.sign_in().await {
        Ok(ada) => ada.accounts,
        Err(_) => vec![demo.english().await?, demo.french().await?],
    };
    Ok(format!("demo accounts={} administrator={ADMINISTRATOR} password={PASSWORD}", accounts.join(",")))
}

struct Demo<'a> {
    system: &'a System,
    http: Client,
}

/// The administrator, signed in.
struct DemoAdministrator {
    token: String,
    accounts: Vec<String>,
}

impl Demo<'_> {
    /// An account in which every status occurs that a user or an invitation can have, with two sub-accounts.
    async fn english(&self) -> Result<String, Error> {
        let account = self
            .create_account(json!({ "name": "Babbage & Co", "product_name": "Brightbill", "preset": "portal" }))
            .await?;
        self.accept(ADMINISTRATOR).await?;
        let ada = self.sign_in().await?;
        self.invite(&account, &ada, &[("edsger", "Edsger", "Expired", "user")]).await?;
        self.link("edsger@demo.example").await?;
        self.system.advance(PAST_EXPIRY).await.map_err(|why| Error::Demo(why.to_string()))?;

        // The session does not last that long.
        let ada = self.sign_in().await?;
        let people = [
            ("grace", "Grace", "Active", "admin"),
            ("alan", "Alan", "Deactivated", "user"),
            ("mary", "Mary", "Pending", "user"),
            ("john", "John", "Revoked", "user"),
            ("barbara", "Barbara", "Declined", "user"),
        ];
        let invited = self.invite(&account, &ada, &people).await?;
        self.accept("grace@demo.example").await?;
        self.accept("alan@demo.example").await?;
        let declined = self.link("barbara@demo.example").await?;
        self.post("/v1/invitations/decline", None, json!({ "token": declined })).await?;
        for name in ["Harbour Street", "Mill Lane"] {
            self.post(&format!("/v1/accounts/{account}/units"), Some(&ada.token), json!({ "name": name })).await?;
        }
        let deactivated = text(&invited, "/results/1/user")?;
        self.post(&format!("/v1/accounts/{account}/users/{deactivated}/deactivate"), Some(&ada.token), json!({}))
            .await?;
        let revoked = text(&invited, "/results/3/invitation")?;
        self.post(&format!("/v1/accounts/{account}/invitations/{revoked}/revoke"), Some(&ada.token), json!({})).await?;
        Ok(account)
    }

    /// A second account of the administrator, in French: its emails, its other access model, and someone who has not
    /// signed in yet.
    async fn french(&self) -> Result<String, Error> {
        let account =
            self.create_account(json!({ "name": "Garantie du Lac", "locale": "fr", "preset": "warranty" })).await?;
        let ada = self.sign_in().await?;
        let link = self.link(ADMINISTRATOR).await?;
        self.post("/v1/invitations/accept", Some(&ada.token), json!({ "token": link })).await?;
        let people = [
            ("sophie", "Sophie", "Germain", "claims_manager"),
            ("emilie", "Émilie", "du Châtelet", "transaction_manager"),
        ];
        self.invite(&account, &ada, &people).await?;
        self.accept("sophie@demo.example").await?;
        Ok(account)
    }

    async fn create_account(&self, mut request: Value) -> Result<String, Error> {
        request["support_address"] = json!("help@demo.example");
        request["administrator"] = json!({ "email": ADMINISTRATOR, "given_name": "Ada", "family_name": "Lovelace" });
        let before = self.system.mailbox().to(ADMINISTRATOR).len();
        let created = self.post("/v1/accounts", Some(&self.system.operator_token), request).await?;
        self.mail(ADMINISTRATOR, before).await?;
        text(&created, "/account/id")
    }

    async fn invite(
        &self,
        account: &str,
        ada: &DemoAdministrator,
        people: &[(&str, &str, &str, &str)],
    ) -> Result<Value, Error> {
        let rows: Vec<_> = people
            .iter()
            .map(|(local, given, family, role)| {
                json!({
                    "email": format!("{local}@demo.example"), "given_name": given, "family_name": family,
                    "grants": [{ "role": role, "units": "all" }],
                })
            })
            .collect();
        self.post(&format!("/v1/accounts/{account}/invitations"), Some(&ada.token), json!({ "invitations": rows }))
            .await
    }

    async fn accept(&self, email: &str) -> Result<(), Error> {
        let token = self.link(email).await?;
        self.post("/v1/invitations/accept", None, json!({ "token": token, "password": PASSWORD })).await?;
        Ok(())
    }

    async fn sign_in(&self) -> Result<DemoAdministrator, Error> {
        let answer = self.post("/v1/sessions", None, json!({ "email": ADMINISTRATOR, "password": PASSWORD })).await?;
        let accounts = answer["accounts"].as_array().into_iter().flatten();
        let accounts = accounts.filter_map(|account| account.as_str().map(str::to_owned)).collect();
        Ok(DemoAdministrator { token: text(&answer, "/token")?, accounts })
    }

    /// The secret of the newest link that was mailed to this address; waits for the first email.
    async fn link(&self, email: &str) -> Result<String, Error> {
        self.mail(email, 0).await?;
        let mail = self.system.mailbox().to(email).pop();
        let token =
            mail.and_then(|mail| mail.links.iter().find_map(|link| Some(link.split_once("#token=")?.1.to_owned())));
        token.ok_or_else(|| Error::Demo(format!("the mail to {email} has no link")))
    }

    /// Waits until this address has more than `before` emails.
    async fn mail(&self, email: &str, before: usize) -> Result<(), Error> {
        let came = async {
            while self.system.mailbox().to(email).len() <= before {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(MAIL, came).await.map_err(|_| Error::TooSlow("an invitation to arrive", MAIL))
    }

    async fn post(&self, path: &str, bearer: Option<&str>, body: Value) -> Result<Value, Error> {
        let mut request = self.http.post(format!("{}{path}", self.system.api_url)).json(&body);
        if let Some(bearer) = bearer {
            request = request.bearer_auth(bearer);
        }
        let failed = |why: &dyn std::fmt::Display| Error::Demo(format!("POST {path}: {why}"));
        let answer = request.send().await.map_err(|why| failed(&why))?;
        let status = answer.status();
        let body = answer.bytes().await.map_err(|why| failed(&why))?;
        if !status.is_success() {
            return Err(failed(&format_args!("{status}: {}", String::from_utf8_lossy(&body))));
        }
        if status == StatusCode::NO_CONTENT || body.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&body).map_err(|why| failed(&why))
    }
}

fn text(answer: &Value, place: &str) -> Result<String, Error> {
    let found = answer.pointer(place).and_then(Value::as_str);
    found.map(str::to_owned).ok_or_else(|| Error::Demo(format!("`{place}` is not in the answer")))
}
