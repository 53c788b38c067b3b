//! Which invitations a caller sees, and may do something about.

use usher::app::App;
use usher::caller::{Bearer, Caller};
use usher::domain::access::permission::Operation;
use usher::domain::id::{AccountId, InvitationId};
use usher::domain::people::invitation::{Invitation, InvitationSummary, Inviter};
use usher::domain::people::user::User;
use usher::http::{Answer, Problem};
use usher::store::Key;

/// Whether `caller` sees an invitation whose user, if there still is one, is `user`: it is theirs, or they see the
/// user. One without a user is seen by its maker, and by those who see everybody.
pub fn is_seen(invitation: &InvitationSummary, user: Option<&User>, caller: &Caller) -> bool {
    let user = user.filter(|user| user.id == invitation.user);
    let own = || invitation.invited_by == Inviter::User { id: caller.user.id };
    caller.sees_everybody() || own() || user.is_some_and(|user| caller.sees(user))
}

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
    if !is_seen(&invitation.clone().into(), user.as_ref(), &caller) {
        return Err(Problem::not_found());
    }
    if let Some(user) = user.as_ref().filter(|user| user.id == invitation.user) {
        caller.require_over(Operation::UsersInvite, user)?;
    }
    Ok((caller, invitation, user))
}
