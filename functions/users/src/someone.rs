//! Someone else in the account, on whom the caller acts.

use axum::http::StatusCode;
use serde_json::{Value, json};
use usher::app::App;
use usher::domain::audit::{Action, Author};
use usher::domain::id::{AccountId, UserId};
use usher::domain::invitation::Invitation;
use usher::domain::permission::Operation;
use usher::domain::user::User;
use usher::http::{Answer, Bearer, Caller, Problem};
use usher::store::{Change, Found, Key};

/// The caller, who may perform `operation`, the user in the path, and whatever is at the keys in `also`, in one request.
pub async fn someone(
    app: &App,
    bearer: &Bearer,
    (account, id): (AccountId, UserId),
    operation: Operation,
    also: impl IntoIterator<Item = Key>,
) -> Answer<(Caller, User, Found)> {
    let key = Key::user(account, id.key());
    let (caller, found) = bearer.enter(app, account, also.into_iter().chain([key.clone()])).await?;
    caller.require_somewhere(operation)?;
    // The id of a user who was removed leads to the place of whoever has the address now.
    let user: User = found.get(&key)?.filter(|user: &User| user.id == id && caller.sees(user)).ok_or_else(Problem::not_found)?;
    caller.require_over(operation, &user)?;
    Ok((caller, user, found))
}

/// Nobody takes their own place away: whoever leaves leaves somebody behind who can let them in again.
pub fn check_other(caller: &Caller, user: &User) -> Answer<()> {
    if caller.user.id != user.id {
        return Ok(());
    }
    Err(Problem::new(StatusCode::FORBIDDEN, "own_user", "another administrator must do this to you"))
}

/// The invitation of somebody who has not come in and still could. Another request, for such users alone: what leads to it stands in the user.
pub async fn open_invitation(app: &App, user: &User) -> Answer<Option<Invitation>> {
    if user.joined {
        return Ok(None);
    }
    let key = Key::invitation(user.account, user.invitation);
    let invitation: Invitation = app.store.read([key.clone()]).await?.get(&key)?.ok_or_else(Problem::contended)?;
    Ok(Some(invitation).filter(Invitation::is_open))
}

/// The end of an invitation whose user leaves: its link is dead.
pub fn revoked(app: &App, invitation: Option<Invitation>, author: &Author) -> Answer<Change> {
    let Some(invitation) = invitation else { return Ok(Change::new()) };
    let before = json!({ "status": invitation.status_at(author.at) });
    let mut revoked = invitation.revoke(author.at).map_err(|fault| Problem::of_invitation(fault, author.at))?;
    let change = (before, json!({ "status": revoked.status }));
    let event = author.event(revoked.account, Action::InvitationRevoked, revoked.id, change, &mut app.rng());
    Ok(Change::new().replace(&mut revoked).create(&event))
}

/// What audit events keep of somebody's standing.
pub fn standing(user: &User) -> Value {
    json!({ "status": user.status, "grants": user.grants })
}
