//! Secrets that leave Usher: the links of invitations and resets, and the tokens of sessions, sign-ins under way and programs.
//!
//! A token reads `ush_<kind>_<base64url>` so that secret scanners find it. Its payload carries the ids that
//! form its item's key, 256 random bits, and a checksum: a mistyped or forged token is refused without a look-up,
//! and a token of one kind means nothing to the reader of another. Only the SHA-256 of the random bits is stored.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use rand::Rng;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::credential_reset::Credential;
use super::id::{AccountId, ApiTokenId, ChallengeId, InvitationId, PersonKey, SessionId, UserKey};

/// 256 random bits. Neither printed nor serialised; see [`Secret::hash`].
#[derive(Clone)]
pub struct Secret([u8; 32]);

/// What is stored of a [`Secret`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretHash(String);

impl Secret {
    /// A new secret.
    pub fn random(rng: &mut impl Rng) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// The hash to store. No salt and no stretching: there are 256 bits to guess.
    pub fn hash(&self) -> SecretHash {
        SecretHash(BASE64URL_NOPAD.encode(&Sha256::digest(self.0)))
    }
}

impl SecretHash {
    /// Whether this is the hash of `secret`, in constant time.
    pub fn is_of(&self, secret: &Secret) -> bool {
        self.0.as_bytes().ct_eq(secret.hash().0.as_bytes()).into()
    }
}

impl SecretHash {
    /// A key for something else, which tells nothing of the hash.
    pub(super) fn derived(&self, purpose: &[u8]) -> [u8; 32] {
        Sha256::new_with_prefix(purpose).chain_update(self.0.as_bytes()).finalize().into()
    }
}

impl fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretHash(…)")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A text that is not a token of the kind asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a token of this kind")]
pub struct MalformedToken;

/// What the link of an invitation carries.
///
/// The person's key and the inviter's are in it so that acceptance reads everything that it must check in one request.
#[derive(Debug, Clone)]
pub struct InvitationToken {
    /// Whose account.
    pub account: AccountId,
    /// Which invitation.
    pub invitation: InvitationId,
    /// Who is invited.
    pub person: PersonKey,
    /// Who vouches for the invitation; nobody where an operator invited.
    pub inviter: Option<UserKey>,
    /// What proves that the mail was received.
    pub secret: Secret,
}

impl InvitationToken {
    const KIND: &'static str = "ush_inv_";

    /// The token as it stands in a link.
    pub fn reveal(&self) -> String {
        let inviter = self.inviter.unwrap_or(NOBODY);
        encode(Self::KIND, &[self.account.as_bytes(), self.invitation.as_bytes(), self.person.as_bytes(), inviter.as_bytes(), &self.secret.0])
    }

