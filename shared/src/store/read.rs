//! Reading by key: many items in one consistent request.

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::types::{KeysAndAttributes, ReturnConsumedCapacity};
use futures_util::TryStreamExt;
use futures_util::stream::{self, StreamExt};

use super::record::{Item, Record, from_item};
use super::{Key, Store, StoreFault};
use crate::domain::id::{AccountId, UnitId};

/// What one `BatchGetItem` takes.
const KEYS_PER_REQUEST: usize = 100;

/// How many requests run at once.
const REQUESTS_AT_ONCE: usize = 8;

/// How often what DynamoDB left unprocessed is asked for again.
const ATTEMPTS: u32 = 6;

/// Items that were found, by key.
#[derive(Debug, Default)]
pub struct Found(HashMap<Key, Item>);

impl Found {
    /// Whether there is anything at `key`.
    pub fn contains(&self, key: &Key) -> bool {
        self.0.contains_key(key)
    }

    /// Whether a unit of the account is retired; `None` if no such unit was found.
    pub fn is_retired(&self, account: AccountId, unit: UnitId) -> Option<bool> {
        self.0.get(&Key::unit(account, unit)).map(|item| item.contains_key("retired_at"))
    }

    /// All that was found in two reads.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The record at `key`, if there is one.
    pub fn get<R: Record>(&self, key: &Key) -> Result<Option<R>, StoreFault> {
        self.0.get(key).cloned().map(from_item).transpose()
    }
}

impl Store {
    /// Reads the items at `keys`, as they are after every change that was answered before. One request for each 100 keys, side by side.
    pub async fn read(&self, keys: impl IntoIterator<Item = Key>) -> Result<Found, StoreFault> {
        let mut keys: Vec<Key> = keys.into_iter().collect();
        keys.sort_unstable_by(|a, b| (&a.pk, &a.sk).cmp(&(&b.pk, &b.sk)));
        keys.dedup();
        let chunks: Vec<Vec<Key>> = keys.chunks(KEYS_PER_REQUEST).map(<[Key]>::to_vec).collect();
        let found = stream::iter(chunks).map(|chunk| self.read_chunk(chunk)).buffer_unordered(REQUESTS_AT_ONCE);
        let items: Vec<Vec<Item>> = found.try_collect().await?;
        items.into_iter().flatten().map(|item| Ok((Key::of_item(&item)?, item))).collect::<Result<_, _>>().map(Found)
    }

    async fn read_chunk(&self, keys: Vec<Key>) -> Result<Vec<Item>, StoreFault> {
        let mut wanted = keys.iter().map(Key::attributes).collect::<Vec<_>>();
        let mut items = Vec::with_capacity(wanted.len());
        for attempt in 0..ATTEMPTS {
            let request = KeysAndAttributes::builder().set_keys(Some(wanted)).consistent_read(true).build();
            let request = request.map_err(|cause| StoreFault::new("read items", &cause))?;
            let answer = self
                .client
                .batch_get_item()
                .request_items(&self.table, request)
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .await
                .map_err(|cause| StoreFault::new("read items", &cause))?;
            items.extend(answer.responses.unwrap_or_default().remove(&self.table).unwrap_or_default());
            wanted = answer.unprocessed_keys.unwrap_or_default().remove(&self.table).map(|left| left.keys).unwrap_or_default();
            if wanted.is_empty() {
                return Ok(items);
            }
            tokio::time::sleep(Duration::from_millis(20 << attempt)).await;
        }
        Err(StoreFault { doing: "read items", cause: "DynamoDB left keys unprocessed".to_owned() })
    }
}
