//! Users, and the list of an account's users: by status, then by address.

use super::key::Key;
use super::list::List;
use super::record::{Record, Versioned};
use crate::domain::id::AccountId;
use crate::domain::user::{User, UserStatus};

const LIST: &str = "USERS";

impl Record for User {
    const KIND: &'static str = "user";

    fn key(&self) -> Key {
        Key::user(self.account, self.id.key())
    }

    fn listed(&self) -> Option<(String, String)> {
        Some((List::partition(self.account, LIST), format!("{}#{}", self.status.as_str(), self.email)))
    }
}

impl Versioned for User {
    fn version(&mut self) -> &mut u64 {
        &mut self.version
    }
}

impl List {
    /// The users of an account, or those with one status, by address.
    pub fn users(account: AccountId, status: Option<UserStatus>) -> Self {
        Self { account, name: LIST, prefix: status.map(|status| format!("{}#", status.as_str())), newest_first: false }
    }
}
