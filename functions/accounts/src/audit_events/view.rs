//! An audit event as those who may read the trail see it.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use usher::domain::effects::audit::{Action, Actor, AuditEvent, VendorEvent};
use utoipa::ToSchema;

/// What every event has.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditEventFields)]
pub struct EventFields {
    /// The event's id.
    #[schema(example = "evt_0193a1b2c3d47e5f8a9b0c1d2e3f4a5b")]
    id: String,
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The actor.
    actor: ActorView,
    /// The id of the user or thing that was changed.
    #[schema(example = "inv_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    target: String,
    /// The gateway's id of the request; null if Usher acted by itself.
    #[schema(required)]
    request_id: Option<String>,
    /// The network address that the gateway saw; null if there is none.
    #[schema(required, example = "203.0.113.7")]
    source_ip: Option<String>,
}

/// Something that happened in an account. What `before` and `after` hold depends on the action; the schema says what.
#[derive(Debug, Serialize)]
pub struct AuditEventView {
    #[serde(flatten)]
    fields: EventFields,
    action: Action,
    before: Value,
    after: Value,
}

/// The actor of an event.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[schema(as = Actor)]
enum ActorView {
    /// A user of the account.
    #[schema(title = "UserActor")]
    User {
        /// The user's id.
        #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
        id: String,
    },
    /// A program with an API token.
    #[schema(title = "ApiTokenActor")]
    ApiToken {
        /// The token's id.
        #[schema(example = "tok_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
        id: String,
        /// The user on whose behalf it acts.
        #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
        user: String,
    },
    /// An engineer of the portal.
    #[schema(title = "OperatorActor")]
    Operator {
        /// The ARN.
        #[schema(example = "arn:aws:iam::123456789012:user/grace")]
        principal: String,
    },
    /// Usher itself.
    #[schema(title = "SystemActor")]
    System,
}

impl From<AuditEvent> for AuditEventView {
    fn from(event: AuditEvent) -> Self {
        let (action, before, after) = (event.action, event.before.clone(), event.after.clone());
        Self { fields: event.into(), action, before, after }
    }
}

impl From<AuditEvent> for EventFields {
    fn from(event: AuditEvent) -> Self {
        Self {
            id: event.id.to_string(),
            at: event.at,
            actor: event.actor.into(),
            target: event.target,
            request_id: event.origin.request_id,
            source_ip: event.origin.source_ip,
        }
    }
}

impl From<VendorEvent> for EventFields {
    fn from(event: VendorEvent) -> Self {
        Self {
            id: event.id.to_string(),
            at: event.at,
            actor: event.actor.into(),
            target: event.target,
            request_id: event.origin.request_id,
            source_ip: event.origin.source_ip,
        }
    }
}

impl From<Actor> for ActorView {
    fn from(actor: Actor) -> Self {
        match actor {
            Actor::Operator { principal } => Self::Operator { principal },
            Actor::ApiToken { id, user } => Self::ApiToken { id: id.to_string(), user: user.to_string() },
            Actor::User { id } => Self::User { id: id.to_string() },
            Actor::System => Self::System,
        }
    }
}
