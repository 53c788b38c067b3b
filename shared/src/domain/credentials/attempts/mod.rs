//! Attempts at a person's password or second factor: how many in a row may fail, and how long the next one waits
//! (security.md 7).
//!
//! Failures are counted for the address, whether or not anybody has it. Networks from which the person has signed in
//! before have a count of their own, and what fails elsewhere does not hold them up: a stranger who guesses locks
//! nobody out of their own desk. Why it is so: docs/decisions/0021.

mod begun;
mod streak;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub use self::begun::{Begun, Delayed};
use self::streak::Streak;
use crate::domain::id::{NetworkId, PersonKey};

/// How many failures in a row cost nothing but themselves.
pub const FREE: u32 = 5;

/// After so many failures in a row, the owner is told.
pub const BURST: u32 = 10;

/// After so many wrong passwords in a row, nothing is judged any more until the password is reset by email; after so
/// many wrong codes, no code until there is another second factor or none, or the owner has changed the password while
/// signed in (NIST SP 800-63B-4 section 3.2.2). The owner is told then, too.
pub const STOP: u32 = 100;

/// How many failures in an hour a network has, for all passwords together. An office behind one address has some;
/// someone who tries a list of addresses has more.
pub const PER_NETWORK: u32 = 300;

/// The longest delay.
const LONGEST: SignedDuration = SignedDuration::from_mins(15);

/// What is answered as the time to come back if waiting does not help.
const STOPPED: SignedDuration = SignedDuration::from_hours(24);

/// How many networks are remembered of a person: the latest.
const NETWORKS: usize = 5;

/// How long all this is remembered after it last changed, and failures in a row after the last of them.
const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// How often a change of the password forgives wrong codes: someone who has a session of the owner's and the password
/// could otherwise try codes without end.
const CODES_FORGIVEN_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// How exactly it is known when someone was last seen in a network.
const SEEN_NOTED_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// What is known of attempts with one address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempts {
    /// The person with the address.
    pub person: PersonKey,
    /// Failures from networks that are not the person's.
    #[serde(default)]
    elsewhere: Streak,
    /// The networks from which the person has signed in, the latest last.
    #[serde(default)]
    networks: Vec<Familiar>,
    /// Attempts that have begun and are not judged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    begun: Vec<Begun>,
    /// When a change of the password last forgave wrong codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    codes_forgiven_at: Option<Timestamp>,
    /// Until when it is remembered.
    pub kept_until: Timestamp,
    /// Counts the changes; 0 where nothing is stored.
    pub version: u64,
}

/// What an attempt is about to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The password.
    Password,
    /// The second factor, with the password or after it.
    SecondFactor,
}

/// A network from which the person has signed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Familiar {
    network: NetworkId,
    streak: Streak,
    seen_at: Timestamp,
}

/// What an attempt came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptVerdict {
    /// Wrong.
    Wrong,
    /// The password was right before, and what was shown of the second factor is wrong.
    WrongSecondFactor,
    /// Right as far as it went: the second factor is still to come, and its failures count on.
    Halfway,
    /// Right, and enough to sign in.
    Right,
    /// Right, and the second factor is removed or replaced: what was guessed of it is of no more use to anybody.
    RightWithoutFactor,
}

/// No attempt is judged for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no attempt before {again}")]
pub struct Held {
    /// When to come back.
    pub again: Timestamp,
}

impl Attempts {
    /// If nothing is known of `person`.
    pub fn none(person: PersonKey, now: Timestamp) -> Self {
        let (elsewhere, networks, begun) = (Streak::default(), Vec::new(), Vec::new());
        Self { person, elsewhere, networks, begun, codes_forgiven_at: None, kept_until: now + KEPT, version: 0 }
    }

    /// What still counts of it at `now`.
    #[must_use]
    pub fn remembered_at(mut self, now: Timestamp) -> Self {
        if now >= self.kept_until {
            return Self { version: self.version, ..Self::none(self.person, now) };
        }
        self.streaks().filter(|streak| streak.is_forgotten(now)).for_each(|streak| *streak = Streak::default());
        self
    }

    /// Whether the person has signed in from `network`.
    pub fn knows(&self, network: NetworkId) -> bool {
        self.networks.iter().any(|familiar| familiar.network == network)
    }

    /// Goes on only if an attempt from `network` at this step is judged at `now`.
    pub fn check(&self, network: NetworkId, step: Step, now: Timestamp) -> Result<(), Held> {
        self.streak(network).check(step, now)
    }

    /// Whether one of the failures in a row that `network` counts among came after the right password: then someone
    /// knows it.
    pub fn is_past_password(&self, network: NetworkId) -> bool {
        self.streak(network).codes > 0
    }

