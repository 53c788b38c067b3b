//! Invitations: the emailed, expiring, single-use offer to become an account's active user.
//!
//! An invitation is `pending` until exactly one of four things happens to it. What happens is decided here, on the
//! invitation as it was read; the store writes the outcome only if nothing else has happened meanwhile, so that of
//! any number of racing outcomes one wins and the others learn which.

mod delivery;
mod offer;
mod summary;

use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use serde::{Deserialize, Serialize};

pub use self::delivery::{Delivery, DeliveryStatus};
pub use self::offer::{Invitee, Offer};
pub use self::summary::InvitationSummary;
use super::Coded;
use super::email::EmailAddress;
use super::id::{AccountId, InvitationId, UserId, UserKey};
use super::outbox::{PromisedMail, Subject};
use super::token::{Secret, SecretHash};

/// How many links of one issue stay valid: a mailer that is killed after the hash was stored mints another when it tries again.
const LINKS: usize = 3;

/// How many links may be sent in an [`ISSUE_WINDOW`], so that nobody can be flooded with mail.
const ISSUES_PER_WINDOW: u32 = 5;

/// The time over which issues are counted.
const ISSUE_WINDOW: SignedDuration = SignedDuration::from_hours(1);

/// What became of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitationStatus {
    /// Open.
    Pending,
    /// Taken.
    Accepted,
    /// Turned down by the invited person.
    Declined,
    /// Taken back.
    Revoked,
    /// Not taken in time; can be sent again.
    Expired,
}

impl InvitationStatus {
    /// Every status, in the order of the documentation.
    pub const ALL: [Self; 5] = [Self::Pending, Self::Accepted, Self::Declined, Self::Revoked, Self::Expired];

    /// The word that stands for the status everywhere.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }

    /// What a recorded status comes to at `now`, of an invitation that expires at `expires_at`.
    fn at(self, expires_at: Timestamp, now: Timestamp) -> Self {
        match self {
            Self::Pending if expires_at <= now => Self::Expired,
            status => status,
        }
    }
}

/// Who vouches for an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Inviter {
    /// An engineer of the portal, for the account's first administrator.
    Operator,
    /// A user of the account.
    User {
        /// Which.
        id: UserId,
    },
}

impl Inviter {
    /// Where the inviter is stored; nowhere for an operator.
    pub fn key(self) -> Option<UserKey> {
        match self {
            Self::Operator => None,
            Self::User { id } => Some(id.key()),
        }
    }
}

/// Why something cannot be done with an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvitationFault {
    /// Something else has already happened to it.
    #[error("the invitation is {}", ended(*.0))]
    NotPending(InvitationStatus),
    /// It was not taken in time.
    #[error("the invitation has expired")]
    Expired,
    /// It has not expired: the link that was sent last still works.
    #[error("the invitation has not expired; use the link that was sent last")]
    NotExpired,
    /// Too many links were sent lately.
    #[error("too many mails for this invitation; try again later")]
    TooMany {
        /// From when on another may be sent.
        again: Timestamp,
    },
}

/// How an invitation ended, and what there is to do where somebody has come in.
fn ended(status: InvitationStatus) -> &'static str {
    match status {
        InvitationStatus::Accepted => "accepted: whoever it was for can sign in, or set a new password with a reset",
        status => status.as_str(),
    }
}

impl Coded for InvitationFault {
    fn code(&self) -> &'static str {
        match self {
            Self::NotPending(_) => "invitation_not_pending",
            Self::Expired => "invitation_expired",
            Self::NotExpired => "invitation_not_expired",
            Self::TooMany { .. } => "rate_limited",
        }
    }
}

/// The offer itself. What is offered, the grants, stands with the [`User`](super::user::User), where it can be edited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Invitation {
    /// The account.
    pub account: AccountId,
    /// The invitation's own id.
    pub id: InvitationId,
    /// The user that the invited person becomes.
    pub user: UserId,
    /// The address that it goes to.
    pub email: EmailAddress,
    /// What became of it, as last written; see [`Invitation::status_at`].
    pub status: InvitationStatus,
    /// Who vouches for it: whoever sent it last.
    pub invited_by: Inviter,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it can be taken.
    pub expires_at: Timestamp,
    /// When it ended, in whichever way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// Counts the links: each resend makes a new issue and kills the links of those before.
    pub issue: u32,
    issues: IssueCount,
    /// The hashes of this issue's links.
    links: Vec<SecretHash>,
    /// What is known of the mail of this issue.
    pub delivery: Delivery,
    /// Counts the changes.
    pub version: u64,
}

