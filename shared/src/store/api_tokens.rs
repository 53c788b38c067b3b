//! API tokens: one partition an account, the tokens of one owner side by side.

use jiff::Timestamp;

use super::key::Key;
use super::record::{Record, Versioned};
use crate::domain::api_token::ApiToken;

impl Record for ApiToken {
    const KIND: &'static str = "api_token";

    fn key(&self) -> Key {
        Key::api_token(self.account, self.owner.key(), self.id)
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
