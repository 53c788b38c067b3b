//! EventBridge's schedule: the sweeper runs every minute of the movable clock.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Mutex, Notify};

use super::{BadAdvance, MovableClock};
use crate::error::Error;
use crate::lambda::Function;

/// The interval of the schedule in `template.yaml`.
pub const SWEEP_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// Runs the sweeper when it is due. Clones are the same schedule.
#[derive(Clone)]
pub(crate) struct Scheduler {
    clock: MovableClock,
    sweeper: Function,
    /// When the next run is due; nobody else decides or runs while the lock is held.
    due: Arc<Mutex<Timestamp>>,
    moved: Arc<Notify>,
    running: bool,
}

impl Scheduler {
    /// A schedule that runs by itself when `running`, and else only on demand.
    pub(crate) fn new(clock: MovableClock, sweeper: Function, running: bool) -> Self {
        let due = Arc::new(Mutex::new(next(clock.now())));
        Self { clock, sweeper, due, moved: Arc::default(), running }
    }

    /// Runs the sweeper now.
    pub(crate) async fn sweep(&self) -> Result<serde_json::Value, Error> {
        let now = self.clock.now();
        let event = serde_json::json!({
            "version": "0",
            "id": crate::system::random::uuid(now)?,
            "detail-type": "Scheduled Event",
            "source": "aws.events",
            "account": "000000000000",
            "time": now,
            "region": crate::aws::REGION,
            "resources": [format!("arn:aws:events:{}:000000000000:rule/every-minute", crate::aws::REGION)],
            "detail": {},
        });
        self.sweeper.invoke(event).await.map_err(Error::Sweep)
    }

    /// Moves the clock and comes back when the run that this made due, if any, is over.
    pub(crate) async fn advance(&self, by: SignedDuration) -> Result<Timestamp, BadAdvance> {
        let now = self.clock.advance(by)?;
        if self.running {
            self.run_if_due().await;
            self.moved.notify_one();
        }
        Ok(now)
    }

    /// Follows the schedule for ever; the caller aborts it.
    pub(crate) async fn follow(self) {
        if !self.running {
            return;
        }
        loop {
            let wait = self.due.lock().await.duration_since(self.clock.now());
            let wait = Duration::try_from(wait).unwrap_or(Duration::ZERO);
            tokio::select! {
                () = tokio::time::sleep(wait) => self.run_if_due().await,
                () = self.moved.notified() => {}
            }
        }
    }

    async fn run_if_due(&self) {
        let mut due = self.due.lock().await;
        if self.clock.now() < *due {
            return;
        }
        if let Err(failure) = self.sweep().await {
            tracing::error!(%failure, "a scheduled sweep failed");
        }
        *due = next(self.clock.now());
    }
}

fn next(now: Timestamp) -> Timestamp {
    now.saturating_add(SWEEP_EVERY).unwrap_or(Timestamp::MAX)
}
