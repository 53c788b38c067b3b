//! A challenge: a sign-in between the right password and the second factor. It opens nothing but the second step.

use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use serde::{Deserialize, Serialize};

use super::token::{ChallengeToken, Secret, SecretHash};
use crate::domain::id::{ChallengeId, PersonKey};
use crate::domain::people::person::Person;

/// How long the second step may take.
pub const LIFETIME: SignedDuration = SignedDuration::from_mins(5);

/// How many codes are looked at.
pub const MOST_ATTEMPTS: u32 = 5;

/// A sign-in that waits for the second factor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Challenge {
    /// The person who signs in.
    pub person: PersonKey,
    /// The challenge's own id.
    pub id: ChallengeId,
    /// What is stored of the token.
    pub token: SecretHash,
    /// The person's epoch when the password was right.
    pub epoch: u64,
    /// How many codes have been looked at, or are about to be.
    pub attempts: u32,
    /// When the challenge ends by itself.
    pub expires_at: Timestamp,
    /// Counts the changes but for the attempts.
    pub version: u64,
}

impl Challenge {
    /// A new challenge for `person`, and the token that is its only key.
    pub fn begin(person: &Person, now: Timestamp, rng: &mut impl Rng) -> (Self, ChallengeToken) {
        let token =
            ChallengeToken { person: person.key(), challenge: ChallengeId::random(rng), secret: Secret::random(rng) };
        let hash = token.secret.hash();
        let challenge = Self {
            person: token.person,
            id: token.challenge,
            token: hash,
            epoch: person.epoch,
            attempts: 0,
            expires_at: now + LIFETIME,
            version: 1,
        };
        (challenge, token)
    }

    /// Whether `token` is its, and the second step may be taken at `now`. How often it was tried is counted where it is
    /// stored.
    pub fn is_open_with(&self, token: &ChallengeToken, person: &Person, now: Timestamp) -> bool {
        self.token.is_of(&token.secret) && self.epoch == person.epoch && now < self.expires_at
    }
}
