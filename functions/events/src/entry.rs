//! Entries for an event bus, and which of them go together in a request.

use jiff::Timestamp;
use serde_json::{Value, json};
use usher::domain::effects::audit::Target;
use usher::domain::effects::published::{Called, PublishedEvent, canonical};
use usher::domain::effects::signature::WebhookSecret;
use usher::domain::id::AccountId;

use crate::batch::Numbered;

/// What all that is published names as its source.
const SOURCE: &str = "usher";

/// What the mailer is told.
const MAIL_PROMISED: &str = "Mail Promised";

/// How many entries a request takes.
const MOST: usize = 10;

/// How many bytes a request takes: 256 KB, less a little for what is counted otherwise than here.
const MOST_BYTES: usize = 250_000;

/// How many promised emails go to the mailer together: what it sends within its time.
const MAILS: usize = 10;

/// What events are in order of.
type Subject = (Option<AccountId>, Target);

/// An entry of `PutEvents`.
pub struct Entry {
    /// The number of its record in the stream.
    pub number: String,
    /// As EventBridge takes it.
    pub json: Value,
    subject: Option<Subject>,
    /// What its subject has become, if it is one of a few words.
    status: Option<String>,
    size: usize,
}

impl Entry {
    /// The entries that hand promised emails to the mailer.
    pub fn of_emails(mails: Vec<Value>, bus: &str, now: Timestamp) -> Vec<Self> {
        let told = |mails: &[Value]| Self::new(bus, MAIL_PROMISED, json!({ "Records": mails }).to_string(), now);
        mails.chunks(MAILS).map(told).collect()
    }

    /// The entry of an event, signed for a webhook if there is one. An event that is too long for the bus leaves
    /// without what changed.
    pub fn of_happening(
        numbered: Numbered,
        called: Called,
        bus: &str,
        secret: Option<&WebhookSecret>,
        now: Timestamp,
    ) -> Self {
        let Numbered { number, happening } = numbered;
        let subject = happening.subject();
        let event = happening.published(&number, called);
        let status = event.after["status"].as_str().map(str::to_owned);
        let whole = Self::of_event(&event, bus, secret, now);
        let entry = if whole.size <= MOST_BYTES { whole } else { Self::of_event(&event.abridged(), bus, secret, now) };
        Self { number, subject: Some(subject), status, ..entry }
    }

    fn of_event(event: &PublishedEvent, bus: &str, secret: Option<&WebhookSecret>, now: Timestamp) -> Self {
        let body = canonical(event).unwrap_or_default();
        let webhook = secret.map(|secret| {
            let (id, timestamp) = (event.id.to_string(), now.as_second().to_string());
            let signature = secret.sign(&id, now, &body);
            json!({ "id": id, "timestamp": timestamp, "signature": signature })
        });
        let signed = webhook.map(|webhook| format!(",\"webhook\":{webhook}")).unwrap_or_default();
        Self::new(bus, &event.kind, format!("{{\"event\":{body}{signed}}}"), event.time)
    }

    /// A line of the log for what is published. Metrics are made of them (infra/observability.yaml).
    pub fn note(&self) {
        let account = self.subject.as_ref().and_then(|(account, _)| *account);
        let account = account.map(|account| account.to_string()).unwrap_or_default();
        tracing::info!(event = self.json["DetailType"].as_str(), status = self.status, account, "published");
    }

    fn new(bus: &str, kind: &str, detail: String, at: Timestamp) -> Self {
        // EventBridge counts a time as 14 bytes.
        let size = 14 + SOURCE.len() + kind.len() + detail.len();
        let json = json!({
            "EventBusName": bus, "Source": SOURCE, "DetailType": kind, "Time": at.as_second(), "Detail": detail,
        });
        Self { number: String::new(), json, subject: None, status: None, size }
    }
}

/// The entries as they are sent, one request after the other. Of those in a request, any may be refused: so no request
/// has two about one subject, of which the later could leave first.
pub fn in_order(entries: Vec<Entry>) -> Vec<Vec<Entry>> {
    let mut requests: Vec<Vec<Entry>> = Vec::new();
    for entry in entries {
        match requests.last_mut() {
            Some(request) if entry.goes_with(request) => request.push(entry),
            _ => requests.push(vec![entry]),
        }
    }
    requests
}

impl Entry {
    fn goes_with(&self, request: &[Self]) -> bool {
        let size: usize = request.iter().map(|entry| entry.size).sum();
        let is_again = self.subject.is_some() && request.iter().any(|entry| entry.subject == self.subject);
        request.len() < MOST && size + self.size <= MOST_BYTES && !is_again
    }
}

#[cfg(test)]
mod tests {
    use usher::domain::effects::published::Happening;

    use super::*;

    /// Something that happened to a user, who is told by a letter.
    fn entry(number: &str, user: &str, after: &str) -> Entry {
        let happening: Happening = serde_json::from_value(json!({
            "account": "acc_aaaaaaaaaaaaaaaaaaaaaaaaaa", "id": "evt_0193a1b2c3d47e5f8a9b0c1d2e3f4a5b",
            "at": "2026-11-30T12:00:00Z", "actor": { "type": "system" }, "action": "user.updated",
            "target": format!("usr_{}", user.repeat(32)), "after": { "text": after },
        }))
        .expect("a happening");
        let secret = WebhookSecret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("a secret");
        let numbered = Numbered { number: number.to_owned(), happening };
        Entry::of_happening(numbered, Called::default(), "usher", Some(&secret), Timestamp::UNIX_EPOCH)
    }

    fn numbers(requests: &[Vec<Entry>]) -> Vec<Vec<&str>> {
        requests.iter().map(|request| request.iter().map(|entry| entry.number.as_str()).collect()).collect()
    }

    #[test]
    fn no_request_has_two_events_of_one_subject_or_more_than_fit() {
        let requests = in_order(
            ["a", "b", "a", "c", "c"]
                .iter()
                .zip(1..)
                .map(|(user, number)| entry(&number.to_string(), user, ""))
                .collect(),
        );
        assert_eq!(numbers(&requests), [vec!["1", "2"], vec!["3", "4"], vec!["5"]]);
        let letters = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
        let many = in_order(letters.iter().map(|user| entry("1", user, "")).collect());
        assert_eq!(many.iter().map(Vec::len).collect::<Vec<_>>(), [10, 2]);
        let long = in_order(letters[..3].iter().map(|user| entry("1", user, &"x".repeat(100_000))).collect());
        assert_eq!(long.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
    }

    #[test]
    fn an_event_that_is_too_long_leaves_without_what_changed() {
        let detail = |after: &str| -> Value {
            serde_json::from_str(entry("1", "a", after).json["Detail"].as_str().expect("a text")).expect("JSON")
        };
        assert_eq!(detail("short")["event"].get("abridged"), None);
        let long = detail(&"x".repeat(300_000));
        assert_eq!((&long["event"]["abridged"], &long["event"]["after"]), (&json!(true), &Value::Null));
        assert!(long["webhook"]["signature"].as_str().is_some_and(|signature| signature.starts_with("v1,")));
    }
}
