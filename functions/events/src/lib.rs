//! What leaves Usher: the table's stream onto an event bus.
//!
//! A table's stream takes two readers. One is the mailer's, for invitations. The other is this function's: it publishes
//! what happened, and hands on what waits for no invitation, the emails about credentials (docs/decisions/0073).

mod batch;
mod bus;
mod entry;
mod webhook;

use std::collections::HashSet;
use std::sync::Arc;

use aws_lambda_events::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use serde_json::{Value, json};
use usher::app::{App, Aws};
use usher::domain::effects::published::{Called, CalledTarget, Happening};
use usher::store::{AnyKey, Found, Key, StoreFault};

use self::batch::{Batch, Numbered};
use self::bus::Bus;
use self::entry::{Entry, in_order};
use self::webhook::Signer;

/// The function's handler.
pub struct Events {
    app: Arc<App>,
    bus: Bus,
    signer: Signer,
}

/// An event that is none of the function's. Lambda retries, then puts it aside.
#[derive(Debug, thiserror::Error)]
#[error("not a batch of stream records: {0}")]
pub struct MalformedBatch(#[from] serde_json::Error);

impl Events {
    /// What publishes what happened in the table of `app`, through `aws`.
    pub fn new(app: Arc<App>, aws: &Aws) -> Self {
        let signer = Signer::new(aws, app.config.webhook_secret.clone());
        Self { bus: Bus::new(aws), signer, app }
    }

    /// Handles a batch of the table's stream, and answers with the first record that is to come again.
    pub async fn handle(&self, batch: Value) -> Result<Value, MalformedBatch> {
        let batch = Batch::read(batch)?;
        // First, and whatever becomes of the events: someone waits for them.
        self.hand_on(batch.mails).await;
        let mut answer = DynamoDbEventResponse::default();
        answer.batch_item_failures = self.publish(batch.happenings).await.into_iter().map(failure).collect();
        Ok(json!(answer))
    }

    /// Gives promised emails to the mailer. If that fails, the sweep sends them some minutes later: it must not hold up
    /// what happened.
    async fn hand_on(&self, mails: Vec<Value>) {
        for entries in in_order(Entry::of_emails(mails, &self.app.config.outbox_bus, self.app.now())) {
            if self.bus.put(&entries).await.is_err() {
                tracing::warn!("promised emails are left to the sweep");
            }
        }
    }

    /// Publishes what happened, in its order. What follows an event that the bus did not take is left for the next try.
    async fn publish(&self, happenings: Vec<Numbered>) -> Option<String> {
        let first = happenings.first()?.number.clone();
        let Ok(secret) = self.signer.secret(self.app.now()).await.inspect_err(|cause| {
            tracing::warn!(%cause, "the webhook's secret cannot be read");
        }) else {
            return Some(first);
        };
        let Ok(names) = self.names(&happenings).await.inspect_err(|cause| {
            tracing::warn!(%cause, "what is called so cannot be read");
        }) else {
            return Some(first);
        };
        let (now, bus) = (self.app.now(), &self.app.config.event_bus);
        let sealed = |numbered: Numbered| {
            let called = called(&numbered.happening, &names);
            Entry::of_happening(numbered, called, bus, secret.as_ref(), now)
        };
        for entries in in_order(happenings.into_iter().map(sealed).collect()) {
            if let Err(place) = self.bus.put(&entries).await {
                return Some(entries[place].number.clone());
            }
            for entry in &entries {
                entry.note();
            }
        }
        None
    }
}

impl Events {
    /// What portals call the accounts of a batch, and the users and units that its events are about: three requests at
    /// most, for a batch has at most a hundred records. What is gone, or cannot be read, leaves without.
    async fn names(&self, happenings: &[Numbered]) -> Result<Found, StoreFault> {
        let keys: HashSet<AnyKey> = happenings.iter().flat_map(|numbered| keys(&numbered.happening)).collect();
        self.app.store.read(keys).await
    }
}

fn keys(happening: &Happening) -> impl Iterator<Item = AnyKey> {
    let account = happening.account;
    let target = account.and_then(|account| {
        Some(match happening.called()? {
            CalledTarget::User(user) => Key::user(account, user.key()).any(),
            CalledTarget::Unit(unit) => Key::unit(account, unit).any(),
        })
    });
    account.map(|account| Key::account(account).any()).into_iter().chain(target)
}

fn called(happening: &Happening, names: &Found) -> Called {
    let Some(account) = happening.account else { return Called::default() };
    let target = happening.called().and_then(|target| match target {
        CalledTarget::User(id) => {
            let user = names.readable(&Key::user(account, id.key()))?;
            user.labels.external_id.filter(|_| user.id == id)
        }
        CalledTarget::Unit(unit) => names.readable(&Key::unit(account, unit))?.labels.external_id,
    });
    Called { account: names.readable(&Key::account(account)).and_then(|account| account.external_id), target }
}

fn failure(number: String) -> DynamoDbBatchItemFailure {
    let mut failure = DynamoDbBatchItemFailure::default();
    failure.item_identifier = Some(number);
    failure
}
