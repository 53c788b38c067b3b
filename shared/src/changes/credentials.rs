//! What a change of a person's credentials leaves behind: a record in each of their accounts, and an email to the
//! person, so that they can do something if it was not them.

use jiff::Timestamp;

use super::personal::recorded;
use crate::app::App;
use crate::domain::effects::audit::Happened;
use crate::domain::effects::audit::record::{
    KnownApiTokens, NewPasswordRecord, OwnSessions, OwnSessionsRecord, RecoveryCodesRecord, SecondFactorRecord,
};
use crate::domain::effects::outbox::{Notice, PromisedMail, Subject};
use crate::domain::id::{AccountId, UserId};
use crate::domain::people::person::Person;
use crate::http::Source;
use crate::store::Change;

/// A change of a person's credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialChange {
    /// The password, by its owner.
    PasswordChanged(KnownApiTokens),
    /// The password, with a link.
    PasswordReset(KnownApiTokens),
    /// A second factor was set up.
    SecondFactorAdded {
        /// Whether it took the place of another.
        replaces: bool,
    },
    /// The second factor was turned off by its owner.
    SecondFactorRemoved,
    /// The second factor was removed with a link.
    SecondFactorReset,
    /// There are new recovery codes.
    RecoveryCodesReplaced {
        /// How many of the old ones were left.
        before: usize,
        /// How many there are.
        after: usize,
    },
    /// A recovery code was used.
    RecoveryCodeUsed {
        /// How many are left.
        left: usize,
    },
}

impl CredentialChange {
    /// What the accounts record, in each of these `places`, and the email that `person` gets.
    pub fn told(
        self,
        app: &App,
        person: &Person,
        places: &[(AccountId, UserId)],
        source: &Source,
        now: Timestamp,
    ) -> Change {
        let mut rng = app.rng();
        let (email, notice, ends_api_tokens) = (person.email.clone(), self.notice(), self.ends_api_tokens());
        let subject = Subject::Notice { email, notice, api_token: None, ends_api_tokens };
        let email = PromisedMail::new(subject, now, &mut rng);
        recorded(places, |user| self.happened(user), source, now, &mut rng).create(&email)
    }

    /// What an account records of its user.
    fn happened(self, user: UserId) -> Happened {
        let ended = |sessions| OwnSessionsRecord { sessions };
        let factor = |second_factor| SecondFactorRecord { second_factor };
        let codes = |recovery_codes_left| RecoveryCodesRecord { recovery_codes_left };
        match self {
            Self::PasswordChanged(api_tokens) => {
                let sessions = OwnSessions::OthersEnded;
                Happened::UserPasswordChanged(user, (), NewPasswordRecord { sessions, api_tokens })
            }
            Self::PasswordReset(api_tokens) => {
                let sessions = OwnSessions::Ended;
                Happened::UserPasswordReset(user, (), NewPasswordRecord { sessions, api_tokens })
            }
            Self::SecondFactorAdded { replaces } => {
                Happened::UserSecondFactorAdded(user, factor(replaces), factor(true))
            }
            Self::SecondFactorRemoved => Happened::UserSecondFactorRemoved(user, factor(true), factor(false)),
            Self::SecondFactorReset => Happened::UserSecondFactorReset(user, (), ended(OwnSessions::Ended)),
            Self::RecoveryCodesReplaced { before, after } => {
                Happened::UserRecoveryCodesReplaced(user, codes(before), codes(after))
            }
            Self::RecoveryCodeUsed { left } => Happened::UserRecoveryCodeUsed(user, codes(left + 1), codes(left)),
        }
    }

    /// Whether the API tokens that the person knew are over with it.
    fn ends_api_tokens(self) -> bool {
        matches!(self, Self::PasswordChanged(KnownApiTokens::Ended) | Self::PasswordReset(KnownApiTokens::Ended))
    }

    /// What the person is told.
    fn notice(self) -> Notice {
        match self {
            Self::PasswordChanged(_) => Notice::PasswordChanged,
            Self::PasswordReset(_) => Notice::PasswordReset,
            Self::SecondFactorAdded { replaces: false } => Notice::SecondFactorAdded,
            Self::SecondFactorAdded { replaces: true } => Notice::SecondFactorReplaced,
            Self::SecondFactorRemoved | Self::SecondFactorReset => Notice::SecondFactorRemoved,
            Self::RecoveryCodesReplaced { .. } => Notice::RecoveryCodesReplaced,
            Self::RecoveryCodeUsed { .. } => Notice::RecoveryCodeUsed,
        }
    }
}
