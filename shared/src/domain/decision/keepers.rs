//! An account always keeps an active user who manages its users for good (invariant I3).

use super::{Decided, Refusal};
use crate::domain::access::model::AccessModel;
use crate::domain::id::UserId;
use crate::domain::people::user::User;

/// Users of whom it is known that they manage the account's users for good, and have come in: two are enough.
#[derive(Debug, Clone, Default)]
pub struct Keepers(Vec<UserId>);

impl Keepers {
    /// These.
    pub fn of(users: impl IntoIterator<Item = UserId>) -> Self {
        Self(users.into_iter().collect())
    }

    /// Goes on only if the account keeps someone who manages its users when `before` becomes `after`, or goes.
    pub fn keep(&self, model: &AccessModel, before: &User, after: Option<&User>) -> Decided {
        let is_kept = !loses_administrator(model, before, after) || self.0.iter().any(|keeper| *keeper != before.id);
        if is_kept { Ok(()) } else { Err(Refusal::LastAdministrator) }
    }
}

/// Whether someone who manages users for good no longer does so, if `before` becomes `after`, or goes.
pub fn loses_administrator(model: &AccessModel, before: &User, after: Option<&User>) -> bool {
    before.administers(model) && !after.is_some_and(|user| user.administers(model))
}
