//! API tokens: one partition an account, the tokens of one owner side by side.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;

use super::change::{OnlyIf, What};
use super::key::{API_TOKENS, Key};
use super::list::{Entry, List, Listed};
use super::record::{Item, Malformed, Record, decode, to_item, versioned};
use super::{Change, StoreFault};
use crate::domain::credentials::api_token::{ApiToken, ApiTokenSlot, ApiTokensEnd, LONGEST_LIFETIME};
use crate::domain::id::{AccountId, ApiTokenId, UserKey};

impl Record for ApiToken {
    const KIND: &'static str = "api_token";

    fn key(&self) -> Key<Self> {
        Key::api_token(self.account, self.id)
    }

    fn garbage_from(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}

versioned!(ApiToken);

impl Record for ApiTokenSlot {
    const KIND: &'static str = "api_token_slot";

    fn key(&self) -> Key<Self> {
        Key::api_token_slot(self.account, self.owner, self.number)
    }

    fn garbage_from(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}

impl Record for ApiTokensEnd {
    const KIND: &'static str = "api_tokens_end";

    fn key(&self) -> Key<Self> {
        Key::api_tokens_end(self.account, self.owner)
    }

    /// By then, whatever it ends has expired.
    fn garbage_from(&self) -> Option<Timestamp> {
        Some(self.at + LONGEST_LIFETIME)
    }
}

impl Change {
    /// Takes a slot of a token that is over before its time: nobody has freed it since.
    #[must_use]
    pub fn take_over(self, slot: &ApiTokenSlot, from: ApiTokenId) -> Self {
        self.with(What::Put(slot_item(slot)), OnlyIf::TakenBy(from))
    }

    /// Ends the API tokens that a user knew. For a change that depends on the person, whose epochs only go up.
    #[must_use]
    pub fn end_tokens(self, end: &ApiTokensEnd) -> Self {
        self.with(What::Put(to_item(end)), OnlyIf::Always)
    }

    /// Takes a slot that is free at `now`: nobody has taken it, or the token that did is over. That one goes.
    #[must_use]
    pub fn take(self, slot: &ApiTokenSlot, now: Timestamp) -> Self {
        self.with(What::Put(slot_item(slot)), OnlyIf::FreeAt(now))
    }

    /// Frees the slot of a token that is over, unless another token has taken it since.
    #[must_use]
    pub fn free(self, slot: &ApiTokenSlot) -> Self {
        self.with(What::Remove(slot.key().into()), OnlyIf::TakenBy(slot.taken_by))
    }
}

/// Times are compared as numbers: as texts they do not sort.
fn slot_item(slot: &ApiTokenSlot) -> Result<Item, StoreFault> {
    let mut item = to_item(slot)?;
    item.insert("free_from".to_owned(), AttributeValue::N(slot.expires_at.as_nanosecond().to_string()));
    Ok(item)
}

impl Listed for ApiToken {
    fn of_entry(_: AccountId, entry: Entry) -> Result<Self, Malformed> {
        decode(entry.0)
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
