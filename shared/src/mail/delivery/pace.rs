//! No more emails a second than the account may send.

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

use crate::domain::effects::outbox::Queue;

/// A pace for each queue. The mailer of one does not know what that of the other sends, so each has an equal share of
/// the rate.
pub(super) struct Paces {
    credentials: Pace,
    invitations: Pace,
}

/// Lets one email pass every so often.
struct Pace {
    interval: Duration,
    next: Mutex<Option<Instant>>,
}

impl Paces {
    /// Together no more than `rate` emails a second.
    pub(super) fn sharing(rate: u32) -> Self {
        let interval = Queue::ALL.map(|_| Duration::from_secs(1) / rate.max(1)).iter().sum();
        Self { credentials: Pace::of(interval), invitations: Pace::of(interval) }
    }

    /// Waits for the next turn of a queue.
    pub(super) async fn turn(&self, queue: Queue) {
        match queue {
            Queue::Credentials => self.credentials.turn().await,
            Queue::Invitations => self.invitations.turn().await,
        }
    }
}

impl Pace {
    fn of(interval: Duration) -> Self {
        Self { interval, next: Mutex::new(None) }
    }

    /// Waits for the next turn. A pause is not made up for: what was not sent then does not come in a burst.
    async fn turn(&self) {
        let mut next = self.next.lock().await;
        let now = Instant::now();
        let turn = next.map_or(now, |next| next.max(now));
        *next = Some(turn + self.interval);
        drop(next);
        sleep_until(turn).await;
    }
}
