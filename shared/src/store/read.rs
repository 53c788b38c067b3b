//! Reading by key: many items in one consistent request.

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::types::{KeysAndAttributes, ReturnConsumedCapacity};
use futures_util::TryStreamExt;
use futures_util::stream::{self, StreamExt};

use super::record::{Item, Record, from_item};
use super::{AnyKey, Key, Store, StoreFault};
use crate::domain::id::{AccountId, UnitId};

/// What one `BatchGetItem` takes.
const KEYS_PER_REQUEST: usize = 100;

/// How many requests run at once.
const REQUESTS_AT_ONCE: usize = 8;

/// How often what DynamoDB left unprocessed is asked for again.
const TRIES: u32 = 6;

/// Items that were found, by key.
#[derive(Debug, Default)]
pub struct Found(HashMap<AnyKey, Item>);

impl Found {
    pub(super) fn of(items: impl IntoIterator<Item = Item>) -> Result<Self, StoreFault> {
        items.into_iter().map(|item| Ok((AnyKey::of_item(&item)?, item))).collect::<Result<_, _>>().map(Self)
    }

    /// Whether there is anything at `key`.
    pub fn contains<R>(&self, key: &Key<R>) -> bool {
        self.0.contains_key(key.as_any())
    }

    /// Whether a unit of the account is retired; `None` if no such unit was found.
    pub fn is_retired(&self, account: AccountId, unit: UnitId) -> Option<bool> {
        self.0.get(Key::unit(account, unit).as_any()).map(|item| item.contains_key("retired_at"))
    }

    /// All that was found in two reads.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The record at `key`, if there is one. One that cannot be read is an error: whatever hangs on it does not happen.
    pub fn get<R: Record>(&self, key: &Key<R>) -> Result<Option<R>, StoreFault> {
        self.0.get(key.as_any()).cloned().map(from_item).transpose()
    }

    /// The record at `key`, if there is one that can be read. Only if one of many that is left out opens nothing: to
    /// show them, or to do for each what is to be done.
    pub fn readable<R: Record>(&self, key: &Key<R>) -> Option<R> {
        self.get(key).ok().flatten()
    }
}

impl Store {
    /// The record at `key`, if there is one, as it is after every change that was answered before. One that cannot be
    /// read is an error.
    pub async fn get<R: Record>(&self, key: &Key<R>) -> Result<Option<R>, StoreFault> {
        self.read([key.any()]).await?.get(key)
    }

    /// Reads the items at `keys`, as they are after every change that was answered before. One request for each 100
    /// keys, side by side.
    pub async fn read(&self, keys: impl IntoIterator<Item = AnyKey>) -> Result<Found, StoreFault> {
        self.read_as(keys, true).await
    }

    /// The same as they were moments ago, for half the price: to show something besides, and to decide nothing.
    pub async fn look_up(&self, keys: impl IntoIterator<Item = AnyKey>) -> Result<Found, StoreFault> {
        self.read_as(keys, false).await
    }

    async fn read_as(&self, keys: impl IntoIterator<Item = AnyKey>, consistent: bool) -> Result<Found, StoreFault> {
        let mut keys: Vec<AnyKey> = keys.into_iter().collect();
        keys.sort_unstable_by(|a, b| (&a.pk, &a.sk).cmp(&(&b.pk, &b.sk)));
        keys.dedup();
        let chunks: Vec<Vec<AnyKey>> = keys.chunks(KEYS_PER_REQUEST).map(<[AnyKey]>::to_vec).collect();
        let found =
            stream::iter(chunks).map(|chunk| self.read_chunk(chunk, consistent)).buffer_unordered(REQUESTS_AT_ONCE);
        let items: Vec<Vec<Item>> = found.try_collect().await?;
        Found::of(items.into_iter().flatten())
    }

    async fn read_chunk(&self, keys: Vec<AnyKey>, consistent: bool) -> Result<Vec<Item>, StoreFault> {
        let mut wanted = keys.iter().map(AnyKey::attributes).collect::<Vec<_>>();
        let mut items = Vec::with_capacity(wanted.len());
        for tried in 0..TRIES {
            let request = KeysAndAttributes::builder().set_keys(Some(wanted)).consistent_read(consistent).build();
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
            wanted = answer
                .unprocessed_keys
                .unwrap_or_default()
                .remove(&self.table)
                .map(|left| left.keys)
                .unwrap_or_default();
            if wanted.is_empty() {
                return Ok(items);
            }
            self.timer.pause(Duration::from_millis(20 << tried)).await;
        }
        Err(StoreFault::failed("read items", "DynamoDB left keys unprocessed"))
    }
}
