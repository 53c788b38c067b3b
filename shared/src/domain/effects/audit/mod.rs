//! Audit events: who did what to whom, when, from where, with before and after.
//!
//! [`Happened`] is the list of all that is recorded; each line of it says what the event is called, to what it is done,
//! and what it holds. Events are read as loose JSON: what was recorded once stays as it was.

mod erased;
mod filter;
mod happened;
pub mod record;
mod side;
mod vendor;

use jiff::Timestamp;
use rand::Rng;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::filter::{EventFilter, Target};
pub use self::happened::{Action, Happened};
pub use self::side::{Schemas, Side};
pub use self::vendor::{VendorEvent, VendorFilter};
use crate::domain::id::{AccountId, ApiTokenId, EventId, UserId, UserKey};

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Actor {
    /// An engineer of the portal, known to AWS by this principal.
    Operator {
        /// The ARN of the principal.
        principal: String,
    },
    /// A user of the account.
    User {
        /// The user's id.
        id: UserId,
    },
    /// A program with an API token.
    ApiToken {
        /// The token's id.
        id: ApiTokenId,
        /// The user on whose behalf it acts.
        user: UserId,
    },
    /// Usher itself: the sweep, the mailer.
    System,
}

impl Actor {
    /// The one word that stands for the actor when events are asked for: `operator`, for all of them, `system`, or the
    /// id of the user or the token.
    pub fn word(&self) -> String {
        match self {
            Self::Operator { .. } => "operator".to_owned(),
            Self::User { id } => id.to_string(),
            Self::ApiToken { id, .. } => id.to_string(),
            Self::System => "system".to_owned(),
        }
    }

    /// Whether it is the user whose place is at `key`, or a program of theirs.
    pub fn is_of(&self, key: UserKey) -> bool {
        match self {
            Self::User { id } => id.key() == key,
            Self::ApiToken { user, .. } => user.key() == key,
            Self::Operator { .. } | Self::System => false,
        }
    }

    /// The ARN of the operator, if one did it.
    pub fn principal(&self) -> Option<&String> {
        match self {
            Self::Operator { principal } => Some(principal),
            _ => None,
        }
    }

    /// Whether `word` stands for an actor.
    pub fn is_word(word: &str) -> bool {
        matches!(word, "operator" | "system") || word.parse::<UserId>().is_ok() || word.parse::<ApiTokenId>().is_ok()
    }
}

/// Where a change came from: the request, or nothing but Usher itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Origin {
    /// The gateway's id of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The network address that the gateway saw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_ip: Option<String>,
}

/// Something that happened in an account. Written with the change, never changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditEvent {
    /// The account.
    pub account: AccountId,
    /// The event's own id.
    pub id: EventId,
    /// When it happened.
    pub at: Timestamp,
    /// The actor.
    pub actor: Actor,
    /// The action.
    pub action: Action,
    /// The id of the user or thing that was changed.
    pub target: String,
    /// Where the request came from.
    #[serde(flatten)]
    pub origin: Origin,
    /// What changed, before; without secrets.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub before: Value,
    /// What changed, after; without secrets.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub after: Value,
}

/// Who makes a change, from where, and when: what every event of the change has in common.
#[derive(Debug, Clone)]
pub struct Author {
    /// The actor.
    pub actor: Actor,
    /// Where the request came from.
    pub origin: Origin,
    /// When it happened.
    pub at: Timestamp,
}

impl Author {
    /// Usher itself.
    pub fn system(at: Timestamp) -> Self {
        Self { actor: Actor::System, origin: Origin::default(), at }
    }

    /// The record of what happened in an account.
    pub fn event(&self, account: AccountId, happened: &Happened, rng: &mut impl Rng) -> AuditEvent {
        let (before, after) = happened.changed();
        AuditEvent {
            account,
            id: EventId::new(self.at, rng),
            at: self.at,
            actor: self.actor.clone(),
            action: happened.action(),
            target: happened.target(),
            origin: self.origin.clone(),
            before,
            after,
        }
    }
}
