//! What is stored encrypted under a key that never leaves KMS.

use std::fmt;

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};

use crate::domain::id::{AccountId, ApiTokenId, PersonKey};

/// Whose secret it is. KMS binds the ciphertext to it, so that one moved to another owner's item is worth nothing
/// there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealedFor {
    /// A person's second factor.
    SecondFactor(PersonKey),
    /// A token of an account.
    ApiToken(AccountId, ApiTokenId),
}

impl SealedFor {
    /// The encryption context: name and value. CloudTrail shows it, so that it names ids and nothing else.
    pub fn context(&self) -> (&'static str, String) {
        match self {
            Self::SecondFactor(person) => ("usher-second-factor", person.to_string()),
            Self::ApiToken(account, token) => ("usher-api-token", format!("{account}/{token}")),
        }
    }
}

/// Something that only KMS can read: base64 of its ciphertext.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(String);

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(…)")
    }
}

impl Sealed {
    /// What KMS returned.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(BASE64.encode(bytes))
    }

    /// What KMS takes; nothing if it is not what [`Sealed::from_bytes`] wrote.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        BASE64.decode(self.0.as_bytes()).ok()
    }
}
