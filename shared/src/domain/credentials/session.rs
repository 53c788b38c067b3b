//! A session: what a signed-in person holds.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use serde::{Deserialize, Serialize};

use super::token::{Secret, SecretHash, SessionToken};
use crate::domain::access::model::{AccessModel, SecondFactorPolicy};
use crate::domain::email::EmailAddress;
use crate::domain::id::{AccountId, PersonKey, SessionId};
use crate::domain::people::person::Person;
use crate::domain::text::{cleaned, shortened};

/// How long a session lasts, whatever it is used for (OWASP ASVS 5.0, 7.3.2).
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(12);

/// How long a session lasts without being used (OWASP ASVS 5.0, 7.3.1).
pub const IDLE: SignedDuration = SignedDuration::from_hours(1);

/// How long it counts that the holder has shown who they are: for so long, what outlives the session can be made with
/// it and shown (docs/decisions/0048).
pub const PROOF: SignedDuration = SignedDuration::from_mins(10);

/// How exactly the last use is known: it is written at most this often.
const USE_NOTED_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// How many bytes are kept of what a browser says of itself.
const LONGEST_USER_AGENT: usize = 200;

/// A signed-in person on one device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// The session's own id.
    pub id: SessionId,
    /// The address of the person who is signed in.
    pub email: EmailAddress,
    /// What is stored of the token.
    pub token: SecretHash,
    /// The person's epoch at the sign-in.
    #[serde(default)]
    pub epoch: u64,
    /// Whether the person has shown their second factor.
    #[serde(default)]
    pub second_factor: bool,
    /// When the person signed in.
    pub created_at: Timestamp,
    /// When the person last showed again who they are, if they have since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proved_again_at: Option<Timestamp>,
    /// When the session was last used, within minutes.
    pub last_used_at: Timestamp,
    /// When the session ends by itself.
    pub expires_at: Timestamp,
    /// The account in use, once the person has chosen one. It decides nothing: every request is judged by the account
    /// in its path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// Accounts whose administrators have ended the session there.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub closed_in: BTreeSet<AccountId>,
    /// The browser or program, as it names itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// The network address of the sign-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_ip: Option<String>,
    /// Counts the changes.
    pub version: u64,
}

/// From where someone signs in.
#[derive(Debug, Clone, Default)]
pub struct Device {
    /// The browser or program, as it names itself.
    pub user_agent: Option<String>,
    /// The network address that the gateway saw.
    pub source_ip: Option<String>,
}

impl Session {
    /// A new session of `person`, and the token that is its only key.
    pub fn begin(
        person: &Person,
        second_factor: bool,
        device: Device,
        now: Timestamp,
        rng: &mut impl Rng,
    ) -> (Self, SessionToken) {
        let token = SessionToken { person: person.key(), session: SessionId::random(rng), secret: Secret::random(rng) };
        let session = Self {
            id: token.session,
            email: person.email.clone(),
            token: token.secret.hash(),
            epoch: person.epoch,
            second_factor,
            created_at: now,
            proved_again_at: None,
            last_used_at: now,
            expires_at: now + LIFETIME,
            account: None,
            closed_in: BTreeSet::new(),
            user_agent: device.user_agent.map(|agent| shortened(&cleaned(&agent), LONGEST_USER_AGENT)),
            source_ip: device.source_ip,
            version: 1,
        };
        (session, token)
    }

    /// Whose session it is.
    pub fn person(&self) -> PersonKey {
        PersonKey::of(&self.email)
    }

    /// Whether `token` opens the session at `now`.
    pub fn is_open_with(&self, token: &SessionToken, person: &Person, now: Timestamp) -> bool {
        self.token.is_of(&token.secret) && self.is_open(person, now)
    }

    /// Whether the session is open at `now`.
    pub fn is_open(&self, person: &Person, now: Timestamp) -> bool {
        self.epoch == person.epoch && now < self.expires_at && now < self.last_used_at + IDLE
    }

    /// The session of a person who shows again at `now` who they are.
    #[must_use]
    pub fn proved(self, now: Timestamp) -> Self {
        Self { proved_again_at: Some(now), last_used_at: now, ..self }
    }

    /// Until when it counts that the person has shown who they are. To use the session shows nothing.
    pub fn proven_until(&self) -> Timestamp {
        self.proved_again_at.unwrap_or(self.created_at) + PROOF
    }

