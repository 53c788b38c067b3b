//! What invokes the function, in the types that AWS's events have.

use aws_lambda_events::cloudwatch_events::CloudWatchEvent;
use aws_lambda_events::dynamodb::EventRecord;
use serde::Deserialize;
use serde_json::Value;

use crate::ses_event::MailEvent;

/// An event of one of the three sources.
pub enum MailerEvent {
    /// A batch of the table's stream. A record that is malformed keeps no other from being read.
    Stream(Vec<serde_json::Result<EventRecord>>),
    /// Promised emails that another reader of the stream hands on, through EventBridge.
    Handed(Vec<serde_json::Result<EventRecord>>),
    /// An event of SES, through EventBridge.
    Ses(Box<CloudWatchEvent<MailEvent>>),
}

/// Stream records, as they are handed over.
fn records_of(records: &mut Value) -> Result<Vec<serde_json::Result<EventRecord>>, MalformedEvent> {
    let records: Vec<Value> = serde_json::from_value(records.take())?;
    Ok(records.into_iter().map(EventRecord::deserialize).collect())
}

/// What is not an event of any source.
#[derive(Debug, thiserror::Error)]
pub enum MalformedEvent {
    /// Neither a batch of stream records nor an event of SES.
    #[error("neither a batch of stream records nor an event of SES")]
    UnknownSource,
    /// Looks like one, and is not one.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

impl TryFrom<Value> for MailerEvent {
    type Error = MalformedEvent;

    fn try_from(mut event: Value) -> Result<Self, MalformedEvent> {
        if let Some(records) = event.get_mut("Records") {
            return records_of(records).map(Self::Stream);
        }
        if event["source"] == "usher" {
            let records = event.pointer_mut("/detail/Records").ok_or(MalformedEvent::UnknownSource)?;
            return records_of(records).map(Self::Handed);
        }
        if event["source"] != "aws.ses" {
            return Err(MalformedEvent::UnknownSource);
        }
        Ok(Self::Ses(Box::new(serde_json::from_value(event)?)))
    }
}
