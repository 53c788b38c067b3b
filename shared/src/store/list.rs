//! Lists in pages. A page costs what it holds, however long the list is.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::key::{in_account, text};
use super::record::{Item, Record, from_item};
use super::{Store, StoreFault};
use crate::domain::account::CursorKey;
use crate::domain::id::AccountId;

/// One of an account's lists, or the part of it whose sort keys begin alike.
#[derive(Debug, Clone)]
pub struct List {
    pub(super) account: AccountId,
    pub(super) name: &'static str,
    pub(super) prefix: Option<String>,
    pub(super) newest_first: bool,
}

/// A page of a list.
#[derive(Debug)]
pub struct Page<R> {
    /// What is on it.
    pub records: Vec<R>,
    /// Where the next page begins; nothing after the last.
    pub next: Option<Cursor>,
}

/// A place in a list: behind the item with these sort keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cursor {
    list_sk: String,
    sk: String,
}

/// A text that is not a cursor of this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor of this list")]
pub struct MalformedCursor;

/// The first character of every cursor; changes when their content does.
const VERSION: &str = "1";

/// How much of the HMAC stands in a cursor.
const MAC_LENGTH: usize = 16;

impl List {
    /// The partition of the index `lists` in which an account keeps the list called `name`.
    pub(super) fn partition(account: AccountId, name: &str) -> String {
        format!("{}#{name}", in_account(account))
    }

    fn mac(&self, key: &CursorKey, payload: &[u8]) -> Result<Hmac<Sha256>, MalformedCursor> {
        let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).map_err(|_| MalformedCursor)?;
        for part in [self.account.as_bytes(), self.name.as_bytes(), self.prefix.as_deref().unwrap_or_default().as_bytes(), payload] {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part);
        }
        Ok(mac)
    }
}

impl Cursor {
    /// The cursor as a client gets it. Bound to the list, and to the account by its key.
    pub fn seal(&self, list: &List, key: &CursorKey) -> Result<String, MalformedCursor> {
        let payload = serde_json::to_vec(self).map_err(|_| MalformedCursor)?;
        let mac = list.mac(key, &payload)?.finalize().into_bytes();
        Ok(format!("{VERSION}{}", BASE64URL_NOPAD.encode(&[&mac[..MAC_LENGTH], &payload].concat())))
    }

    /// The cursor that a client sends back.
    pub fn open(sealed: &str, list: &List, key: &CursorKey) -> Result<Self, MalformedCursor> {
        let encoded = sealed.strip_prefix(VERSION).ok_or(MalformedCursor)?;
        let bytes = BASE64URL_NOPAD.decode(encoded.as_bytes()).map_err(|_| MalformedCursor)?;
        let (mac, payload) = bytes.split_at_checked(MAC_LENGTH).ok_or(MalformedCursor)?;
        list.mac(key, payload)?.verify_truncated_left(mac).map_err(|_| MalformedCursor)?;
        serde_json::from_slice(payload).map_err(|_| MalformedCursor)
    }

    fn of_key(mut key: Item) -> Option<Self> {
        let mut part = |name| key.remove(name).and_then(|value| value.as_s().ok().cloned());
        Some(Self { list_sk: part("list_sk")?, sk: part("sk")? })
    }

    fn start_key(&self, list: &List) -> Item {
        HashMap::from([
            ("list_pk".to_owned(), AttributeValue::S(List::partition(list.account, list.name))),
            ("list_sk".to_owned(), text(&self.list_sk)),
            ("pk".to_owned(), AttributeValue::S(in_account(list.account))),
            ("sk".to_owned(), text(&self.sk)),
        ])
    }
}

impl Store {
    /// Reads up to `limit` records of `list`, behind `after`. One request. The list follows changes within moments.
    pub async fn list<R: Record>(&self, list: &List, after: Option<&Cursor>, limit: u16) -> Result<Page<R>, StoreFault> {
        let mut condition = "list_pk = :list".to_owned();
        let mut values = Item::from([(":list".to_owned(), AttributeValue::S(List::partition(list.account, list.name)))]);
        if let Some(prefix) = &list.prefix {
            condition.push_str(" AND begins_with(list_sk, :prefix)");
            values.insert(":prefix".to_owned(), text(prefix));
        }
        let answer = self
            .client
            .query()
            .table_name(&self.table)
            .index_name("lists")
            .key_condition_expression(condition)
            .set_expression_attribute_values(Some(values))
            .scan_index_forward(!list.newest_first)
            .limit(i32::from(limit))
            .set_exclusive_start_key(after.map(|cursor| cursor.start_key(list)))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|cause| StoreFault::new("read a list", &cause))?;
        let records = answer.items.unwrap_or_default().into_iter().map(from_item).collect::<Result<_, _>>()?;
        Ok(Page { records, next: answer.last_evaluated_key.and_then(Cursor::of_key) })
    }
}
