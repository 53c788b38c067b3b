//! What a distribution before the API proves itself with.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// The hash of a distribution's secret. The secret itself is in no function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EdgeSecretHash([u8; 32]);

impl EdgeSecretHash {
    /// Reads SHA-256 as 64 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok().map(Self)
    }

    /// The hash of a secret.
    pub fn of(secret: &[u8]) -> Self {
        Self(Sha256::digest(secret).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_64_digits() {
        let hash = EdgeSecretHash::parse("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
        assert_eq!(hash, Some(EdgeSecretHash::of(b"test")));
        assert!(EdgeSecretHash::parse("").is_none() && EdgeSecretHash::parse("9f86").is_none());
    }
}
