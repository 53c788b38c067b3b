//! A password, and the argon2id hash that is stored of it.

use std::fmt;

use argon2::password_hash::phc::{self, Output, ParamsString, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use rand::Rng;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;

use super::foreign::ForeignHash;

/// At most this many; longer ones are refused, never cut (OWASP ASVS 5.0, 6.2.9).
pub const LONGEST: usize = 256;

/// How much work a hash is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashWork {
    /// How many KiB of memory.
    pub kib: u32,
    /// How many passes over it.
    pub passes: u32,
}

impl HashWork {
    /// 19 MiB, two passes, one lane: the least that OWASP's password storage cheat sheet accepts.
    pub const USUAL: Self = Self { kib: 19_456, passes: 2 };

    fn params(self) -> Result<Params, HashFault> {
        Params::new(self.kib, self.passes, LANES, Some(32)).map_err(|_| HashFault)
    }
}

/// How many lanes: a function has one core.
const LANES: u32 = 1;

/// A password as its owner typed it, in NFC; not trimmed, not cut. Prints nothing.
#[derive(Clone)]
pub struct Password(pub(in crate::domain) String);

impl Password {
    /// A password that someone signs in with; nothing if it is longer than any that could have been set.
    pub fn to_verify(text: &str) -> Option<Self> {
        let nfc: String = text.nfc().take(LONGEST + 1).collect();
        (nfc.chars().count() <= LONGEST).then_some(Self(nfc))
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

/// The working memory of the hash function, reused from one hash to the next, and how much work a hash is.
pub struct HashMemory {
    blocks: Vec<Block>,
    work: HashWork,
}

impl Default for HashMemory {
    fn default() -> Self {
        Self::of(HashWork::USUAL)
    }
}

impl HashMemory {
    /// For hashes that are this much work.
    pub fn of(work: HashWork) -> Self {
        Self { blocks: vec![Block::default(); work.kib as usize], work }
    }

    /// How much work a hash is.
    pub fn work(&self) -> HashWork {
        self.work
    }

    fn of_at_least(&mut self, blocks: usize) -> &mut [Block] {
        if self.blocks.len() < blocks {
            self.blocks.resize(blocks, Block::default());
        }
        &mut self.blocks
    }
}

/// An argon2id hash in the PHC string format, which carries its own parameters and salt; or, until its owner signs in,
/// one that they moved in with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PasswordHash(pub(in crate::domain) String);

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
        let params = memory.work.params()?;
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

    /// A hash that someone moved in with.
    pub fn foreign(hash: &ForeignHash) -> Self {
        Self(hash.to_string())
    }

    /// Whether `password` is the one that was hashed, in constant time.
    pub fn verify(&self, password: &Password, memory: &mut HashMemory) -> Result<bool, HashFault> {
        let Some((salt, expected)) = self.as_own(memory.work) else {
            return ForeignHash::parse(&self.0).map_err(|_| HashFault)?.verify(password);
        };
        let found = digest(password, salt.as_ref(), &memory.work.params()?, memory)?;
        Ok(found.ct_eq(expected.as_bytes()).into())
    }

    /// Whether it was made with other `work` than hashes are made with today: with less, or elsewhere. Once renewed, it
    /// takes the work that everybody's takes.
    pub fn is_outdated(&self, work: HashWork) -> bool {
        self.as_own(work).is_none()
    }

    /// The hash, if it was made with other `work` than hashes are made with today.
    pub fn as_foreign(&self, work: HashWork) -> Option<ForeignHash> {
        if self.is_outdated(work) { ForeignHash::parse(&self.0).ok() } else { None }
    }

    /// Salt and output, if it was made as hashes are made today.
    fn as_own(&self, work: HashWork) -> Option<(Salt, Output)> {
        let phc = phc::PasswordHash::new(&self.0).ok().filter(|phc| phc.algorithm == ARGON2ID_IDENT)?;
        let version = phc.version.is_some_and(|version| version == u32::from(Version::V0x13));
        let made = Params::try_from(&phc).ok().filter(|_| version)?;
        let output = phc.hash.filter(|output| output.len() == 32)?;
        ((made.m_cost(), made.t_cost(), made.p_cost()) == (work.kib, work.passes, LANES)).then_some((phc.salt?, output))
    }

    /// A hash of no password, to do the usual work for an address that is unknown.
    pub fn of_nobody() -> Self {
        Self::of_nobody_with(HashWork::USUAL)
    }

    /// The same, with this much work.
    pub fn of_nobody_with(work: HashWork) -> Self {
        let HashWork { kib, passes } = work;
        Self(format!(
            "$argon2id$v=19$m={kib},t={passes},p={LANES}$AAAAAAAAAAAAAAAAAAAAAA\
             $AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        ))
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