/// How many links were sent since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct IssueCount {
    since: Timestamp,
    count: u32,
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

    /// The mail that carries this issue's link, promised now.
    pub fn promise_mail(&self, now: Timestamp, rng: &mut impl Rng) -> PromisedMail {
        let subject = Subject::Invitation { account: self.account, invitation: self.id, issue: self.issue, inviter: self.invited_by.key() };
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

    /// The invitation with news of its mail.
    pub fn with_delivery(self, delivery: Delivery) -> Self {
        Self { delivery, ..self }
    }

    /// Taken.
    pub fn accept(self, now: Timestamp) -> Result<Self, InvitationFault> {
        self.end(InvitationStatus::Accepted, now)
    }

    /// Taken by signing in to an account whose user was active from the start: the link was not needed, and its time does not matter.
    pub fn settle(self, now: Timestamp) -> Result<Self, InvitationFault> {
        match self.status {
            InvitationStatus::Pending | InvitationStatus::Expired => Ok(self.ended(InvitationStatus::Accepted, now)),
            status => Err(InvitationFault::NotPending(status)),
        }
    }

    /// Whether it can still be revoked or sent again.
    pub fn is_open(&self) -> bool {
        matches!(self.status, InvitationStatus::Pending | InvitationStatus::Expired)
    }

    /// Turned down.
    pub fn decline(self, now: Timestamp) -> Result<Self, InvitationFault> {
        self.end(InvitationStatus::Declined, now)
    }

    /// Taken back; an expired one too, which ends the user's place in the account.
    pub fn revoke(self, now: Timestamp) -> Result<Self, InvitationFault> {
        match self.status {
            InvitationStatus::Pending | InvitationStatus::Expired => Ok(self.ended(InvitationStatus::Revoked, now)),
            status => Err(InvitationFault::NotPending(status)),
        }
    }

    /// Not taken in time.
    pub fn expire(self, now: Timestamp) -> Result<Self, InvitationFault> {
        match (self.status, self.status_at(now)) {
            (InvitationStatus::Pending, InvitationStatus::Expired) => Ok(self.ended(InvitationStatus::Expired, now)),
            (InvitationStatus::Pending, _) => Err(InvitationFault::NotExpired),
            (status, _) => Err(InvitationFault::NotPending(status)),
        }
    }

    /// A new issue, vouched for by `by`, with a new lifetime; every link sent before is dead.
    pub fn resend(self, by: Inviter, lifetime: SignedDuration, now: Timestamp) -> Result<Self, InvitationFault> {
        match self.status {
            InvitationStatus::Pending | InvitationStatus::Expired => self.reissue(by, lifetime, now),
            status => Err(InvitationFault::NotPending(status)),
        }
    }

    /// A new issue because the invited person asks for one. Only once the last has expired: until then its link works.
    pub fn request_new(self, lifetime: SignedDuration, now: Timestamp) -> Result<Self, InvitationFault> {
        match self.status_at(now) {
            InvitationStatus::Expired => {
                let by = self.invited_by;
                self.reissue(by, lifetime, now)
            }
            InvitationStatus::Pending => Err(InvitationFault::NotExpired),
            status => Err(InvitationFault::NotPending(status)),
        }
    }

    fn reissue(self, by: Inviter, lifetime: SignedDuration, now: Timestamp) -> Result<Self, InvitationFault> {
        Ok(Self {
            status: InvitationStatus::Pending,
            invited_by: by,
            expires_at: now + lifetime,
            ended_at: None,
            issue: self.issue + 1,
            issues: self.issues.with_another(now)?,
            links: Vec::new(),
            delivery: Delivery::queued(now),
            ..self
        })
    }

    fn end(self, status: InvitationStatus, now: Timestamp) -> Result<Self, InvitationFault> {
        match self.status_at(now) {
            InvitationStatus::Pending => Ok(self.ended(status, now)),
            InvitationStatus::Expired => Err(InvitationFault::Expired),
            other => Err(InvitationFault::NotPending(other)),
        }
    }

    /// Keeps the links of an expired or ended invitation: their holder may learn what became of it.
    fn ended(self, status: InvitationStatus, now: Timestamp) -> Self {
        Self { status, ended_at: Some(now), ..self }
    }
}

impl IssueCount {
    fn with_another(self, now: Timestamp) -> Result<Self, InvitationFault> {
        let again = self.since + ISSUE_WINDOW;
        if again <= now {
            return Ok(Self { since: now, count: 1 });
        }
        if self.count >= ISSUES_PER_WINDOW {
            return Err(InvitationFault::TooMany { again });
        }
        Ok(Self { count: self.count + 1, ..self })
    }
}

#[cfg(test)]
mod tests;
