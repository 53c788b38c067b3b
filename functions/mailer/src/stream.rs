//! A batch of stream records: each a promised mail.

use futures_util::stream::{self, StreamExt};
use serde_json::{Value, json};
use usher::domain::outbox::PromisedMail;
use usher::mail::delivery::Post;

/// How many mails are under way at once. SES takes some 100 ms for each, and the pace is kept elsewhere.
const AT_ONCE: usize = 8;

/// Sends the mails of all records, and names those that are to be sent again.
pub async fn send_all(post: &Post, records: Vec<Value>) -> Vec<Value> {
    let sent = stream::iter(records).map(async |record| {
        let is_settled = send(post, &record).await;
        (!is_settled).then(|| json!({ "itemIdentifier": record["dynamodb"]["SequenceNumber"] }))
    });
    let failed: Vec<Option<Value>> = sent.buffered(AT_ONCE).collect().await;
    failed.into_iter().flatten().collect()
}

/// Whether there is nothing more to do for the record. One that cannot be read never will be: it is logged and let go.
async fn send(post: &Post, record: &Value) -> bool {
    if record["eventName"] != "INSERT" {
        return true;
    }
    let mail = match PromisedMail::of_stream_image(record["dynamodb"]["NewImage"].clone()) {
        Ok(mail) => mail,
        Err(cause) => {
            tracing::error!(%cause, "a stream record is not a promised mail");
            return true;
        }
    };
    match post.send(&mail).await {
        Ok(sent) => {
            tracing::info!(mail = %mail.id, ?sent, "handled a promised mail");
            true
        }
        Err(cause) => {
            tracing::warn!(mail = %mail.id, %cause, "could not send a mail");
            false
        }
    }
}
