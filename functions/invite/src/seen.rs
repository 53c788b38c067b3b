//! The invitation in the path, about which the caller wants to do something.

use usher::app::App;
use usher::caller::{Bearer, Caller};
use usher::domain::access::permission::Operation;
use usher::domain::id::{AccountId, InvitationId};
use usher::domain::people::invitation::Invitation;
use usher::domain::people::user::User;
use usher::http::{Answer, Problem};
use usher::store::Key;

/// The caller, the invitation in the path, and the user at its place: the one that it is for, unless a change came
/// between. Goes on only if the caller sees the invitation and may invite over its user, if there still is one.
pub async fn enter_to_change(
    bearer: &Bearer,
    app: &App,
    (account, id): (AccountId, InvitationId),
) -> Answer<(Caller, Invitation, Option<User>)> {
    let (invitation_key, user_key) = (Key::invitation(account, id), Key::user(account, id.key()));
    let (caller, found) = bearer.enter(app, account, [invitation_key.any(), user_key.any()]).await?;
    caller.require_somewhere(Operation::UsersInvite)?;
    let invitation = found.get(&invitation_key)?.ok_or_else(Problem::not_found)?;
    let user = found.get(&user_key)?;
    caller.acting().changes_invitation(&invitation, user.as_ref())?;
    Ok((caller, invitation, user))
}
