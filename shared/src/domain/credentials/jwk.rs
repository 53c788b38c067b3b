//! The public halves of the keys that sign, as JSON Web Keys (RFC 7517).

use data_encoding::BASE64URL_NOPAD;
use serde::Serialize;
use sha2::{Digest, Sha256};
use spki::SubjectPublicKeyInfoRef;
use utoipa::ToSchema;

/// A public RSA key for `RS256`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = JsonWebKey)]
pub struct Jwk {
    // No comments for the document: what has one and is inline utoipa takes for an object.
    #[schema(inline)]
    kty: KeyType,
    #[schema(inline)]
    r#use: KeyUse,
    /// The algorithm.
    alg: SigningAlgorithm,
    /// The key's thumbprint (RFC 7638), which tokens name.
    #[schema(example = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")]
    kid: String,
    /// The modulus.
    #[schema(example = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtV…")]
    n: String,
    /// The exponent.
    #[schema(example = "AQAB")]
    e: String,
}

/// The key type: RSA.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
enum KeyType {
    /// RSA (RFC 7518 section 6.3).
    #[serde(rename = "RSA")]
    Rsa,
}

/// The use of the key: signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
enum KeyUse {
    /// Signatures (RFC 7517 section 4.2).
    #[serde(rename = "sig")]
    Signatures,
}

/// The algorithm of signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub enum SigningAlgorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 section 3.3).
    #[serde(rename = "RS256")]
    Rs256,
}

/// What a thumbprint is made of: these members in this order (RFC 7638 section 3.2).
#[derive(Serialize)]
struct Required<'a> {
    e: &'a str,
    kty: KeyType,
    n: &'a str,
}

/// A key that is not RSA's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a public RSA key")]
pub struct NotRsa;

impl Jwk {
    /// The key in a SubjectPublicKeyInfo (RFC 5280 section 4.1).
    pub fn of_spki(der: &[u8]) -> Result<Self, NotRsa> {
        let info = SubjectPublicKeyInfoRef::try_from(der).map_err(|_| NotRsa)?;
        if info.algorithm.oid != pkcs1::ALGORITHM_OID {
            return Err(NotRsa);
        }
        let bits = info.subject_public_key.as_bytes().ok_or(NotRsa)?;
        let key = pkcs1::RsaPublicKey::try_from(bits).map_err(|_| NotRsa)?;
        let [n, e] = [key.modulus, key.public_exponent].map(|number| BASE64URL_NOPAD.encode(number.as_bytes()));
        let kid = thumbprint(&n, &e)?;
        Ok(Self { kty: KeyType::Rsa, r#use: KeyUse::Signatures, alg: SigningAlgorithm::Rs256, kid, n, e })
    }

    /// What tokens call the key: its thumbprint.
    pub fn kid(&self) -> &str {
        &self.kid
    }
}

fn thumbprint(n: &str, e: &str) -> Result<String, NotRsa> {
    let members = serde_json::to_vec(&Required { e, kty: KeyType::Rsa, n }).map_err(|_| NotRsa)?;
    Ok(BASE64URL_NOPAD.encode(&Sha256::digest(members)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of RFC 7638 section 3.1.
    const N: &str = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJE\
        CPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2Q\
        vzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6\
        WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";

    #[test]
    fn the_thumbprint_is_the_one_of_the_rfc() {
        assert_eq!(thumbprint(N, "AQAB").unwrap(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    #[test]
    fn what_is_no_rsa_key_is_refused() {
        for der in [&[][..], &[0x30, 0x00], &[0xff; 300]] {
            assert_eq!(Jwk::of_spki(der), Err(NotRsa));
        }
    }
}
