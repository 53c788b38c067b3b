//! A person: one human being, one address, one password, any number of accounts.

use std::ops::Deref;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::email::EmailAddress;
use crate::domain::id::{AccountId, InvitationId, MailId, PersonKey, UserId};
use crate::domain::locale::Locale;
use crate::domain::secret::password::PasswordHash;

/// A human being who has accepted an invitation at least once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// The address.
    pub email: EmailAddress,
    /// What is stored of the password.
    pub password: PasswordHash,
    /// Whether the password is shorter than one that may be the only factor: it never opens anything without the second
    /// factor.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub short_password: bool,
    /// Counts what ends every session and every pending reset at once: a session or a reset of another epoch is over.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub epoch: u64,
    /// The reset whose link set the password or removed the second factor, until the next epoch: the link that was sent
    /// along with it is still good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_by: Option<MailId>,
    /// The language of the person's emails, in every account's name; each account's own if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// The invitation whose acceptance made the person.
    pub invitation: InvitationId,
    /// When the first invitation was accepted.
    pub created_at: Timestamp,
    /// Counts the changes.
    pub version: u64,
}

impl Person {
    /// Someone who has just chosen a first password.
    pub fn new(
        email: EmailAddress,
        password: PasswordHash,
        short_password: bool,
        invitation: InvitationId,
        now: Timestamp,
    ) -> Self {
        Self {
            email,
            password,
            short_password,
            epoch: 0,
            set_by: None,
            locale: None,
            invitation,
            created_at: now,
            version: 1,
        }
    }

    /// The person with another password. Every session and every pending reset is over.
    #[must_use]
    pub fn with_password(self, password: PasswordHash, is_short: bool, set_by: Option<MailId>) -> Self {
        Self { password, short_password: is_short, epoch: self.epoch + 1, set_by, ..self }
    }

    /// The person without the second factor that the link of `removed_by` removes. Every session and every other
    /// pending reset is over.
    #[must_use]
    pub fn without_factor(self, removed_by: MailId) -> Self {
        Self { epoch: self.epoch + 1, set_by: Some(removed_by), ..self }
    }

    /// Where the person is stored.
    pub fn key(&self) -> PersonKey {
        PersonKey::of(&self.email)
    }
}

fn is_zero(epoch: &u64) -> bool {
    *epoch == 0
}

/// That a person has joined an account by accepting its invitation: the person's own list of accounts. Nobody but the
/// person makes one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Membership {
    /// The person whose it is.
    pub person: PersonKey,
    /// The account.
    pub account: AccountId,
    /// The person's user there.
    pub user: UserId,
    /// Whether the next sign-in is the person's first since, and makes the user active (seed 004: "until they create a
    /// password and successfully log in").
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub awaits_sign_in: bool,
    /// Since when it has this status.
    pub joined_at: Timestamp,
    /// Counts the changes.
    pub version: u64,
}

/// Which invitation was last sent to an address: all that is known of someone who has not chosen a password yet, and
/// says that they have forgotten it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Invited {
    /// The person to be.
    pub person: PersonKey,
    /// The account that invites them.
    pub account: AccountId,
    /// The invitation.
    pub invitation: InvitationId,
    /// From when on nothing is made of it any more.
    pub until: Timestamp,
}

/// A person's memberships.
#[derive(Debug, Clone, Default)]
pub struct Memberships {
    /// Those that can be read.
    pub readable: Vec<Membership>,
    /// How many there are besides. Nobody knows what these accounts ask for.
    pub unreadable: usize,
}

impl Memberships {
    /// Those of them that `keep` keeps, and those that nobody can judge.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&Membership) -> bool) -> Self {
        let readable = self.iter().filter(|membership| keep(membership)).cloned().collect();
        Self { readable, unreadable: self.unreadable }
    }
}

impl Deref for Memberships {
    type Target = [Membership];

    fn deref(&self) -> &[Membership] {
        &self.readable
    }
}
