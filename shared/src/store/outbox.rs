//! The outbox. Its partitions are the index of what is unsent: an item leaves when its mail is sent or given up.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use jiff::Timestamp;

use super::key::{Key, OUTBOX_SHARDS, moment, outbox};
use super::record::{Record, Versioned, from_item};
use super::{Store, StoreFault};
use crate::domain::outbox::PromisedMail;

impl Record for PromisedMail {
    const KIND: &'static str = "promised_mail";

    fn key(&self) -> Key {
        Key::mail(self.promised_at, self.id)
    }
}

impl Versioned for PromisedMail {
    fn version(&mut self) -> &mut u64 {
        &mut self.version
    }
}

impl PromisedMail {
    /// The promise in an item that came through the table's stream.
    pub fn of_stream_image(image: serde_json::Value) -> Result<Self, StoreFault> {
        let item: serde_dynamo::Item = serde_json::from_value(image).map_err(|cause| StoreFault::new("read a stream record", &cause))?;
        serde_dynamo::from_item(item).map_err(|cause| StoreFault::new("decode a stream record", &cause))
    }
}

impl Store {
    /// The oldest `most` mails of a shard that were promised before `before` and are still unsent. What cannot be read is logged and left alone.
    pub async fn unsent(&self, shard: u8, before: Timestamp, most: u16) -> Result<Vec<PromisedMail>, StoreFault> {
        let answer = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :shard AND sk < :before")
            .expression_attribute_values(":shard", AttributeValue::S(outbox(shard)))
            .expression_attribute_values(":before", AttributeValue::S(moment(before)))
            .consistent_read(true)
            .limit(i32::from(most))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|cause| StoreFault::new("read the outbox", &cause))?;
        let readable = |mail: Result<PromisedMail, StoreFault>| mail.inspect_err(|cause| tracing::error!(%cause, "not a promised mail")).ok();
        Ok(answer.items.unwrap_or_default().into_iter().map(from_item).filter_map(readable).collect())
    }

    /// The shards of the outbox.
    pub fn outbox_shards() -> std::ops::Range<u8> {
        0..OUTBOX_SHARDS
    }
}
