//! Failures in a row, and how long they make the next attempt wait.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{AttemptVerdict, FREE, Held, KEPT, LONGEST, STOP, STOPPED, Step};

/// Failures in a row.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Streak {
    /// Wrong passwords.
    pub(super) failures: u32,
    /// What was wrong after the right password.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) codes: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) hold_until: Option<Timestamp>,
    /// When the last of them was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) failed_at: Option<Timestamp>,
}

impl Streak {
    pub(super) fn check(&self, step: Step, now: Timestamp) -> Result<(), Held> {
        if self.failures >= STOP || step == Step::SecondFactor && self.codes >= STOP {
            return Err(Held { again: now + STOPPED });
        }
        self.hold_until.filter(|until| now < *until).map_or(Ok(()), |again| Err(Held { again }))
    }

    pub(super) fn fail(&mut self, verdict: AttemptVerdict, now: Timestamp) {
        let count = if verdict == AttemptVerdict::WrongSecondFactor { &mut self.codes } else { &mut self.failures };
        *count = count.saturating_add(1);
        self.hold_until = delay_after(self.in_all()).map(|delay| now + delay);
        self.failed_at = Some(now);
    }

    pub(super) fn is_forgotten(&self, now: Timestamp) -> bool {
        self.failed_at.is_some_and(|failed_at| now >= failed_at + KEPT)
    }

    /// Its wrong codes alone, and no delay.
    pub(super) fn without_failures(&self) -> Self {
        let failed_at = self.failed_at.filter(|_| self.codes > 0);
        Self { codes: self.codes, failed_at, ..Self::default() }
    }

    pub(super) fn in_all(&self) -> u32 {
        self.failures.saturating_add(self.codes)
    }
}

/// How long the next attempt waits after so many failures in a row: a second after the fifth, twice as long after each.
pub(super) fn delay_after(failures: u32) -> Option<SignedDuration> {
    let doublings = failures.checked_sub(FREE)?;
    Some(SignedDuration::from_secs(1_i64 << doublings.min(20)).min(LONGEST))
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}
