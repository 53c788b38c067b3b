//! How sessions end other than by signing out: their end, and the events that tell of it, in one change.

use jiff::Timestamp;

use super::personal::recorded;
use crate::app::App;
use crate::caller::SignedInPerson;
use crate::domain::credentials::session::Session;
use crate::domain::effects::audit::record::{Ended, EndedSessionsRecord, OwnSessions};
use crate::domain::effects::audit::{Author, Happened};
use crate::domain::id::{AccountId, UserId};
use crate::domain::people::user::User;
use crate::http::Source;
use crate::store::Change;

/// These sessions of `user` no longer count in the user's account.
pub fn ended_here(app: &App, user: &User, sessions: &mut [Session], author: &Author) -> Change {
    let ended = EndedSessionsRecord { sessions: Ended::Here(sessions.len()) };
    let event = author.event(user.account, &Happened::UserSessionsEnded(user.id, (), ended), &mut app.rng());
    sessions.iter_mut().fold(Change::new().create(&event), |change, session| {
        session.closed_in.insert(user.account);
        change.replace(session)
    })
}

/// Every session of the person ends except the one that they are signed in with. Each of these `places` records it.
pub fn others_ended(
    app: &App,
    SignedInPerson { mut session, mut person, .. }: SignedInPerson,
    places: &[(AccountId, UserId)],
    source: &Source,
    now: Timestamp,
) -> Change {
    person.epoch += 1;
    session.epoch = person.epoch;
    session = session.used(now);
    let ended = EndedSessionsRecord { sessions: Ended::Own(OwnSessions::OthersEnded) };
    let happened = |user| Happened::UserSessionsEnded(user, (), ended.clone());
    let events = recorded(places, happened, source, now, &mut app.rng());
    Change::new().replace(&mut person).replace(&mut session).and(events)
}
