//! Passwords: what is taken as one, and the argon2id hash that is stored of it.

mod rules;

use std::fmt;

use argon2::password_hash::phc::{self, Output, ParamsString, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use rand::Rng;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;

pub use self::rules::PasswordRules;
use super::Coded;

/// At least this many characters where the password is the only factor (NIST SP 800-63B-4 section 3.1.1.2).
pub const SHORTEST: usize = 15;

/// At least this many where the password never opens anything without the second factor (the same).
pub const SHORTEST_BESIDE_FACTOR: usize = 8;

/// At most this many; longer ones are refused, never cut (OWASP ASVS 5.0, 6.2.9).
pub const LONGEST: usize = 256;

/// 19 MiB, two passes, one lane: the least that OWASP's password storage cheat sheet accepts.
const PARAMS: (u32, u32, u32) = (19_456, 2, 1);

/// A password as its owner typed it, in NFC; not trimmed, not cut. Prints nothing.
#[derive(Clone)]
pub struct Password(String);

/// Why a text is not accepted as a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Too few characters.
    #[error("too short: at least {shortest} characters")]
    TooShort {
        /// How many there must be.
        shortest: usize,
    },
    /// Too many characters.
    #[error("too long: at most {LONGEST} characters")]
    TooLong,
    /// One of those that are tried first.
    #[error("too common: a breached password, a pattern or a repetition that is guessed soon; add a few words")]
    Common,
    /// Made of words that whoever knows the owner would try.
    #[error("made of the names of the product, the account or yourself, or of your address; add other words")]
    OwnWords,
}

impl Coded for PasswordFault {
    fn code(&self) -> &'static str {
        "weak_password"
    }
}

impl Password {
    /// A password that somebody sets, by these rules.
    pub fn to_set(text: &str, rules: &PasswordRules) -> Result<Self, PasswordFault> {
        let password = Self::to_verify(text).ok_or(PasswordFault::TooLong)?;
        rules.check(&password.0)?;
        Ok(password)
    }

    /// A password that somebody signs in with; nothing where it is longer than any that could have been set.
    pub fn to_verify(text: &str) -> Option<Self> {
        let nfc: String = text.nfc().take(LONGEST + 1).collect();
        (nfc.chars().count() <= LONGEST).then_some(Self(nfc))
    }

    /// Whether it is shorter than one that may stand alone, so that it never opens anything without the second factor.
    pub fn is_short(&self) -> bool {
        self.0.chars().count() < SHORTEST
    }

