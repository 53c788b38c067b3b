//! The index of what is due: sparse, and spread over shards that no account shares alone.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use jiff::Timestamp;

use super::key::{DUE_SHARDS, Key, due, moment};
use super::{Store, StoreFault};
use crate::domain::id::InvitationId;

/// The index.
#[derive(Debug, Clone, Copy)]
pub struct Due;

impl Due {
    /// The shards of the index.
    pub fn shards() -> std::ops::Range<u8> {
        0..DUE_SHARDS
    }

    pub(super) fn place(invitation: InvitationId, at: Timestamp) -> (String, String) {
        let shard = invitation.as_bytes()[19] % DUE_SHARDS;
        (due(shard), format!("{}#{invitation}", moment(at)))
    }
}

impl Store {
    /// The keys of the `most` items of a shard that have been due for longest at `now`. One request, whatever is not yet due.
    pub async fn due(&self, shard: u8, now: Timestamp, most: u16) -> Result<Vec<Key>, StoreFault> {
        let answer = self
            .client
            .query()
            .table_name(&self.table)
            .index_name("due")
            .key_condition_expression("due_pk = :shard AND due_sk < :after_now")
            .expression_attribute_values(":shard", AttributeValue::S(due(shard)))
            .expression_attribute_values(":after_now", AttributeValue::S(format!("{}$", moment(now))))
            .limit(i32::from(most))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|cause| StoreFault::new("read what is due", &cause))?;
        answer.items.unwrap_or_default().iter().map(Key::of_item).collect()
    }
}
