//! Someone else in the account, on whom the caller acts.

use super::{Bearer, Caller};
use crate::app::App;
use crate::domain::access::permission::Operation;
use crate::domain::id::{AccountId, UserId};
use crate::domain::people::invitation::Invitation;
use crate::domain::people::user::User;
use crate::http::{Answer, Problem};
use crate::store::{AnyKey, Found, Key};

/// The caller, who may perform `operation`, the user in the path, and whatever is at the keys in `also`, in one
/// request.
pub async fn someone(
    app: &App,
    bearer: &Bearer,
    (account, id): (AccountId, UserId),
    operation: Operation,
    also: impl IntoIterator<Item = AnyKey>,
) -> Answer<(Caller, User, Found)> {
    let key = Key::user(account, id.key());
    let (caller, found) = bearer.enter(app, account, also.into_iter().chain([key.any()])).await?;
    caller.require_somewhere(operation)?;
    // The id of a user who was removed leads to the place of the user who has the address now.
    let user: User = found.get(&key)?.filter(|user: &User| user.id == id).ok_or_else(Problem::not_found)?;
    // What was noted of the caller since it was read is not to be overwritten.
    let user = if user.id == caller.user.id { caller.user.clone() } else { user };
    caller.acting().facing(&user).reaches(operation)?;
    Ok((caller, user, found))
}

/// The invitation of someone who has not come in and still could. Another request, for such users alone: what leads to
/// it is in the user.
pub async fn open_invitation(app: &App, user: &User) -> Answer<Option<Invitation>> {
    if user.joined {
        return Ok(None);
    }
    let key = Key::invitation(user.account, user.invitation);
    let invitation = app.store.get(&key).await?.ok_or_else(Problem::contended)?;
    Ok(Some(invitation).filter(Invitation::is_open))
}
