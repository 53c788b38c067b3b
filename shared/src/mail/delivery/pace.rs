//! No more emails a second than the account may send.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::domain::effects::outbox::Queue;
use crate::machine::Timer;

/// How much slower a mailer becomes at most.
const SLOWEST: f64 = 64.0;

/// A pace for each queue. The mailer of one does not know what that of the other sends, so each has an equal share of
/// the rate.
#[derive(Debug, Default)]
pub(super) struct Paces {
    credentials: Pace,
    invitations: Pace,
}

/// Lets one email pass every so often.
///
/// Nobody knows how many mailers there are: one for each shard of the stream, and the sweep. SES does, and refuses what
/// is too much; so each goes at half its pace when it is refused, and gets faster again little by little while it is
/// not. All that share a rate come to equal parts of it.
#[derive(Debug, Default)]
struct Pace(Mutex<State>);

#[derive(Debug)]
struct State {
    next: Option<Instant>,
    slower: f64,
}

impl Default for State {
    fn default() -> Self {
        Self { next: None, slower: 1.0 }
    }
}

impl Paces {
    /// Waits for the next turn of a queue, of which all queues together have `rate` a second.
    pub(super) async fn turn(&self, queue: Queue, rate: f64, timer: &Timer) {
        let queues: f64 = Queue::ALL.iter().map(|_| 1.0).sum();
        self.of(queue).turn(queues / rate, timer).await;
    }

    /// SES took an email of the queue, or refused it because there were too many.
    pub(super) async fn learn(&self, queue: Queue, is_refused: bool) {
        self.of(queue).0.lock().await.learn(is_refused);
    }

    fn of(&self, queue: Queue) -> &Pace {
        match queue {
            Queue::Credentials => &self.credentials,
            Queue::Invitations => &self.invitations,
        }
    }
}

impl Pace {
    /// Waits for the next turn. A pause is not made up for: what was not sent then does not come in a burst.
    async fn turn(&self, seconds: f64, timer: &Timer) {
        let turn = self.0.lock().await.turn(timer.now(), seconds);
        timer.pause(turn.saturating_duration_since(timer.now())).await;
    }
}

impl State {
    fn turn(&mut self, now: Instant, seconds: f64) -> Instant {
        let turn = self.next.map_or(now, |next| next.max(now));
        self.next = Some(turn + Duration::from_secs_f64(seconds * self.slower));
        turn
    }

    fn learn(&mut self, is_refused: bool) {
        self.slower = if is_refused { (self.slower * 2.0).min(SLOWEST) } else { (self.slower * 0.95).max(1.0) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How long eleven emails take that may go out every fifth of a second.
    fn taken(state: &mut State) -> Duration {
        let begun = state.turn(Instant::now() + Duration::from_hours(1), 0.2);
        let turns = (0..10).map(|_| state.turn(begun, 0.2)).last();
        state.next = None;
        turns.unwrap().duration_since(begun)
    }

    #[test]
    fn a_refusal_halves_the_pace_until_emails_pass_again() {
        let mut state = State::default();
        assert_eq!(taken(&mut state), Duration::from_secs(2), "five a second");
        state.learn(true);
        assert_eq!(taken(&mut state), Duration::from_secs(4), "half as fast");
        state.learn(false);
        assert!(taken(&mut state) < Duration::from_secs(4), "a little faster");
        (0..20).for_each(|_| state.learn(false));
        assert_eq!(taken(&mut state), Duration::from_secs(2), "as fast as before, and no faster");
        (0..20).for_each(|_| state.learn(true));
        assert_eq!(taken(&mut state), Duration::from_secs(128), "and never without end");
    }
}
