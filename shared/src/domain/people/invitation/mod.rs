//! Invitations: the emailed, expiring, single-use offer to become an account's active user.
//!
//! An invitation is `pending` until exactly one of four things happens to it. What happens is decided here, on the
//! invitation as it was read; the store writes the outcome only if nothing else has happened meanwhile, so that of
//! any number of racing outcomes one wins and the others learn which.

mod delivery;
mod fault;
mod greeting;
mod issues;
mod message;
mod news;
mod offer;
mod recorded;
mod summary;
mod transitions;
mod voucher;

use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use serde::{Deserialize, Serialize};

pub use self::delivery::{Delivery, DeliveryStatus};
pub use self::fault::InvitationFault;
pub use self::greeting::Greeting;
use self::issues::IssueCount;
pub use self::message::{InviterMessage, LONGEST_MESSAGE, MessageFault};
pub use self::news::{DeliveryAction, DeliveryEvent, DeliveryRecord};
pub use self::offer::{Invitee, Offer};
pub use self::summary::InvitationSummary;
pub use self::voucher::Voucher;
use crate::domain::access::grant::Grant;
use crate::domain::effects::outbox::{PromisedMail, Subject};
use crate::domain::email::EmailAddress;
use crate::domain::id::{AccountId, InvitationId, UserId, UserKey};
use crate::domain::secret::{Secret, SecretHash};
pub use crate::domain::status::InvitationStatus;

/// How many links of one issue stay valid: a mailer that is killed after the hash was stored mints another when it
/// tries again.
const LINKS: usize = 3;

/// Who vouches for an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Inviter {
    /// An engineer of the portal, for the account's first administrator.
    Operator,
    /// A user of the account.
    User {
        /// The user's id.
        id: UserId,
    },
}

impl Inviter {
    /// The user who invites; nobody for an operator.
    pub fn user(self) -> Option<UserId> {
        match self {
            Self::Operator => None,
            Self::User { id } => Some(id),
        }
    }

    /// Where the inviter is stored; nowhere for an operator.
    pub fn key(self) -> Option<UserKey> {
        self.user().map(|user| user.key())
    }
}

/// The offer itself. What the user will hold is with the [`User`](super::user::User), where it can be edited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Invitation {
    /// The account.
    pub account: AccountId,
    /// The invitation's own id.
    pub id: InvitationId,
    /// The user that the invited person becomes.
    pub user: UserId,
    /// The invited address.
    pub email: EmailAddress,
    /// What became of it, as last written; see [`Invitation::status_at`].
    pub status: InvitationStatus,
    /// Who sent it last.
    pub invited_by: Inviter,
    /// Who changed what it gives since, and vouches for that in the inviter's place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_by: Option<UserId>,
    /// What it gives, a copy of the pending user's grants: what lists tell by that it can still be accepted. Nothing if
    /// the user was active from the start, and has it already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gives: Option<Vec<Grant>>,
    /// What the inviter adds to it.
    #[serde(flatten)]
    pub greeting: Greeting,
    /// When the invited person asked those who can give it for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal_requested_at: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it expires.
    pub expires_at: Timestamp,
    /// When it ended, in whichever way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// Counts the links: each resend makes a new issue and kills the links of those before.
    pub issue: u32,
    issues: IssueCount,
    /// The hashes of this issue's links.
    links: Vec<SecretHash>,
    /// What is known of the email of this issue.
    pub delivery: Delivery,
    /// Counts the changes.
    pub version: u64,
}

impl Invitation {
    /// An offer to `user`, made now.
    pub fn new(
        account: AccountId,
        user: UserId,
        email: EmailAddress,
        by: Inviter,
        lifetime: SignedDuration,
        now: Timestamp,
        rng: &mut impl Rng,
    ) -> Self {
        Self {
            account,
            id: InvitationId::random(user.key(), rng),
            user,
            email,
            status: InvitationStatus::Pending,
            invited_by: by,
            edited_by: None,
            gives: None,
            greeting: Greeting::default(),
            renewal_requested_at: None,
            created_at: now,
            expires_at: now + lifetime,
            ended_at: None,
            issue: 1,
            issues: IssueCount { since: now, count: 1 },
            links: Vec::new(),
            delivery: Delivery::queued(now),
            version: 1,
        }
    }

    /// The invitation, whose user will hold `grants` once they accept.
    #[must_use]
    pub fn giving(self, grants: &[Grant]) -> Self {
        Self { gives: Some(grants.to_vec()), ..self }
    }

    /// The invitation, whose user will hold `grants` instead, for which `editor` vouches from now on. Its links go on
    /// working.
    #[must_use]
    pub fn edited(self, editor: UserId, grants: &[Grant]) -> Self {
        Self { edited_by: Some(editor), ..self.giving(grants) }
    }

    /// Who vouches for it.
    pub fn voucher(&self) -> Option<Voucher> {
        Voucher::of(self.invited_by, self.edited_by)
    }

    /// The email that carries this issue's link, promised now.
    pub fn promise_mail(&self, now: Timestamp, rng: &mut impl Rng) -> PromisedMail {
        let subject = Subject::Invitation {
            account: self.account,
            invitation: self.id,
            issue: self.issue,
            inviter: self.invited_by.key(),
        };
        PromisedMail::new(subject, now, rng)
    }

    /// What became of it by `now`: an invitation whose time is over has expired, whether or not a sweep has said so.
    pub fn status_at(&self, now: Timestamp) -> InvitationStatus {
        self.status.at(self.expires_at, now)
    }

    /// Whether `secret` is in a link of the present issue. Says nothing about the status.
    pub fn has_link(&self, secret: &Secret) -> bool {
        self.links.iter().fold(false, |found, link| found | link.is_of(secret))
    }

    /// The invitation with one more link.
    pub fn with_link(mut self, link: SecretHash) -> Self {
        self.links.push(link);
        let surplus = self.links.len().saturating_sub(LINKS);
        self.links.drain(..surplus);
        self
    }

    /// Whether it can still be revoked or sent again.
    pub fn is_open(&self) -> bool {
        matches!(self.status, InvitationStatus::Pending | InvitationStatus::Expired)
    }
}

#[cfg(test)]
mod tests;
