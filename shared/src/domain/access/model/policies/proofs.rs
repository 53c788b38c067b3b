//! The policies of what people and programs prove with who they are: second factors, sessions, tokens and resets.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::access::model::lifetime;

/// Whether users have a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactorPolicy {
    /// Nobody is offered one.
    Off,
    /// Each decides.
    #[default]
    Optional,
    /// Nobody is in without one.
    Required,
}

/// How long sessions count in the account, where that is shorter than they last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SessionPolicy {
    /// How long after the sign-in, whatever the session is used for; from `10m`.
    #[serde(serialize_with = "lifetime::serialize")]
    #[schema(value_type = String, pattern = "^[0-9]+[mhd]$", default = "365d", example = "8h")]
    pub lifetime: SignedDuration,
    /// How long after its last use, which is known to five minutes; from `10m`.
    #[serde(serialize_with = "lifetime::serialize")]
    #[schema(value_type = String, pattern = "^[0-9]+[mhd]$", default = "365d", example = "15m")]
    pub idle: SignedDuration,
}

/// The shortest time without use after which a session can end: more than it takes to write a use down.
pub const SHORTEST_IDLE: SignedDuration = SignedDuration::from_mins(10);

/// How long a session can count: longer than any lasts.
pub(super) const LONGEST_SESSION: SignedDuration = SignedDuration::from_hours(365 * 24);

/// For how long an API token can be made, whatever the access model says.
pub const LONGEST_API_TOKEN: SignedDuration = SignedDuration::from_hours(3660 * 24);

/// Whether programs may have API tokens, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ApiTokenPolicy {
    /// Who may create API tokens.
    pub who: TokenCreators,
    /// How often a token can be seen.
    pub display: TokenDisplay,
    /// For how long a token can be made at most; from `1h` to `3660d`.
    #[serde(serialize_with = "lifetime::serialize")]
    #[schema(value_type = String, pattern = "^[0-9]+[mhd]$", default = "366d", example = "366d")]
    pub lifetime: SignedDuration,
}

/// Who may create API tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = ApiTokenCreators)]
#[serde(rename_all = "snake_case")]
pub enum TokenCreators {
    /// Nobody: the portal has no API tokens.
    Nobody,
    /// Those who hold `api_tokens:manage`; those who hold `api_tokens:manage:own`, for themselves.
    #[default]
    Permitted,
}

/// How often an API token can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = ApiTokenDisplay)]
#[serde(rename_all = "snake_case")]
pub enum TokenDisplay {
    /// Once, when it is created.
    #[default]
    Once,
    /// At any time, by those who may manage it.
    Again,
}

/// What a credential reset also does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CredentialResetPolicy {
    /// Whether a password reset sends the invitation again to a user who has never accepted, even if it has expired.
    pub reopens_invitation: bool,
}

impl Default for SessionPolicy {
    fn default() -> Self {
        Self { lifetime: LONGEST_SESSION, idle: LONGEST_SESSION }
    }
}

impl Default for ApiTokenPolicy {
    fn default() -> Self {
        Self {
            who: TokenCreators::default(),
            display: TokenDisplay::default(),
            lifetime: SignedDuration::from_hours(366 * 24),
        }
    }
}