    /// Whether it is this other password, which its owner has shown as well.
    pub fn is(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// The working memory of the hash function, reused from one hash to the next.
pub struct HashMemory(Vec<Block>);

impl Default for HashMemory {
    fn default() -> Self {
        Self(vec![Block::default(); PARAMS.0 as usize])
    }
}

impl HashMemory {
    fn of_at_least(&mut self, blocks: usize) -> &mut [Block] {
        if self.0.len() < blocks {
            self.0.resize(blocks, Block::default());
        }
        &mut self.0
    }
}

/// An argon2id hash in the PHC string format, which carries its own parameters and salt.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PasswordHash(String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// The hash function failed: its parameters or the stored hash are not argon2id's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the password hash cannot be computed")]
pub struct HashFault;

impl PasswordHash {
    /// Hashes `password` with a new salt.
    pub fn of(password: &Password, rng: &mut impl Rng, memory: &mut HashMemory) -> Result<Self, HashFault> {
        let mut salt = [0; 16];
        rng.fill_bytes(&mut salt);
        let (m, t, p) = PARAMS;
        let params = Params::new(m, t, p, Some(32)).map_err(|_| HashFault)?;
        let digest = digest(password, &salt, &params, memory)?;
        let phc = phc::PasswordHash {
            algorithm: ARGON2ID_IDENT,
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&params).map_err(|_| HashFault)?,
            salt: Some(Salt::new(&salt).map_err(|_| HashFault)?),
            hash: Some(Output::new(&digest).map_err(|_| HashFault)?),
        };
        Ok(Self(phc.to_string()))
    }

    /// Whether `password` is the one that was hashed, in constant time.
    pub fn verify(&self, password: &Password, memory: &mut HashMemory) -> Result<bool, HashFault> {
        let phc = phc::PasswordHash::new(&self.0).map_err(|_| HashFault)?;
        let params = Params::try_from(&phc).map_err(|_| HashFault)?;
        let (Some(salt), Some(expected)) = (phc.salt, phc.hash) else { return Err(HashFault) };
        let found = digest(password, salt.as_ref(), &params, memory)?;
        Ok(found.ct_eq(expected.as_bytes()).into())
    }

    /// Whether it was made with less work than hashes are made with today.
    pub fn is_outdated(&self) -> bool {
        let (m, t, p) = PARAMS;
        let params = phc::PasswordHash::new(&self.0).ok().and_then(|phc| Params::try_from(&phc).ok());
        params.is_none_or(|params| params.m_cost() < m || params.t_cost() < t || params.p_cost() < p)
    }

    /// A hash of no password, to do the same work for an address that is unknown.
    pub fn of_nobody() -> Self {
        let (m, t, p) = PARAMS;
        Self(format!("$argon2id$v=19$m={m},t={t},p={p}$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"))
    }
}

fn digest(password: &Password, salt: &[u8], params: &Params, memory: &mut HashMemory) -> Result<[u8; 32], HashFault> {
    let mut out = [0; 32];
    let blocks = memory.of_at_least(params.block_count());
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
        .hash_password_into_with_memory(password.0.as_bytes(), salt, &mut out, blocks)
        .map_err(|_| HashFault)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    fn set(text: &str) -> Password {
        Password::to_set(text, &PasswordRules::new(false)).unwrap()
    }

    #[test]
    fn a_hash_is_a_phc_string_with_the_required_parameters() {
        let mut memory = HashMemory::default();
        let mut rng = StdRng::seed_from_u64(1);
        let password = set("correct horse battery staple");
        let hash = PasswordHash::of(&password, &mut rng, &mut memory).unwrap();
        assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.0);
        assert!(hash.verify(&password, &mut memory).unwrap());
        assert!(!hash.verify(&set("correct horse battery stapler"), &mut memory).unwrap());
        assert_ne!(PasswordHash::of(&password, &mut rng, &mut memory).unwrap(), hash, "salted");
    }

    #[test]
    fn nobody_has_a_hash_that_verifies_nothing() {
        let mut memory = HashMemory::default();
        assert_eq!(PasswordHash::of_nobody().verify(&set("correct horse battery staple"), &mut memory), Ok(false));
    }

    #[test]
    fn a_hash_that_took_less_work_is_outdated() {
        let with = |params: &str| PasswordHash(PasswordHash::of_nobody().0.replace("m=19456,t=2,p=1", params));
        for params in ["m=19455,t=2,p=1", "m=19456,t=1,p=1", "m=8,t=1,p=1", "m=65536,t=1,p=1"] {
            assert!(with(params).is_outdated(), "{params}");
        }
        for params in ["m=19456,t=2,p=1", "m=65536,t=3,p=1", "m=19456,t=2,p=2"] {
            assert!(!with(params).is_outdated(), "{params}");
        }
    }

    #[test]
    fn composed_and_decomposed_letters_are_one_password() {
        let mut memory = HashMemory::default();
        let hash = PasswordHash::of(&set("caf\u{e9} caf\u{e9} caf\u{e9} caf\u{e9}"), &mut StdRng::seed_from_u64(1), &mut memory).unwrap();
        assert!(hash.verify(&set("cafe\u{301} cafe\u{301} cafe\u{301} cafe\u{301}"), &mut memory).unwrap());
    }

    #[test]
    fn nothing_is_cut_or_trimmed() {
        let rules = PasswordRules::new(false);
        assert_eq!(set(" vier zahme Esel ").0, " vier zahme Esel ");
        let long = |length| "a heron stands in cold water; ".chars().cycle().take(length).collect::<String>();
        assert_eq!(set(&long(256)).0.len(), 256);
        assert_eq!(Password::to_set(&long(257), &rules).unwrap_err(), PasswordFault::TooLong);
        assert!(Password::to_verify(&long(257)).is_none());
    }

    #[test]
    fn a_password_is_short_that_may_not_stand_alone() {
        let short = |text: &str| Password::to_verify(text).map(|password| password.is_short());
        assert_eq!((short("fourteen chars"), short("fifteen  chars!")), (Some(true), Some(false)));
        assert!(set("caf\u{e9} au lait, s'il vous plait").is(&set("cafe\u{301} au lait, s'il vous plait")));
    }
}
