//! Attempts that have begun and are not judged yet: no more of them than would be judged if all of them failed
//! (docs/decisions/0051).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{AttemptVerdict, Attempts, Held, Step};
use crate::domain::id::NetworkId;

/// How long an attempt takes at most: longer than a function that judges one may run. One that is not judged by then
/// never will be, since its function was killed.
const LONGEST: SignedDuration = SignedDuration::from_secs(15);

/// An attempt that has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    network: NetworkId,
    /// Tells it from others that began at the same time.
    nonce: u64,
    at: Timestamp,
}

/// Why an attempt does not begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delayed {
    /// No attempt is judged for now.
    Held(Held),
    /// Whether it would be judged depends on attempts that have begun: come back when they are judged.
    Busy,
}

impl Begun {
    fn is_under_way(&self, now: Timestamp) -> bool {
        now < self.at + LONGEST
    }
}

impl Attempts {
    /// What is known once another attempt from `network` has begun at `now`.
    ///
    /// # Errors
    /// If it would not be judged, or not if all that have begun should fail.
    pub fn begin(&self, network: NetworkId, step: Step, nonce: u64, now: Timestamp) -> Result<(Self, Begun), Delayed> {
        self.check(network, step, now).map_err(Delayed::Held)?;
        let mut next = self.clone();
        next.begun.retain(|begun| begun.is_under_way(now));
        let mut streak = self.streak(network).clone();
        let beside = next.begun.iter().filter(|begun| self.place(begun.network) == self.place(network));
        beside.for_each(|_| streak.fail(AttemptVerdict::Wrong, now));
        streak.check(step, now).map_err(|_| Delayed::Busy)?;
        let begun = Begun { network, nonce, at: now };
        next.begun.push(begun);
        Ok((next.kept_from(now), begun))
    }

    /// The same without an attempt that had begun.
    #[must_use]
    pub fn without(&self, begun: Option<Begun>) -> Self {
        let mut next = self.clone();
        next.begun.retain(|other| Some(*other) != begun);
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::PersonKey;

    const HOME: NetworkId = NetworkId::from_bytes([1; 10]);
    const ABROAD: NetworkId = NetworkId::from_bytes([2; 10]);

    fn start() -> Timestamp {
        "2026-03-01T00:00:00Z".parse().unwrap()
    }

    /// After the person has signed in at home, and so many have failed abroad, the last of them long enough ago.
    fn after(failures: u32) -> (Attempts, Timestamp) {
        let person = Attempts::none(PersonKey::from_bytes([7; 20]), start());
        let (mut attempts, _) = person.after(HOME, AttemptVerdict::Right, start());
        for _ in 0..failures {
            (attempts, _) = attempts.after(ABROAD, AttemptVerdict::Wrong, start());
        }
        (attempts, start() + SignedDuration::from_mins(15))
    }

    /// Lets as many begin as may; those that have.
    fn begin_all(attempts: &mut Attempts, network: NetworkId, now: Timestamp) -> Vec<Begun> {
        let one = |nonce| {
            let (next, begun) = attempts.begin(network, Step::Password, nonce, now).ok()?;
            *attempts = next;
            Some(begun)
        };
        (0..64).map_while(one).collect()
    }

    #[test]
    fn as_many_begin_as_would_be_judged_if_all_of_them_failed() {
        for (failures, room) in [(0, 5), (3, 2), (4, 1), (5, 1), (20, 1), (100, 0)] {
            let (mut attempts, now) = after(failures);
            let begun = begin_all(&mut attempts, ABROAD, now);
            assert_eq!(begun.len(), room, "after {failures} failures");
            assert_eq!(begin_all(&mut attempts, HOME, now).len(), 5, "strangers hold nobody up at home");
            for begun in begun {
                assert_eq!(attempts.check(ABROAD, Step::Password, now), Ok(()), "each is judged");
                (attempts, _) = attempts.without(Some(begun)).after(ABROAD, AttemptVerdict::Wrong, now);
            }
            assert!(attempts.check(ABROAD, Step::Password, now).is_err(), "and the next is not");
        }
    }

    #[test]
    fn who_comes_too_many_waits_for_those_that_have_begun_and_not_for_those_that_died() {
        let (mut attempts, now) = after(0);
        let begun = begin_all(&mut attempts, ABROAD, now);
        assert_eq!(attempts.begin(ABROAD, Step::Password, 99, now), Err(Delayed::Busy));
        let ended = attempts.without(begun.first().copied());
        assert!(ended.begin(ABROAD, Step::Password, 99, now).is_ok());
        let just_before = now + LONGEST - SignedDuration::from_millis(1);
        assert_eq!(attempts.begin(ABROAD, Step::Password, 99, just_before), Err(Delayed::Busy));
        assert!(attempts.begin(ABROAD, Step::Password, 99, now + LONGEST).is_ok());
    }
}
