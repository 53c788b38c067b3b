//! The outbox: mail that is promised but not yet sent.
//!
//! An item is written in the transaction of the change that promised the mail and deleted in the transaction that
//! records the mail as sent or failed. In between, whoever sends it holds a lease, so that one event delivered twice,
//! or a mailer and a sweeper at the same time, do not send it twice.

use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use serde::{Deserialize, Serialize};

use super::credential_reset::Credential;
use super::email::EmailAddress;
use super::id::{AccountId, InvitationId, MailId, UserKey};

/// How long one attempt may take; after that another may begin. Longer than the mailer's own time-out.
pub const LEASE: SignedDuration = SignedDuration::from_secs(90);

/// How long Usher tries. Longer than SES takes to lift a daily quota.
pub const PATIENCE: SignedDuration = SignedDuration::from_hours(48);

/// What a mail is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Subject {
    /// The link of an invitation.
    Invitation {
        /// The account that sends it.
        account: AccountId,
        /// Which.
        invitation: InvitationId,
        /// Which issue of it; the mail is pointless once there is a newer one.
        issue: u32,
        /// Who is named as the inviter; nobody where an operator invited.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        inviter: Option<UserKey>,
    },
    /// The link of a credential reset, which comes to be when the mail is sent. The mail's id names the issue.
    CredentialReset {
        /// What is to be reset.
        credential: Credential,
        /// The person's address; perhaps nobody's here, and then there is nothing to send.
        email: EmailAddress,
        /// The person's epoch when it was asked for; the mail is pointless once there is another.
        epoch: u64,
        /// Which account sends it and on whose behalf, where an administrator does. Otherwise the person has asked for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sent: Option<SentBy>,
        /// The password reset that was sent along: it may come first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        along: Option<MailId>,
    },
    /// That something happened to a person's credentials, which they should know if it was not them.
    Notice {
        /// The person's address; perhaps nobody's here, and then there is nothing to send.
        email: EmailAddress,
        /// What happened.
        notice: Notice,
    },
}

/// Who sends a credential reset: an account, and an administrator of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentBy {
    /// The account.
    pub account: AccountId,
    /// Who is named as the sender.
    pub user: UserKey,
    /// Whether they send links for both credentials. The one for the second factor ends the other, which is to be followed first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub both: bool,
}

/// What happened to a person's credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// The password was changed by its owner, or set anew with the link of a reset.
    PasswordChanged,
    /// A second factor was set up.
    SecondFactorAdded,
    /// Another second factor took the place of the one before; that and its recovery codes are worth nothing.
    SecondFactorReplaced,
    /// The second factor was turned off, or removed with the link of a reset.
    SecondFactorRemoved,
    /// The recovery codes were made anew; the old ones are worth nothing.
    RecoveryCodesReplaced,
    /// A recovery code stood in for the second factor.
    RecoveryCodeUsed,
    /// Many sign-ins in a row have failed.
    FailedSignIns,
    /// Many sign-ins in a row have failed, and some of them only at the second factor: somebody knows the password.
    FailedSecondSteps,
}

/// A mail that is promised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PromisedMail {
    /// The mail's own id.
    pub id: MailId,
    /// What it is about.
    #[serde(flatten)]
    pub subject: Subject,
    /// When it was promised.
    pub promised_at: Timestamp,
    /// Until when somebody is sending it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leased_until: Option<Timestamp>,
    /// How many attempts have begun.
    pub attempts: u32,
    /// Counts the changes.
    pub version: u64,
}

impl PromisedMail {
    /// A promise made now.
    pub fn new(subject: Subject, now: Timestamp, rng: &mut impl Rng) -> Self {
        Self { id: MailId::random(rng), subject, promised_at: now, leased_until: None, attempts: 0, version: 1 }
    }

    /// Begins an attempt, unless another is under way.
    pub fn lease(self, now: Timestamp) -> Option<Self> {
        let is_free = self.leased_until.is_none_or(|until| until <= now);
        is_free.then(|| Self { leased_until: Some(now + LEASE), attempts: self.attempts + 1, ..self })
    }

    /// Ends an attempt that did not succeed, so that the next may begin at `again`.
    pub fn released(self, again: Timestamp) -> Self {
        Self { leased_until: Some(again), ..self }
    }

    /// Whether it is time to give up.
    pub fn is_hopeless(&self, now: Timestamp) -> bool {
        now >= self.promised_at + PATIENCE
    }
}
