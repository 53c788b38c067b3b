//! Which invitations a caller sees, and may do something about.

use usher::domain::invitation::{Invitation, InvitationSummary, Inviter};
use usher::domain::permission::Operation;
use usher::domain::user::User;
use usher::http::{Answer, Caller, Problem};

/// Whether `caller` sees an invitation whose user, if there still is one, is `user`: it is theirs, or they see the user. One without a user is seen by whoever
/// made it, and by those who see everybody.
pub fn is_seen(invitation: &InvitationSummary, user: Option<&User>, caller: &Caller) -> bool {
    let user = user.filter(|user| user.id == invitation.user);
    let own = || invitation.invited_by == Inviter::User { id: caller.user.id };
    caller.sees_everybody() || own() || user.is_some_and(|user| caller.sees(user))
}

/// Goes on only if the caller sees the invitation and may invite over the user that it is for, if there still is one.
pub fn check_over(caller: &Caller, invitation: &Invitation, user: Option<&User>) -> Answer<()> {
    if !is_seen(&invitation.clone().into(), user, caller) {
        return Err(Problem::not_found());
    }
    user.filter(|user| user.id == invitation.user).map_or(Ok(()), |user| caller.require_over(Operation::UsersInvite, user))
}
