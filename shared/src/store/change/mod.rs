//! Changes: what is written together, or not at all.

mod alone;
mod commit;
mod expression;

pub use self::commit::CommitFault;
use super::limits::Limit;
use super::record::{Item, Record, Versioned, to_item};
use super::{AnyKey, StoreFault};
use crate::domain::id::ApiTokenId;
use crate::domain::people::user::User;
use jiff::Timestamp;

/// Writes that happen in one transaction; at most [`Change::MOST_WRITES`].
#[derive(Debug, Default)]
pub struct Change(Vec<Write>);

#[derive(Debug)]
struct Write {
    what: What,
    only_if: OnlyIf,
}

#[derive(Debug)]
pub(super) enum What {
    Put(Result<Item, StoreFault>),
    Remove(AnyKey),
    Require(AnyKey),
    Count(Limit),
}

/// What has to be so for a write.
#[derive(Debug)]
pub(super) enum OnlyIf {
    Always,
    Absent,
    Version(u64),
    /// Of this version, of which nothing was noted since this was.
    Unnoted(u64, Option<Timestamp>),
    /// A slot is free.
    FreeAt(Timestamp),
    /// A slot is free, or has been taken by this token.
    TakenBy(ApiTokenId),
}

impl Change {
    /// How many writes DynamoDB takes in one transaction.
    pub const MOST_WRITES: usize = 100;

    /// A change of nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes a record where none may exist.
    #[must_use]
    pub fn create<R: Record>(self, record: &R) -> Self {
        self.with(What::Put(to_item(record)), OnlyIf::Absent)
    }

    /// Writes the next version of a record, provided that the one that was read is still the latest.
    #[must_use]
    pub fn replace<R: Versioned>(self, record: &mut R) -> Self {
        let read = *record.version();
        *record.version() = read + 1;
        self.with(What::Put(to_item(record)), OnlyIf::Version(read))
    }

    /// Writes a record as it was read, so that it gets into the lists that came later. Refused if it has changed.
    #[must_use]
    pub fn rewrite<R: Versioned>(self, record: &mut R) -> Self {
        let read = *record.version();
        self.with(What::Put(to_item(record)), OnlyIf::Version(read))
    }

    /// Writes a user as they were read but for what is noted of their use, which makes no new version. Refused if the
    /// user has changed, or if something was noted since `before`.
    #[must_use]
    pub(super) fn note_user(self, before: &User, noted: &User) -> Self {
        self.with(What::Put(to_item(noted)), OnlyIf::Unnoted(before.version, before.last_active_at))
    }

    /// Removes a record, provided that the version that was read is still the latest.
    #[must_use]
    pub fn remove<R: Versioned>(self, mut record: R) -> Self {
        let read = *record.version();
        self.with(What::Remove(record.key().into()), OnlyIf::Version(read))
    }

    /// Goes through only if the version of a record that was read is still the latest.
    #[must_use]
    pub fn require<R: Versioned>(self, mut record: R) -> Self {
        let read = *record.version();
        self.with(What::Require(record.key().into()), OnlyIf::Version(read))
    }

    /// Removes whatever is at `key`, if anything is. For what lives and dies with a record whose version the change is
    /// conditioned on.
    #[must_use]
    pub fn forget(self, key: impl Into<AnyKey>) -> Self {
        self.with(What::Remove(key.into()), OnlyIf::Always)
    }

    /// Goes through only if `limit` lets it, and counts towards it.
    #[must_use]
    pub fn count(self, limit: Limit) -> Self {
        self.with(What::Count(limit), OnlyIf::Always)
    }

    /// Writes an item whatever is there. For what depends on another record, whose condition guards both.
    #[must_use]
    pub(super) fn put(self, item: Item) -> Self {
        self.with(What::Put(Ok(item)), OnlyIf::Always)
    }

    /// Writes a record whatever is there: what is known last counts.
    #[must_use]
    pub fn note<R: Record>(self, record: &R) -> Self {
        self.with(What::Put(to_item(record)), OnlyIf::Always)
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

    pub(super) fn with(mut self, what: What, only_if: OnlyIf) -> Self {
        self.0.push(Write { what, only_if });
        self
    }
}
