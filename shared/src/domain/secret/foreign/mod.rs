//! Hashes of passwords that other systems made. People who move in keep their passwords: what came with them is
//! verified as it was made, until its owner signs in and has a hash of Usher's own (docs/decisions/0076).

mod kinds;
mod reading;
#[cfg(test)]
mod tests;
mod work;

use std::fmt;

use aes::cipher::{KeyIvInit, StreamCipher};
use argon2::{Algorithm, Argon2, Params, Version};
use data_encoding::{BASE64_NOPAD, HEXLOWER};
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha512};
use subtle::ConstantTimeEq;

pub use self::kinds::ForeignKinds;
pub use self::reading::{FirebaseParameters, ForeignHashFault};
use super::password::{HashFault, Password};

/// A hash of a password, made elsewhere. Its text is what is stored of it. Prints nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct ForeignHash(Made);

/// How it was made.
#[derive(Clone, PartialEq, Eq)]
enum Made {
    /// bcrypt's own text.
    Bcrypt {
        text: String,
        cost: u32,
        /// Whether it is made of the password's SHA-256 in hexadecimal (Django's `bcrypt_sha256`).
        of_sha256: bool,
    },
    /// A key that is derived of the password and the salt.
    Derived { by: Derivation, salt: Vec<u8>, key: Vec<u8> },
    /// Firebase's: what encrypts the project's `signer` is derived of the password.
    Firebase { ln: u8, rounds: u32, salt: Vec<u8>, encrypted: Vec<u8>, signer: Vec<u8> },
}

/// A function that derives keys of passwords, with how much work it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Derivation {
    Argon2 { algorithm: Algorithm, version: Version, m: u32, t: u32, p: u32 },
    Scrypt { ln: u8, r: u32, p: u32 },
    Pbkdf2 { digest: Digest, rounds: u32 },
}

/// The hash function within PBKDF2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Digest {
    Sha1,
    Sha256,
    Sha512,
}

impl Digest {
    const ALL: [Self; 3] = [Self::Sha1, Self::Sha256, Self::Sha512];

    fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
        }
    }

    /// How many bytes it makes at a time.
    fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }
}

impl ForeignHash {
    /// Whether `password` is the one that was hashed, in constant time.
    pub fn verify(&self, password: &Password) -> Result<bool, HashFault> {
        let password = password.0.as_bytes();
        match &self.0 {
            Made::Bcrypt { text, of_sha256: false, .. } => bcrypt::verify(password, text).map_err(|_| HashFault),
            Made::Bcrypt { text, of_sha256: true, .. } => {
                bcrypt::verify(HEXLOWER.encode(&Sha256::digest(password)), text).map_err(|_| HashFault)
            }
            Made::Derived { by, salt, key } => Ok(by.derive(password, salt, key.len())?.ct_eq(key).into()),
            Made::Firebase { ln, rounds, salt, encrypted, signer } => {
                let key = Derivation::Scrypt { ln: *ln, r: *rounds, p: 1 }.derive(password, salt, 32)?;
                let mut found = signer.clone();
                let mut cipher =
                    ctr::Ctr128BE::<aes::Aes256>::new_from_slices(&key, &[0; 16]).map_err(|_| HashFault)?;
                cipher.apply_keystream(&mut found);
                Ok(found.ct_eq(encrypted).into())
            }
        }
    }
}

impl Derivation {
    fn derive(self, password: &[u8], salt: &[u8], length: usize) -> Result<Vec<u8>, HashFault> {
        let mut key = vec![0; length];
        match self {
            Self::Argon2 { algorithm, version, m, t, p } => {
                let params = Params::new(m, t, p, Some(length)).map_err(|_| HashFault)?;
                let argon2 = Argon2::new(algorithm, version, params);
                argon2.hash_password_into(password, salt, &mut key).map_err(|_| HashFault)?;
            }
            Self::Scrypt { ln, r, p } => {
                let params = scrypt::Params::new(ln, r, p).map_err(|_| HashFault)?;
                scrypt::scrypt(password, salt, &params, &mut key).map_err(|_| HashFault)?;
            }
            Self::Pbkdf2 { digest: Digest::Sha1, rounds } => pbkdf2_hmac::<Sha1>(password, salt, rounds, &mut key),
            Self::Pbkdf2 { digest: Digest::Sha256, rounds } => pbkdf2_hmac::<Sha256>(password, salt, rounds, &mut key),
            Self::Pbkdf2 { digest: Digest::Sha512, rounds } => pbkdf2_hmac::<Sha512>(password, salt, rounds, &mut key),
        }
        Ok(key)
    }
}

/// What is stored: a PHC string, bcrypt's own, or one like them for what neither can say.
impl fmt::Display for ForeignHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let b64 = |bytes: &[u8]| BASE64_NOPAD.encode(bytes);
        match &self.0 {
            Made::Bcrypt { text, of_sha256, .. } => {
                write!(f, "{}{text}", if *of_sha256 { "$bcrypt-sha256" } else { "" })
            }
            Made::Derived { by, salt, key } => write!(f, "{by}${}${}", b64(salt), b64(key)),
            Made::Firebase { ln, rounds, salt, encrypted, signer } => {
                write!(f, "$firebase-scrypt$ln={ln},r={rounds}${}${}${}", b64(salt), b64(encrypted), b64(signer))
            }
        }
    }
}

impl fmt::Display for Derivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argon2 { algorithm, version, m, t, p } => {
                write!(f, "${algorithm}$v={}$m={m},t={t},p={p}", u32::from(*version))
            }
            Self::Scrypt { ln, r, p } => write!(f, "$scrypt$ln={ln},r={r},p={p}"),
            Self::Pbkdf2 { digest, rounds } => write!(f, "$pbkdf2-{}$i={rounds}", digest.name()),
        }
    }
}

impl fmt::Debug for ForeignHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ForeignHash(…)")
    }
}
