//! Lists in pages. A page costs what it holds, however long the list is.

mod cursor;

use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use jiff::Timestamp;

pub use self::cursor::{Cursor, MalformedCursor, Position};
use super::key::{
    AnyKey, DUE, LISTS, ListIndex, due, in_account, in_list, in_part, in_vendor_list, lists, moment, of_person, outbox,
    text,
};
use super::record::{Item, Malformed};
use super::{Store, StoreFault};
use crate::domain::effects::outbox::Queue;
use crate::domain::id::{AccountId, PersonKey};

/// A list, or a part of it: a range of one partition of the table or of an index.
#[derive(Debug, Clone)]
pub struct List {
    account: AccountId,
    /// Nothing for a list in the table itself.
    index: Option<&'static ListIndex>,
    partition: String,
    range: Range,
    newest_first: bool,
    consistent: bool,
}

#[derive(Debug, Clone)]
enum Range {
    Whole,
    Prefix(String),
    Between(String, String),
}

/// The account of lists that are of none.
const NO_ACCOUNT: AccountId = AccountId::from_bytes([0; 16]);

/// Sorts before every time.
const BEGINNING: &str = "0";

/// A page of a list.
#[derive(Debug)]
pub struct Page<R> {
    /// What is on it and can be read, and where that is.
    pub entries: Vec<(Position, R)>,
    /// How much else is on it: what decides must not take it for nothing.
    pub unreadable: usize,
    /// Behind what the list goes on; nothing after the last.
    pub next: Option<Position>,
}

/// What lists hold.
pub trait Listed: Sized {
    /// Reads what an index copied, or the item itself if the list is in the table.
    fn of_entry(account: AccountId, entry: Entry) -> Result<Self, Malformed>;
}

/// An entry of a list, as DynamoDB knows it.
#[derive(Debug)]
pub struct Entry(pub(super) Item);

impl Entry {
    /// A text attribute of the entry.
    pub(super) fn text(&self, name: &str) -> Result<&str, Malformed> {
        let found = self.0.get(name).and_then(|value| value.as_s().ok());
        found.map(String::as_str).ok_or_else(|| Malformed::at(name))
    }
}

impl List {
    /// The list called `name` in the `number`th of the indexes for lists, from 1.
    pub(super) fn indexed(account: AccountId, number: usize, name: impl std::fmt::Display) -> Self {
        Self::new(account, LISTS.get(number - 1), in_list(account, name))
    }

    /// The vendor's list called `name` in the `number`th of the indexes for lists, from 1.
    pub(super) fn of_vendor(number: usize, name: impl std::fmt::Display) -> Self {
        Self::new(NO_ACCOUNT, LISTS.get(number - 1), in_vendor_list(name))
    }

    /// A list in the table: what is in a partition that is no account's.
    pub(super) fn in_partition(partition: &str) -> Self {
        Self::new(NO_ACCOUNT, None, partition.to_owned())
    }

    /// A list of models or of a model, in the first of the indexes for lists.
    pub(super) fn of_models(partition: String) -> Self {
        Self::new(NO_ACCOUNT, LISTS.first(), partition)
    }

    /// A list in the table: what is in the account's partition, or in the one of its partitions that is called `name`.
    pub(super) fn in_table(account: AccountId, name: Option<&str>) -> Self {
        let partition = name.map_or_else(|| in_account(account), |name| in_part(account, name));
        Self::new(account, None, partition)
    }

    /// A list of what belongs to a person and to no account.
    pub(super) fn of_person(person: PersonKey) -> Self {
        Self::new(NO_ACCOUNT, None, of_person(person)).consistently()
    }

    /// What is due before `now` in a shard, that which has been due for longest first. The index follows changes within
    /// moments.
    pub fn due(shard: u8, now: Timestamp) -> Self {
        Self::of_due(due(shard), now)
    }

    /// What is due before `now` in a partition of the index of what is due.
    pub(super) fn of_due(partition: String, now: Timestamp) -> Self {
        Self::new(NO_ACCOUNT, Some(&DUE), partition).between(BEGINNING.to_owned(), lists::behind(moment(now)))
    }

    /// The emails of a shard of a queue of the outbox that were promised before `before`, the oldest first.
    pub fn unsent(queue: Queue, shard: u8, before: Timestamp) -> Self {
        Self::new(NO_ACCOUNT, None, outbox(queue, shard)).between(BEGINNING.to_owned(), moment(before)).consistently()
    }

    fn new(account: AccountId, index: Option<&'static ListIndex>, partition: String) -> Self {
        Self { account, index, partition, range: Range::Whole, newest_first: false, consistent: false }
    }

