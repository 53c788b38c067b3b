//! The only code that talks to DynamoDB.
//!
//! Everything lives in one table (docs/data-model.md). A [`Record`] says where a thing of the domain is stored; a
//! [`Change`] collects what is written together; a [`Store`] reads by key, reads lists and commits changes. Reads by
//! key are consistent, and no operation scans.

mod accounts;
mod api_tokens;
mod attempts;
mod audit;
mod brands;
mod card;
mod change;
mod credential_resets;
mod credentials;
mod due;
mod erasure;
mod external_ids;
mod foreign_kinds;
mod idempotency;
mod invitations;
mod key;
mod limits;
mod list;
mod models;
mod outbox;
mod people;
mod read;
mod record;
mod second_factors;
mod sessions;
mod units;
mod users;
mod vendor;

use aws_sdk_dynamodb::Client;

pub use self::audit::PUBLISHED_KINDS;
pub use self::change::{Change, CommitFault};
pub use self::credentials::Credentials;
pub use self::erasure::{Belonging, Personal};
pub use self::idempotency::{Claim, StoredAnswer};
pub use self::key::{AnyKey, Key, TABLE_KEYS, outbox_prefix};
pub use self::limits::{CountFault, Limit, Limited};
pub use self::list::{Cursor, Entry, List, Listed, MalformedCursor, Page, Position};
pub use self::models::Follower;
pub use self::read::Found;
pub use self::record::Record;
use crate::machine::{Randomness, Timer};

/// Why something was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreFault {
    /// DynamoDB did not answer as it must: it is unreachable, or throttles for too long.
    #[error("the store failed to {doing}: {cause}")]
    Failed {
        /// The operation.
        doing: &'static str,
        /// What DynamoDB answered; never what is in an item.
        cause: String,
    },
    /// An item is there, and is not what its key says. Which one was logged when it was found
    /// (docs/decisions/0034-unreadable-items.md).
    #[error("an item cannot be read")]
    Unreadable,
}

impl StoreFault {
    /// Wraps an SDK error with the operation that it ended.
    fn new(doing: &'static str, cause: &(impl std::error::Error + 'static)) -> Self {
        Self::failed(doing, aws_smithy_types::error::display::DisplayErrorContext(cause).to_string())
    }

    fn failed(doing: &'static str, cause: impl Into<String>) -> Self {
        Self::Failed { doing, cause: cause.into() }
    }
}

/// The table.
#[derive(Debug, Clone)]
pub struct Store {
    client: Client,
    table: String,
    randomness: Randomness,
    timer: Timer,
}

impl Store {
    /// The table named `table`, reached through `client`.
    pub fn new(client: Client, table: String, randomness: Randomness, timer: Timer) -> Self {
        Self { client, table, randomness, timer }
    }
}
