//! An invitation as administrators see it.

use jiff::Timestamp;
use serde::Serialize;
use usher::domain::invitation::{InvitationSummary, Inviter};
use utoipa::ToSchema;

/// An invitation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Invitation)]
pub struct InvitationView {
    /// The invitation's id.
    #[schema(example = "inv_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    id: String,
    /// The user that the invited person is, or becomes.
    #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    user: String,
    /// The address that it goes to.
    #[schema(example = "ada@example.com")]
    email: String,
    /// What became of it: `pending`, `accepted`, `declined`, `revoked` or `expired`.
    #[schema(example = "pending")]
    status: String,
    /// What is known of the mail that was sent last.
    delivery: DeliveryView,
    /// The user who vouches for it; null where an operator invited.
    invited_by: Option<String>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Until when it can be taken.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
}

/// How far a mail has come.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Delivery)]
struct DeliveryView {
    /// `queued`, `sent`, `delivered`, `failed`, `suppressed`, `bounced` or `complained`.
    #[schema(example = "delivered")]
    status: String,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Why it went no further.
    reason: Option<String>,
}

impl InvitationView {
    /// The invitation as it is at `now`.
    pub fn at(invitation: impl Into<InvitationSummary>, now: Timestamp) -> Self {
        let invitation = invitation.into();
        let invited_by = match invitation.invited_by {
            Inviter::Operator => None,
            Inviter::User { id } => Some(id.to_string()),
        };
        Self {
            id: invitation.id.to_string(),
            user: invitation.user.to_string(),
            email: invitation.email.to_string(),
            status: invitation.status_at(now).as_str().to_owned(),
            delivery: DeliveryView {
                status: invitation.delivery.status.as_str().to_owned(),
                at: invitation.delivery.at,
                reason: invitation.delivery.reason,
            },
            invited_by,
            created_at: invitation.created_at,
            expires_at: invitation.expires_at,
            ended_at: invitation.ended_at,
        }
    }
}