    /// When the session ends by itself, unless it is used before.
    pub fn idle_until(&self) -> Timestamp {
        self.expires_at.min(self.last_used_at + IDLE)
    }

    /// Whether a use at `now` is to be written down.
    pub fn is_use_to_be_noted(&self, now: Timestamp) -> bool {
        now >= self.last_used_at + USE_NOTED_EVERY
    }

    /// Whether the session has shown as much as an account with `model` asks for. A password that is too short without
    /// a second factor never opens anything alone, in whatever account it was allowed.
    pub fn satisfies(&self, model: &AccessModel, person: &Person) -> bool {
        self.second_factor || (model.policies().second_factor != SecondFactorPolicy::Required && !person.short_password)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;
    use crate::domain::credentials::password::PasswordHash;
    use crate::domain::id::{InvitationId, UserKey};

    /// What may happen to the sessions of a person.
    #[derive(Debug, Clone)]
    enum Event {
        /// A sign-in that read the person so many events ago, as one does that is under way.
        Begin(usize),
        Use(usize),
        /// All others are ended with this one, or all with a reset.
        EndOthers(Option<usize>),
        Wait(i64),
    }

    fn events() -> impl Strategy<Value = Vec<Event>> {
        let event = prop_oneof![
            (0..3_usize).prop_map(Event::Begin),
            (0..8_usize).prop_map(Event::Use),
            prop::option::of(0..8_usize).prop_map(Event::EndOthers),
            (1..90_i64).prop_map(Event::Wait),
        ];
        prop::collection::vec(event, 1..60)
    }

    proptest! {
        /// In whatever order sessions begin, are used, ended and left alone: none is open that was ended, and each ends
        /// in time.
        #[test]
        fn nothing_is_open_that_was_ended(events in events()) {
            let rng = &mut StdRng::seed_from_u64(1);
            let start: Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
            let (email, mut now) = (EmailAddress::parse("ada@example.com").unwrap(), start);
            let account = AccountId::random(rng);
            let invitation = InvitationId::random(UserKey::of(account, PersonKey::of(&email)), rng);
            let mut person = Person::new(email, PasswordHash::of_nobody(), false, invitation, now);
            let mut past = vec![person.clone()];
            // Each session, with whether it was ended, when it began and when it was last used: the reference.
            let mut sessions: Vec<(Session, SessionToken, bool, Timestamp, Timestamp)> = Vec::new();
            for event in events {
                match event {
                    Event::Begin(ago) => {
                        let read = &past[past.len().saturating_sub(ago + 1)];
                        let (session, token) = Session::begin(read, false, Device::default(), now, rng);
                        let is_stale = read.epoch != person.epoch;
                        sessions.push((session, token, is_stale, now, now));
                    }
                    Event::Use(which) => {
                        let known = sessions.get_mut(which);
                        let open = known.filter(|(session, token, ..)| session.is_open_with(token, &person, now));
                        if let Some((session, .., used)) = open {
                            *used = now;
                            if session.is_use_to_be_noted(now) {
                                session.last_used_at = now;
                            }
                        }
                    }
                    Event::EndOthers(by) => {
                        let is_open = |session: &Session, token| session.is_open_with(token, &person, now);
                        let by = by.filter(|by| sessions.get(*by).is_some_and(|known| is_open(&known.0, &known.1)));
                        person.epoch += 1;
                        for (place, (_, _, is_ended, ..)) in sessions.iter_mut().enumerate() {
                            *is_ended |= Some(place) != by;
                        }
                        if let Some(by) = by {
                            sessions[by].0.epoch = person.epoch;
                        }
                    }
                    Event::Wait(minutes) => now += SignedDuration::from_mins(minutes),
                }
                past.push(person.clone());
                for (session, token, is_ended, began, used) in &sessions {
                    let is_open = session.is_open_with(token, &person, now);
                    prop_assert!(
                        !(is_open && (*is_ended || now >= *began + LIFETIME || now >= *used + IDLE)),
                        "{session:?} at {now}",
                    );
                    // The last use is known within five minutes: no session that is used ends sooner than that.
                    let is_young = now < *began + LIFETIME && now < *used + IDLE - USE_NOTED_EVERY;
                    prop_assert!(is_open || *is_ended || !is_young, "{session:?} at {now}");
                }
            }
        }
    }
}
