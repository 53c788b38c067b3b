//! A session: what a signed-in person holds.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use serde::{Deserialize, Serialize};

use super::token::{Secret, SecretHash, SessionToken};
use crate::domain::access::model::{AccessModel, SHORTEST_IDLE, SecondFactorPolicy, SessionPolicy};
use crate::domain::email::EmailAddress;
use crate::domain::id::{AccountId, PersonKey, SessionId};
use crate::domain::people::person::Person;
use crate::domain::text::{cleaned, shortened};

/// How long sessions last. An installation decides; an access model shortens it for its account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Whatever the session is used for (OWASP ASVS 5.0, 7.3.2).
    pub lifetime: SignedDuration,
    /// Without being used (OWASP ASVS 5.0, 7.3.1).
    pub idle: SignedDuration,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self { lifetime: SignedDuration::from_hours(12), idle: one_hour() }
    }
}

fn is_one_hour(idle: &SignedDuration) -> bool {
    *idle == one_hour()
}

const fn one_hour() -> SignedDuration {
    SignedDuration::from_hours(1)
}

/// How long it counts that the holder has shown who they are: for so long, what outlives the session can be made with
/// it and shown (docs/decisions/0048).
pub const PROOF: SignedDuration = SignedDuration::from_mins(10);

/// How exactly the last use is known: it is written at most this often.
const USE_NOTED_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// How many bytes are kept of what a browser says of itself.
const LONGEST_USER_AGENT: usize = 200;

/// A signed-in person on one device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// The session's own id.
    pub id: SessionId,
    /// The address of the person who is signed in.
    pub email: EmailAddress,
    /// What is stored of the token.
    pub token: SecretHash,
    /// The person's epoch at the sign-in.
    #[serde(default)]
    pub epoch: u64,
    /// Whether the person has shown their second factor.
    #[serde(default)]
    pub second_factor: bool,
    /// When the person signed in.
    pub created_at: Timestamp,
    /// When the person last showed again who they are, if they have since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proved_again_at: Option<Timestamp>,
    /// When the session was last used, within minutes.
    pub last_used_at: Timestamp,
    /// When the session ends by itself.
    pub expires_at: Timestamp,
    /// How long it lasts without being used.
    #[serde(default = "one_hour", skip_serializing_if = "is_one_hour")]
    pub idle: SignedDuration,
    /// The longest time between two uses of it so far, if that was ten minutes or more. An account that it was unused
    /// for too long does not let it in again because another account did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_idle: Option<SignedDuration>,
    /// The account in use, once the person has chosen one. It decides nothing: every request is judged by the account
    /// in its path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// Accounts whose administrators have ended the session there.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub closed_in: BTreeSet<AccountId>,
    /// The browser or program, as it names itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// The network address of the sign-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_ip: Option<String>,
    /// Counts the changes.
    pub version: u64,
}

/// From where someone signs in.
#[derive(Debug, Clone, Default)]
pub struct Device {
    /// The browser or program, as it names itself.
    pub user_agent: Option<String>,
    /// The network address that the gateway saw.
    pub source_ip: Option<String>,
}

impl Session {
    /// Forgets an account that is gone; whether there was anything to forget.
    pub fn forget(&mut self, account: AccountId) -> bool {
        let was_in_use = self.account.take_if(|in_use| *in_use == account).is_some();
        self.closed_in.remove(&account) || was_in_use
    }

    /// A new session of `person`, and the token that is its only key.
    pub fn begin(
        person: &Person,
        second_factor: bool,
        device: Device,
        limits: SessionLimits,
        now: Timestamp,
        rng: &mut impl Rng,
    ) -> (Self, SessionToken) {
        let token = SessionToken { person: person.key(), session: SessionId::random(rng), secret: Secret::random(rng) };
        let session = Self {
            id: token.session,
            email: person.email.clone(),
            token: token.secret.hash(),
            epoch: person.epoch,
            second_factor,
            created_at: now,
            proved_again_at: None,
            last_used_at: now,
            expires_at: now + limits.lifetime,
            idle: limits.idle,
            longest_idle: None,
            account: None,
            closed_in: BTreeSet::new(),
            user_agent: device.user_agent.map(|agent| shortened(&cleaned(&agent), LONGEST_USER_AGENT)),
            source_ip: device.source_ip,
            version: 1,
        };
        (session, token)
    }

    /// Whose session it is.
    pub fn person(&self) -> PersonKey {
        PersonKey::of(&self.email)
    }

    /// Whether `token` opens the session at `now`.
    pub fn is_open_with(&self, token: &SessionToken, person: &Person, now: Timestamp) -> bool {
        self.token.is_of(&token.secret) && self.is_open(person, now)
    }

    /// Whether the session is open at `now`.
    pub fn is_open(&self, person: &Person, now: Timestamp) -> bool {
        self.epoch == person.epoch && now < self.expires_at && now < self.last_used_at + self.idle
    }

    /// Whether an account with `model` still lets it in at `now`.
    pub fn lasts_with(&self, model: &AccessModel, now: Timestamp) -> bool {
        let SessionPolicy { lifetime, idle } = model.policies().session;
        now < self.created_at + lifetime && self.longest_idle_at(now).is_none_or(|longest| longest < idle)
    }

    /// When it ends at the latest in an account with `model`.
    pub fn ends_with(&self, model: &AccessModel) -> Timestamp {
        self.expires_at.min(self.created_at + model.policies().session.lifetime)
    }

    /// The session once it is used at `now`.
    #[must_use]
    pub fn used(self, now: Timestamp) -> Self {
        Self { longest_idle: self.longest_idle_at(now), last_used_at: now, ..self }
    }

    /// The longest time without use, with the one that ends at `now`.
    fn longest_idle_at(&self, now: Timestamp) -> Option<SignedDuration> {
        let idle = Some(now.duration_since(self.last_used_at)).filter(|idle| *idle >= SHORTEST_IDLE);
        self.longest_idle.max(idle)
    }

    /// The session of a person who shows again at `now` who they are.
    #[must_use]
    pub fn proved(self, now: Timestamp) -> Self {
        Self { proved_again_at: Some(now), ..self.used(now) }
    }

    /// Until when it counts that the person has shown who they are. To use the session shows nothing.
    pub fn proven_until(&self) -> Timestamp {
        self.proved_again_at.unwrap_or(self.created_at) + PROOF
    }

    /// When the session ends by itself, unless it is used before.
    pub fn idle_until(&self) -> Timestamp {
        self.expires_at.min(self.last_used_at + self.idle)
    }

    /// Whether a use at `now` is to be written down.
    pub fn is_use_to_be_noted(&self, now: Timestamp) -> bool {
        now >= self.last_used_at + USE_NOTED_EVERY
    }

    /// Whether the session has shown as much as an account with `model` asks for. A password that is too short without
    /// a second factor never opens anything alone, in whatever account it was allowed.
    pub fn satisfies(&self, model: &AccessModel, person: &Person) -> bool {
        self.second_factor || (model.policies().second_factor != SecondFactorPolicy::Required && !person.short_password)
    }
}

#[cfg(test)]
mod tests;
