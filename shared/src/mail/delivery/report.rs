//! What SES reports of the emails of invitations.

use super::{PostFault, TRIES};
use crate::app::App;
use crate::domain::id::{AccountId, InvitationId};
use crate::domain::people::invitation::{Delivery, DeliveryStatus};
use crate::store::{Change, CommitFault, Key};

/// What is known of an invitation's mail because SES reported it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryReport {
    /// Where the invitation is.
    pub account: AccountId,
    /// The invitation's id.
    pub invitation: InvitationId,
    /// Which issue of it.
    pub issue: u32,
    /// How far the email has come.
    pub status: DeliveryStatus,
    /// Why it was not delivered.
    pub reason: Option<String>,
}

/// Notes what SES reported. Reports that come twice, late, or out of order change nothing.
pub async fn note(app: &App, report: DeliveryReport) -> Result<(), PostFault> {
    for _ in 0..TRIES {
        let key = Key::invitation(report.account, report.invitation);
        let Some(invitation) = app.store.get(&key).await? else { return Ok(()) };
        let news: Option<Delivery> = invitation.delivery.advance(report.status, report.reason.clone(), app.now());
        let Some(delivery) = news.filter(|_| invitation.issue == report.issue) else { return Ok(()) };
        let (mut invitation, event) = invitation.with_news(delivery, &mut app.rng());
        match app.store.commit(Change::new().replace(&mut invitation).create(&event)).await {
            Ok(()) => return Ok(()),
            Err(CommitFault::Refused(_) | CommitFault::Limited(_)) => {}
            Err(CommitFault::Store(fault)) => return Err(fault.into()),
        }
    }
    Err(PostFault::Contended)
}
