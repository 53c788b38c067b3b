//! The only code that talks to DynamoDB.
//!
//! Everything lives in one table (docs/data-model.md). A [`Record`] says where a thing of the domain is stored; a
//! [`Change`] collects what is written together; a [`Store`] reads by key, reads lists and commits changes. Reads by key
//! are consistent, and no operation scans.

mod accounts;
mod api_tokens;
mod attempts;
mod audit;
mod card;
mod change;
mod credential_resets;
mod credentials;
mod due;
mod idempotency;
mod invitations;
mod key;
mod limits;
mod list;
mod outbox;
mod people;
mod read;
mod record;
mod second_factors;
mod sessions;
mod units;
mod users;

use aws_sdk_dynamodb::Client;

pub use self::change::{Change, CommitFault, Refusal};
pub use self::credentials::Credentials;
pub use self::due::Due;
pub use self::idempotency::{Claim, StoredAnswer};
pub use self::key::{Key, TABLE_KEYS};
pub use self::limits::{CountFault, Limit, Limited};
pub use self::list::{Cursor, Entry, List, Listed, MalformedCursor, Page, Position};
pub use self::read::Found;
pub use self::record::Record;

/// DynamoDB did not answer as it must: it is unreachable, throttles for too long, or holds what is not Usher's.
#[derive(Debug, thiserror::Error)]
#[error("the store failed to {doing}: {cause}")]
pub struct StoreFault {
    doing: &'static str,
    cause: String,
}

impl StoreFault {
    /// Wraps an SDK error with the operation that it ended. The cause says what DynamoDB answered; it never holds item contents.
    fn new(doing: &'static str, cause: &(impl std::error::Error + 'static)) -> Self {
        Self { doing, cause: aws_smithy_types::error::display::DisplayErrorContext(cause).to_string() }
    }
}

/// The table.
#[derive(Debug, Clone)]
pub struct Store {
    client: Client,
    table: String,
}

impl Store {
    /// The table named `table`, reached through `client`.
    pub fn new(client: Client, table: String) -> Self {
        Self { client, table }
    }
}
