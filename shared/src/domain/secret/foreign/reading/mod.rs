//! From what other systems export to a hash: PHC strings, bcrypt's own, and those of Django, Keycloak, better-auth and
//! Firebase.

use std::str::FromStr;

use argon2::{Algorithm, Version};
use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER};

use super::{Derivation, Digest, ForeignHash, Made};
use crate::domain::Coded;

mod keycloak;

/// No text of a hash is longer.
const LONGEST: usize = 2_048;

/// How many bytes a salt, a key or a signer's key has at most.
const MOST_BYTES: usize = 128;

/// No key that is shorter is compared: too many passwords would have it.
const LEAST_KEY: usize = 16;

/// Why a text is not taken as a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ForeignHashFault {
    /// It is none that Usher can verify.
    #[error("not a hash that can be verified: see the formats in docs/import.md")]
    Unknown,
    /// It is of a known kind, and not well-formed.
    #[error("the hash is not well-formed")]
    Malformed,
    /// It would take too long, or too much memory.
    #[error("the hash takes more than a second or 128 MiB to verify: import without it, and let them set a new one")]
    TooMuchWork,
    /// Together with the kinds that are there it would take too long.
    #[error("too many kinds of hashes: import without it, and let them set a new one")]
    TooManyKinds,
}

impl Coded for ForeignHashFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown_password_hash",
            Self::Malformed => "malformed_password_hash",
            Self::TooMuchWork | Self::TooManyKinds => "costly_password_hash",
        }
    }
}

/// What Firebase tells once of all passwords of a project: `firebase auth:export` and the console name it so.
#[derive(Debug, Clone)]
pub struct FirebaseParameters {
    signer: Vec<u8>,
    separator: Vec<u8>,
    rounds: u32,
    ln: u8,
}

impl FirebaseParameters {
    /// The parameters as the console shows them.
    pub fn parse(signer: &str, separator: &str, rounds: u32, mem_cost: u32) -> Result<Self, ForeignHashFault> {
        let ln = u8::try_from(mem_cost).map_err(|_| ForeignHashFault::Malformed)?;
        Ok(Self { signer: bytes(signer, LEAST_KEY)?, separator: bytes(separator, 0)?, rounds, ln })
    }
}

impl ForeignHash {
    /// The hash in a text, of whatever kind it is.
    pub fn parse(text: &str) -> Result<Self, ForeignHashFault> {
        if text.len() > LONGEST {
            return Err(ForeignHashFault::Malformed);
        }
        Self::read(text.trim())?.checked()
    }

    /// Firebase's `passwordHash` and `salt` of one account.
    pub fn firebase(hash: &str, salt: &str, project: &FirebaseParameters) -> Result<Self, ForeignHashFault> {
        let salt = [bytes(salt, 1)?, project.separator.clone()].concat();
        let (ln, rounds, signer) = (project.ln, project.rounds, project.signer.clone());
        let encrypted = bytes(hash, LEAST_KEY)?;
        if encrypted.len() != signer.len() {
            return Err(ForeignHashFault::Malformed);
        }
        Self(Made::Firebase { ln, rounds, salt, encrypted, signer }).checked()
    }

    fn checked(self) -> Result<Self, ForeignHashFault> {
        if self.is_too_much() { Err(ForeignHashFault::TooMuchWork) } else { Ok(self) }
    }

    fn read(text: &str) -> Result<Self, ForeignHashFault> {
        if text.starts_with('{') {
            return keycloak::read(text);
        }
        let parts: Vec<&str> = text.split('$').collect();
        match parts[..] {
            ["", "2a" | "2b" | "2y", _, _] => bcrypt(text, false),
            ["", "bcrypt-sha256", "2a" | "2b" | "2y", ..] => bcrypt(&text["$bcrypt-sha256".len()..], true),
            ["bcrypt_sha256", "", "2a" | "2b" | "2y", ..] => bcrypt(&text["bcrypt_sha256$".len()..], true),
            ["bcrypt", "", "2a" | "2b" | "2y", ..] => bcrypt(&text["bcrypt$".len()..], false),
            ["", "firebase-scrypt", params, salt, encrypted, signer] => {
                let params = Parameters(params);
                let (ln, rounds) = (params.get("ln")?, params.get("r")?);
                let (salt, encrypted, signer) = (bytes(salt, 1)?, bytes(encrypted, 1)?, bytes(signer, 1)?);
                Ok(Self(Made::Firebase { ln, rounds, salt, encrypted, signer }))
            }
            ["", name, ref rest @ ..] => phc(name, rest),
            // Django's, whose salts are texts.
            [name, rounds, salt, key] if let Some(digest) = django(name) => {
                derived(Derivation::Pbkdf2 { digest, rounds: number(rounds)? }, salt.into(), bytes(key, 0)?)
            }
            ["scrypt", n, salt, r, p, key] => {
                let by = Derivation::Scrypt { ln: log2(number(n)?)?, r: number(r)?, p: number(p)? };
                derived(by, salt.into(), bytes(key, 0)?)
            }
            ["argon2", name, ref rest @ ..] => phc(name, rest),
            // better-auth's, whose salt is the text itself.
            [both] => match both.split_once(':') {
                Some((salt, key)) if salt.len() == 32 && key.len() == 128 => {
                    let key = HEXLOWER.decode(key.as_bytes()).map_err(|_| ForeignHashFault::Malformed)?;
                    derived(Derivation::Scrypt { ln: 14, r: 16, p: 1 }, salt.into(), key)
                }
                _ => Err(ForeignHashFault::Unknown),
            },
            _ => Err(ForeignHashFault::Unknown),
        }
    }
}

