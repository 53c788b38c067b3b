//! The outbox: mail that is promised but not yet sent.
//!
//! An item is written in the transaction of the change that promised the email and deleted in the transaction that
//! records the email as sent or failed. In between, the function that sends it holds a lease, so that one event
//! delivered twice, or a mailer and a sweeper at the same time, do not send it twice.

use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use serde::{Deserialize, Serialize};

use crate::domain::credential::Credential;
use crate::domain::email::EmailAddress;
use crate::domain::id::{AccountId, InvitationId, MailId, UserKey};
use crate::domain::text::Line;
use crate::domain::words::words;

/// How long one try may take; after that another may begin. Longer than the mailer's own time-out.
pub const LEASE: SignedDuration = SignedDuration::from_secs(90);

/// How long Usher tries. Longer than SES takes to lift a daily quota.
pub const PATIENCE: SignedDuration = SignedDuration::from_hours(48);

/// A part of the outbox. No email waits for those of another queue: each has a mailer and a pace of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queue {
    /// Resets and notices, each caused by one request about one person, who waits for it or should know of it at once.
    Credentials,
    /// Invitations, of which an account may promise thousands at once.
    Invitations,
}

impl Queue {
    /// Every queue, in the order in which a sweep sends what is stuck.
    pub const ALL: [Self; 2] = [Self::Credentials, Self::Invitations];
}

/// What an email is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Subject {
    /// The link of an invitation.
    Invitation {
        /// The account that sends it.
        account: AccountId,
        /// The invitation's id.
        invitation: InvitationId,
        /// Which issue of it; the email is pointless once there is a newer one.
        issue: u32,
        /// Who is named as the inviter; nobody if an operator invited.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        inviter: Option<UserKey>,
    },
    /// The link of a credential reset, which comes to be when the email is sent. The email's id names the issue.
    CredentialReset {
        /// What is to be reset.
        credential: Credential,
        /// The person's address; perhaps nobody's here, and then there is nothing to send.
        email: EmailAddress,
        /// The person's epoch when it was asked for; the email is pointless once there is another.
        epoch: u64,
        /// Which account sends it and on whose behalf, if an administrator does. Otherwise the person has asked for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sent: Option<SentBy>,
        /// The reset of the other credential that was sent together with it: either may come first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        paired_with: Option<MailId>,
    },
    /// That something happened to a person's credentials or API tokens, which they should know if it was not them.
    Notice {
        /// The person's address; perhaps nobody's here, and then there is nothing to send.
        email: EmailAddress,
        /// What happened.
        notice: Notice,
        /// The API token that it is about, if it is about one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        api_token: Option<NoticedApiToken>,
        /// Whether the API tokens that the person knew are over with it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        ends_api_tokens: bool,
    },
}

impl Subject {
    /// Where an email about this waits. What one account can promise much of never shares a queue with what others wait
    /// for.
    pub fn queue(&self) -> Queue {
        match self {
            Self::Invitation { .. } => Queue::Invitations,
            Self::CredentialReset { .. } | Self::Notice { .. } => Queue::Credentials,
        }
    }
}

/// An API token that its owner is told of, by the account that it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticedApiToken {
    /// The account.
    pub account: AccountId,
    /// What users call the token.
    pub name: Line<100>,
    /// Whether another user than its owner did it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_another: bool,
}

/// Who sends a credential reset: an account, and an administrator of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentBy {
    /// The account.
    pub account: AccountId,
    /// Who is named as the sender.
    pub user: UserKey,
    /// Whether they send links for both credentials.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub both: bool,
}

words! {
    /// What happened to a person's credentials, or to a program's that acts for them.
    pub enum Notice {
        /// The password was changed by its owner, who stays signed in where they did so and nowhere else.
        PasswordChanged = "password_changed",
        /// A new password was set with the link of a reset, which ended every session.
        PasswordReset = "password_reset",
        /// A second factor was set up.
        SecondFactorAdded = "second_factor_added",
        /// Another second factor took the place of the one before; that and its recovery codes are worth nothing.
        SecondFactorReplaced = "second_factor_replaced",
        /// The second factor was turned off, or removed with the link of a reset.
        SecondFactorRemoved = "second_factor_removed",
        /// An administrator wanted to send a link that removes the second factor, and another account asks for it.
        SecondFactorKept = "second_factor_kept",
        /// Someone asked for a link to reset the password of a person to be, who chooses one when they accept.
        NoPasswordYet = "no_password_yet",
        /// The recovery codes were replaced; the old ones are worth nothing.
        RecoveryCodesReplaced = "recovery_codes_replaced",
        /// A recovery code was used instead of the second factor.
        RecoveryCodeUsed = "recovery_code_used",
        /// An API token was created.
        ApiTokenCreated = "api_token_created",
        /// An API token has another secret.
        ApiTokenRotated = "api_token_rotated",
        /// An API token was shown again.
        ApiTokenRevealed = "api_token_revealed",
        /// Many sign-ins in a row have failed.
        FailedSignIns = "failed_sign_ins",
        /// Many sign-ins in a row have failed, and some of them only at the second factor: someone knows the password.
        FailedSecondSteps = "failed_second_steps",
    }
}

/// An email that is promised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PromisedMail {
    /// The email's own id.
    pub id: MailId,
    /// What it is about.
    #[serde(flatten)]
    pub subject: Subject,
    /// When it was promised.
    pub promised_at: Timestamp,
    /// Until when someone is sending it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leased_until: Option<Timestamp>,
    /// How many tries have begun.
    pub tries: u32,
    /// Counts the changes.
    pub version: u64,
}

impl PromisedMail {
    /// A promise made now.
    pub fn new(subject: Subject, now: Timestamp, rng: &mut impl Rng) -> Self {
        Self::with_id(MailId::new(now, rng), subject, now)
    }

    /// A promise made now, whose id another email names.
    pub fn with_id(id: MailId, subject: Subject, now: Timestamp) -> Self {
        Self { id, subject, promised_at: now, leased_until: None, tries: 0, version: 1 }
    }

    /// Begins a try, unless another is under way.
    pub fn lease(self, now: Timestamp) -> Option<Self> {
        let is_free = self.leased_until.is_none_or(|until| until <= now);
        is_free.then(|| Self { leased_until: Some(now + LEASE), tries: self.tries + 1, ..self })
    }

    /// Ends a try that did not succeed, so that the next may begin at `again`.
    pub fn released(self, again: Timestamp) -> Self {
        Self { leased_until: Some(again), ..self }
    }

    /// Whether it is time to give up.
    pub fn is_hopeless(&self, now: Timestamp) -> bool {
        now >= self.promised_at + PATIENCE
    }
}
