//! A clock that can be moved, so that 48 hours pass in one call.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// The system's clock plus an offset that only grows. Clones show the same time.
#[derive(Clone, Debug, Default)]
pub struct MovableClock {
    ahead_ms: Arc<AtomicI64>,
}

/// A distance that the clock cannot be moved by.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadAdvance {
    /// Not a number and a unit.
    #[error("write a duration as a whole number and a unit: `90s`, `15m`, `49h` or `8d`")]
    Malformed,
    /// Zero, backwards, or further than the calendar of any test.
    #[error("the clock moves forwards only, and by ten years at most at a time")]
    OutOfRange,
}

/// The furthest that one call may move the clock.
const MAX_ADVANCE: SignedDuration = SignedDuration::from_hours(24 * 3_660);

impl MovableClock {
    /// The time it shows, in whole milliseconds.
    #[allow(clippy::disallowed_methods, reason = "the local system is where the ambient clock enters")]
    pub fn now(&self) -> Timestamp {
        let ahead = SignedDuration::from_millis(self.ahead_ms.load(Ordering::SeqCst));
        let now = Timestamp::now().saturating_add(ahead).unwrap_or(Timestamp::MAX);
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    /// Moves it forwards and returns the new time.
    ///
    /// # Errors
    /// When `by` is not positive, or is more than ten years.
    pub fn advance(&self, by: SignedDuration) -> Result<Timestamp, BadAdvance> {
        if by <= SignedDuration::ZERO || by > MAX_ADVANCE {
            return Err(BadAdvance::OutOfRange);
        }
        let by_ms = i64::try_from(by.as_millis()).map_err(|_| BadAdvance::OutOfRange)?;
        self.ahead_ms.fetch_add(by_ms, Ordering::SeqCst);
        Ok(self.now())
    }

    /// The clock as the functions take it.
    pub fn for_app(&self) -> usher::app::Clock {
        let clock = self.clone();
        usher::app::Clock::new(move || clock.now())
    }
}

/// Reads `90s`, `15m`, `49h`, `8d`.
pub(crate) fn parse_duration(text: &str) -> Result<SignedDuration, BadAdvance> {
    let unit_at = text.len().checked_sub(1).filter(|at| text.is_char_boundary(*at)).ok_or(BadAdvance::Malformed)?;
    let (number, unit) = text.split_at(unit_at);
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(BadAdvance::Malformed);
    }
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return Err(BadAdvance::Malformed),
    };
    let number: i64 = number.parse().map_err(|_| BadAdvance::OutOfRange)?;
    number.checked_mul(seconds).map(SignedDuration::from_secs).ok_or(BadAdvance::OutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_durations_that_the_readme_uses() {
        for (text, seconds) in [("90s", 90), ("15m", 900), ("49h", 176_400), ("8d", 691_200)] {
            assert_eq!(parse_duration(text), Ok(SignedDuration::from_secs(seconds)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_not_a_duration() {
        for text in ["", "h", "49", "49 h", "-1h", "+1h", "1.5h", "1w", "1é", "é"] {
            assert_eq!(parse_duration(text), Err(BadAdvance::Malformed), "{text}");
        }
        assert_eq!(parse_duration("99999999999999999999d"), Err(BadAdvance::OutOfRange));
    }

    #[test]
    fn moves_forwards_only_and_for_all_clones() {
        let clock = MovableClock::default();
        let before = clock.clone().now();
        assert!(clock.advance(SignedDuration::ZERO).is_err());
        assert!(clock.advance(SignedDuration::from_hours(-1)).is_err());
        assert!(clock.advance(SignedDuration::MAX).is_err());
        clock.advance(SignedDuration::from_hours(49)).unwrap();
        assert!(clock.clone().now().duration_since(before) >= SignedDuration::from_hours(49));
    }
}
