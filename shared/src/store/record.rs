//! How a thing of the domain becomes an item, and back.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StoreFault;
use super::key::{Key, LISTS, text};

/// An item as DynamoDB knows it.
pub(super) type Item = HashMap<String, AttributeValue>;

/// A place in an index: partition and sort key.
pub(super) type Place = (String, String);

/// Something that is stored as one item.
pub trait Record: Serialize + DeserializeOwned {
    /// Names the kind of the item to people who look at the table.
    const KIND: &'static str;

    /// Where it is stored.
    fn key(&self) -> Key;

    /// Its places in the indexes `lists_1`, `lists_2` and `lists_3`: one in each at most.
    fn listed(&self) -> [Option<(String, String)>; 3] {
        [None, None, None]
    }

    /// All that lists show of it, in short: the one attribute that those indexes copy. Nothing where they copy the attributes themselves.
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

pub(super) fn place(item: &mut Item, place: Option<Place>, pk: &str, sk: &str) {
    if let Some((partition, sort)) = place {
        item.insert(pk.to_owned(), AttributeValue::S(partition));
        item.insert(sk.to_owned(), AttributeValue::S(sort));
    }
}

pub(super) fn from_item<R: Record>(item: Item) -> Result<R, StoreFault> {
    serde_dynamo::from_item(item).map_err(|cause| StoreFault::new("decode an item", &cause))
}
