//! A batch of stream records: each a promised mail.

use aws_lambda_events::dynamodb::EventRecord;
use aws_lambda_events::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use futures_util::stream::{self, StreamExt};
use usher::domain::effects::outbox::PromisedMail;
use usher::mail::delivery::{Post, PostFault};
use usher::store::StoreFault;

/// How many emails are under way at once. SES takes some 100 ms for each, and the pace is kept elsewhere.
const AT_ONCE: usize = 8;

/// Sends the emails of all records, and names those that are to be sent again.
pub async fn send_all(post: &Post, records: Vec<serde_json::Result<EventRecord>>) -> DynamoDbEventResponse {
    let sent = stream::iter(records.into_iter().filter_map(promised)).map(async |(mail, sequence_number)| {
        let is_settled = send(post, &mail).await;
        (!is_settled).then(|| failure(sequence_number))
    });
    let failed: Vec<Option<DynamoDbBatchItemFailure>> = sent.buffered(AT_ONCE).collect().await;
    let mut answer = DynamoDbEventResponse::default();
    answer.batch_item_failures = failed.into_iter().flatten().collect();
    answer
}

fn failure(sequence_number: Option<String>) -> DynamoDbBatchItemFailure {
    let mut failure = DynamoDbBatchItemFailure::default();
    failure.item_identifier = sequence_number;
    failure
}

/// The email that a record promises, and the record's number. A record that cannot be read never will be: it is logged
/// and let go.
fn promised(record: serde_json::Result<EventRecord>) -> Option<(PromisedMail, Option<String>)> {
    let change = record
        .inspect_err(|cause| tracing::error!(%cause, "a stream record is malformed"))
        .ok()
        .filter(|record| record.event_name == "INSERT")?
        .change;
    let mail = PromisedMail::of_stream_image(change.new_image)
        .inspect_err(|cause| tracing::error!(%cause, "a stream record is not a promised mail"))
        .ok()?;
    Some((mail, change.sequence_number))
}

/// Whether there is nothing more to do for the email.
async fn send(post: &Post, mail: &PromisedMail) -> bool {
    match post.send(mail).await {
        Ok(sent) => {
            tracing::info!(mail = %mail.id, ?sent, "handled a promised mail");
            true
        }
        // Trying again at once would hold up every email behind it. The sweep does, later.
        Err(PostFault::Store(StoreFault::Unreadable)) => {
            tracing::warn!(mail = %mail.id, "an email waits for what cannot be read");
            true
        }
        Err(cause) => {
            tracing::warn!(mail = %mail.id, %cause, "could not send an email");
            false
        }
    }
}
