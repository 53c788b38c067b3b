//! What becomes of an invitation: its new state, and the event that tells of it, in one change.

use crate::app::App;
use crate::domain::access::grant::Grant;
use crate::domain::effects::audit::record::{
    AcceptedInvitationRecord, InvitationRecord, InvitationStatusRecord, RenewalRecord,
};
use crate::domain::effects::audit::{Author, Happened};
use crate::domain::effects::limit::MailLimits;
use crate::domain::id::InvitationId;
use crate::domain::people::invitation::{Invitation, Offer};
use crate::domain::people::user::User;
use crate::http::{Answer, Problem};
use crate::store::{Change, Limit};

/// All that an offer consists of, counted within `limits` for the user who makes it, and for the account alone if an
/// operator does.
pub fn offered(offer: &Offer, limits: MailLimits) -> Change {
    let Invitation { account, invited_by, created_at, .. } = offer.invitation;
    Change::new().offer(offer).count(Limit::invitations(account, limits, invited_by.user(), 1, created_at))
}

/// The invitation, taken back, and the change that does so.
pub fn revoked(app: &App, invitation: Invitation, author: &Author) -> Answer<(Invitation, Change)> {
    let before = invitation.recorded_status(author.at);
    let revoked = invitation.revoke(author.at).map_err(|fault| Problem::of_invitation(fault, author.at))?;
    Ok(ended(app, before, revoked, Happened::InvitationRevoked, author))
}

/// The invitation, turned down, and the change that does so.
pub fn declined(app: &App, invitation: Invitation, author: &Author) -> Answer<(Invitation, Change)> {
    let before = invitation.recorded_status(author.at);
    let declined = invitation.decline(author.at).map_err(|fault| Problem::of_invitation(fault, author.at))?;
    Ok(ended(app, before, declined, Happened::InvitationDeclined, author))
}

/// `taken` as it is written, which was `before`: accepted by `user`, as they are from now on.
pub fn accepted(app: &App, before: &Invitation, mut taken: Invitation, user: &User, author: &Author) -> Change {
    let after = AcceptedInvitationRecord { status: taken.status, names: (&user.names).into() };
    let accepted = Happened::InvitationAccepted(taken.id, before.recorded_status(author.at), after);
    let event = author.event(taken.account, &accepted, &mut app.rng());
    Change::new().replace(&mut taken).create(&event)
}

/// The invitation, not taken in time, and the change that says so, whose first write is the invitation; nothing if it
/// has not expired, or has ended.
pub fn expired(app: &App, invitation: Invitation, author: &Author) -> Option<(Invitation, Change)> {
    let before = InvitationStatusRecord { status: invitation.status };
    let expired = invitation.expire(author.at).ok()?;
    Some(ended(app, before, expired, Happened::InvitationExpired, author))
}

/// `sent` as it is written, which was `before`: with an email for its new link, and the event that tells of it.
/// `grants` are those of its user before and after, if these change with it.
pub fn resent(
    app: &App,
    before: &Invitation,
    sent: Invitation,
    grants: Option<[&[Grant]; 2]>,
    author: &Author,
) -> (Invitation, Change) {
    let [held, given] = grants.map_or([None, None], |grants| grants.map(Some));
    reissued(app, (before, held), (sent, given), Happened::InvitationResent, author)
}

/// `renewed` as it is written, which was `before`, because the invited person asked for it.
pub fn requested_again(app: &App, before: &Invitation, renewed: Invitation, author: &Author) -> (Invitation, Change) {
    reissued(app, (before, None), (renewed, None), Happened::InvitationRequestedAgain, author)
}

/// The invited person asks for a new invitation that someone else has to send. Once is enough until they do: then
/// nothing changes.
pub fn renewal_requested(app: &App, invitation: Invitation, author: &Author) -> Change {
    if invitation.renewal_requested_at.is_some() {
        return Change::new();
    }
    let mut asked = invitation.with_renewal_requested(author.at);
    let requested = RenewalRecord { renewal_requested_at: author.at };
    let requested = Happened::InvitationRenewalRequested(asked.id, (), requested);
    let event = author.event(asked.account, &requested, &mut app.rng());
    Change::new().replace(&mut asked).create(&event)
}

/// An invitation, and the grants of its user if the event tells of them.
type Told<'a, I> = (I, Option<&'a [Grant]>);

/// What happens to an invitation, by its records before and after.
type Happens<R> = fn(InvitationId, R, R) -> Happened;

fn reissued(
    app: &App,
    (before, held): Told<'_, &Invitation>,
    (mut sent, given): Told<'_, Invitation>,
    happens: Happens<InvitationRecord>,
    author: &Author,
) -> (Invitation, Change) {
    let mut rng = app.rng();
    let happened = happens(sent.id, before.recorded(held, author.at), sent.recorded(given, author.at));
    let event = author.event(sent.account, &happened, &mut rng);
    let mail = sent.promise_mail(author.at, &mut rng);
    let change = Change::new().replace(&mut sent).record(&event).create(&mail);
    (sent, change)
}

fn ended(
    app: &App,
    before: InvitationStatusRecord,
    mut ended: Invitation,
    happens: Happens<InvitationStatusRecord>,
    author: &Author,
) -> (Invitation, Change) {
    let happened = happens(ended.id, before, InvitationStatusRecord { status: ended.status });
    let event = author.event(ended.account, &happened, &mut app.rng());
    let change = Change::new().replace(&mut ended).create(&event);
    (ended, change)
}
