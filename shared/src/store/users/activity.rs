//! What is noted of the use of an account (docs/decisions/0081).

use super::listings;
use crate::domain::people::user::User;
use crate::store::{Change, Store, StoreFault};

impl Store {
    /// Writes down what a use tells of a user, who was read as `before`, in all lists that show them. One transaction,
    /// without a new version: whatever is decided on the user meanwhile goes through.
    pub async fn note_activity(&self, before: &User, noted: &User) -> Result<(), StoreFault> {
        let change = Change::new().note_user(before, noted);
        self.commit_once(listings(noted).into_values().fold(change, Change::put)).await
    }
}
