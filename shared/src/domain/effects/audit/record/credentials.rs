//! Of what people prove who they are with.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::words::words;

/// Which sessions of a user were ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EndedSessionsRecord {
    /// How many, if an administrator ended them in this account.
    pub sessions: Ended,
}

/// Which sessions were ended, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = EndedSessions)]
pub enum Ended {
    /// So many, by an administrator, in this account.
    Here(usize),
    /// By the person themselves, in all accounts.
    Own(OwnSessions),
}

/// What became of a person's sessions, in all accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwnSessionsRecord {
    /// Which were ended.
    pub sessions: OwnSessions,
}

/// What a new password ended, in all accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NewPasswordRecord {
    /// Which sessions were ended.
    pub sessions: OwnSessions,
    /// What became of the API tokens that the person had created for themselves, or seen.
    pub api_tokens: KnownApiTokens,
}

words! {
    /// What became of the API tokens that a person knew.
    pub enum KnownApiTokens {
        /// They no longer work.
        Ended = "ended",
        /// They go on working.
        Kept = "kept",
    }
}

words! {
    /// Which sessions of a person were ended, in all accounts.
    pub enum OwnSessions {
        /// All of them.
        Ended = "ended",
        /// All but the one in which it was done.
        OthersEnded = "others_ended",
    }
}

/// Whether a person has a second factor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SecondFactorRecord {
    /// Whether there is one.
    pub second_factor: bool,
}

/// A person's recovery codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecoveryCodesRecord {
    /// How many can still be used.
    pub recovery_codes_left: usize,
}

/// Which credentials an administrator sent links to reset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CredentialResetRecord {
    /// Whether the password is among them.
    pub password: bool,
    /// Whether the second factor is among them.
    pub second_factor: bool,
}
