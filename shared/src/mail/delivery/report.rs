//! What SES reports of the mails of invitations.

use super::{ATTEMPTS, PostFault};
use crate::app::App;
use crate::domain::id::{AccountId, InvitationId};
use crate::domain::invitation::{Delivery, DeliveryStatus, Invitation};
use crate::store::{Change, CommitFault, Key};

/// What is known of an invitation's mail because SES reported it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Where the invitation is.
    pub account: AccountId,
    /// Which invitation.
    pub invitation: InvitationId,
    /// Which issue of it.
    pub issue: u32,
    /// How far the mail has come.
    pub status: DeliveryStatus,
    /// Why it went no further.
    pub reason: Option<String>,
}

/// Notes what SES reported. Reports that come twice, late, or out of order change nothing.
pub async fn note(app: &App, report: Report) -> Result<(), PostFault> {
    for _ in 0..ATTEMPTS {
        let key = Key::invitation(report.account, report.invitation);
        let Some(invitation) = app.store.read([key.clone()]).await?.get::<Invitation>(&key)? else { return Ok(()) };
        let news: Option<Delivery> = invitation.delivery.advance(report.status, report.reason.clone(), app.now());
        let Some(delivery) = news.filter(|_| invitation.issue == report.issue) else { return Ok(()) };
        match app.store.commit(Change::new().replace(&mut invitation.with_delivery(delivery))).await {
            Ok(()) => return Ok(()),
            Err(CommitFault::Refused(_) | CommitFault::Limited(_)) => {}
            Err(CommitFault::Store(fault)) => return Err(fault.into()),
        }
    }
    Err(PostFault::Contended)
}
