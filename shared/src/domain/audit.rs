//! Audit events: who did what to whom, when, from where, with before and after.

mod filter;

use jiff::Timestamp;
use rand::Rng;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::filter::{EventFilter, Target};
use super::id::{AccountId, ApiTokenId, EventId, UserId};

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
        /// Which.
        id: UserId,
    },
    /// A program with an API token.
    ApiToken {
        /// Which token.
        id: ApiTokenId,
        /// On whose behalf.
        user: UserId,
    },
    /// Usher itself: the sweep, the mailer.
    System,
}

impl Actor {
    /// The one word that stands for the actor where events are asked for: `operator`, whoever it was, `system`, or the id of the user or the token.
    pub fn word(&self) -> String {
        match self {
            Self::Operator { .. } => "operator".to_owned(),
            Self::User { id } => id.to_string(),
            Self::ApiToken { id, .. } => id.to_string(),
            Self::System => "system".to_owned(),
        }
    }

    /// Whether `word` stands for an actor.
    pub fn is_word(word: &str) -> bool {
        matches!(word, "operator" | "system") || word.parse::<UserId>().is_ok() || word.parse::<ApiTokenId>().is_ok()
    }
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// An account came to be.
    #[serde(rename = "account.created")]
    AccountCreated,
    /// Someone was invited.
    #[serde(rename = "invitation.created")]
    InvitationCreated,
    /// An invitation got a new link; the old one is dead.
    #[serde(rename = "invitation.resent")]
    InvitationResent,
    /// The invited person asked for a new link.
    #[serde(rename = "invitation.requested_again")]
    InvitationRequestedAgain,
    /// An invitation was taken back.
    #[serde(rename = "invitation.revoked")]
    InvitationRevoked,
    /// An invitation was accepted.
    #[serde(rename = "invitation.accepted")]
    InvitationAccepted,
    /// An invitation was declined.
    #[serde(rename = "invitation.declined")]
    InvitationDeclined,
    /// An invitation was not taken in time.
    #[serde(rename = "invitation.expired")]
    InvitationExpired,
    /// An account's name, product name, support address or language changed.
    #[serde(rename = "account.updated")]
    AccountUpdated,
    /// An account follows another access model.
    #[serde(rename = "access_model.replaced")]
    AccessModelReplaced,
    /// A unit came to be.
    #[serde(rename = "unit.created")]
    UnitCreated,
    /// A unit got another name.
    #[serde(rename = "unit.renamed")]
    UnitRenamed,
    /// A unit was retired.
    #[serde(rename = "unit.retired")]
    UnitRetired,
    /// A user was created directly.
    #[serde(rename = "user.created")]
    UserCreated,
    /// A user became active with the first sign-in.
    #[serde(rename = "user.activated")]
    UserActivated,
    /// A user's names or grants changed.
    #[serde(rename = "user.updated")]
    UserUpdated,
    /// A user was deactivated.
    #[serde(rename = "user.deactivated")]
    UserDeactivated,
    /// A deactivated user was let in again.
    #[serde(rename = "user.reactivated")]
    UserReactivated,
    /// An API token was made.
    #[serde(rename = "api_token.created")]
    ApiTokenCreated,
    /// An API token got a new secret.
    #[serde(rename = "api_token.rotated")]
    ApiTokenRotated,
    /// An API token was shown again.
    #[serde(rename = "api_token.revealed")]
    ApiTokenRevealed,
    /// An API token was revoked.
    #[serde(rename = "api_token.revoked")]
    ApiTokenRevoked,
    /// A user was removed.
    #[serde(rename = "user.removed")]
    UserRemoved,
    /// A user's sessions were ended: in this account by an administrator, or everywhere by the person themselves.
    #[serde(rename = "user.sessions_ended")]
    UserSessionsEnded,
    /// A user set a second factor up.
    #[serde(rename = "user.second_factor_added")]
    UserSecondFactorAdded,
    /// A user's second factor was turned off, or removed with the link of a reset.
    #[serde(rename = "user.second_factor_removed")]
    UserSecondFactorRemoved,
    /// A user got new recovery codes; the old ones are dead.
    #[serde(rename = "user.recovery_codes_replaced")]
    UserRecoveryCodesReplaced,
    /// A user signed in with a recovery code.
    #[serde(rename = "user.recovery_code_used")]
    UserRecoveryCodeUsed,
    /// A person who is a user changed their password.
    #[serde(rename = "user.password_changed")]
    UserPasswordChanged,
    /// A person who is a user set a new password with the link of a reset.
    #[serde(rename = "user.password_reset")]
    UserPasswordReset,
    /// A person who is a user removed their second factor with the link of a reset.
    #[serde(rename = "user.second_factor_reset")]
    UserSecondFactorReset,
    /// An administrator sent a user links to reset credentials.
    #[serde(rename = "user.credential_reset_sent")]
    UserCredentialResetSent,
}

impl Action {
    /// The word that stands for the action everywhere.
    pub fn word(self) -> String {
        serde_json::to_value(self).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        serde_json::from_value(Value::from(word)).ok()
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
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What.
    pub action: Action,
    /// The id of whom or what it was done to.
    pub target: String,
    /// From where.
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
    /// Who.
    pub actor: Actor,
    /// From where.
    pub origin: Origin,
    /// When.
    pub at: Timestamp,
}

impl Author {
    /// Usher itself.
    pub fn system(at: Timestamp) -> Self {
        Self { actor: Actor::System, origin: Origin::default(), at }
    }

    /// The record of `action` on `target`, `changed` from something to something.
    pub fn event(&self, account: AccountId, action: Action, target: impl ToString, changed: (Value, Value), rng: &mut impl Rng) -> AuditEvent {
        let (before, after) = changed;
        AuditEvent {
            account,
            id: EventId::random(rng),
            at: self.at,
            actor: self.actor.clone(),
            action,
            target: target.to_string(),
            origin: self.origin.clone(),
            before,
            after,
        }
    }
}
