//! Lists in pages. A page costs what it holds, however long the list is.

mod cursor;

use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};

pub use self::cursor::{Cursor, MalformedCursor, Position};
use super::key::{LISTS, ListIndex, in_account, in_list, of_person, text};
use super::record::Item;
use super::{Store, StoreFault};
use crate::domain::id::{AccountId, PersonKey};

/// One of an account's lists, or a part of it: a range of one partition of the table or of an index.
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

/// A page of a list.
#[derive(Debug)]
pub struct Page<R> {
    /// What is on it, and where that stands.
    pub entries: Vec<(Position, R)>,
    /// Behind what the list goes on; nothing after the last.
    pub next: Option<Position>,
}

/// What lists hold.
pub trait Listed: Sized {
    /// Reads what an index copied, or the item itself where the list is in the table.
    fn of_entry(account: AccountId, entry: Entry) -> Result<Self, StoreFault>;
}

/// An entry of a list, as DynamoDB knows it.
#[derive(Debug)]
pub struct Entry(pub(super) Item);

impl Entry {
    /// A text attribute of the entry.
    pub(super) fn text(&self, name: &str) -> Result<&str, StoreFault> {
        let found = self.0.get(name).and_then(|value| value.as_s().ok());
        found.map(String::as_str).ok_or_else(|| StoreFault { doing: "read a list", cause: format!("an entry lacks `{name}`") })
    }
}

impl List {
    /// The list called `name` in the `number`th of the indexes for lists, from 1.
    pub(super) fn indexed(account: AccountId, number: usize, name: impl std::fmt::Display) -> Self {
        let index = LISTS.get(number - 1);
        Self { account, index, partition: in_list(account, name), range: Range::Whole, newest_first: false, consistent: false }
    }

    /// A list in the table: what is in the account's partition, or in the one of its partitions that is called `name`.
    pub(super) fn in_table(account: AccountId, name: Option<&str>) -> Self {
        let partition = name.map_or_else(|| in_account(account), |name| format!("{}#{name}", in_account(account)));
        Self { account, index: None, partition, range: Range::Whole, newest_first: false, consistent: false }
    }

    /// A list of what belongs to a person and to no account.
    pub(super) fn of_person(person: PersonKey) -> Self {
        let account = AccountId::from_bytes([0; 16]);
        Self { account, index: None, partition: of_person(person), range: Range::Whole, newest_first: false, consistent: true }
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

    /// The same, as it is after every change that was answered before: for decisions. Only lists in the table can be read so.
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
    /// Reads up to `limit` entries of `list`, behind `after`. One request. Lists in indexes follow changes within moments.
    pub async fn list<R: Listed>(&self, list: &List, after: Option<&Position>, limit: u16) -> Result<Page<R>, StoreFault> {
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
            .limit(i32::from(limit))
            .set_exclusive_start_key(after.map(|position| position.start_key(list)))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|cause| StoreFault::new("read a list", &cause))?;
        let entry = |item: Item| Ok((Position::of(&item, list)?, R::of_entry(list.account, Entry(item))?));
        let entries = answer.items.unwrap_or_default().into_iter().map(entry).collect::<Result<_, StoreFault>>()?;
        Ok(Page { entries, next: answer.last_evaluated_key.map(|key| Position::of(&key, list)).transpose()? })
    }
}

impl Position {
    /// Where `item` stands in `list`.
    fn of(item: &Item, list: &List) -> Result<Self, StoreFault> {
        let part = |name: &str| item.get(name).and_then(|value| value.as_s().ok()).cloned();
        let missing = || StoreFault { doing: "read a list", cause: "an entry has no key".to_owned() };
        let listed = list.index.map(|index| part(index.sort).ok_or_else(missing)).transpose()?;
        let pk = part("pk").filter(|pk| list.index.is_some() && *pk != in_account(list.account));
        Ok(Self { listed, pk, sk: part("sk").ok_or_else(missing)? })
    }

    fn start_key(&self, list: &List) -> Item {
        let of_table = if list.index.is_some() { self.pk.clone().unwrap_or_else(|| in_account(list.account)) } else { list.partition.clone() };
        let mut key = Item::from([("pk".to_owned(), AttributeValue::S(of_table)), ("sk".to_owned(), text(&self.sk))]);
        if let Some((index, listed)) = list.index.zip(self.listed.as_deref()) {
            key.insert(index.partition.to_owned(), text(&list.partition));
            key.insert(index.sort.to_owned(), text(listed));
        }
        key
    }
}