    /// The part whose sort keys begin with `prefix`.
    pub(super) fn beginning(self, prefix: impl Into<String>) -> Self {
        Self { range: Range::Prefix(prefix.into()), ..self }
    }

    /// The part whose sort keys are neither below `first` nor above `last`.
    pub(super) fn between(self, first: String, last: String) -> Self {
        Self { range: Range::Between(first, last), ..self }
    }

    /// The same in the opposite order.
    pub(super) fn newest_first(self) -> Self {
        Self { newest_first: true, ..self }
    }

    /// The same, as it is after every change that was answered before: for decisions. Only lists in the table can be
    /// read so.
    #[must_use]
    pub fn consistently(self) -> Self {
        Self { consistent: self.index.is_none(), ..self }
    }

    /// The attributes that hold the partition and the sort key.
    fn keys(&self) -> (&'static str, &'static str) {
        self.index.map_or(("pk", "sk"), |index| (index.partition, index.sort))
    }
}

impl Store {
    /// Reads up to `limit` entries of `list`, behind `after`, and whether there are more. One request. Lists in indexes
    /// follow changes within moments. An entry that cannot be read is left out.
    pub async fn list<R: Listed>(
        &self,
        list: &List,
        after: Option<&Position>,
        limit: u16,
    ) -> Result<Page<R>, StoreFault> {
        let (partition, sort) = list.keys();
        let mut condition = format!("{partition} = :list");
        let mut values = Item::from([(":list".to_owned(), text(&list.partition))]);
        match &list.range {
            Range::Whole => {}
            Range::Prefix(prefix) => {
                condition.push_str(&format!(" AND begins_with({sort}, :prefix)"));
                values.insert(":prefix".to_owned(), text(prefix));
            }
            Range::Between(first, last) => {
                condition.push_str(&format!(" AND {sort} BETWEEN :first AND :last"));
                values.extend([(":first".to_owned(), text(first)), (":last".to_owned(), text(last))]);
            }
        }
        let answer = self
            .client
            .query()
            .table_name(&self.table)
            .set_index_name(list.index.map(|index| index.name.to_owned()))
            .key_condition_expression(condition)
            .set_expression_attribute_values(Some(values))
            .scan_index_forward(!list.newest_first)
            .consistent_read(list.consistent)
            // DynamoDB says that a list may go on each time that it stops, be it at the end. One more tells.
            .limit(i32::from(limit) + 1)
            .set_exclusive_start_key(after.map(|position| position.start_key(list)))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|cause| StoreFault::new("read a list", &cause))?;
        let mut items = answer.items.unwrap_or_default();
        let goes_on = items.len() > usize::from(limit);
        items.truncate(limit.into());
        let last = if goes_on { items.last() } else { answer.last_evaluated_key.as_ref() };
        let next = last.map(|key| Position::of(key, list)).transpose()?;
        let mut page = Page { entries: Vec::new(), unreadable: 0, next };
        for item in items {
            let (key, position) = (AnyKey::of_item(&item)?, Position::of(&item, list)?);
            match R::of_entry(list.account, Entry(item)) {
                Ok(record) => page.entries.push((position, record)),
                Err(malformed) => {
                    malformed.report(&key);
                    page.unreadable += 1;
                }
            }
        }
        Ok(page)
    }
}

impl Position {
    /// Where `item` is in `list`.
    fn of(item: &Item, list: &List) -> Result<Self, StoreFault> {
        let part = |name: &str| item.get(name).and_then(|value| value.as_s().ok()).cloned();
        let missing = || StoreFault::failed("read a list", "an entry has no key");
        let listed = list.index.map(|index| part(index.sort).ok_or_else(missing)).transpose()?;
        let pk = part("pk").filter(|pk| list.index.is_some() && *pk != in_account(list.account));
        Ok(Self { listed, pk, sk: part("sk").ok_or_else(missing)? })
    }

    fn start_key(&self, list: &List) -> Item {
        let of_table = if list.index.is_some() {
            self.pk.clone().unwrap_or_else(|| in_account(list.account))
        } else {
            list.partition.clone()
        };
        let mut key = Item::from([("pk".to_owned(), AttributeValue::S(of_table)), ("sk".to_owned(), text(&self.sk))]);
        if let Some((index, listed)) = list.index.zip(self.listed.as_deref()) {
            key.insert(index.partition.to_owned(), text(&list.partition));
            key.insert(index.sort.to_owned(), text(listed));
        }
        key
    }
}
