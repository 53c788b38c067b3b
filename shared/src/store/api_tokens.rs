//! API tokens: one partition an account, the tokens of one owner side by side.

use jiff::Timestamp;

use super::StoreFault;
use super::key::{API_TOKENS, Key};
use super::list::{Entry, List, Listed};
use super::record::{Record, Versioned, from_item};
use crate::domain::api_token::ApiToken;
use crate::domain::id::{AccountId, ApiTokenId, UserKey};

impl Record for ApiToken {
    const KIND: &'static str = "api_token";

    fn key(&self) -> Key {
        Key::api_token(self.account, self.id)
    }

    fn garbage_from(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}

impl Versioned for ApiToken {
    fn version(&mut self) -> &mut u64 {
        &mut self.version
    }
}

impl Listed for ApiToken {
    fn of_entry(_: AccountId, entry: Entry) -> Result<Self, StoreFault> {
        from_item(entry.0)
    }
}

impl List {
    /// The API tokens of an account, or of one of its users, as they are after every change that was answered before.
    pub fn api_tokens(account: AccountId, owner: Option<UserKey>) -> Self {
        let list = Self::in_table(account, Some(API_TOKENS)).consistently();
        match owner {
            Some(owner) => list.beginning(ApiTokenId::beginning(owner)),
            None => list,
        }
    }
}
