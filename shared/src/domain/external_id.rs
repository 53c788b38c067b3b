//! What a portal calls an account, a user or a unit in its own systems.

use serde::{Deserialize, Serialize};

use super::id::AccountId;
use super::text::Line;

/// The id of a thing in the portal's own systems: at most one thing of a [`Scope`] has it. Compared as it is, so
/// upper and lower case differ.
pub type ExternalId = Line<128>;

/// Among what an external id is unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", content = "account", rename_all = "snake_case")]
pub enum Scope {
    /// All accounts.
    Accounts,
    /// The users of an account.
    Users(AccountId),
    /// The units of an account.
    Units(AccountId),
}

impl Holder {
    /// The account in which it is unique; nothing if that is among all accounts.
    pub fn account(&self) -> Option<AccountId> {
        match self.scope {
            Scope::Accounts => None,
            Scope::Users(account) | Scope::Units(account) => Some(account),
        }
    }
}

/// The thing that has an external id: what makes the id unique, and leads to the thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Among what it is unique.
    pub scope: Scope,
    /// The external id.
    pub external_id: ExternalId,
    /// The id of the thing: an account's, a user's or a unit's.
    pub holder: String,
}
