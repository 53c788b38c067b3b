//! Changes of a person's own: each account where the person is an active user records them, since each relies on the person's credentials.

use rand::Rng;
use serde_json::{Value, json};

use super::{Answer, Place, Source};
use crate::app::App;
use crate::domain::audit::{Action, Actor};
use crate::domain::id::{AccountId, UserId};
use crate::domain::outbox::{Notice, PromisedMail, Subject};
use crate::domain::person::{Membership, Person};
use crate::store::Change;
use jiff::Timestamp;

/// How many accounts record a change of a person's: so that it fits one transaction, with room for what it is about. What is left out are the accounts
/// beyond that, of somebody in more accounts than anybody is.
const MOST_EVENTS: usize = 90;

/// Of these places, those where the person has arrived. An account where they have not must not learn that there is such a person (security.md 34).
pub fn arrived(places: &[Place]) -> Vec<(AccountId, UserId)> {
    places.iter().filter(|place| place.user.joined).map(|place| (place.account.id, place.user.id)).collect()
}

/// Where the person has arrived and is an active user: an account that has sent them away is told nothing of them any more. One request.
pub async fn places(app: &App, memberships: &[Membership]) -> Answer<Vec<(AccountId, UserId)>> {
    Ok(arrived(&Place::all(app, memberships).await?))
}

/// The record of `action`, which changed the person `from` something to something, in each of these places.
pub fn recorded(
    places: &[(AccountId, UserId)],
    action: Action,
    changed: (Value, Value),
    source: &Source,
    now: Timestamp,
    rng: &mut impl Rng,
) -> Change {
    let (before, after) = changed;
    places.iter().take(MOST_EVENTS).fold(Change::new(), |change, (account, user)| {
        let author = source.author(Actor::User { id: *user }, now);
        change.create(&author.event(*account, action, user, (before.clone(), after.clone()), rng))
    })
}

/// What a recovery code that was used leaves behind: a record in each of these places and a mail, with how many of the person's are `left`.
pub fn recovery_code_used(
    person: &Person,
    places: &[(AccountId, UserId)],
    left: usize,
    source: &Source,
    now: Timestamp,
    rng: &mut impl Rng,
) -> Change {
    let changed = (json!({ "recovery_codes_left": left + 1 }), json!({ "recovery_codes_left": left }));
    let events = recorded(places, Action::UserRecoveryCodeUsed, changed, source, now, rng);
    events.and(noticed(person, Notice::RecoveryCodeUsed, now, rng))
}

/// The promise to tell the person what happened, so that they can do something if it was not them.
pub fn noticed(person: &Person, notice: Notice, now: Timestamp, rng: &mut impl Rng) -> Change {
    Change::new().create(&PromisedMail::new(Subject::Notice { email: person.email.clone(), notice }, now, rng))
}
