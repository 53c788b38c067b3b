//! A person: one human being, one address, one password, any number of accounts.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::email::EmailAddress;
use super::id::{AccountId, InvitationId, MailId, PersonKey, UserId};
use super::password::PasswordHash;

/// A human being who has accepted an invitation at least once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// The address.
    pub email: EmailAddress,
    /// What is stored of the password.
    pub password: PasswordHash,
    /// Whether the password is shorter than one that may stand alone: it never opens anything without the second factor.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub short_password: bool,
    /// Counts what ends every session and every pending reset at once: a session or a reset of another epoch is over.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub epoch: u64,
    /// The reset whose link set the password, until the next epoch: what was sent along with it is still good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_by: Option<MailId>,
    /// The invitation whose acceptance made the person.
    pub invitation: InvitationId,
    /// When the first invitation was accepted.
    pub created_at: Timestamp,
    /// Counts the changes.
    pub version: u64,
}

impl Person {
    /// Someone who has just chosen a first password.
    pub fn new(email: EmailAddress, password: PasswordHash, short_password: bool, invitation: InvitationId, now: Timestamp) -> Self {
        Self { email, password, short_password, epoch: 0, set_by: None, invitation, created_at: now, version: 1 }
    }

    /// The person with another password. Every session and every pending reset is over.
    #[must_use]
    pub fn with_password(self, password: PasswordHash, is_short: bool, set_by: Option<MailId>) -> Self {
        Self { password, short_password: is_short, epoch: self.epoch + 1, set_by, ..self }
    }

    /// The person, whose every session and pending reset is over.
    #[must_use]
    pub fn signed_out(self) -> Self {
        Self { epoch: self.epoch + 1, set_by: None, ..self }
    }

    /// Where the person is stored.
    pub fn key(&self) -> PersonKey {
        PersonKey::of(&self.email)
    }
}

fn is_zero(epoch: &u64) -> bool {
    *epoch == 0
}

/// That a person is a user of an account: the person's own list of accounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Membership {
    /// Whose it is.
    pub person: PersonKey,
    /// The account.
    pub account: AccountId,
    /// The person's user there.
    pub user: UserId,
    /// Whether the next sign-in is the person's first here. It makes the user active where the access model waits for it (seed 004: "until
    /// they create a password and successfully log in"), and stands for acceptance where the user was active from the start (seed 003).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub awaits_sign_in: bool,
    /// Since when.
    pub joined_at: Timestamp,
    /// Counts the changes.
    pub version: u64,
}
