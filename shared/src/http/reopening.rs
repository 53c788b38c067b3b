//! Sending an invitation again: a new link and a new lifetime for somebody who has not come in, and an end to every link before.

use serde_json::json;

use super::{Answer, Caller, Problem, Source};
use crate::app::App;
use crate::domain::audit::Action;
use crate::domain::invitation::{Invitation, Inviter};
use crate::domain::user::User;
use crate::store::{Change, Limit};

/// The invitation as `caller` sends it again to `user`, and the change that does so. `by` vouches for it from now on; whatever the caller's permission to
/// do this, they give what it gives, so that they must hold it.
pub fn reopened(
    app: &App,
    caller: &Caller,
    source: &Source,
    invitation: Invitation,
    user: Option<User>,
    by: Inviter,
) -> Answer<(Invitation, Change)> {
    let (account, id) = (invitation.account, invitation.id);
    let before = json!({ "status": invitation.status_at(caller.now), "expires_at": invitation.expires_at });
    let stays = invitation.invited_by == by;
    let sent = invitation.resend(by, caller.model.policies().invitation.lifetime, caller.now);
    let mut sent = sent.map_err(|fault| Problem::of_invitation(fault, caller.now))?;
    // One read of two items is no snapshot: where they do not fit each other, a change came between them.
    let user = user.filter(|user| user.id == sent.user).ok_or_else(Problem::contended)?;
    caller.check_gives(&user.grants)?;
    let mut rng = app.rng();
    let after = json!({ "status": sent.status, "expires_at": sent.expires_at });
    let author = source.author(caller.actor(), caller.now);
    let event = author.event(account, Action::InvitationResent, id, (before, after), &mut rng);
    let mail = sent.promise_mail(caller.now, &mut rng);
    let count = Limit::invitations(account, Some(caller.user.id), 1, caller.now);
    let change = Change::new().replace(&mut sent).create(&event).create(&mail).count(count);
    let is_own = by == Inviter::User { id: caller.user.id };
    let voucher = if stays && !is_own { Change::new().require(user) } else { vouched(user) };
    Ok((sent, change.and(voucher)))
}

/// From now on the invitation's own inviter vouches for the grants, whoever changed them before.
fn vouched(user: User) -> Change {
    if user.vouched_by.is_none() {
        return Change::new().require(user);
    }
    Change::new().replace_user(&user, &mut User { vouched_by: None, ..user.clone() })
}
