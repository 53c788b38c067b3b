//! Users, and the list of an account's users: by status, then by address.

use super::Change;
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

impl Change {
    /// Writes a user where none may be, and whatever else makes the user found in lists.
    #[must_use]
    pub fn add_user(self, user: &User) -> Self {
        self.create(user)
    }

    /// Writes the next version of a user, and whatever else makes the user found in lists.
    #[must_use]
    pub fn replace_user(self, _before: &User, after: &mut User) -> Self {
        self.replace(after)
    }

    /// Removes a user from the account and from its lists.
    #[must_use]
    pub fn remove_user(self, user: User) -> Self {
        self.remove(user)
    }
}

impl List {
    /// The users of an account, or those with one status, by address.
    pub fn users(account: AccountId, status: Option<UserStatus>) -> Self {
        Self { account, name: LIST, prefix: status.map(|status| format!("{}#", status.as_str())), newest_first: false }
    }
}
