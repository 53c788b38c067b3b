//! What people and programs send with each request: sessions, sign-ins under way and API tokens.

use super::payload::{Payload, encode};
use super::{MalformedToken, Secret, TokenKind};
use crate::domain::id::{AccountId, ApiTokenId, ChallengeId, PersonKey, SessionId};

/// What a signed-in person holds.
#[derive(Debug, Clone)]
pub struct SessionToken {
    /// The address of the person who is signed in.
    pub person: PersonKey,
    /// The session's id.
    pub session: SessionId,
    /// The secret that proves it.
    pub secret: Secret,
}

impl SessionToken {
    /// The token as its holder sends it.
    pub fn reveal(&self) -> String {
        encode(TokenKind::Session, &[self.person.as_bytes(), self.session.as_bytes(), &self.secret.0])
    }

    /// Reads a token that a client sent.
    pub fn parse(text: &str) -> Result<Self, MalformedToken> {
        let mut payload = Payload::decode(TokenKind::Session, text)?;
        let token = Self {
            person: PersonKey::from_bytes(payload.take()?),
            session: SessionId::from_bytes(payload.take()?),
            secret: Secret(payload.take()?),
        };
        payload.end()?;
        Ok(token)
    }
}

/// What someone holds between the password and the second factor.
#[derive(Debug, Clone)]
pub struct ChallengeToken {
    /// The person who signs in.
    pub person: PersonKey,
    /// Which sign-in it is.
    pub challenge: ChallengeId,
    /// The secret that proves it.
    pub secret: Secret,
}

impl ChallengeToken {
    /// The token as its holder sends it.
    pub fn reveal(&self) -> String {
        encode(TokenKind::Challenge, &[self.person.as_bytes(), self.challenge.as_bytes(), &self.secret.0])
    }

    /// Reads a token that a client sent.
    pub fn parse(text: &str) -> Result<Self, MalformedToken> {
        let mut payload = Payload::decode(TokenKind::Challenge, text)?;
        let token = Self {
            person: PersonKey::from_bytes(payload.take()?),
            challenge: ChallengeId::from_bytes(payload.take()?),
            secret: Secret(payload.take()?),
        };
        payload.end()?;
        Ok(token)
    }
}

/// What a program holds. It is of one account, and its id tells whose it is.
#[derive(Debug, Clone)]
pub struct ApiTokenToken {
    /// The account.
    pub account: AccountId,
    /// The token's id.
    pub id: ApiTokenId,
    /// The secret that proves it.
    pub secret: Secret,
}

impl ApiTokenToken {
    /// The token as its holder sends it.
    pub fn reveal(&self) -> String {
        encode(TokenKind::ApiToken, &[self.account.as_bytes(), self.id.as_bytes(), &self.secret.0])
    }

    /// Reads a token that a client sent.
    pub fn parse(text: &str) -> Result<Self, MalformedToken> {
        let mut payload = Payload::decode(TokenKind::ApiToken, text)?;
        let token = Self {
            account: AccountId::from_bytes(payload.take()?),
            id: ApiTokenId::from_bytes(payload.take()?),
            secret: Secret(payload.take()?),
        };
        payload.end()?;
        Ok(token)
    }
}
