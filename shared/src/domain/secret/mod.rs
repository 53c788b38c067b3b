//! Secrets as values, and what is stored of them: here what proves that a token is genuine.

pub mod foreign;
pub mod password;

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use rand::Rng;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// 256 random bits. Neither printed nor serialised; see [`Secret::hash`].
#[derive(Clone)]
pub struct Secret(pub(in crate::domain) [u8; 32]);

/// What is stored of a [`Secret`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretHash(pub(in crate::domain) String);

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

    /// A key for something else, which tells nothing of the hash.
    pub(crate) fn derived(&self, purpose: &[u8]) -> [u8; 32] {
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
