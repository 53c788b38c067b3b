//! API tokens: what a program holds, in one account, on behalf of the user who owns it.
//!
//! A token never does more than its owner may do at that moment, and no more than it was made for.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use rand::seq::IteratorRandom;
use serde::{Deserialize, Serialize};

use super::sealed::Sealed;
use super::token::{ApiTokenToken, Secret, SecretHash};
use crate::domain::access::model::LONGEST_API_TOKEN;
use crate::domain::access::permission::Permission;
use crate::domain::access::split;
use crate::domain::effects::audit::record::ApiTokenRecord;
use crate::domain::id::{AccountId, ApiTokenId, UserId, UserKey};
use crate::domain::text::Line;
use crate::domain::time;

/// How many tokens one user has at most.
pub const MOST_PER_OWNER: u8 = 20;

/// How long a token lasts unless its maker says.
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(90 * 24);

/// How long a token lasts at most, whatever the access model says.
pub const LONGEST_LIFETIME: SignedDuration = LONGEST_API_TOKEN;

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
    /// The user on whose behalf it acts.
    pub owner: UserId,
    /// The name that users gave it.
    pub name: Line<100>,
    /// What is stored of the secret.
    pub token: SecretHash,
    /// The secret before the last rotation, while both work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<PreviousToken>,
    /// What it is limited to; everything that its owner may do if there is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "split::perhaps_stored")]
    pub permissions: Option<BTreeSet<Permission>>,
    /// The token itself, encrypted, if the access model lets it be seen again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<Sealed>,
    /// The number of the slot that it takes. Tokens from before there were slots have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<u8>,
    /// The user who created it.
    pub created_by: UserId,
    /// The epoch of its owner in which they first knew the secret, if they do. Of what owners made for themselves
    /// before this was kept, it is the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_since: Option<u64>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last used, within minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
    /// When it expires.
    #[serde(deserialize_with = "time::stored")]
    pub expires_at: Timestamp,
    /// Counts the changes.
    pub version: u64,
}

/// A secret that has been replaced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PreviousToken {
    /// What is stored of it.
    pub token: SecretHash,
    /// Until when it works.
    pub until: Timestamp,
}

/// One of the places that a user has for tokens. A new token takes one that is free, so that however many are made at
/// once, there are never more than places (docs/decisions/0040).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApiTokenSlot {
    /// The account.
    pub account: AccountId,
    /// The owner of the tokens.
    pub owner: UserKey,
    /// Which of the owner's slots it is.
    pub number: u8,
    /// The token that has taken it.
    pub taken_by: ApiTokenId,
    /// When that token expires.
    pub expires_at: Timestamp,
}

/// That a person has ended the API tokens that they knew, in one of their accounts: with a new password, for someone
/// else may have known the one before (docs/decisions/0049). One for each user, read with every token of theirs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApiTokensEnd {
    /// The account.
    pub account: AccountId,
    /// The owner of the tokens.
    pub owner: UserKey,
    /// The person's epoch from then on. What they have known since an epoch before is over.
    pub epoch: u64,
    /// When it was.
    pub at: Timestamp,
}

impl ApiTokenSlot {
    /// The number of a slot that is free besides `tokens`, which their owner has now; none if there are too many. One
    /// at random, so that those who make tokens at once seldom want the same. A token without a slot, and each of
    /// `others`, of which nothing else is known, closes one of the last slots.
    pub fn free<'a>(tokens: impl Iterator<Item = &'a ApiToken>, others: usize, rng: &mut impl Rng) -> Option<u8> {
        let (taken, without): (Vec<_>, Vec<_>) = tokens.map(|token| token.slot).partition(Option::is_some);
        let closed = u8::try_from(others + without.len()).unwrap_or(MOST_PER_OWNER);
        let taken: BTreeSet<u8> = taken.into_iter().flatten().collect();
        (0..MOST_PER_OWNER.saturating_sub(closed)).filter(|slot| !taken.contains(slot)).choose(rng)
    }
}

impl ApiToken {
    /// The slot that it takes.
    pub fn taken_slot(&self) -> Option<ApiTokenSlot> {
        let (account, owner, taken_by, expires_at) = (self.account, self.owner.key(), self.id, self.expires_at);
        self.slot.map(|number| ApiTokenSlot { account, owner, number, taken_by, expires_at })
    }

    /// What audit events record of the token.
    pub fn recorded(&self) -> ApiTokenRecord {
        ApiTokenRecord {
            name: self.name.clone(),
            owner: self.owner,
            permissions: self.permissions.clone(),
            expires_at: self.expires_at,
            previous_until: self.previous.as_ref().map(|previous| previous.until),
        }
    }

    /// Whether `token` is its own at `now`, or the one before, while that works.
    pub fn is_opened_by(&self, token: &ApiTokenToken, now: Timestamp) -> bool {
        let previous = self.previous.as_ref().filter(|previous| now < previous.until);
        self.token.is_of(&token.secret) | previous.is_some_and(|previous| previous.token.is_of(&token.secret))
    }

    /// Whether it is over at `now`: by its time, or by the `end` that its owner has put to the tokens that they knew.
    pub fn is_over(&self, end: Option<&ApiTokensEnd>, now: Timestamp) -> bool {
        let known_since = self.known_since.or((self.created_by == self.owner).then_some(0));
        self.expires_at <= now || end.zip(known_since).is_some_and(|(end, known_since)| known_since < end.epoch)
    }

    /// The token once its owner, whose epoch it is, has seen the secret.
    #[must_use]
    pub fn known_to_owner(self, epoch: u64) -> Self {
        let is_known = self.known_since.is_some() || self.created_by == self.owner;
        if is_known { self } else { Self { known_since: Some(epoch), ..self } }
    }

    /// Whether its limits, if it has any, let it do `permission` over a record that its owner owns or does not own.
    pub fn goes_as_far_as(&self, permission: &Permission, owned: bool) -> bool {
        let Some(permissions) = &self.permissions else { return true };
        permissions.contains(&permission.unrestricted()) || (owned && permissions.contains(&permission.restricted()))
    }

    /// The token with a new secret, which is its only key once the secret before has run out after `overlap`.
    pub fn rotated(self, overlap: SignedDuration, now: Timestamp, rng: &mut impl Rng) -> (Self, ApiTokenToken) {
        let issued = ApiTokenToken { account: self.account, id: self.id, secret: Secret::random(rng) };
        let previous = overlap.is_positive().then(|| PreviousToken { token: self.token.clone(), until: now + overlap });
        (Self { token: issued.secret.hash(), previous, ..self }, issued)
    }

    /// The token once someone else than its owner knows the secret: with limits, at most what the owner holds now. What
    /// the owner is given later is not for that other to have.
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
