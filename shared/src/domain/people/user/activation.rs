//! The one event that tells that a user became active, whatever the way: by creation, acceptance, the first sign-in or
//! reactivation.

use rand::Rng;

use super::{User, UserStatus};
use crate::domain::effects::audit::record::UserStatusRecord;
use crate::domain::effects::audit::{AuditEvent, Author, Happened};

impl User {
    /// What tells that a change makes the user active, who was `before`, or was not there at all; nothing for one that
    /// does not. Belongs in the transaction of every change of a user's status.
    pub fn activation(&self, before: Option<UserStatus>, author: &Author, rng: &mut impl Rng) -> Option<AuditEvent> {
        if self.status != UserStatus::Active || before == Some(UserStatus::Active) {
            return None;
        }
        let before = before.map(|status| UserStatusRecord { status });
        let after = UserStatusRecord { status: self.status };
        Some(author.event(self.account, &Happened::UserActivated(self.id, before, after), rng))
    }
}
