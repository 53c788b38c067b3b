//! An invitation as administrators see it.

use jiff::Timestamp;
use serde::Serialize;
use usher::domain::access::model::AccessModel;
use usher::domain::decision::{InvitationAction, Telling};
use usher::domain::locale::Locale;
use usher::domain::people::invitation::{DeliveryStatus, Greeting, InvitationStatus, InvitationSummary, Inviter};
use usher::domain::people::user::User;
use utoipa::ToSchema;

/// An invitation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Invitation)]
pub struct InvitationView {
    /// The invitation's id.
    #[schema(example = "inv_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    id: String,
    /// The invited person's user.
    #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    user: String,
    /// The invited address.
    #[schema(example = "ada@example.com")]
    email: String,
    /// The status. A `lapsed` invitation is open but cannot be accepted, since the user who vouches for it can no
    /// longer grant what it gives: a user who can must resend it.
    status: InvitationStatus,
    /// The delivery of the email that was sent last.
    delivery: DeliveryView,
    /// The user who sent it last; null if an operator did.
    #[schema(required)]
    invited_by: Option<String>,
    /// The user who vouches for it: the one who sent it last, or who has changed since then what it gives. Null if an
    /// operator does.
    #[schema(required)]
    vouched_by: Option<String>,
    /// What the inviter wrote to the person; left out in lists, and if there is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    message: Option<String>,
    /// The language of the emails, if it was chosen; left out in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    locale: Option<Locale>,
    /// Where the page of the link leads on to, if anywhere; left out in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    return_to: Option<String>,
    /// When the invited person asked for a new invitation that an administrator must send.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    renewal_requested_at: Option<Timestamp>,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it expires.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// When it ended.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// What the caller may do about it now.
    allowed_actions: Vec<InvitationAction>,
}

/// The delivery status of an email.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MailDelivery)]
struct DeliveryView {
    /// The status.
    status: DeliveryStatus,
    /// Since when it has this status.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Why it was not delivered.
    #[schema(required)]
    reason: Option<String>,
}

impl InvitationView {
    /// The invitation as the one who is told finds it; what was found of the user who vouches for it, and of its own.
    pub fn of(
        invitation: impl Into<InvitationSummary>,
        voucher: Option<&User>,
        user: Option<&User>,
        telling: &Telling<'_>,
    ) -> Self {
        let invitation = invitation.into();
        let acting = telling.acting();
        let user = user.filter(|user| user.id == invitation.user);
        let allowed_actions = user.map(|user| acting.invitation_actions(&invitation, user, telling.keepers()));
        let allowed_actions = allowed_actions.unwrap_or_default();
        Self { allowed_actions, ..Self::at(invitation, voucher, acting.model, acting.now) }
    }

    /// The same with what the inviter added, which lists do not hold.
    pub fn greeting(self, greeting: Greeting) -> Self {
        let Greeting { message, locale, return_to } = greeting;
        let (message, return_to) = (message.as_ref(), return_to.as_ref());
        let message = message.map(|message| message.as_str().to_owned());
        Self { message, locale, return_to: return_to.map(|url| url.as_str().to_owned()), ..self }
    }

    /// The invitation as it is at `now`, in an account that follows `model`, for someone who only looks.
    pub fn at(invitation: InvitationSummary, voucher: Option<&User>, model: &AccessModel, now: Timestamp) -> Self {
        let vouched_by = invitation.vouched_by();
        let status = invitation.status_at(voucher, model, now);
        let invited_by = match invitation.invited_by {
            Inviter::Operator => None,
            Inviter::User { id } => Some(id.to_string()),
        };
        Self {
            id: invitation.id.to_string(),
            user: invitation.user.to_string(),
            email: invitation.email.to_string(),
            status,
            delivery: DeliveryView {
                status: invitation.delivery.status,
                at: invitation.delivery.at,
                reason: invitation.delivery.reason,
            },
            invited_by,
            vouched_by: vouched_by.map(|user| user.to_string()),
            message: None,
            locale: None,
            return_to: None,
            renewal_requested_at: invitation.renewal_requested_at,
            created_at: invitation.created_at,
            expires_at: invitation.expires_at,
            ended_at: invitation.ended_at,
            allowed_actions: Vec::new(),
        }
    }
}
