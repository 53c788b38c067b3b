//! What becomes of accounts, of users and of invitations.

use jiff::Timestamp;

use crate::domain::words::words;

words! {
    /// Whether the users of an account come in.
    pub enum AccountStatus {
        /// They do.
        Active = "active",
        /// They do not, until it is resumed. Nothing is lost.
        Suspended = "suspended",
        /// They do not, and it will be erased, unless the deletion is cancelled before.
        DeletionScheduled = "deletion_scheduled",
    }
}

words! {
    /// The status of a user.
    pub enum UserStatus {
        /// May do what the grants say.
        Active = "active",
        /// Kept on record, may do nothing.
        Deactivated = "deactivated",
        /// Invited, or accepted but not yet signed in if the access model waits for that.
        Pending = "pending",
    }
}

words! {
    /// The status of an invitation.
    pub enum InvitationStatus {
        /// Open.
        Pending = "pending",
        /// Open, but nobody could accept it: the user who vouches for it can no longer give what it gives. Must be sent
        /// again by a user who can. Depends on that other user, and so is found out and never recorded.
        Lapsed = "lapsed",
        /// Accepted by the invited person.
        Accepted = "accepted",
        /// Turned down by the invited person.
        Declined = "declined",
        /// Revoked by a user of the account.
        Revoked = "revoked",
        /// Not taken in time; can be sent again.
        Expired = "expired",
    }
}

impl InvitationStatus {
    /// What is recorded of an invitation that has this status.
    pub fn recorded(self) -> Self {
        if self == Self::Lapsed { Self::Pending } else { self }
    }

    /// What a status comes to that does not consider whether what the invitation gives can still be given.
    pub fn if_given(self, is_given: impl FnOnce() -> bool) -> Self {
        if self == Self::Pending && !is_given() { Self::Lapsed } else { self }
    }

    /// What a recorded status comes to at `now`, of an invitation that expires at `expires_at`.
    pub(crate) fn at(self, expires_at: Timestamp, now: Timestamp) -> Self {
        match self {
            Self::Pending if expires_at <= now => Self::Expired,
            status => status,
        }
    }
}
