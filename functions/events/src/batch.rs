//! A batch of stream records: what happened, and emails that are promised.

use aws_lambda_events::dynamodb::EventRecord;
use serde::Deserialize;
use serde_json::Value;
use usher::domain::effects::published::Happening;
use usher::store::PUBLISHED_KINDS;

/// What a batch brings, each in the order of the stream.
#[derive(Default)]
pub struct Batch {
    /// What happened.
    pub happenings: Vec<Numbered>,
    /// The records of promised emails, as they came.
    pub mails: Vec<Value>,
}

/// What happened, and the number that the stream gave to it.
pub struct Numbered {
    /// The record's number.
    pub number: String,
    /// What happened.
    pub happening: Happening,
}

impl Batch {
    /// Reads a batch. A record that is malformed keeps no other from being read.
    pub fn read(mut batch: Value) -> serde_json::Result<Self> {
        let records = batch.get_mut("Records").map(Value::take).unwrap_or_default();
        let records: Vec<Value> = serde_json::from_value(records)?;
        Ok(records.into_iter().filter(|record| record["eventName"] == "INSERT").fold(Self::default(), Self::with))
    }

    fn with(mut self, record: Value) -> Self {
        let kind = &record["dynamodb"]["NewImage"]["kind"]["S"];
        if PUBLISHED_KINDS.iter().any(|published| kind == published) {
            self.happenings.extend(numbered(&record));
        } else {
            self.mails.push(record);
        }
        self
    }
}

/// A record that cannot be read never will be. The store tells operators of it, and the event stays in the table.
fn numbered(record: &Value) -> Option<Numbered> {
    let change = EventRecord::deserialize(record)
        .inspect_err(|cause| tracing::error!(%cause, "a stream record is malformed"))
        .ok()?
        .change;
    let happening = Happening::of_stream_image(change.new_image).ok().flatten()?;
    Some(Numbered { number: change.sequence_number.unwrap_or_default(), happening })
}
