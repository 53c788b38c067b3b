//! Changes of a person's own: each account where the person is an active user records them, since each relies on the
//! person's credentials.

use rand::Rng;

use crate::app::App;
use crate::caller::Places;
use crate::domain::effects::audit::{Actor, Happened};
use crate::domain::id::{AccountId, UserId};
use crate::domain::people::person::Memberships;
use crate::domain::people::user::User;
use crate::http::{Answer, Source};
use crate::store::Change;
use jiff::Timestamp;

/// How many accounts record a change of a person's: so that it fits one transaction, with room for what it is about.
/// What is left out are the accounts beyond that, of someone in more accounts than anybody is.
const MOST_EVENTS: usize = 90;

/// The accounts in which the person is: one that has sent them away is told nothing of them any more. One request.
pub async fn places(app: &App, memberships: &Memberships) -> Answer<Vec<(AccountId, UserId)>> {
    Ok(Places::of(app, memberships).await?.users())
}

/// The record of what happened to the person, in each of these places: `happened` to the user there.
pub fn recorded(
    places: &[(AccountId, UserId)],
    happened: impl Fn(UserId) -> Happened,
    source: &Source,
    now: Timestamp,
    rng: &mut impl Rng,
) -> Change {
    places.iter().take(MOST_EVENTS).fold(Change::new(), |change, (account, user)| {
        let author = source.author(Actor::User { id: *user }, now);
        change.create(&author.event(*account, &happened(*user), rng))
    })
}

/// `change`, with the person's second factor turned on or off in each of these users of theirs: as many as fit into one
/// transaction. The others are told by the next session that uses their accounts.
pub fn with_factor<'a>(change: Change, users: impl IntoIterator<Item = &'a User>, is_on: bool) -> Change {
    let others = users.into_iter().filter(|user| user.second_factor != is_on);
    let told = others.map(|user| {
        let mut told = User { second_factor: is_on, ..user.clone() };
        Change::new().replace_user(user, &mut told)
    });
    told.fold(
        change,
        |change, told| {
            if change.writes() + told.writes() > Change::MOST_WRITES { change } else { change.and(told) }
        },
    )
}
