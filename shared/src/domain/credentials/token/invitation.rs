//! The link of an invitation.

use super::payload::{Payload, encode};
use super::{MalformedToken, Secret, TokenKind};
use crate::domain::id::{AccountId, InvitationId, PersonKey, UserKey};

/// Stands for an inviter who is no user: an operator.
const NOBODY: UserKey = UserKey::from_bytes([0; 15]);

/// What the link of an invitation carries.
///
/// The person's key and the inviter's are in it so that acceptance reads everything that it must check in one request.
#[derive(Debug, Clone)]
pub struct InvitationToken {
    /// The account.
    pub account: AccountId,
    /// The invitation's id.
    pub invitation: InvitationId,
    /// The invited person.
    pub person: PersonKey,
    /// Who vouches for the invitation; nobody if an operator invited.
    pub inviter: Option<UserKey>,
    /// What proves that the email was received.
    pub secret: Secret,
}

impl InvitationToken {
    /// The token as it is in a link.
    pub fn reveal(&self) -> String {
        let inviter = self.inviter.unwrap_or(NOBODY);
        encode(
            TokenKind::Invitation,
            &[
                self.account.as_bytes(),
                self.invitation.as_bytes(),
                self.person.as_bytes(),
                inviter.as_bytes(),
                &self.secret.0,
            ],
        )
    }

    /// Reads a token that was in a link.
    pub fn parse(text: &str) -> Result<Self, MalformedToken> {
        let mut payload = Payload::decode(TokenKind::Invitation, text)?;
        let token = Self {
            account: AccountId::from_bytes(payload.take()?),
            invitation: InvitationId::from_bytes(payload.take()?),
            person: PersonKey::from_bytes(payload.take()?),
            inviter: Some(UserKey::from_bytes(payload.take()?)).filter(|inviter| *inviter != NOBODY),
            secret: Secret(payload.take()?),
        };
        payload.end()?;
        let is_of_one_user = token.invitation.key() == UserKey::of(token.account, token.person);
        is_of_one_user.then_some(token).ok_or(MalformedToken)
    }
}
