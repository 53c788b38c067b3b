//! Changes: what is written together, or not at all.

use std::time::Duration;

use aws_sdk_dynamodb::error::{BuildError, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    AttributeValue, CancellationReason, ConditionCheck, Delete, Put, ReturnConsumedCapacity, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
};

use super::limits::{Limit, Limited};
use super::record::{Item, Record, Versioned, from_item, to_item};
use super::{Key, Store, StoreFault};

/// How often a transaction that met another is tried again. Where every second one fails, 2⁻¹² are left.
const ATTEMPTS: u32 = 12;

/// The longest wait between two tries, in milliseconds.
const LONGEST_WAIT: u64 = 320;

/// Writes that happen in one transaction; at most [`Change::MOST_WRITES`].
#[derive(Debug, Default)]
pub struct Change(Vec<Write>);

#[derive(Debug)]
struct Write {
    what: What,
    only_if: OnlyIf,
}

#[derive(Debug)]
enum What {
    Put(Result<Item, StoreFault>),
    Remove(Key),
    Require(Key),
    Count(Limit),
}

/// What has to be so for a write.
#[derive(Debug)]
enum OnlyIf {
    Always,
    Absent,
    Version(u64),
}

/// Why a change was not made.
#[derive(Debug, thiserror::Error)]
pub enum CommitFault {
    /// What the change was decided on is no longer so. Nothing was written.
    #[error("{} of the writes met something newer", .0.len())]
    Refused(Vec<Refusal>),
    /// It would be too much for now. Nothing was written.
    #[error(transparent)]
    Limited(Limited),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

/// A write whose condition did not hold.
#[derive(Debug)]
pub struct Refusal {
    /// Which of the change's writes, from 0.
    pub write: usize,
    found: Option<Item>,
}

impl Refusal {
    /// What stands at the place instead, if anything does.
    pub fn found<R: Record>(self) -> Result<Option<R>, StoreFault> {
        self.found.map(from_item).transpose()
    }
}

impl Change {
    /// How many writes DynamoDB takes in one transaction.
    pub const MOST_WRITES: usize = 100;

    /// A change of nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes a record where none may be.
    #[must_use]
    pub fn create<R: Record>(self, record: &R) -> Self {
        self.with(What::Put(to_item(record)), OnlyIf::Absent)
    }

    /// Writes the next version of a record, provided that the one that was read still stands.
    #[must_use]
    pub fn replace<R: Versioned>(self, record: &mut R) -> Self {
        let read = *record.version();
        *record.version() = read + 1;
        self.with(What::Put(to_item(record)), OnlyIf::Version(read))
    }

    /// Removes a record, provided that the version that was read still stands.
    #[must_use]
    pub fn remove<R: Versioned>(self, mut record: R) -> Self {
        let read = *record.version();
        self.with(What::Remove(record.key()), OnlyIf::Version(read))
    }

    /// Goes through only if the version of a record that was read still stands.
    #[must_use]
    pub fn require<R: Versioned>(self, mut record: R) -> Self {
        let read = *record.version();
        self.with(What::Require(record.key()), OnlyIf::Version(read))
    }

    /// Removes whatever is at `key`, if anything is. For what lives and dies with a record whose version the change is conditioned on.
    #[must_use]
    pub fn forget(self, key: Key) -> Self {
        self.with(What::Remove(key), OnlyIf::Always)
    }

    /// Goes through only if `limit` lets it, and counts towards it.
    #[must_use]
    pub fn count(self, limit: Limit) -> Self {
        self.with(What::Count(limit), OnlyIf::Always)
    }

    /// Writes an item whatever is there. For what stands and falls with another record, whose condition guards both.
    #[must_use]
    pub(super) fn put(self, item: Item) -> Self {
        self.with(What::Put(Ok(item)), OnlyIf::Always)
    }

    /// How many writes it consists of.
    pub fn writes(&self) -> usize {
        self.0.len()
    }

    /// Both changes together.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    fn with(mut self, what: What, only_if: OnlyIf) -> Self {
        self.0.push(Write { what, only_if });
        self
    }
}

impl Store {
    /// Makes `change` in one transaction. A reply that is lost is asked for again under the same token, so that the change is made once.
    pub async fn commit(&self, change: Change) -> Result<(), CommitFault> {
        let limits: Vec<Option<Limited>> = change.0.iter().map(Write::limited).collect();
        let writes: Vec<TransactWriteItem> = change.0.into_iter().map(|write| write.for_table(&self.table)).collect::<Result<_, _>>()?;
        for attempt in 0..ATTEMPTS {
            let sent = self
                .client
                .transact_write_items()
                .set_transact_items(Some(writes.clone()))
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .await;
            match sent {
                Ok(_) => return Ok(()),
                Err(cause) => verdict(cause, &limits)?,
            }
            tokio::time::sleep(wait_before(attempt)).await;
        }
        Err(CommitFault::Store(StoreFault { doing: "commit a change", cause: "other transactions were in the way for too long".to_owned() }))
    }

