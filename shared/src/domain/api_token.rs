//! API tokens: what a program holds, in one account, on behalf of the user who owns it.
//!
//! A token never does more than its owner may do at that moment, and no more than it was made for.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, ApiTokenId, UserId};
use super::permission::Permission;
use super::sealed::Sealed;
use super::text::Line;
use super::token::{ApiTokenToken, Secret, SecretHash};

/// How many tokens one user has at most.
pub const MOST_PER_OWNER: usize = 20;

/// How long a token lasts unless its maker says.
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(90 * 24);

/// How long a token lasts at most.
pub const LONGEST_LIFETIME: SignedDuration = SignedDuration::from_hours(366 * 24);

/// How long the secret before still opens the token after a rotation, unless the caller says.
pub const OVERLAP: SignedDuration = SignedDuration::from_hours(24);

/// How exactly the last use is known: it is written at most this often.
const USE_NOTED_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// A token of a program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApiToken {
    /// The account.
    pub account: AccountId,
    /// The token's own id.
    pub id: ApiTokenId,
    /// On whose behalf it acts.
    pub owner: UserId,
    /// What people call it.
    pub name: Line<100>,
    /// What is stored of the secret.
    pub token: SecretHash,
    /// The secret before the last rotation, while both work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outgoing: Option<Outgoing>,
    /// What it is limited to; everything that its owner may do where there is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions: Option<BTreeSet<Permission>>,
    /// The token itself, encrypted, where the access model lets it be seen again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<Sealed>,
    /// Who made it.
    pub created_by: UserId,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, within minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// Counts the changes.
    pub version: u64,
}

/// A secret that has been replaced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outgoing {
    /// What is stored of it.
    pub token: SecretHash,
    /// Until when it works.
    pub until: Timestamp,
}

impl ApiToken {
    /// Whether `token` opens it at `now`.
    pub fn is_open_with(&self, token: &ApiTokenToken, now: Timestamp) -> bool {
        let outgoing = self.outgoing.as_ref().filter(|outgoing| now < outgoing.until);
        let is_its = self.token.is_of(&token.secret) | outgoing.is_some_and(|outgoing| outgoing.token.is_of(&token.secret));
        is_its && now < self.expires_at
    }

    /// Whether its limits, if it has any, let it do `permission` over a record that its owner owns or does not own.
    pub fn goes_as_far_as(&self, permission: &Permission, owned: bool) -> bool {
        let Some(permissions) = &self.permissions else { return true };
        permissions.contains(&permission.unrestricted()) || (owned && permissions.contains(&permission.restricted()))
    }

    /// The token with a new secret, which is its only key once the secret before has run out after `overlap`.
    pub fn rotated(self, overlap: SignedDuration, now: Timestamp, rng: &mut impl Rng) -> (Self, ApiTokenToken) {
        let issued = ApiTokenToken { account: self.account, id: self.id, secret: Secret::random(rng) };
        let outgoing = overlap.is_positive().then(|| Outgoing { token: self.token.clone(), until: now + overlap });
        (Self { token: issued.secret.hash(), outgoing, ..self }, issued)
    }

    /// The token once somebody else than its owner knows the secret: with limits, at most what the owner holds now. What the owner is given later is
    /// not for that other to have.
    #[must_use]
    pub fn known_to_another(self, held: BTreeSet<Permission>) -> Self {
        let permissions = self.permissions.or(Some(held));
        Self { permissions, ..self }
    }

    /// Whether a use at `now` is to be written down.
    pub fn is_use_to_be_noted(&self, now: Timestamp) -> bool {
        self.last_used_at.is_none_or(|last| now >= last + USE_NOTED_EVERY)
    }
}
