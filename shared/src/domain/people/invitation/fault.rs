//! Why something cannot be done with an invitation.

use jiff::Timestamp;

use super::InvitationStatus;
use crate::domain::Coded;

/// Why something cannot be done with an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvitationFault {
    /// Something else has already happened to it.
    #[error("the invitation is {}", ended(*.0))]
    NotPending(InvitationStatus),
    /// It was not taken in time.
    #[error("the invitation has expired; request a new one")]
    Expired,
    /// The user who vouches for it can no longer give what it gives.
    #[error("the user who sent this invitation can no longer give this access; a new invitation is needed")]
    Lapsed,
    /// It has not expired: the link that was sent last still works.
    #[error("the invitation has not expired; use the link that was sent last")]
    NotExpired,
    /// Too many links were sent lately.
    #[error("too many emails for this invitation; try again later")]
    TooMany {
        /// From when on another may be sent.
        again: Timestamp,
    },
}

/// How an invitation ended, and what there is to do.
fn ended(status: InvitationStatus) -> String {
    match status {
        InvitationStatus::Accepted => {
            "already accepted; the user can sign in, or reset their password, unless they have left: then an \
             administrator can invite or reactivate them"
                .to_owned()
        }
        status => format!("{}; an administrator can invite or reactivate the person", status.as_str()),
    }
}

impl Coded for InvitationFault {
    fn code(&self) -> &'static str {
        match self {
            Self::NotPending(_) => "invitation_not_pending",
            Self::Expired => "invitation_expired",
            Self::Lapsed => "invitation_lapsed",
            Self::NotExpired => "invitation_not_expired",
            Self::TooMany { .. } => "rate_limited",
        }
    }
}
