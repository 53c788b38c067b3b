//! What lists show of an invitation.

use crate::domain::email::EmailAddress;
use crate::domain::id::{AccountId, InvitationId, UserId};
use crate::domain::people::invitation::{
    Delivery, DeliveryStatus, Invitation, InvitationStatus, InvitationSummary, Inviter,
};
use crate::domain::text::cleaned;
use crate::store::card::{Reader, Writer, read_suffixes, read_times, suffixes, times, user_key};
use crate::store::record::Malformed;

/// Precedes what the invitation gives, which may be no grant at all.
const GIVES: &str = "+";

pub(super) fn write(invitation: &Invitation) -> String {
    let inviter = match invitation.invited_by {
        Inviter::Operator => String::new(),
        Inviter::User { id } => id.to_string(),
    };
    let delivery = &invitation.delivery;
    let card = Writer::default()
        .line(suffixes(invitation.id.suffix(), invitation.user.suffix()))
        .line(&invitation.email)
        .line(invitation.status.as_str())
        .line(times(&[
            Some(invitation.created_at),
            Some(invitation.expires_at),
            Some(delivery.at),
            invitation.ended_at,
            invitation.renewal_requested_at,
        ]))
        .line(inviter)
        .line(delivery.status.as_str())
        .line(delivery.reason.as_deref().map(cleaned).unwrap_or_default())
        .line(invitation.edited_by.map(|id| id.to_string()).unwrap_or_default());
    match &invitation.gives {
        Some(grants) => card.line(GIVES).grants(grants).finish(),
        None => card.finish(),
    }
}

pub(super) fn read(account: AccountId, card: &str) -> Result<InvitationSummary, Malformed> {
    let mut card = Reader::new(card);
    let (id, user) = card.read(read_suffixes)?;
    let email = card.read(|line| EmailAddress::try_from(line.to_owned()).ok())?;
    let status = card.read(InvitationStatus::parse)?;
    let [created_at, expires_at, delivered_at, ended_at, renewal_requested_at] = card.read(read_times)?;
    let missing = || crate::store::card::malformed("a time is missing");
    let invited_by = card.maybe(|line| line.parse().ok())?.map_or(Inviter::Operator, |id| Inviter::User { id });
    let delivery = card.read(DeliveryStatus::parse)?;
    let reason = card.maybe(|line| Some(line.to_owned()))?;
    let edited_by = card.maybe(|line| line.parse().ok())?;
    let gives = (card.next() == Some(GIVES)).then(|| card.grants()).transpose()?;
    let key = user_key(account, &email);
    Ok(InvitationSummary {
        account,
        id: InvitationId::of(key, id),
        user: UserId::of(key, user),
        email,
        status,
        invited_by,
        edited_by,
        gives,
        renewal_requested_at,
        created_at: created_at.ok_or_else(missing)?,
        expires_at: expires_at.ok_or_else(missing)?,
        ended_at,
        delivery: Delivery { status: delivery, at: delivered_at.ok_or_else(missing)?, reason },
    })
}