    /// Writes a record whose key is random, on its own: half the price of a transaction. Without a condition, so that a reply that is lost
    /// can be asked for again.
    pub async fn create<R: Record>(&self, record: &R) -> Result<(), StoreFault> {
        self.client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(to_item(record)?))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|cause| StoreFault::new("write an item", &cause))?;
        Ok(())
    }

    /// Removes whatever is at `key`; nothing to do where nothing is.
    pub async fn delete(&self, key: &Key) -> Result<(), StoreFault> {
        self.client
            .delete_item()
            .table_name(&self.table)
            .set_key(Some(key.attributes()))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|cause| StoreFault::new("remove an item", &cause))?;
        Ok(())
    }
}

/// Why a transaction did not go through; nothing where it is worth another try.
fn verdict(cause: SdkError<TransactWriteItemsError>, limits: &[Option<Limited>]) -> Result<(), CommitFault> {
    let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) = cause.as_service_error() else {
        return Err(CommitFault::Store(StoreFault::new("commit a change", &cause)));
    };
    let reasons = cancelled.cancellation_reasons();
    let failed = reasons.iter().enumerate().filter(|(_, reason)| reason.code() == Some("ConditionalCheckFailed"));
    let (limited, refused): (Vec<_>, Vec<_>) = failed.partition(|(write, _)| limits.get(*write).is_some_and(Option::is_some));
    // What is decided anew first may need no room in a limit.
    if !refused.is_empty() {
        return Err(CommitFault::Refused(refused.into_iter().map(|(write, reason)| Refusal { write, found: reason.item.clone() }).collect()));
    }
    if let Some(limited) = limited.first().and_then(|(write, _)| limits[*write]) {
        return Err(CommitFault::Limited(limited));
    }
    if reasons.iter().any(is_passing) { Ok(()) } else { Err(CommitFault::Store(StoreFault::new("commit a change", &cause))) }
}

fn is_passing(reason: &CancellationReason) -> bool {
    matches!(reason.code(), Some("TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded"))
}

/// Grows, and differs between rivals so that they do not meet again.
#[expect(clippy::disallowed_methods, reason = "spreads retries; decides nothing")]
fn wait_before(attempt: u32) -> Duration {
    let most = (10 << attempt).min(LONGEST_WAIT);
    Duration::from_millis(rand::random_range(most / 2..=most))
}

impl Write {
    fn limited(&self) -> Option<Limited> {
        match &self.what {
            What::Count(limit) => Some(limit.limited()),
            _ => None,
        }
    }

    fn for_table(self, table: &str) -> Result<TransactWriteItem, StoreFault> {
        let (condition, values) = self.only_if.expression();
        let found = ReturnValuesOnConditionCheckFailure::AllOld;
        let write = TransactWriteItem::builder();
        let built: Result<_, BuildError> = match self.what {
            What::Put(item) => Put::builder()
                .table_name(table)
                .set_item(Some(item?))
                .set_condition_expression(condition.map(str::to_owned))
                .set_expression_attribute_values(values)
                .return_values_on_condition_check_failure(found)
                .build()
                .map(|put| write.put(put)),
            What::Remove(key) => Delete::builder()
                .table_name(table)
                .set_key(Some(key.attributes()))
                .set_condition_expression(condition.map(str::to_owned))
                .set_expression_attribute_values(values)
                .return_values_on_condition_check_failure(found)
                .build()
                .map(|delete| write.delete(delete)),
            What::Count(limit) => limit.update(table).map(|update| write.update(update)),
            What::Require(key) => ConditionCheck::builder()
                .table_name(table)
                .set_key(Some(key.attributes()))
                .set_condition_expression(condition.map(str::to_owned))
                .set_expression_attribute_values(values)
                .return_values_on_condition_check_failure(found)
                .build()
                .map(|check| write.condition_check(check)),
        };
        built.map(|write| write.build()).map_err(|cause| StoreFault::new("compose a change", &cause))
    }
}

impl OnlyIf {
    fn expression(&self) -> (Option<&'static str>, Option<Item>) {
        match self {
            Self::Always => (None, None),
            Self::Absent => (Some("attribute_not_exists(pk)"), None),
            Self::Version(read) => (Some("version = :read"), Some(Item::from([(":read".to_owned(), AttributeValue::N(read.to_string()))]))),
        }
    }
}
