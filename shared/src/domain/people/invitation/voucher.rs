//! Who answers for what an invitation gives: it can be accepted as long as they could give it themselves.

use jiff::Timestamp;

use super::Inviter;
use crate::domain::access::grant::{Access, Grant};
use crate::domain::access::model::AccessModel;
use crate::domain::access::permission::Operation;
use crate::domain::id::UserId;
use crate::domain::people::user::{User, UserStatus};

/// The user who answers for what an invitation gives, and what they need to be allowed for that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voucher {
    /// The user's id.
    pub user: UserId,
    needs: Operation,
}

impl Voucher {
    /// The user who changed the grants last, or else the one who sent the invitation. An operator vouches for good.
    pub fn of(invited_by: Inviter, edited_by: Option<UserId>) -> Option<Self> {
        match (edited_by, invited_by) {
            (Some(user), _) => Some(Self { user, needs: Operation::UsersUpdate }),
            (None, Inviter::User { id }) => Some(Self { user: id, needs: Operation::UsersInvite }),
            (None, Inviter::Operator) => None,
        }
    }

    /// Whether they can still give `grants` at `now`; `found` is what was found at their place. One who was removed and
    /// came back is another user.
    pub fn can_give(&self, found: Option<&User>, grants: &[Grant], model: &AccessModel, now: Timestamp) -> bool {
        found.filter(|user| user.id == self.user && user.status == UserStatus::Active).is_some_and(|user| {
            Access::of(model, &user.grants, now).may_over(self.needs, model, grants, now)
                && Grant::may_give(model, &user.grants, grants, now)
        })
    }
}
