//! What the demonstration asks of the API and of the mailbox.

use std::time::Duration;

use jiff::SignedDuration;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::PASSWORD;
use crate::error::Error;
use crate::system::System;

/// How long an email may take.
const MAIL: Duration = Duration::from_secs(30);

pub(super) struct Client<'a> {
    system: &'a System,
    http: reqwest::Client,
}

/// Someone who is signed in.
pub(super) struct SignedIn {
    pub(super) token: String,
    pub(super) accounts: Vec<String>,
}

impl<'a> Client<'a> {
    pub(super) fn new(system: &'a System) -> Self {
        Self { system, http: reqwest::Client::new() }
    }

    pub(super) fn operator(&self) -> String {
        self.system.operator_token.clone()
    }

    pub(super) fn now(&self) -> jiff::Timestamp {
        self.system.clock().now()
    }

    pub(super) async fn advance(&self, by: SignedDuration) -> Result<(), Error> {
        self.system.advance(by).await.map_err(|why| Error::Demo(why.to_string()))?;
        Ok(())
    }

    pub(super) async fn sign_in(&self, email: &str) -> Result<SignedIn, Error> {
        let answer = self.post("/v1/sessions", None, json!({ "email": email, "password": PASSWORD })).await?;
        let accounts = answer["accounts"].as_array().into_iter().flatten();
        let accounts = accounts.filter_map(|account| account.as_str().map(str::to_owned)).collect();
        Ok(SignedIn { token: text(&answer, "/token")?, accounts })
    }

    /// Follows the newest link to someone: as who is signed in, or with the password that all have.
    pub(super) async fn accept(&self, email: &str, session: Option<&str>, named: bool) -> Result<(), Error> {
        let mut body = json!({ "token": self.link(email).await? });
        if session.is_none() {
            body["password"] = json!(PASSWORD);
        }
        if !named {
            let (given, family) = (email.split(['.', '@']).next().unwrap_or_default(), "Martin");
            body["given_name"] = json!(format!("{}{}", given[..1].to_uppercase(), &given[1..]));
            body["family_name"] = json!(family);
        }
        self.post("/v1/invitations/accept", session, body).await?;
        Ok(())
    }

    /// The secret of the newest link that was mailed to this address; waits for the first email.
    pub(super) async fn link(&self, email: &str) -> Result<String, Error> {
        self.mail(email, 0).await?;
        let mail = self.system.mailbox().to(email).pop();
        let token =
            mail.and_then(|mail| mail.links.iter().find_map(|link| Some(link.split_once("#token=")?.1.to_owned())));
        token.ok_or_else(|| Error::Demo(format!("the mail to {email} has no link")))
    }

    /// How many emails this address has.
    pub(super) fn mails(&self, email: &str) -> usize {
        self.system.mailbox().to(email).len()
    }

    /// Waits until this address has more than `before` emails.
    pub(super) async fn mail(&self, email: &str, before: usize) -> Result<(), Error> {
        let came = async {
            while self.mails(email) <= before {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(MAIL, came).await.map_err(|_| Error::TooSlow("an invitation to arrive", MAIL))
    }

    pub(super) async fn post(&self, path: &str, bearer: Option<&str>, body: Value) -> Result<Value, Error> {
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

pub(super) fn text(answer: &Value, place: &str) -> Result<String, Error> {
    let found = answer.pointer(place).and_then(Value::as_str);
    found.map(str::to_owned).ok_or_else(|| Error::Demo(format!("`{place}` is not in the answer")))
}
