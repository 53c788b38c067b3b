//! Sending an invitation again: a new link and a new lifetime for someone who has not come in, and an end to every link
//! before.

use super::invitations;
use crate::app::App;
use crate::caller::Caller;
use crate::domain::effects::audit::Author;
use crate::domain::people::account::{Account, AccountModel};
use crate::domain::people::invitation::{Invitation, Invitee, Inviter};
use crate::domain::people::user::User;
use crate::http::{Answer, Problem, Source};
use crate::store::{Change, Limit};

/// The invitation as `caller` sends it again to `user`, and the change that does so. `by` vouches for it from now on,
/// or the user who did; whatever the caller's permission to do this, they give what it gives, so that they must hold
/// it.
pub fn reopened(
    app: &App,
    caller: &Caller,
    source: &Source,
    invitation: Invitation,
    user: Option<User>,
    by: Option<Inviter>,
) -> Answer<(Invitation, Change)> {
    let sent = invitation.clone().resend(by, caller.model.policies().invitation.lifetime, caller.now);
    let sent = sent.map_err(|fault| Problem::of_invitation(fault, caller.now))?;
    // One read of two items is no snapshot: if they do not fit each other, a change came between them.
    let user = user.filter(|user| user.id == sent.user).ok_or_else(Problem::contended)?;
    caller.acting().check_gives(&user.grants)?;
    let (sent, change) = invitations::resent(app, &invitation, sent, None, &caller.author(source));
    let count = Limit::invitations(sent.account, app.mail_limits(&caller.account), Some(caller.user.id), 1, caller.now);
    let change = change.count(count).require(user);
    Ok((sent, change))
}

/// The invitation as an operator sends it again to `user`, as `invitee` says, and the change that does so.
/// From now on the operator vouches for it.
pub fn reopened_with(
    app: &App,
    (account, followed): (&Account, &AccountModel),
    invitation: &Invitation,
    (user, invitee): (User, Invitee),
    author: &Author,
) -> Answer<(User, Change)> {
    let Invitee { grants, greeting, .. } = invitee;
    let lifetime = followed.model.policies().invitation.lifetime;
    let sent = invitation.clone().resend(Some(Inviter::Operator), lifetime, author.at);
    let mut sent = sent.map_err(|fault| Problem::of_invitation(fault, author.at))?;
    sent.gives = sent.gives.map(|_| grants.clone());
    sent.greeting = greeting.or(&sent.greeting);
    let mut given = User { grants, ..user.clone() };
    let told = [user.grants.as_slice(), given.grants.as_slice()];
    let (sent, change) = invitations::resent(app, invitation, sent, Some(told), author);
    let count = Limit::invitations(sent.account, app.mail_limits(account), None, 1, author.at);
    let change = change.count(count).replace_user(&user, &mut given);
    Ok((given, change))
}
