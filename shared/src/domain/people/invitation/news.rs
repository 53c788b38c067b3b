//! News of an invitation's email, for those who listen to what happens.

use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Delivery, DeliveryStatus, Invitation};
use crate::domain::effects::audit::Actor;
use crate::domain::id::{AccountId, EventId, InvitationId};
use crate::domain::words::words;

/// For how long news is kept: it leaves Usher within seconds, and can be sent again for as long as this.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

words! {
    /// What happened to an email.
    pub enum DeliveryAction {
        /// The email of an invitation has come further, or no further.
        Changed = "invitation.delivery_changed",
    }
}

/// How far the email of an issue of an invitation has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryRecord {
    /// Which email of the invitation: 1 for the first.
    pub issue: u32,
    /// The status.
    pub status: DeliveryStatus,
    /// Why it went no further, in the words of SES or of a mail server; absent if there is nothing to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub reason: Option<String>,
}

/// That the delivery of an invitation's email changed. It is no audit event: nobody acted. Written with the change, it
/// is for the table's stream alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryEvent {
    /// The account.
    pub account: AccountId,
    /// The event's own id.
    pub id: EventId,
    /// When it became known.
    pub at: Timestamp,
    /// Usher itself.
    pub actor: Actor,
    /// What happened.
    pub action: DeliveryAction,
    /// The invitation.
    pub target: InvitationId,
    /// What was known before.
    pub before: DeliveryRecord,
    /// What is known now.
    pub after: DeliveryRecord,
}

impl DeliveryEvent {
    /// From when on it is of no use.
    pub fn kept_until(&self) -> Timestamp {
        self.at.saturating_add(KEPT).unwrap_or(Timestamp::MAX)
    }
}

impl Invitation {
    /// The invitation after news of the email of its present issue, and the event that tells of them.
    pub fn with_news(self, delivery: Delivery, rng: &mut impl Rng) -> (Self, DeliveryEvent) {
        let record = |delivery: &Delivery| DeliveryRecord {
            issue: self.issue,
            status: delivery.status,
            reason: delivery.reason.clone(),
        };
        let event = DeliveryEvent {
            account: self.account,
            id: EventId::new(delivery.at, rng),
            at: delivery.at,
            actor: Actor::System,
            action: DeliveryAction::Changed,
            target: self.id,
            before: record(&self.delivery),
            after: record(&delivery),
        };
        (Self { delivery, ..self }, event)
    }
}
