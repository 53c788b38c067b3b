//! How a thing of the domain becomes an item, and back.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StoreFault;
use super::key::{AnyKey, Key, LISTS, text};

/// An item as DynamoDB knows it.
pub(super) type Item = HashMap<String, AttributeValue>;

/// A place in an index: partition and sort key.
pub(super) type IndexPlace = (String, String);

/// Something that is stored as one item.
pub trait Record: Serialize + DeserializeOwned {
    /// Names the kind of the item to people who look at the table.
    const KIND: &'static str;

    /// Where it is stored.
    fn key(&self) -> Key<Self>;

    /// Its places in the indexes `lists_1`, `lists_2` and `lists_3`: one in each at most.
    fn listed(&self) -> [Option<(String, String)>; 3] {
        [None, None, None]
    }

    /// All that lists show of it, in short: the one attribute that those indexes copy. Nothing if they copy the
    /// attributes themselves.
    fn card(&self) -> Option<String> {
        None
    }

    /// Its place in the index `due`, while something is to happen to it at a known time.
    fn due(&self) -> Option<(String, String)> {
        None
    }

    /// From when on the item is garbage, which DynamoDB removes some day. Nothing relies on that.
    fn garbage_from(&self) -> Option<Timestamp> {
        None
    }
}

/// A record that changes: each change is made to the version that was read, or not at all.
pub trait Versioned: Record {
    /// The version that was read; the next is one more.
    fn version(&mut self) -> &mut u64;
}

/// A record whose version is the field of that name.
macro_rules! versioned {
    ($record:ty) => {
        impl $crate::store::record::Versioned for $record {
            fn version(&mut self) -> &mut u64 {
                &mut self.version
            }
        }
    };
}
pub(super) use versioned;

pub(super) fn to_item<R: Record>(record: &R) -> Result<Item, StoreFault> {
    let mut item: Item = serde_dynamo::to_item(record).map_err(|cause| StoreFault::new("encode an item", &cause))?;
    item.insert("kind".to_owned(), text(R::KIND));
    item.extend(record.key().attributes());
    for (index, listed) in LISTS.iter().zip(record.listed()) {
        place(&mut item, listed, index.partition, index.sort);
    }
    if let Some(card) = record.card() {
        item.insert("card".to_owned(), AttributeValue::S(card));
    }
    place(&mut item, record.due(), "due_pk", "due_sk");
    if let Some(at) = record.garbage_from() {
        item.insert("ttl".to_owned(), AttributeValue::N(at.as_second().to_string()));
    }
    Ok(item)
}

pub(super) fn place(item: &mut Item, place: Option<IndexPlace>, pk: &str, sk: &str) {
    if let Some((partition, sort)) = place {
        item.insert(pk.to_owned(), AttributeValue::S(partition));
        item.insert(sk.to_owned(), AttributeValue::S(sort));
    }
}

/// If an item is not what it must be: the path of an attribute. What it holds there is nobody's business.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is wrong or missing")]
pub struct Malformed(String);

impl Malformed {
    pub(super) fn at(attribute: impl Into<String>) -> Self {
        Self(attribute.into())
    }

    /// Tells operators which item it is. The alarm `UnreadableItems` counts this message (infra/observability.yaml),
    /// and the runbook says what to do. A sort key that holds an address is cut: the partition leads to it.
    pub(super) fn report(&self, key: &AnyKey) -> StoreFault {
        let sk = if key.sk.contains('@') { "…" } else { &key.sk };
        tracing::error!(pk = %key.pk, sk, attribute = %self.0, "an item cannot be read");
        StoreFault::Unreadable
    }
}

/// The record in an item. One that is none is reported.
pub(super) fn from_item<R: Record>(item: Item) -> Result<R, StoreFault> {
    let key = AnyKey::of_item(&item)?;
    decode(item).map_err(|malformed| malformed.report(&key))
}

pub(super) fn decode<T: DeserializeOwned>(item: Item) -> Result<T, Malformed> {
    let item = serde_dynamo::AttributeValue::M(serde_dynamo::Item::from(item).into());
    serde_path_to_error::deserialize(serde_dynamo::Deserializer::from_attribute_value(item))
        .map_err(|cause| Malformed::at(cause.path().to_string()))
}

#[cfg(test)]
mod largest;
#[cfg(test)]
mod tests;
