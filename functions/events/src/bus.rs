//! EventBridge: `PutEvents`.

use aws_smithy_types::error::display::DisplayErrorContext;
use serde::Deserialize;
use serde_json::json;
use usher::aws::{Aws, Call, Service};

use crate::entry::Entry;

/// Takes events.
pub struct Bus(Service);

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Taken {
    entries: Vec<TakenEntry>,
}

/// What became of an entry.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct TakenEntry {
    error_code: Option<String>,
}

impl Bus {
    /// EventBridge, as `aws` reaches it.
    pub fn new(aws: &Aws) -> Self {
        Self(aws.events())
    }

    /// Publishes the entries of one request. The error is the place of the first that was not taken; some behind it may
    /// have been.
    pub async fn put(&self, entries: &[Entry]) -> Result<(), usize> {
        let body = json!({ "Entries": entries.iter().map(|entry| &entry.json).collect::<Vec<_>>() });
        let target = Some("AWSEvents.PutEvents");
        let answer = self.0.ask(Call { path: "/", content_type: "application/x-amz-json-1.1", target, body }).await;
        let answer = answer.map_err(|cause| -> usize {
            tracing::warn!(cause = %DisplayErrorContext(&cause), "EventBridge took nothing");
            0
        })?;
        let taken: Taken = serde_json::from_slice(&answer).unwrap_or_default();
        if taken.entries.len() != entries.len() {
            tracing::warn!("the answer of EventBridge cannot be read");
            return Err(0);
        }
        let refused = |entry: &TakenEntry| entry.error_code.is_some();
        let Some(place) = taken.entries.iter().position(refused) else { return Ok(()) };
        tracing::warn!(code = taken.entries[place].error_code, "EventBridge did not take an event");
        Err(place)
    }
}