    /// What is left once someone has shown at `now`, by the link of an email, that the mailbox is theirs; nothing if
    /// nothing was counted. Wrong passwords are forgiven. Wrong codes are not: someone who reads the person's mail, and
    /// does not have the phone, could try codes without end.
    #[must_use]
    pub fn after_link(&self, now: Timestamp) -> Option<Self> {
        let mut after = self.clone();
        after.streaks().for_each(|streak| *streak = streak.without_failures());
        after.changed_from(self, now)
    }

    /// What is left once the owner has changed the password at `now`, who knew the one before; nothing if that changes
    /// nothing. Wrong passwords are forgiven, and once a day wrong codes: the one who tried them knew that password,
    /// too, and the owner's session has shown the second factor, if there is one.
    #[must_use]
    pub fn after_password_change(&self, now: Timestamp) -> Option<Self> {
        let mut after = self.clone();
        let are_codes_forgiven = self.codes_forgiven_at.is_none_or(|last| now >= last + CODES_FORGIVEN_EVERY);
        if are_codes_forgiven && after.streaks().any(|streak| streak.codes > 0) {
            after.codes_forgiven_at = Some(now);
            after.streaks().for_each(|streak| *streak = Streak::default());
        } else {
            after.streaks().for_each(|streak| *streak = streak.without_failures());
        }
        after.changed_from(self, now)
    }

    fn changed_from(self, before: &Self, now: Timestamp) -> Option<Self> {
        (self != *before).then(|| self.kept_from(now))
    }

    fn kept_from(self, now: Timestamp) -> Self {
        Self { kept_until: now + KEPT, ..self }
    }

    fn streaks(&mut self) -> impl Iterator<Item = &mut Streak> {
        self.networks.iter_mut().map(|familiar| &mut familiar.streak).chain([&mut self.elsewhere])
    }

    fn streak(&self, network: NetworkId) -> &Streak {
        self.place(network).map_or(&self.elsewhere, |place| &self.networks[place].streak)
    }

    /// Where among the person's networks one is.
    fn place(&self, network: NetworkId) -> Option<usize> {
        self.networks.iter().position(|familiar| familiar.network == network)
    }

    /// What is known after an attempt from `network` that was judged at `now`, and whether its owner is to be told that
    /// many have failed. The same as before, version included if there is nothing new.
    #[must_use]
    pub fn after(&self, network: NetworkId, verdict: AttemptVerdict, now: Timestamp) -> (Self, bool) {
        let mut after = self.clone();
        let place = self.place(network);
        let streak = place.map_or(&mut after.elsewhere, |place| &mut after.networks[place].streak);
        match verdict {
            AttemptVerdict::Wrong | AttemptVerdict::WrongSecondFactor => streak.fail(verdict, now),
            AttemptVerdict::Halfway => {}
            AttemptVerdict::Right | AttemptVerdict::RightWithoutFactor => *streak = Streak::default(),
        }
        let is_failure = matches!(verdict, AttemptVerdict::Wrong | AttemptVerdict::WrongSecondFactor);
        // An owner who was told of wrong passwords is told once more when one of the guesses was right, and when
        // nothing is judged any more.
        let is_news = verdict == AttemptVerdict::WrongSecondFactor && streak.codes == 1;
        let is_stop =
            if verdict == AttemptVerdict::WrongSecondFactor { streak.codes == STOP } else { streak.failures == STOP };
        let is_burst = is_failure && (streak.in_all() == BURST || is_news && streak.in_all() > BURST || is_stop);
        if matches!(verdict, AttemptVerdict::Right | AttemptVerdict::RightWithoutFactor)
            && network != NetworkId::UNKNOWN
        {
            after.see(network, now);
        }
        if verdict == AttemptVerdict::RightWithoutFactor {
            after.streaks().for_each(|streak| streak.codes = 0);
        }
        let after = after.changed_from(self, now).unwrap_or_else(|| self.clone());
        (after, is_burst)
    }

    /// Remembers the network, at the expense of the one that was not seen for longest.
    fn see(&mut self, network: NetworkId, now: Timestamp) {
        match self.place(network) {
            Some(place) if now < self.networks[place].seen_at + SEEN_NOTED_EVERY => return,
            Some(place) => drop(self.networks.remove(place)),
            None if self.networks.len() == NETWORKS => drop(self.networks.remove(0)),
            None => {}
        }
        self.networks.push(Familiar { network, streak: Streak::default(), seen_at: now });
    }
}

#[cfg(test)]
mod tests;
