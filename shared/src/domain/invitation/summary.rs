//! What lists show of an invitation.

use jiff::Timestamp;

use super::{Delivery, Invitation, InvitationStatus, Inviter};
use crate::domain::email::EmailAddress;
use crate::domain::id::{AccountId, InvitationId, UserId};

/// An invitation without what only its links need.
#[derive(Debug, Clone, PartialEq)]
pub struct InvitationSummary {
    /// The account.
    pub account: AccountId,
    /// The invitation's own id.
    pub id: InvitationId,
    /// The user that the invited person is, or becomes.
    pub user: UserId,
    /// The address that it goes to.
    pub email: EmailAddress,
    /// What has been recorded of it; see [`InvitationSummary::status_at`].
    pub status: InvitationStatus,
    /// Who vouches for it.
    pub invited_by: Inviter,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it cannot be taken any more.
    pub expires_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// What is known of the mail that was sent last.
    pub delivery: Delivery,
}

impl InvitationSummary {
    /// What it is at `now`: one that has expired is no longer pending, though nobody may have recorded it yet.
    pub fn status_at(&self, now: Timestamp) -> InvitationStatus {
        self.status.at(self.expires_at, now)
    }
}

impl From<Invitation> for InvitationSummary {
    fn from(invitation: Invitation) -> Self {
        Self {
            account: invitation.account,
            id: invitation.id,
            user: invitation.user,
            email: invitation.email,
            status: invitation.status,
            invited_by: invitation.invited_by,
            created_at: invitation.created_at,
            expires_at: invitation.expires_at,
            ended_at: invitation.ended_at,
            delivery: invitation.delivery,
        }
    }
}
