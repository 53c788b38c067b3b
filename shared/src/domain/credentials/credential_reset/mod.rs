//! Credential resets: emailed, expiring, single-use links with which a person sets a new password, or removes their
//! second factor.
//!
//! What is here is one issue of such a link. It is bound to the person's epoch, which every change of a password or a
//! factor counts up, and to the user through whose account it was sent, as they were then: it dies with the first, and
//! with the deactivation or removal of the second. A person in no account who has forgotten their password gets one
//! that is bound to the first alone.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::token::{Secret, SecretHash};
use crate::domain::Coded;
use crate::domain::credential::Credential;
use crate::domain::id::{AccountId, MailId, PersonKey, UserId};
use crate::domain::people::person::Person;
use crate::domain::people::user::{User, UserStatus};

/// How long a link works, from the moment it was asked for (OWASP ASVS 5.0, 6.4.3; security.md 14).
pub const LIFETIME: SignedDuration = SignedDuration::from_mins(60);

/// How many links of one issue stay valid: a mailer that is killed after the hash was stored mints another when it
/// tries again.
const LINKS: usize = 3;

/// Why a link does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ResetFault {
    /// It leads nowhere: used, replaced by a newer one, overtaken by a change, or never sent.
    #[error("not found")]
    Dead,
    /// Its time is over.
    #[error("the link has expired; ask for a new one")]
    Expired,
}

impl Coded for ResetFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Dead => "not_found",
            Self::Expired => "reset_expired",
        }
    }
}

/// One issue of a link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CredentialReset {
    /// What it resets.
    pub credential: Credential,
    /// The person whose credential it is.
    pub person: PersonKey,
    /// Which issue: the email that carries it.
    pub issue: MailId,
    /// The reset of the other credential that was sent together with it: either may come first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paired_with: Option<MailId>,
    /// As whom the person got it: nobody, if they asked for it and were in no account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<SentVia>,
    /// The person's epoch when it was asked for.
    pub epoch: u64,
    /// When it was asked for.
    pub promised_at: Timestamp,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// The hashes of the issue's links.
    links: Vec<SecretHash>,
    /// Counts the changes.
    pub version: u64,
}

/// The user through whose account a link was sent, as they were then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SentVia {
    /// The account.
    pub account: AccountId,
    /// The person's user there.
    pub user: UserId,
    /// When that user had been deactivated last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deactivated_at: Option<Timestamp>,
}

/// A reset that is asked for, before it has a link.
#[derive(Debug, Clone, Copy)]
pub struct RequestedReset {
    /// What is to be reset.
    pub credential: Credential,
    /// The email that is to carry the link.
    pub issue: MailId,
    /// The reset of the other credential that was sent together with it.
    pub paired_with: Option<MailId>,
    /// The person's epoch when it was asked for.
    pub epoch: u64,
    /// When it was asked for.
    pub at: Timestamp,
}

impl RequestedReset {
    /// Until when it can be used.
    pub fn expires_at(&self) -> Timestamp {
        self.at + LIFETIME
    }

    /// Whether nothing has happened to the person since then that ends it, nor to the user through whose account it is
    /// sent.
    pub fn is_current(&self, person: &Person, user: Option<&User>) -> bool {
        let deactivated_at = user.and_then(|user| user.deactivated_at);
        is_current(self.epoch, self.paired_with, person)
            && deactivated_at.is_none_or(|deactivated| deactivated < self.at)
    }

    /// What is to be stored in the place of `before`, with one more link: nothing if that is newer.
    pub fn with_link(
        &self,
        before: Option<CredentialReset>,
        person: &Person,
        user: Option<&User>,
        link: SecretHash,
    ) -> Option<CredentialReset> {
        let mut reset = match before {
            Some(before) if before.issue == self.issue => before,
            Some(before) if before.promised_at > self.at => return None,
            before => CredentialReset {
                credential: self.credential,
                person: person.key(),
                issue: self.issue,
                paired_with: self.paired_with,
                via: user.map(SentVia::of),
                epoch: self.epoch,
                promised_at: self.at,
                expires_at: self.expires_at(),
                links: Vec::new(),
                version: before.map_or(0, |before| before.version),
            },
        };
        reset.links.push(link);
        let surplus = reset.links.len().saturating_sub(LINKS);
        reset.links.drain(..surplus);
        Some(reset)
    }
}

impl SentVia {
    fn of(user: &User) -> Self {
        Self { account: user.account, user: user.id, deactivated_at: user.deactivated_at }
    }
}

impl CredentialReset {
    /// Whether `secret` is in a link of this issue, and the link works for `person` at `now`. `user` is who is now
    /// stored where the link says that the person is a user.
    pub fn check(
        &self,
        secret: &Secret,
        person: &Person,
        user: Option<&User>,
        now: Timestamp,
    ) -> Result<(), ResetFault> {
        let has_link = self.links.iter().fold(false, |found, link| found | link.is_of(secret));
        let is_theirs =
            self.via.as_ref().is_none_or(|via| user.is_some_and(|user| is_in(user) && *via == SentVia::of(user)));
        if !(has_link && is_theirs && is_current(self.epoch, self.paired_with, person)) {
            return Err(ResetFault::Dead);
        }
        if now < self.expires_at { Ok(()) } else { Err(ResetFault::Expired) }
    }

    /// Whether it outlives the completion of that `other`: it was sent together with it.
    pub fn outlives(&self, other: MailId) -> bool {
        self.paired_with == Some(other)
    }
}

/// Whether the person behind `user` has come in and not been sent away: only then a reset is bound to their account.
pub fn is_in(user: &User) -> bool {
    user.joined && user.status != UserStatus::Deactivated
}

/// What was done with the link that was sent together with it changes nothing, whatever else does.
fn is_current(epoch: u64, paired_with: Option<MailId>, person: &Person) -> bool {
    let is_set_by_the_other = paired_with.is_some() && paired_with == person.set_by && person.epoch == epoch + 1;
    person.epoch == epoch || is_set_by_the_other
}

#[cfg(test)]
mod tests;
