//! The outbox. Its partitions are the index of what is unsent: an item leaves when its email is sent or given up.

use super::StoreFault;
use super::key::{Key, OUTBOX_SHARDS};
use super::list::{Entry, List, Listed};
use super::record::{Item, Malformed, Record, decode, from_item, versioned};
use crate::domain::effects::outbox::PromisedMail;
use crate::domain::id::AccountId;

impl Record for PromisedMail {
    const KIND: &'static str = "promised_mail";

    fn key(&self) -> Key<Self> {
        Key::mail(self)
    }
}

versioned!(PromisedMail);

impl PromisedMail {
    /// The promise in an item that came through the table's stream.
    pub fn of_stream_image(image: serde_dynamo::Item) -> Result<Self, StoreFault> {
        from_item(Item::from(image))
    }
}

impl Listed for PromisedMail {
    fn of_entry(_: AccountId, entry: Entry) -> Result<Self, Malformed> {
        decode(entry.0)
    }
}

impl List {
    /// The shards of a queue of the outbox.
    pub fn outbox_shards() -> std::ops::Range<u8> {
        0..OUTBOX_SHARDS
    }
}
