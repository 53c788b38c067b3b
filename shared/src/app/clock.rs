//! Where the time comes from.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::time::in_milliseconds;

/// Where the time comes from. The local system moves it; a deployed function reads the machine's.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The machine's own clock.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads it")]
    pub fn system() -> Self {
        Self::new(Timestamp::now)
    }

    /// A clock that asks `read` for the time.
    pub fn new(read: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }

    /// The time, in whole milliseconds: the precision of everything stored and answered.
    pub fn now(&self) -> Timestamp {
        in_milliseconds((self.0)())
    }
}
