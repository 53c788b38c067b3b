//! How a user comes back who was deactivated: all that comes with them, and what tells of it, in one change.

use super::users;
use crate::app::App;
use crate::caller::Caller;
use crate::domain::effects::audit::{Author, Happened};
use crate::domain::people::invitation::{Invitation, Inviter};
use crate::domain::people::user::{User, UserStatus};
use crate::store::{Change, Limit};

/// `back` as `caller` lets them in again, who was `before`, and the change that does so. Someone who has never accepted
/// an invitation gets a new one by email; the old one is over.
pub fn reactivated(app: &App, caller: &Caller, before: &User, back: User, author: &Author) -> (User, Change) {
    let again = (!back.joined).then(|| invitation(app, caller, &back));
    let mut back = User { invitation: again.as_ref().map_or(back.invitation, |again| again.id), ..back };
    let mut rng = app.rng();
    let happened = Happened::UserReactivated(before.id, before.standing(), back.reactivated_with(again.as_ref()));
    let event = author.event(before.account, &happened, &mut rng);
    let change = users::replaced(app, before, &mut back, author).create(&event);
    let Some(again) = again else { return (back, change) };
    let count =
        Limit::invitations(before.account, app.mail_limits(&caller.account), Some(caller.user.id), 1, caller.now);
    (back, change.create(&again).create(&again.promise_mail(caller.now, &mut rng)).count(count))
}

/// A new invitation for `user`.
fn invitation(app: &App, caller: &Caller, user: &User) -> Invitation {
    let lifetime = caller.model.policies().invitation.lifetime;
    let by = Inviter::User { id: caller.user.id };
    let invitation =
        Invitation::new(user.account, user.id, user.email.clone(), by, lifetime, caller.now, &mut app.rng());
    if user.status == UserStatus::Pending { invitation.giving(&user.grants) } else { invitation }
}
