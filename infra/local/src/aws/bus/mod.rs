//! EventBridge and Secrets Manager: `PutEvents` and `GetSecretValue` over real HTTP, with the refusals that tests ask
//! for.

mod request;
pub(crate) mod webhook;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use usher::domain::effects::signature::WebhookSecret;

use self::request::{Entry, read};
use self::webhook::Webhook;
use crate::aws::ses::events::Events;
use crate::clock::MovableClock;

/// The bus that everything that happens is published on.
pub(crate) const EVENT_BUS: &str = "usher-local";
/// The bus over which promised emails reach the mailer.
pub(crate) const OUTBOX_BUS: &str = "usher-local-outbox";
/// The secret of the webhook.
pub(crate) const WEBHOOK_SECRET: &str = "usher-local-webhook";

/// What EventBridge does instead of taking events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BusFault {
    /// 500 without taking anything. Usher asks again by itself.
    Internal,
    /// 500 after everything was taken. Usher asks again by itself.
    ReplyLost,
    /// The entry at this place, counted around, is refused, the others are taken.
    EntryRefused(usize),
}

/// The local EventBridge. Clones are the same service.
#[derive(Clone)]
pub struct Bus {
    published: Arc<Mutex<Vec<Value>>>,
    faults: Arc<Mutex<VecDeque<BusFault>>>,
    to_mailer: Events,
    webhook: Option<Webhook>,
    secret: WebhookSecret,
    clock: MovableClock,
}

impl Bus {
    pub(crate) fn new(
        to_mailer: Events,
        (webhook, secret): (Option<Webhook>, WebhookSecret),
        clock: MovableClock,
    ) -> Self {
        Self { published: Arc::default(), faults: Arc::default(), to_mailer, webhook, secret, clock }
    }

    /// What was published so far, in the order in which it was taken: each time that it was.
    pub fn published(&self) -> Vec<Value> {
        lock(&self.published).clone()
    }

    /// Lets these happen, one with each request, after those that were asked for before.
    pub fn disturb(&self, faults: impl IntoIterator<Item = BusFault>) {
        lock(&self.faults).extend(faults);
    }

    /// Forgets the faults that have not happened yet, and says how many these are.
    pub fn heal(&self) -> usize {
        std::mem::take(&mut *lock(&self.faults)).len()
    }

    pub(crate) fn router(self) -> Router {
        Router::new().route("/", post(answer)).with_state(self)
    }

    fn put(&self, entries: Vec<Entry>) -> Response {
        let fault = lock(&self.faults).pop_front();
        if fault == Some(BusFault::Internal) {
            return error(StatusCode::INTERNAL_SERVER_ERROR, "InternalException");
        }
        let refused = match fault {
            Some(BusFault::EntryRefused(place)) => place.checked_rem(entries.len()),
            _ => None,
        };
        let mut answers = Vec::new();
        for (place, entry) in entries.into_iter().enumerate() {
            if refused == Some(place) {
                answers.push(json!({ "ErrorCode": "ThrottlingException", "ErrorMessage": "slow down" }));
                continue;
            }
            match self.take(entry) {
                Ok(id) => answers.push(json!({ "EventId": id })),
                Err(_) => return error(StatusCode::INTERNAL_SERVER_ERROR, "InternalException"),
            }
        }
        if fault == Some(BusFault::ReplyLost) {
            return error(StatusCode::INTERNAL_SERVER_ERROR, "InternalException");
        }
        Json(json!({ "FailedEntryCount": usize::from(refused.is_some()), "Entries": answers })).into_response()
    }

    fn take(&self, entry: Entry) -> Result<String, getrandom::Error> {
        let id = crate::system::random::uuid(self.clock.now())?;
        if entry.event_bus_name == OUTBOX_BUS {
            self.to_mailer.send(json!({
                "version": "0",
                "id": id,
                "detail-type": entry.detail_type,
                "source": entry.source,
                "account": "000000000000",
                "time": self.clock.now(),
                "region": crate::aws::REGION,
                "resources": [],
                "detail": entry.detail,
            }));
        } else {
            self.webhook.iter().for_each(|webhook| webhook.post(&entry.detail));
            lock(&self.published).push(entry.detail["event"].clone());
        }
        Ok(id)
    }
}

async fn answer(State(bus): State<Bus>, headers: HeaderMap, body: Bytes) -> Response {
    match headers.get("x-amz-target").and_then(|target| target.to_str().ok()) {
        Some("AWSEvents.PutEvents") => match read(&body) {
            Ok(entries) => bus.put(entries),
            Err(why) => error(StatusCode::BAD_REQUEST, why),
        },
        Some("secretsmanager.GetSecretValue") => {
            Json(json!({ "Name": WEBHOOK_SECRET, "SecretString": bus.secret.reveal() })).into_response()
        }
        _ => error(StatusCode::BAD_REQUEST, "UnknownOperationException"),
    }
}

/// An error as the JSON protocol of the AWS SDKs carries it.
fn error(status: StatusCode, name: &str) -> Response {
    (status, Json(json!({ "__type": name, "message": name }))).into_response()
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
