//! How long a run may go on beginning things.

use std::time::{Duration, Instant};

use usher::machine::Timer;

/// A third of the time in which a run begins anything: together they end, with what is under way then, before the
/// function's own time-out of a minute.
const THIRD: Duration = Duration::from_secs(15);

/// When a part of a run has to come to its end. Each part has its own time, so that none takes it from another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline<'a> {
    timer: &'a Timer,
    at: Instant,
}

impl<'a> Deadline<'a> {
    /// A third of a run from now.
    pub(crate) fn of_a_third(timer: &'a Timer) -> Self {
        Self { timer, at: timer.now() + THIRD }
    }

    /// Whether nothing more is to be begun.
    pub(crate) fn is_over(self) -> bool {
        self.timer.now() >= self.at
    }
}
