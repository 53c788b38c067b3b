//! Every key of the table and its indexes, composed here and nowhere else.

pub(super) mod lists;
mod others;
mod records;

use std::collections::HashMap;
use std::marker::PhantomData;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;

use super::StoreFault;
use crate::domain::effects::outbox::Queue;
use crate::domain::id::{AccountId, BASE32, InvitationId, ModelId, PersonKey, UserKey};

/// The attributes that form the table's key, and those that form each index's: index, partition, sort.
pub const TABLE_KEYS: [(&str, &str, &str); 5] = [
    ("", "pk", "sk"),
    ("lists_1", "p1", "s1"),
    ("lists_2", "p2", "s2"),
    ("lists_3", "p3", "s3"),
    ("due", "due_pk", "due_sk"),
];

/// The indexes for lists. Their attributes have short names: DynamoDB charges for names as for values.
pub(super) const LISTS: [ListIndex; 3] = [
    ListIndex { name: "lists_1", partition: "p1", sort: "s1" },
    ListIndex { name: "lists_2", partition: "p2", sort: "s2" },
    ListIndex { name: "lists_3", partition: "p3", sort: "s3" },
];

/// The index of what is due.
pub(super) const DUE: ListIndex = ListIndex { name: "due", partition: "due_pk", sort: "due_sk" };

/// The partition of an account where its API tokens are.
pub(super) const API_TOKENS: &str = "API_TOKENS";

/// The partition of an account where the slots of its API tokens are: beside the tokens, so that no list meets them.
pub(super) const API_TOKEN_SLOTS: &str = "API_TOKEN_SLOTS";

/// An index, and the attributes that form its key.
#[derive(Debug)]
pub(super) struct ListIndex {
    pub(super) name: &'static str,
    pub(super) partition: &'static str,
    pub(super) sort: &'static str,
}

/// Over how many partitions the emails of a queue of the outbox are spread.
pub(super) const OUTBOX_SHARDS: u8 = 8;

/// Over how many partitions of the index of what is due items are spread.
pub(super) const DUE_SHARDS: u8 = 8;

/// The place of an item, whatever it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AnyKey {
    pub(super) pk: String,
    pub(super) sk: String,
}

impl AnyKey {
    fn new(pk: String, sk: String) -> Self {
        Self { pk, sk }
    }

    pub(super) fn attributes(&self) -> HashMap<String, AttributeValue> {
        HashMap::from([("pk".to_owned(), text(&self.pk)), ("sk".to_owned(), text(&self.sk))])
    }

    pub(super) fn of_item(item: &HashMap<String, AttributeValue>) -> Result<Self, StoreFault> {
        let part = |name| item.get(name).and_then(|value| value.as_s().ok()).cloned();
        let (Some(pk), Some(sk)) = (part("pk"), part("sk")) else {
            return Err(StoreFault::failed("read an item", "it has no key"));
        };
        Ok(Self { pk, sk })
    }
}

/// The place of a record of the kind `R`: what is found there is read as nothing else.
#[derive(Debug)]
pub struct Key<R> {
    any: AnyKey,
    leads_to: PhantomData<fn() -> R>,
}

impl<R> Key<R> {
    fn new(pk: String, sk: String) -> Self {
        Self::of(AnyKey::new(pk, sk))
    }

    /// The key of an item that is known to be such a record.
    pub(super) fn of(any: AnyKey) -> Self {
        Self { any, leads_to: PhantomData }
    }

    /// The same place, to be read together with records of other kinds.
    pub fn any(&self) -> AnyKey {
        self.any.clone()
    }

    pub(super) fn as_any(&self) -> &AnyKey {
        &self.any
    }

    pub(super) fn attributes(&self) -> HashMap<String, AttributeValue> {
        self.any.attributes()
    }
}

impl<R> From<Key<R>> for AnyKey {
    fn from(key: Key<R>) -> Self {
        key.any
    }
}

/// What the sort keys of a person's memberships begin with: the first of what signing in reads.
pub(super) const MEMBERSHIPS: &str = "MEMBERSHIP#";

/// The sort key of a person's second factor: the last of what signing in reads.
pub(super) const SECOND_FACTOR: &str = "SECOND_FACTOR";

/// What the sort keys of a person's sessions begin with.
pub(super) const SESSIONS: &str = "SESSION#";

/// What the sort keys of an account's events at `at` begin with.
pub(super) fn event_at(at: Timestamp) -> String {
    format!("EVENT#{}", moment(at))
}

/// What the sort keys of all invitations of a user's address begin with.
pub(super) fn invitations_of(user: UserKey) -> String {
    format!("INVITATION#{}", InvitationId::beginning(user))
}

/// The part of an account that is called `name`, a partition of its own.
pub(super) fn in_part(account: AccountId, name: &str) -> String {
    format!("{}#{name}", in_account(account))
}

/// The partition of everything that belongs to an account.
pub(super) fn in_account(account: AccountId) -> String {
    format!("ACCOUNT#{account}")
}

/// The partition of what anybody may see of an account: apart from all others, so that a role can be limited to it.
pub(super) fn brand_of(account: AccountId) -> String {
    format!("BRAND#{account}")
}

/// The partition of the account's list called `name` in an index. Shorter than those of the table: it is in every
/// entry.
pub(super) fn in_list(account: AccountId, name: impl std::fmt::Display) -> String {
    format!("{}#{name}", BASE32.encode(account.as_bytes()))
}

/// The partition of the vendor's own trail.
pub(super) const VENDOR: &str = "VENDOR";

/// The partition of the vendor's list called `name` in an index. No account's begins so.
pub(super) fn in_vendor_list(name: impl std::fmt::Display) -> String {
    format!("{VENDOR}#{name}")
}

/// The partition of everything that belongs to a model of the vendor's.
pub(super) fn of_model(model: ModelId) -> String {
    format!("MODEL#{model}")
}

/// The partition of the model's list called `name` in an index.
pub(super) fn in_model_list(model: ModelId, name: impl std::fmt::Display) -> String {
    format!("{}#{name}", of_model(model))
}

/// The partition of everything that belongs to a person.
pub(super) fn of_person(person: PersonKey) -> String {
    format!("PERSON#{person}")
}

/// What the partitions of a queue of the outbox begin with, and no other's: the table's stream is filtered by it.
pub const fn outbox_prefix(queue: Queue) -> &'static str {
    match queue {
        Queue::Credentials => "OUTBOX#CREDENTIALS#",
        Queue::Invitations => "OUTBOX#INVITATIONS#",
    }
}

/// A partition of a queue of the outbox.
pub(super) fn outbox(queue: Queue, shard: u8) -> String {
    format!("{}{shard}", outbox_prefix(queue))
}

/// A partition of the index of what is due.
pub(super) fn due(shard: u8) -> String {
    due_of(shard)
}

/// The partition of the accounts that are to be erased, in that index.
pub(super) fn accounts_due() -> String {
    due_of("ACCOUNTS")
}

fn due_of(what: impl std::fmt::Display) -> String {
    format!("DUE#{what}")
}

/// A time as it is written in keys: of one width, so that text sorts as time does.
pub(super) fn moment(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// A text attribute.
pub(super) fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}

#[cfg(test)]
mod tests;