fn bcrypt(text: &str, of_sha256: bool) -> Result<ForeignHash, ForeignHashFault> {
    let parts = bcrypt::HashParts::from_str(text).map_err(|_| ForeignHashFault::Malformed)?;
    let cost = parts.get_cost();
    if !(4..=31).contains(&cost) {
        return Err(ForeignHashFault::Malformed);
    }
    Ok(ForeignHash(Made::Bcrypt { text: text.to_owned(), cost, of_sha256 }))
}

/// What is behind the name in a PHC string.
fn phc(name: &str, rest: &[&str]) -> Result<ForeignHash, ForeignHashFault> {
    let (version, rest) = match rest {
        [version, rest @ ..] if version.starts_with("v=") => (Parameters(version).get::<u32>("v")?, rest),
        rest => (16, rest),
    };
    let &[params, salt, key] = rest else { return Err(ForeignHashFault::Unknown) };
    let params = Parameters(params);
    let by = match name {
        "argon2i" | "argon2d" | "argon2id" => Derivation::Argon2 {
            algorithm: Algorithm::new(name).map_err(|_| ForeignHashFault::Unknown)?,
            version: Version::try_from(version).map_err(|_| ForeignHashFault::Malformed)?,
            m: params.get("m")?,
            t: params.get("t")?,
            p: params.get("p")?,
        },
        "scrypt" => Derivation::Scrypt { ln: params.get("ln")?, r: params.get("r")?, p: params.get("p")? },
        name => {
            let digest = name.strip_prefix("pbkdf2-").and_then(digest).ok_or(ForeignHashFault::Unknown)?;
            // Some write the number alone.
            let rounds = params.get("i").or_else(|_| number(params.0))?;
            Derivation::Pbkdf2 { digest, rounds }
        }
    };
    derived(by, bytes(salt, 0)?, bytes(key, 0)?)
}

fn derived(by: Derivation, salt: Vec<u8>, key: Vec<u8>) -> Result<ForeignHash, ForeignHashFault> {
    let is_possible = match by {
        Derivation::Argon2 { m, t, p, .. } => salt.len() >= 8 && argon2::Params::new(m, t, p, Some(key.len())).is_ok(),
        Derivation::Scrypt { ln, r, p } => (1..64).contains(&ln) && scrypt::Params::new(ln, r, p).is_ok(),
        Derivation::Pbkdf2 { rounds, .. } => rounds > 0,
    };
    if !is_possible || key.len() < LEAST_KEY || [&salt, &key].iter().any(|bytes| bytes.len() > MOST_BYTES) {
        return Err(ForeignHashFault::Malformed);
    }
    Ok(ForeignHash(Made::Derived { by, salt, key }))
}

fn django(name: &str) -> Option<Digest> {
    name.strip_prefix("pbkdf2_").and_then(digest)
}

fn digest(name: &str) -> Option<Digest> {
    Digest::ALL.into_iter().find(|digest| digest.name() == name)
}

/// The exponent of a power of two.
fn log2(n: u64) -> Result<u8, ForeignHashFault> {
    let is_power = n.is_power_of_two();
    is_power.then_some(n.trailing_zeros() as u8).ok_or(ForeignHashFault::Malformed)
}

fn number<T: FromStr>(text: &str) -> Result<T, ForeignHashFault> {
    text.parse().map_err(|_| ForeignHashFault::Malformed)
}

/// Base64 in any of its forms; `.` is `+` for some.
fn bytes(text: &str, least: usize) -> Result<Vec<u8>, ForeignHashFault> {
    let plus = text.replace('.', "+");
    let forms = [(&BASE64, &plus), (&BASE64_NOPAD, &plus), (&BASE64URL_NOPAD, &plus)];
    let found = forms.into_iter().find_map(|(form, text)| form.decode(text.as_bytes()).ok());
    found.filter(|bytes| (least..=MOST_BYTES).contains(&bytes.len())).ok_or(ForeignHashFault::Malformed)
}

/// `name=value` pairs with commas between them.
struct Parameters<'a>(&'a str);

impl Parameters<'_> {
    fn get<T: FromStr>(&self, name: &str) -> Result<T, ForeignHashFault> {
        let mut pairs = self.0.split(',').filter_map(|pair| pair.split_once('='));
        let found = pairs.find(|(found, _)| *found == name).ok_or(ForeignHashFault::Malformed)?;
        number(found.1)
    }
}
