//! SES: `POST /v2/email/outbound-emails` over real HTTP, with the refusals that tests ask for.

pub(crate) mod events;
pub(crate) mod request;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::json;

use self::events::Events;
use self::request::SendEmail;
use crate::clock::MovableClock;
use crate::mailbox::Mailbox;

/// What SES does instead of sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// `TooManyRequestsException`, 429: faster than the sending rate.
    Throttled,
    /// `MessageRejected`, 400: SES will not send this message.
    MessageRejected,
    /// `SendingPausedException`, 400: sending is paused for the account or the configuration set.
    SendingPaused,
    /// `LimitExceededException`, 400: the 24-hour quota is used up.
    DailyQuota,
    /// 500 without a known error code.
    Internal,
    /// The connection opens and no answer ever comes; nothing was sent.
    Hang,
    /// The email is sent, and no answer ever comes.
    ReplyLost,
}

/// The local SES. Clones are the same service.
#[derive(Clone)]
pub struct Ses {
    mailbox: Mailbox,
    events: Events,
    clock: MovableClock,
    faults: Arc<Mutex<VecDeque<Fault>>>,
}

/// Longer than any time-out of the caller, and finite so that nothing leaks.
const HANG: Duration = Duration::from_secs(120);
/// SES's own limit on a message.
const MAX_MESSAGE: usize = 40 * 1024 * 1024;

impl Ses {
    pub(crate) fn new(mailbox: Mailbox, events: Events, clock: MovableClock) -> Self {
        Self { mailbox, events, clock, faults: Arc::default() }
    }

    /// The emails taken so far.
    pub fn mailbox(&self) -> &Mailbox {
        &self.mailbox
    }

    /// The delivery events on their way to the mailer.
    pub fn events(&self) -> &Events {
        &self.events
    }

    /// Makes the next `n` requests fail with `fault`, after those that earlier calls asked for.
    pub fn fail_next(&self, n: usize, fault: Fault) {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).extend(std::iter::repeat_n(fault, n));
    }

    /// Forgets the failures that have not happened yet.
    pub fn heal(&self) {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    pub(crate) fn router(self) -> Router {
        Router::new()
            .route("/v2/email/outbound-emails", post(send_email))
            .route("/v2/email/account", get(account))
            .layer(DefaultBodyLimit::max(MAX_MESSAGE))
            .with_state(self)
    }

    fn next_fault(&self) -> Option<Fault> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    fn take(&self, request: SendEmail) -> Result<String, getrandom::Error> {
        let now = self.clock.now();
        let id = format!("{}-000000", crate::system::random::uuid(now)?);
        let message = request.into_message(id.clone(), now);
        self.mailbox.add(message.clone());
        self.events.publish(&message)?;
        Ok(id)
    }
}

/// `GetAccount`, of an account that may send as much as anybody.
async fn account() -> Response {
    let quota = json!({ "Max24HourSend": 1_000_000.0, "MaxSendRate": 10_000.0, "SentLast24Hours": 0.0 });
    Json(json!({ "ProductionAccessEnabled": true, "SendQuota": quota, "SendingEnabled": true })).into_response()
}

async fn send_email(State(ses): State<Ses>, body: Bytes) -> Response {
    let fault = ses.next_fault();
    if let Some(refusal) = refuse(fault).await {
        return refusal;
    }
    let request = match SendEmail::parse(&body) {
        Ok(request) => request,
        Err(why) => return error(StatusCode::BAD_REQUEST, "BadRequestException", &why),
    };
    let Ok(id) = ses.take(request) else {
        return error(StatusCode::INTERNAL_SERVER_ERROR, "InternalFailure", "no randomness");
    };
    if fault == Some(Fault::ReplyLost) {
        tokio::time::sleep(HANG).await;
    }
    Json(json!({ "MessageId": id })).into_response()
}

async fn refuse(fault: Option<Fault>) -> Option<Response> {
    let bad = StatusCode::BAD_REQUEST;
    Some(match fault? {
        Fault::Throttled => {
            error(StatusCode::TOO_MANY_REQUESTS, "TooManyRequestsException", "Maximum sending rate exceeded.")
        }
        Fault::MessageRejected => error(bad, "MessageRejected", "Email address is not verified."),
        Fault::SendingPaused => error(bad, "SendingPausedException", "Email sending is disabled for this account."),
        Fault::DailyQuota => error(bad, "LimitExceededException", "Daily message quota exceeded."),
        Fault::Internal => error(StatusCode::INTERNAL_SERVER_ERROR, "InternalFailure", "Internal failure."),
        Fault::Hang => {
            tokio::time::sleep(HANG).await;
            error(StatusCode::INTERNAL_SERVER_ERROR, "InternalFailure", "Internal failure.")
        }
        Fault::ReplyLost => return None,
    })
}

/// An error as the REST-JSON protocol of the AWS SDKs carries it.
fn error(status: StatusCode, code: &'static str, message: &str) -> Response {
    (status, [("x-amzn-errortype", code)], Json(json!({ "message": message }))).into_response()
}

#[cfg(test)]
mod tests;