    /// Reads a token that was in a link.
    pub fn parse(text: &str) -> Result<Self, MalformedToken> {
        let mut payload = Payload::decode(Self::KIND, text)?;
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

/// Stands for the account of a link that was sent through none.
const NOWHERE: AccountId = AccountId::from_bytes([0; 16]);

/// Stands for an inviter who is no user: an operator.
const NOBODY: UserKey = UserKey::from_bytes([0; 15]);

/// What a signed-in person holds.
#[derive(Debug, Clone)]
pub struct SessionToken {
    /// Who is signed in.
    pub person: PersonKey,
    /// In which session.
    pub session: SessionId,
    /// What proves it.
    pub secret: Secret,
}

impl SessionToken {
    const KIND: &'static str = "ush_ses_";

    /// The token as its holder sends it.
    pub fn reveal(&self) -> String {
        encode(Self::KIND, &[self.person.as_bytes(), self.session.as_bytes(), &self.secret.0])
    }

    /// Reads a token that a client sent.
    pub fn parse(text: &str) -> Result<Self, MalformedToken> {
        let mut payload = Payload::decode(Self::KIND, text)?;
        let token =
            Self { person: PersonKey::from_bytes(payload.take()?), session: SessionId::from_bytes(payload.take()?), secret: Secret(payload.take()?) };
        payload.end()?;
        Ok(token)
    }
}

/// What somebody holds between the password and the second factor.
#[derive(Debug, Clone)]
pub struct ChallengeToken {
    /// Who signs in.
    pub person: PersonKey,
    /// Which sign-in it is.
    pub challenge: ChallengeId,
    /// What proves it.
    pub secret: Secret,
}

impl ChallengeToken {
    const KIND: &'static str = "ush_chl_";

    /// The token as its holder sends it.
    pub fn reveal(&self) -> String {
        encode(Self::KIND, &[self.person.as_bytes(), self.challenge.as_bytes(), &self.secret.0])
    }

    /// Reads a token that a client sent.
    pub fn parse(text: &str) -> Result<Self, MalformedToken> {
        let mut payload = Payload::decode(Self::KIND, text)?;
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
    /// Which token.
    pub id: ApiTokenId,
    /// What proves it.
    pub secret: Secret,
}

impl ApiTokenToken {
    const KIND: &'static str = "ush_tok_";

    /// The token as its holder sends it.
    pub fn reveal(&self) -> String {
        encode(Self::KIND, &[self.account.as_bytes(), self.id.as_bytes(), &self.secret.0])
    }

    /// Reads a token that a client sent.
    pub fn parse(text: &str) -> Result<Self, MalformedToken> {
        let mut payload = Payload::decode(Self::KIND, text)?;
        let token =
            Self { account: AccountId::from_bytes(payload.take()?), id: ApiTokenId::from_bytes(payload.take()?), secret: Secret(payload.take()?) };
        payload.end()?;
        Ok(token)
    }
}

/// What the link of a credential reset carries. The ids are in it so that all that must be checked is read in one request.
#[derive(Debug, Clone)]
pub struct ResetToken {
    /// What the link resets: a link of one kind is nothing to the other.
    pub credential: Credential,
    /// Whose credential.
    pub person: PersonKey,
    /// The account through which the link was sent: none where the person was in none.
    pub account: Option<AccountId>,
    /// What proves that the mail was received.
    pub secret: Secret,
}

impl ResetToken {
    fn kind(credential: Credential) -> &'static str {
        match credential {
            Credential::Password => "ush_pwr_",
            Credential::SecondFactor => "ush_sfr_",
        }
    }

    /// The token as it stands in a link.
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

fn encode(kind: &str, parts: &[&[u8]]) -> String {
    let mut payload = parts.concat();
    payload.extend(checksum(kind, &payload));
    format!("{kind}{}", BASE64URL_NOPAD.encode(&payload))
}

/// Tells typing errors and blind guesses from tokens; secrecy is not its business.
fn checksum(kind: &str, payload: &[u8]) -> [u8; 4] {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(kind.as_bytes());
    hasher.update(payload);
    hasher.finalize().to_be_bytes()
}

/// The bytes of a token whose kind and checksum are right, read front to back.
struct Payload {
    bytes: Vec<u8>,
    read: usize,
}

impl Payload {
    fn decode(kind: &str, text: &str) -> Result<Self, MalformedToken> {
        let encoded = text.strip_prefix(kind).ok_or(MalformedToken)?;
        let mut bytes = BASE64URL_NOPAD.decode(encoded.as_bytes()).map_err(|_| MalformedToken)?;
        let sum = bytes.split_off(bytes.len().checked_sub(4).ok_or(MalformedToken)?);
        if sum != checksum(kind, &bytes) {
            return Err(MalformedToken);
        }
        Ok(Self { bytes, read: 0 })
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], MalformedToken> {
        let part = self.bytes.get(self.read..self.read + N).ok_or(MalformedToken)?;
        self.read += N;
        part.try_into().map_err(|_| MalformedToken)
    }

    fn end(self) -> Result<(), MalformedToken> {
        if self.read == self.bytes.len() { Ok(()) } else { Err(MalformedToken) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;
    use crate::domain::email::EmailAddress;

    fn invitation(inviter: Option<UserKey>) -> InvitationToken {
        let mut rng = StdRng::seed_from_u64(7);
        let account = AccountId::random(&mut rng);
        let person = PersonKey::of(&EmailAddress::parse("ada@example.com").unwrap());
        let invitation = InvitationId::random(UserKey::of(account, person), &mut rng);
        InvitationToken { account, invitation, person, inviter, secret: Secret::random(&mut rng) }
    }

    fn session() -> SessionToken {
        let mut rng = StdRng::seed_from_u64(8);
        let person = PersonKey::of(&EmailAddress::parse("ada@example.com").unwrap());
        SessionToken { person, session: SessionId::random(&mut rng), secret: Secret::random(&mut rng) }
    }

    #[test]
    fn tokens_survive_the_journey() {
        let inviter = Some(UserKey::from_bytes([7; 15]));
        let read = InvitationToken::parse(&invitation(inviter).reveal()).unwrap();
        assert_eq!((read.account, read.invitation, read.inviter), (invitation(inviter).account, invitation(inviter).invitation, inviter));
        assert!(invitation(inviter).secret.hash().is_of(&read.secret));
        assert_eq!(InvitationToken::parse(&invitation(None).reveal()).unwrap().inviter, None);
        assert!(session().secret.hash().is_of(&SessionToken::parse(&session().reveal()).unwrap().secret));
    }

    #[test]
    fn a_token_of_one_kind_is_nothing_to_another() {
        assert!(SessionToken::parse(&invitation(None).reveal()).is_err());
        let renamed = session().reveal().replace("ush_ses_", "ush_inv_");
        assert!(InvitationToken::parse(&renamed).is_err());
    }

    #[test]
    fn a_reset_of_one_credential_is_nothing_to_the_other() {
        let (person, secret) = (session().person, session().secret);
        let account = Some(invitation(None).account);
        let token = |credential| ResetToken { credential, person, account, secret: secret.clone() };
        let (password, factor) = (token(Credential::Password).reveal(), token(Credential::SecondFactor).reveal());
        let read = ResetToken::parse(Credential::Password, &password).unwrap();
        assert!((read.person, read.account) == (person, account) && secret.hash().is_of(&read.secret));
        assert!(ResetToken::parse(Credential::SecondFactor, &factor).is_ok());
        let of_no_account = ResetToken { account: None, ..read }.reveal();
        assert_eq!(ResetToken::parse(Credential::Password, &of_no_account).unwrap().account, None);
        for (credential, text) in [(Credential::SecondFactor, &password), (Credential::Password, &factor)] {
            assert!(ResetToken::parse(credential, text).is_err());
            let renamed = if text.starts_with("ush_pwr_") { text.replace("ush_pwr_", "ush_sfr_") } else { text.replace("ush_sfr_", "ush_pwr_") };
            assert!(ResetToken::parse(credential, &renamed).is_err());
        }
    }

    #[test]
    fn secrets_print_nothing() {
        let token = session();
        let shown = format!("{token:?} {:?}", token.secret.hash());
        assert!(shown.contains("Secret(…)") && !shown.contains(&token.secret.hash().0), "{shown}");
    }

    proptest! {
        #[test]
        fn any_changed_character_is_noticed(place in 8_usize..90, other in "[A-Za-z0-9_-]") {
            let mut text = session().reveal();
            if text[place..=place] != *other {
                text.replace_range(place..=place, &other);
                prop_assert!(SessionToken::parse(&text).is_err());
            }
        }

        #[test]
        fn parsing_never_panics(text in "(ush_(inv|ses|pwr|sfr)_)?.{0,200}") {
            prop_assert!(ResetToken::parse(Credential::Password, &text).is_err());
            prop_assert!(SessionToken::parse(&text).is_err());
            prop_assert!(InvitationToken::parse(&text).is_err());
        }
    }
}
