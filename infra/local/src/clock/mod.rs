//! A clock that can be moved, so that 48 hours pass in one call.

pub(crate) mod scheduler;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{fs, io};

use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};

/// The machine's clock, ahead by what it was moved; or detached from it. Clones show the same time.
#[derive(Clone, Debug, Default)]
pub struct MovableClock {
    hands: Arc<Mutex<Hands>>,
    /// The file with the milliseconds that it is ahead.
    kept_in: Option<Arc<PathBuf>>,
}

#[derive(Debug)]
enum Hands {
    /// So far ahead of the machine's clock.
    Attached(SignedDuration),
    /// Where the last reading left them.
    Detached(Timestamp),
}

impl Default for Hands {
    fn default() -> Self {
        Self::Attached(SignedDuration::ZERO)
    }
}

impl Hands {
    #[expect(clippy::disallowed_methods, reason = "the local system is where the ambient clock enters")]
    fn read(&mut self) -> Timestamp {
        match self {
            Self::Attached(ahead) => in_milliseconds(later(Timestamp::now(), *ahead)),
            Self::Detached(at) => {
                *at = later(*at, TICK);
                *at
            }
        }
    }

    fn advance(&mut self, by: SignedDuration) {
        match self {
            Self::Attached(ahead) => *ahead = ahead.saturating_add(by),
            Self::Detached(at) => *at = later(*at, by),
        }
    }
}

/// How far a detached clock moves with each reading, so that what is read later is later.
const TICK: SignedDuration = SignedDuration::from_millis(1);

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(Timestamp::MAX)
}

fn in_milliseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// A distance that the clock cannot be moved by.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadAdvance {
    /// Not a duration, or one whose length depends on the calendar.
    #[error("write a duration such as `90s`, `15m`, `47h59m` or `8d`")]
    Malformed,
    /// Zero, backwards, or further than the calendar of any test.
    #[error("the clock moves forwards only, and by at most ten years at a time")]
    OutOfRange,
}

/// The furthest that one call may move the clock.
const MAX_ADVANCE: SignedDuration = SignedDuration::from_hours(24 * 3_660);

impl MovableClock {
    /// A clock that is as far ahead as the one was that was last moved with the same directory: what is stored there
    /// must not lie in the future.
    pub(crate) fn open(dir: Option<&Path>) -> io::Result<Self> {
        let Some(path) = dir.map(|dir| dir.join("clock-ahead.ms")) else { return Ok(Self::default()) };
        let ahead = match fs::read_to_string(&path) {
            Ok(kept) => kept.trim().parse().map_err(|_| io::Error::other("clock-ahead.ms is not a number"))?,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => 0,
            Err(cause) => return Err(cause),
        };
        let hands = Hands::Attached(SignedDuration::from_millis(ahead));
        Ok(Self { hands: Arc::new(Mutex::new(hands)), kept_in: Some(Arc::new(path)) })
    }

    fn hands(&self) -> MutexGuard<'_, Hands> {
        self.hands.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time it shows, in whole milliseconds.
    pub fn now(&self) -> Timestamp {
        self.hands().read()
    }

    /// Takes it off the machine's clock, for tests that do not depend on how long the machine takes: from here on it
    /// moves by [`advance`](Self::advance), and by a millisecond with each reading.
    pub fn detach(&self) {
        let mut hands = self.hands();
        *hands = Hands::Detached(hands.read());
    }

    /// Moves it forwards and returns the new time.
    ///
    /// # Errors
    /// When `by` is not positive, or is more than ten years.
    pub fn advance(&self, by: SignedDuration) -> Result<Timestamp, BadAdvance> {
        if by <= SignedDuration::ZERO || by > MAX_ADVANCE {
            return Err(BadAdvance::OutOfRange);
        }
        let mut hands = self.hands();
        hands.advance(by);
        if let (Some(path), Hands::Attached(ahead)) = (&self.kept_in, &*hands)
            && let Err(cause) = fs::write(path.as_path(), ahead.as_millis().to_string())
        {
            tracing::warn!(%cause, "this move of the clock could not be saved and is lost at the next start");
        }
        Ok(hands.read())
    }

    /// The clock as the functions take it.
    pub fn for_app(&self) -> usher::app::Clock {
        let clock = self.clone();
        usher::app::Clock::new(move || clock.now())
    }
}

/// Reads `90s`, `15m`, `47h59m`, `8d`.
pub(crate) fn parse_duration(text: &str) -> Result<SignedDuration, BadAdvance> {
    let span: Span = text.parse().map_err(|_| BadAdvance::Malformed)?;
    span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_| BadAdvance::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_durations_of_one_unit_and_of_several() {
        for (text, seconds) in [
            ("90s", 90),
            ("15m", 900),
            ("49h", 176_400),
            ("8d", 691_200),
            ("47h59m", 172_740),
            ("7d 23h 59m 30s", 691_170),
            ("1.5h", 5_400),
        ] {
            assert_eq!(parse_duration(text), Ok(SignedDuration::from_secs(seconds)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_not_a_duration() {
        for text in ["", "h", "49", "59m47h", "a while", "1mo", "1y", "1é", "é", "99999999999999999999d"] {
            assert_eq!(parse_duration(text), Err(BadAdvance::Malformed), "{text}");
        }
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

    #[test]
    fn goes_on_by_readings_and_moves_alone_once_it_is_detached() {
        let clock = MovableClock::default();
        clock.advance(SignedDuration::from_hours(1)).unwrap();
        clock.detach();
        let detached = clock.now();
        let hour_and_tick = SignedDuration::from_hours(1) + TICK;
        assert_eq!(clock.clone().now(), detached + TICK);
        assert_eq!(clock.advance(SignedDuration::from_hours(1)), Ok(detached + TICK + hour_and_tick));
        assert_eq!(clock.now(), detached + TICK + hour_and_tick + TICK);
    }
}
