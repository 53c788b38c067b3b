//! A session: what a signed-in person holds.

use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use serde::{Deserialize, Serialize};

use super::email::EmailAddress;
use super::id::{PersonKey, SessionId};
use super::token::{Secret, SecretHash, SessionToken};

/// How long a session lasts, whatever it is used for (OWASP ASVS 5.0, 7.3.2).
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(12);

/// A signed-in person on one device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// The session's own id.
    pub id: SessionId,
    /// Who is signed in.
    pub email: EmailAddress,
    /// What is stored of the token.
    pub token: SecretHash,
    /// When the person signed in.
    pub created_at: Timestamp,
    /// When the session ends by itself.
    pub expires_at: Timestamp,
    /// The browser or program, as it names itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// Counts the changes.
    pub version: u64,
}

impl Session {
    /// A new session, and the token that is its only key.
    pub fn begin(email: EmailAddress, user_agent: Option<String>, now: Timestamp, rng: &mut impl Rng) -> (Self, SessionToken) {
        let token = SessionToken { person: PersonKey::of(&email), session: SessionId::random(rng), secret: Secret::random(rng) };
        let session = Self {
            id: token.session,
            email,
            token: token.secret.hash(),
            created_at: now,
            expires_at: now + LIFETIME,
            user_agent: user_agent.map(|agent| agent.chars().take(200).collect()),
            version: 1,
        };
        (session, token)
    }

    /// Whose session it is.
    pub fn person(&self) -> PersonKey {
        PersonKey::of(&self.email)
    }

    /// Whether `token` opens the session at `now`.
    pub fn is_open_with(&self, token: &SessionToken, now: Timestamp) -> bool {
        self.token.is_of(&token.secret) && now < self.expires_at
    }
}
