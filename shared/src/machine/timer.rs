//! How time passes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use aws_smithy_async::rt::sleep::{AsyncSleep, Sleep};

/// How time passes: what was measured is compared with it, and pauses end by it. Not what the time is: that can be set,
/// and is the clock's.
#[derive(Clone)]
pub struct Timer(Arc<dyn Passing>);

/// Time that passes.
pub trait Passing: Send + Sync {
    /// A moment, never before one that was asked for earlier.
    fn now(&self) -> Instant;

    /// Comes back after `pause`.
    fn sleep(&self, pause: Duration) -> Sleep;
}

/// As it passes on this machine.
struct Tokio;

impl Passing for Tokio {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, pause: Duration) -> Sleep {
        Sleep::new(tokio::time::sleep(pause))
    }
}

impl Timer {
    /// Time as it passes on this machine.
    pub fn system() -> Self {
        Self::new(Tokio)
    }

    /// Time as `passing` has it pass.
    pub fn new(passing: impl Passing + 'static) -> Self {
        Self(Arc::new(passing))
    }

    /// This moment.
    pub fn now(&self) -> Instant {
        self.0.now()
    }

    /// Comes back after `pause`.
    pub async fn pause(&self, pause: Duration) {
        self.0.sleep(pause).await;
    }
}

/// The SDK's tries and time-outs go by it, too.
impl AsyncSleep for Timer {
    fn sleep(&self, pause: Duration) -> Sleep {
        self.0.sleep(pause)
    }
}

impl std::fmt::Debug for Timer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Timer")
    }
}
