//! What was done, step by step, in words that are the same in every replay.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::World;
use super::connector::Asked;
use super::invocation::Invocation;

/// The steps, if anybody wants to know them.
#[derive(Default)]
pub struct Trace(Option<Mutex<Vec<String>>>);

impl Trace {
    /// One that is kept.
    pub fn kept() -> Self {
        Self(Some(Mutex::default()))
    }

    /// The lines so far.
    pub fn lines(&self) -> Vec<String> {
        self.0.as_ref().map(|lines| lines.lock().unwrap_or_else(PoisonError::into_inner).clone()).unwrap_or_default()
    }

    /// Notes what happens now.
    pub fn line(&self, world: &World, says: impl FnOnce() -> String) {
        let Some(lines) = &self.0 else { return };
        let line = format!("{} {}", world.true_now(), says());
        lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    /// Notes a request to DynamoDB, and what it writes or reads.
    pub fn asked(&self, world: &World, asked: &Asked, status: u16, invocation: Option<&Invocation>) {
        self.line(world, || {
            let body: Value = serde_json::from_slice(&asked.body).unwrap_or_default();
            let id = invocation.map(|invocation| invocation.id.as_str()).unwrap_or("-");
            let Asked { operation, .. } = asked;
            format!("{id} {operation} {} {status} {}", summary(&body), &digest(&body)[..8])
        });
    }
}

/// The digest of a document, whatever the order of its maps.
fn digest(body: &Value) -> String {
    let mut hash = Sha256::new();
    hash.update(sorted(body).as_bytes());
    data_encoding::HEXLOWER.encode(&hash.finalize())
}

fn sorted(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: BTreeMap<_, _> = fields.iter().map(|(name, value)| (name, sorted(value))).collect();
            format!("{fields:?}")
        }
        Value::Array(values) => {
            // Keys that are read together come in no order.
            let mut values: Vec<String> = values.iter().map(sorted).collect();
            values.sort();
            format!("{values:?}")
        }
        other => other.to_string(),
    }
}

/// What of the table a request is about.
fn summary(body: &Value) -> String {
    let text = |value: &Value| value["S"].as_str().unwrap_or_default().to_owned();
    let of_write = |write: &Value| {
        let (kind, write) = write.as_object().and_then(|write| write.iter().next())?;
        let item = if kind == "Put" { &write["Item"] } else { &write["Key"] };
        let what = item["kind"]["S"].as_str().map_or_else(|| text(&item["sk"]), str::to_owned);
        let action = item["action"]["S"].as_str().map(|action| format!(":{action}")).unwrap_or_default();
        Some(format!(
            "{}{what}{action}",
            if kind == "Put" {
                "+"
            } else if kind == "Delete" {
                "-"
            } else {
                "~"
            }
        ))
    };
    if let Some(writes) = body["TransactItems"].as_array() {
        return writes.iter().filter_map(of_write).collect::<Vec<_>>().join(" ");
    }
    if let Some(requests) = body["RequestItems"].as_object() {
        let keys = requests.values().flat_map(|request| request["Keys"].as_array().into_iter().flatten());
        let mut keys: Vec<String> = keys.map(|key| text(&key["sk"])).collect();
        keys.sort();
        return keys.join(" ");
    }
    body["IndexName"].as_str().map_or_else(|| text(&body["Key"]["sk"]), str::to_owned)
}
