//! How a user leaves an account, or is kept on record: all that goes with them, and what tells of it, in one change.

use std::collections::BTreeSet;

use super::administrators;
use crate::app::App;
use crate::domain::credentials::api_token::ApiToken;
use crate::domain::effects::audit::{Author, Happened};
use crate::domain::id::{AccountId, UserKey};
use crate::domain::people::account::AccountModel;
use crate::domain::people::invitation::Invitation;
use crate::domain::people::user::User;
use crate::http::Answer;
use crate::store::{Change, Key, List, Page, Record};

/// How many API tokens go with their owner at once: all of them, and as many again that are over.
const TOKENS: u16 = 40;

/// The user is gone from the account, with their membership. `tokens` is what [`tokens_of`] found.
pub fn removed(app: &App, user: User, tokens: Change, author: &Author) -> Change {
    let removed = Happened::UserRemoved(user.id, user.recorded(), ());
    let event = author.event(user.account, &removed, &mut app.rng());
    without(user).create(&event).and(tokens)
}

/// The user is kept on record as `away`. `tokens` is what [`tokens_of`] found.
pub fn deactivated(app: &App, user: &User, away: &mut User, tokens: Change, author: &Author) -> Change {
    let deactivated = Happened::UserDeactivated(user.id, user.standing(), away.standing());
    let event = author.event(user.account, &deactivated, &mut app.rng());
    Change::new().replace_user(user, away).create(&event).and(tokens)
}

/// Someone leaves of themselves: gone from the account, or kept on record as `away`. `tokens` is what [`tokens_of`]
/// found.
pub async fn by_oneself(
    app: &App,
    followed: &AccountModel,
    user: User,
    away: Option<User>,
    tokens: Change,
    author: &Author,
) -> Answer<Change> {
    let kept = administrators::kept(app, followed, &user, away.as_ref(), None).await?;
    let left = Happened::UserLeft(user.id, user.recorded(), away.as_ref().map(User::standing));
    let event = author.event(user.account, &left, &mut app.rng());
    let gone = match away {
        None => without(user),
        Some(mut away) => Change::new().replace_user(&user, &mut away),
    };
    Ok(kept.and(gone).create(&event).and(tokens))
}

/// Without the user. The membership comes and goes with them, whose version guards both.
fn without(user: User) -> Change {
    Change::new().forget(Key::membership(user.person(), user.account)).remove_user(user)
}

/// A user leaves as the access model lets people leave: with their invitation, for one who was active before they were
/// asked. `caller` is who sends them away, if a user does.
pub async fn left(
    app: &App,
    followed: &AccountModel,
    user: User,
    caller: Option<&User>,
    author: &Author,
) -> Answer<Change> {
    let away = user.leaves(&followed.model.policies().offboarding, author.at)?;
    let tokens = tokens_of(app, (user.account, user.id.key())).await?;
    let kept = administrators::kept(app, followed, &user, away.as_ref(), caller).await?;
    Ok(kept.and(match away {
        None => removed(app, user, tokens, author),
        Some(mut away) => deactivated(app, &user, &mut away, tokens, author),
    }))
}

/// The end of an invitation whose user leaves: its link no longer works.
pub fn revoked(app: &App, invitation: Option<Invitation>, author: &Author) -> Answer<Change> {
    let Some(invitation) = invitation else { return Ok(Change::new()) };
    Ok(super::invitations::revoked(app, invitation, author)?.1)
}

/// The end of the API tokens of a user who leaves. One that is made at this very moment is worth nothing: its owner is
/// nobody, or has been away since.
pub async fn tokens_of(app: &App, (account, user): (AccountId, UserKey)) -> Answer<Change> {
    let tokens: Page<ApiToken> = app.store.list(&List::api_tokens(account, Some(user)), None, TOKENS).await?;
    let tokens = tokens.entries.iter().map(|(_, token)| token);
    // A token that is over may name the slot of a newer one.
    let slots: BTreeSet<u8> = tokens.clone().filter_map(|token| token.slot).collect();
    let change = tokens.fold(Change::new(), |change, token| change.forget(token.key()));
    let slot = |number: u8| Key::api_token_slot(account, user, number);
    Ok(slots.into_iter().fold(change, |change, number| change.forget(slot(number))))
}
