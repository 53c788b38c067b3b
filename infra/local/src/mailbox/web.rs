//! The mailbox's port: the emails as a page and as JSON, and the clock.

use axum::body::Bytes;
use axum::extract::{Query, Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use usher::domain::email::EmailAddress;

use super::{Mailbox, Message};
use crate::aws::bus::Bus;
use crate::clock::scheduler::Scheduler;
use crate::clock::{MovableClock, parse_duration};
use crate::pages::{html, script, style};

/// Emails carry inline styles, and the frame that shows an email inherits this policy; no script of theirs runs.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data: https:; \
    connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What the port shows and moves.
#[derive(Clone)]
pub(crate) struct MailboxWeb {
    pub(crate) mailbox: Mailbox,
    pub(crate) bus: Bus,
    pub(crate) clock: MovableClock,
    pub(crate) scheduler: Scheduler,
}

#[derive(Deserialize)]
struct MailboxQuery {
    to: Option<String>,
    after: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    by: String,
}

impl MailboxWeb {
    pub(crate) fn router(self) -> Router {
        Router::new()
            .route("/", get(async || html(include_str!("../pages/mailbox.html"), POLICY)))
            .route("/mailbox.js", get(async || script(include_str!("../pages/mailbox.js"))))
            .route("/mailbox.css", get(async || style(include_str!("../pages/mailbox.css"))))
            .route("/api/messages", get(messages).delete(clear))
            .route("/api/events", get(events))
            .route("/api/clock", get(now))
            .route("/api/clock/advance", post(advance))
            .with_state(self)
            .layer(middleware::from_fn(only_from_here))
    }
}

/// Pages of other sites cannot read the emails or move the clock: neither under a name of theirs that leads to this
/// machine, nor by a form that they send here.
async fn only_from_here(request: Request, next: Next) -> Response {
    if is_from_here(request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "only for pages of this mailbox").into_response()
    }
}

fn is_from_here(headers: &HeaderMap) -> bool {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let host = header(HOST).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_own = header(ORIGIN).is_none_or(|origin| origin.strip_prefix("http://") == Some(host));
    ["127.0.0.1", "localhost", "[::1]"].contains(&name) && is_own
}

async fn messages(State(web): State<MailboxWeb>, Query(filter): Query<MailboxQuery>) -> Json<Vec<Message>> {
    let mut messages = match &filter.after {
        Some(id) => web.mailbox.after(id),
        None => web.mailbox.all(),
    };
    if let Some(to) = filter.to {
        let to = as_sent_to(&to);
        messages.retain(|message| message.to.iter().any(|one| one.eq_ignore_ascii_case(&to)));
    }
    Json(messages)
}

/// Which events are asked for.
#[derive(Deserialize)]
struct EventsQuery {
    account: Option<String>,
    after: Option<String>,
}

/// What was published, in its order: of one account, or behind an event.
async fn events(State(web): State<MailboxWeb>, Query(asked): Query<EventsQuery>) -> Json<Vec<Value>> {
    let mut events = web.bus.published();
    if let Some(place) = asked.after.and_then(|id| events.iter().rposition(|event| event["id"] == id.as_str())) {
        events.drain(..=place);
    }
    if let Some(account) = asked.account {
        events.retain(|event| event["account"]["id"] == account.as_str());
    }
    Json(events)
}

/// The address as mail is sent to it. A plus sign in a query arrives as a blank, which no address has.
fn as_sent_to(typed: &str) -> String {
    let address = typed.replace(' ', "+");
    EmailAddress::parse(&address).map_or(address, String::from)
}

async fn clear(State(web): State<MailboxWeb>) -> StatusCode {
    web.mailbox.clear();
    StatusCode::NO_CONTENT
}

async fn now(State(web): State<MailboxWeb>) -> Json<serde_json::Value> {
    Json(json!({ "now": web.clock.now() }))
}

/// Takes the body whatever its content type, so that a bare `curl -d` works.
async fn advance(State(web): State<MailboxWeb>, body: Bytes) -> Response {
    let Ok(Advance { by }) = serde_json::from_slice(&body) else {
        return refuse("send a JSON object such as {\"by\":\"49h\"}");
    };
    let by = match parse_duration(&by) {
        Ok(by) => by,
        Err(why) => return refuse(&why.to_string()),
    };
    // In a task of its own: a client that leaves must not leave half a sweep behind.
    match tokio::spawn(async move { web.scheduler.advance(by).await }).await {
        Ok(Ok(now)) => Json(json!({ "now": now })).into_response(),
        Ok(Err(why)) => refuse(&why.to_string()),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn refuse(why: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": why }))).into_response()
}
