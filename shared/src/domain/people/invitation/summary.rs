//! What lists show of an invitation.

use jiff::Timestamp;

use super::{Delivery, Invitation, InvitationStatus, Inviter, Voucher};
use crate::domain::access::grant::Grant;
use crate::domain::access::model::AccessModel;
use crate::domain::email::EmailAddress;
use crate::domain::id::{AccountId, InvitationId, UserId};
use crate::domain::labels::Labels;
use crate::domain::people::user::{Names, User, UserStatus};

/// An invitation without what only its links need.
#[derive(Debug, Clone, PartialEq)]
pub struct InvitationSummary {
    /// The account.
    pub account: AccountId,
    /// The invitation's own id.
    pub id: InvitationId,
    /// The invited person's user.
    pub user: UserId,
    /// The invited address.
    pub email: EmailAddress,
    /// What has been recorded of it; see [`InvitationSummary::status_at`].
    pub status: InvitationStatus,
    /// Who sent it last.
    pub invited_by: Inviter,
    /// Who changed what it gives since.
    pub edited_by: Option<UserId>,
    /// What it gives; nothing if the user has it already.
    pub gives: Option<Vec<Grant>>,
    /// When the invited person asked those who can give it for a new one.
    pub renewal_requested_at: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
    /// From when on it cannot be taken any more.
    pub expires_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// The delivery of the email that was sent last.
    pub delivery: Delivery,
}

impl InvitationSummary {
    /// The user who vouches for it; nobody, if an operator does.
    pub fn vouched_by(&self) -> Option<UserId> {
        Voucher::of(self.invited_by, self.edited_by).map(|voucher| voucher.user)
    }

    /// Who vouches for it as long as it is pending.
    pub fn pending_voucher(&self) -> Option<Voucher> {
        let is_open = self.status == InvitationStatus::Pending && self.gives.is_some();
        Voucher::of(self.invited_by, self.edited_by).filter(|_| is_open)
    }

    /// The user of an open invitation who is still to accept, as far as it matters to what may be done to them.
    pub fn waiting_user(&self) -> Option<User> {
        let grants = self.gives.clone().filter(|_| self.is_open())?;
        Some(User {
            account: self.account,
            id: self.user,
            email: self.email.clone(),
            names: Names::default(),
            labels: Labels::default(),
            status: UserStatus::Pending,
            grants,
            invitation: self.id,
            external: false,
            joined: false,
            invited_by: Some(self.invited_by),
            joined_at: None,
            last_active_at: None,
            second_factor: false,
            witnessed: 0,
            created_at: self.created_at,
            activated_at: None,
            deactivated_at: None,
            version: 0,
        })
    }

    /// Whether only the user tells what may be done about it: it is open, and they were active from the start.
    pub fn needs_user(&self) -> bool {
        self.is_open() && self.gives.is_none()
    }

    fn is_open(&self) -> bool {
        matches!(self.status, InvitationStatus::Pending | InvitationStatus::Expired)
    }

    /// What it is at `now`, if `voucher` is what was found at the place of the user who vouches for it. One that has
    /// expired is no longer pending, though nobody may have recorded it yet; nor is one that nobody could accept.
    pub fn status_at(&self, voucher: Option<&User>, model: &AccessModel, now: Timestamp) -> InvitationStatus {
        let gives = self.gives.as_deref().unwrap_or_default();
        let is_given = || self.pending_voucher().is_none_or(|by| by.can_give(voucher, gives, model, now));
        self.status.at(self.expires_at, now).if_given(is_given)
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
            edited_by: invitation.edited_by,
            gives: invitation.gives,
            renewal_requested_at: invitation.renewal_requested_at,
            created_at: invitation.created_at,
            expires_at: invitation.expires_at,
            ended_at: invitation.ended_at,
            delivery: invitation.delivery,
        }
    }
}
