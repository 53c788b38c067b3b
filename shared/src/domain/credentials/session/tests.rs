//! No session is open that was ended, and each ends in time.

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
        let limits = SessionLimits::default();
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
                    let (session, token) = Session::begin(read, false, Device::default(), limits, now, rng);
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
                    !(is_open && (*is_ended || now >= *began + limits.lifetime || now >= *used + limits.idle)),
                    "{session:?} at {now}",
                );
                // The last use is known within five minutes: no session that is used ends sooner than that.
                let is_young = now < *began + limits.lifetime && now < *used + limits.idle - USE_NOTED_EVERY;
                prop_assert!(is_open || *is_ended || !is_young, "{session:?} at {now}");
            }
        }
    }
}
