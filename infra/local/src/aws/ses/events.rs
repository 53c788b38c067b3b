//! What happens to an email after SES took it, as EventBridge tells the mailer.
//!
//! Addresses at `simulator.amazonses.com` end as they do in the real SES; every other mail is delivered. Like SES,
//! nothing is published for an email that was sent without a configuration set.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::{Semaphore, mpsc, watch};

use super::request::CONFIGURATION_SET;
use crate::lambda::Function;
use crate::mailbox::Message;

/// The events that are published and not yet handled. Clones are the same queue.
#[derive(Clone)]
pub struct Events {
    queue: mpsc::UnboundedSender<Value>,
    pending: Arc<watch::Sender<usize>>,
    held: Arc<Mutex<Option<Vec<Value>>>>,
}

/// As many invocations at once as the mailer's reserved concurrency would plausibly allow.
const CONCURRENT: usize = 4;
/// EventBridge invokes asynchronously, and Lambda tries such an invocation three times.
const TRIES: u32 = 3;

impl Events {
    pub(crate) fn new() -> (Self, mpsc::UnboundedReceiver<Value>) {
        let (queue, receiver) = mpsc::unbounded_channel();
        (Self { queue, pending: Arc::new(watch::Sender::new(0)), held: Arc::default() }, receiver)
    }

    /// Holds back the events published from now on, for a test to deliver late, twice or in another order.
    pub fn hold(&self) {
        self.held().get_or_insert_default();
    }

    /// The events held back so far, in the order in which they happened; they are not delivered by themselves.
    pub fn take_held(&self) -> Vec<Value> {
        self.held().as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Delivers events by themselves again; those still held back come first.
    pub fn release(&self) {
        let held = self.held().take().unwrap_or_default();
        held.into_iter().for_each(|event| self.send(event));
    }

    /// Waits until no event is on its way.
    pub(crate) async fn idle(&self) {
        // The sender lives in `self`, so the channel cannot close while this waits.
        let _ = self.pending.subscribe().wait_for(|pending| *pending == 0).await;
    }

    pub(crate) fn publish(&self, message: &Message) -> Result<(), getrandom::Error> {
        if !message.tags.contains_key(CONFIGURATION_SET) {
            return Ok(());
        }
        for event in fate(message)? {
            match self.held().as_mut() {
                Some(held) => held.push(event),
                None => self.send(event),
            }
        }
        Ok(())
    }

    /// Delivers an event at once.
    pub(crate) fn send(&self, event: Value) {
        self.pending.send_modify(|pending| *pending += 1);
        if self.queue.send(event).is_err() {
            self.done();
        }
    }

    fn done(&self) {
        self.pending.send_modify(|pending| *pending = pending.saturating_sub(1));
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Option<Vec<Value>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands every event to the mailer, several at a time, until the queue closes.
    pub(crate) async fn deliver(self, mut queue: mpsc::UnboundedReceiver<Value>, mailer: Function) {
        let slots = Arc::new(Semaphore::new(CONCURRENT));
        while let Some(event) = queue.recv().await {
            let Ok(slot) = Arc::clone(&slots).acquire_owned().await else { return };
            let (events, mailer) = (self.clone(), mailer.clone());
            tokio::spawn(async move {
                invoke(&mailer, event).await;
                events.done();
                drop(slot);
            });
        }
    }
}

async fn invoke(mailer: &Function, event: Value) {
    for tried in 1..=TRIES {
        let Err(reason) = mailer.invoke(event.clone()).await else { return };
        tracing::warn!(tried, reason, "the mailer failed on an event");
        tokio::time::sleep(Duration::from_millis(100 * u64::from(tried))).await;
    }
    tracing::error!(detail_type = %event["detail-type"], "an event was dropped");
}

/// The events in the life of an email, in the order in which they happen.
fn fate(message: &Message) -> Result<Vec<Value>, getrandom::Error> {
    let sent = envelope(message, "Email Sent", "Send", json!({ "send": {} }))?;
    let outcome = match message.to.first().and_then(|to| simulated(to)).as_deref() {
        Some("bounce") => bounce(message, "General", "smtp; 550 5.1.1 user unknown")?,
        Some("suppressionlist") => bounce(message, "Suppressed", "Amazon SES has suppressed sending to this address")?,
        Some("complaint") => return Ok(vec![sent, delivery(message)?, complaint(message)?]),
        _ => delivery(message)?,
    };
    Ok(vec![sent, outcome])
}

/// The part of a simulator address that decides, without its `+label`.
fn simulated(to: &str) -> Option<String> {
    let (local, domain) = to.rsplit_once('@')?;
    let kind = local.split('+').next().unwrap_or(local);
    domain.eq_ignore_ascii_case("simulator.amazonses.com").then(|| kind.to_ascii_lowercase())
}

fn delivery(message: &Message) -> Result<Value, getrandom::Error> {
    let delivery = json!({
        "timestamp": message.at,
        "processingTimeMillis": 1,
        "recipients": message.to,
        "smtpResponse": "250 2.6.0 Message received",
        "reportingMTA": "a8-70.smtp-out.amazonses.com",
    });
    envelope(message, "Email Delivered", "Delivery", json!({ "delivery": delivery }))
}

fn bounce(message: &Message, sub_type: &str, diagnostic: &str) -> Result<Value, getrandom::Error> {
    let recipient = |to: &String| {
        json!({
            "emailAddress": to, "action": "failed", "status": "5.1.1", "diagnosticCode": diagnostic,
        })
    };
    let bounce = json!({
        "bounceType": "Permanent",
        "bounceSubType": sub_type,
        "bouncedRecipients": message.to.iter().map(recipient).collect::<Vec<_>>(),
        "timestamp": message.at,
        "feedbackId": crate::system::random::uuid(message.at)?,
        "reportingMTA": "dns; amazonses.com",
    });
    envelope(message, "Email Bounced", "Bounce", json!({ "bounce": bounce }))
}

fn complaint(message: &Message) -> Result<Value, getrandom::Error> {
    let recipient = |to: &String| json!({ "emailAddress": to });
    let complaint = json!({
        "complainedRecipients": message.to.iter().map(recipient).collect::<Vec<_>>(),
        "timestamp": message.at,
        "feedbackId": crate::system::random::uuid(message.at)?,
        "userAgent": "Amazon SES Mailbox Simulator",
        "complaintFeedbackType": "abuse",
        "arrivalDate": message.at,
    });
    envelope(message, "Email Complaint Received", "Complaint", json!({ "complaint": complaint }))
}

fn envelope(message: &Message, detail_type: &str, event_type: &str, what: Value) -> Result<Value, getrandom::Error> {
    let tags: BTreeMap<_, _> = message.tags.iter().map(|(name, value)| (name, [value])).collect();
    let mut detail = what;
    detail["eventType"] = json!(event_type);
    detail["mail"] = json!({
        "timestamp": message.at,
        "source": message.from,
        "sendingAccountId": "000000000000",
        "messageId": message.id,
        "destination": message.to,
        "headersTruncated": false,
        "tags": tags,
    });
    Ok(json!({
        "version": "0",
        "id": crate::system::random::uuid(message.at)?,
        "detail-type": detail_type,
        "source": "aws.ses",
        "account": "000000000000",
        "time": message.at,
        "region": crate::aws::REGION,
        "resources": [format!(
            "arn:aws:ses:{}:000000000000:configuration-set/{}", crate::aws::REGION, message.tags[CONFIGURATION_SET],
        )],
        "detail": detail,
    }))
}
