//! The link of a credential reset.

use super::payload::{Payload, encode};
use super::{MalformedToken, Secret, TokenKind};
use crate::domain::credential::Credential;
use crate::domain::id::{AccountId, PersonKey};

/// Stands for the account of a link that was sent through none.
const NOWHERE: AccountId = AccountId::from_bytes([0; 16]);

/// What the link of a credential reset carries. The ids are in it so that all that must be checked is read in one
/// request.
#[derive(Debug, Clone)]
pub struct ResetToken {
    /// What the link resets: a link of one kind is nothing to the other.
    pub credential: Credential,
    /// The person whose credential it is.
    pub person: PersonKey,
    /// The account through which the link was sent: none if the person was in none.
    pub account: Option<AccountId>,
    /// What proves that the email was received.
    pub secret: Secret,
}

impl ResetToken {
    fn kind(credential: Credential) -> TokenKind {
        match credential {
            Credential::Password => TokenKind::PasswordReset,
            Credential::SecondFactor => TokenKind::SecondFactorReset,
        }
    }

    /// The token as it is in a link.
    pub fn reveal(&self) -> String {
        let account = self.account.unwrap_or(NOWHERE);
        encode(Self::kind(self.credential), &[self.person.as_bytes(), account.as_bytes(), &self.secret.0])
    }

    /// Reads a token that was in a link of this kind.
    pub fn parse(credential: Credential, text: &str) -> Result<Self, MalformedToken> {
        let mut payload = Payload::decode(Self::kind(credential), text)?;
        let person = PersonKey::from_bytes(payload.take()?);
        let account = Some(AccountId::from_bytes(payload.take()?)).filter(|account| *account != NOWHERE);
        let token = Self { credential, person, account, secret: Secret(payload.take()?) };
        payload.end()?;
        Ok(token)
    }
}
