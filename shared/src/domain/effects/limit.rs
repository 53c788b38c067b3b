//! Limits on the email that one can cause (security.md 33): constants, and the window in which it is counted.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How many invitation emails an account may promise in a day, unless the deployment or an operator says otherwise: ten
/// calls of the largest size.
pub const MAILS_PER_ACCOUNT: u32 = 10_000;

/// How many of them one user may ask for.
pub const MAILS_PER_ACTOR: u32 = 5_000;

/// How many an operator can let an account or a user promise at most.
pub const MOST_INVITATIONS: u32 = 1_000_000;

/// How many invitation emails may be promised in a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailLimits {
    /// By an account.
    pub per_account: u32,
    /// Of them, because of one of its users.
    pub per_user: u32,
}

impl Default for MailLimits {
    fn default() -> Self {
        Self { per_account: MAILS_PER_ACCOUNT, per_user: MAILS_PER_ACTOR }
    }
}

/// What an operator has set for an account instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OwnMailLimits {
    /// For the account; nothing if the deployment's counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_account: Option<u32>,
    /// For each of its users; nothing if the deployment's counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_user: Option<u32>,
}

impl OwnMailLimits {
    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What counts, if the deployment says `otherwise`.
    pub fn or(self, otherwise: MailLimits) -> MailLimits {
        MailLimits {
            per_account: self.per_account.unwrap_or(otherwise.per_account),
            per_user: self.per_user.unwrap_or(otherwise.per_user),
        }
    }
}

/// How many invitation emails a mailbox gets in a day, from all accounts together.
pub const MAILS_PER_RECIPIENT: u32 = 20;

/// How many of them one account may send: half, so that no account alone keeps the others' from arriving.
pub const MAILS_PER_RECIPIENT_AND_ACCOUNT: u32 = 10;

/// How many forgotten passwords may be reported for an address in an hour. The owner of the mailbox has the links, so
/// that nobody is locked out by it.
pub const RESETS_PER_ADDRESS: u32 = 5;

/// How many from one network in an hour: an office behind one address has many people.
pub const RESETS_PER_NETWORK: u32 = 100;

/// How many credential resets an account's administrators may send in a day.
pub const SENT_RESETS_PER_ACCOUNT: u32 = 2_000;

/// How many of them one user may send.
pub const SENT_RESETS_PER_ACTOR: u32 = 500;

/// How many of them one user may get.
pub const SENT_RESETS_PER_RECIPIENT: u32 = 10;

/// A time in which something is counted: an hour or a day, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// When it begins.
    pub start: Timestamp,
    /// When it is over, and the next begins.
    pub end: Timestamp,
}

impl Window {
    /// The day in which `at` lies.
    pub fn day_of(at: Timestamp) -> Self {
        Self::around(at, SignedDuration::from_hours(24))
    }

    /// The hour in which `at` lies.
    pub fn hour_of(at: Timestamp) -> Self {
        Self::around(at, SignedDuration::from_hours(1))
    }

    fn around(at: Timestamp, length: SignedDuration) -> Self {
        let start = at - SignedDuration::from_millis(at.as_millisecond().rem_euclid(length.as_secs() * 1_000));
        Self { start, end: start + length }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_the_day_around_an_instant() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let day = Window { start: at("2026-03-01T00:00:00Z"), end: at("2026-03-02T00:00:00Z") };
        for instant in ["2026-03-01T00:00:00Z", "2026-03-01T00:00:00.001Z", "2026-03-01T23:59:59.999Z"] {
            assert_eq!(Window::day_of(at(instant)), day, "{instant}");
        }
        assert_eq!(Window::day_of(day.end).start, day.end);
    }
}
