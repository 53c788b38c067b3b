//! What a change of a person's credentials leaves behind: a record in each of their accounts, and an email to the
//! person, so that they can do something if it was not them.

use jiff::Timestamp;

use super::personal::recorded;
use crate::app::App;
use crate::domain::effects::audit::Happened;
use crate::domain::effects::audit::record::{OwnSessions, OwnSessionsRecord, RecoveryCodesRecord, SecondFactorRecord};
use crate::domain::effects::outbox::{Notice, PromisedMail, Subject};
use crate::domain::id::{AccountId, UserId};
use crate::domain::people::person::Person;
use crate::http::Source;
use crate::store::Change;

/// A change of a person's credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialChange {
    /// The password, by its owner.
    PasswordChanged,
    /// The password, with a link.
    PasswordReset,
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
        let subject = Subject::Notice { email: person.email.clone(), notice: self.notice() };
        let email = PromisedMail::new(subject, now, &mut rng);
        recorded(places, |user| self.happened(user), source, now, &mut rng).create(&email)
    }

    /// What an account records of its user.
    fn happened(self, user: UserId) -> Happened {
        let ended = |sessions| OwnSessionsRecord { sessions };
        let factor = |second_factor| SecondFactorRecord { second_factor };
        let codes = |recovery_codes_left| RecoveryCodesRecord { recovery_codes_left };
        match self {
            Self::PasswordChanged => Happened::UserPasswordChanged(user, (), ended(OwnSessions::OthersEnded)),
            Self::PasswordReset => Happened::UserPasswordReset(user, (), ended(OwnSessions::Ended)),
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

    /// What the person is told.
    fn notice(self) -> Notice {
        match self {
            Self::PasswordChanged => Notice::PasswordChanged,
            Self::PasswordReset => Notice::PasswordReset,
            Self::SecondFactorAdded { replaces: false } => Notice::SecondFactorAdded,
            Self::SecondFactorAdded { replaces: true } => Notice::SecondFactorReplaced,
            Self::SecondFactorRemoved | Self::SecondFactorReset => Notice::SecondFactorRemoved,
            Self::RecoveryCodesReplaced { .. } => Notice::RecoveryCodesReplaced,
            Self::RecoveryCodeUsed { .. } => Notice::RecoveryCodeUsed,
        }
    }
}
