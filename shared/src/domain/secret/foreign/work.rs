//! How much work a foreign hash takes, and how much of it is too much.

use super::{Derivation, Digest, ForeignHash, Made};

/// Microseconds of a whole core that one verification may take, by the estimates below: a second.
pub(super) const LONGEST: u64 = 1_000_000;

/// KiB of memory that one verification may take: a function has 1,769 MiB, and one such hash at a time.
const LARGEST: u64 = 128 * 1024;

impl ForeignHash {
    /// About how many microseconds of a whole core it takes.
    pub(super) fn microseconds(&self) -> u64 {
        match &self.0 {
            Made::Bcrypt { cost, .. } => 60_u64.saturating_mul(1 << (*cost).min(40)),
            Made::Firebase { .. } | Made::Derived { .. } => self.derivation().map_or(0, |(by, blocks)| match by {
                Derivation::Argon2 { m, t, .. } => u64::from(m).saturating_mul(t.into()) / 2,
                Derivation::Scrypt { p, .. } => by.kibibytes().saturating_mul(p.into()).saturating_mul(3),
                Derivation::Pbkdf2 { rounds, digest } => {
                    let tenths = if digest == Digest::Sha512 { 8 } else { 5 };
                    blocks.saturating_mul(rounds.into()).saturating_mul(tenths) / 10
                }
            }),
        }
    }

    /// Whether it takes more time or memory than a sign-in may.
    pub(super) fn is_too_much(&self) -> bool {
        let kibibytes = self.derivation().map_or(4, |(by, _)| by.kibibytes());
        self.microseconds() > LONGEST || kibibytes > LARGEST
    }

    /// How its key is derived, and how many times over; nothing of bcrypt.
    fn derivation(&self) -> Option<(Derivation, u64)> {
        match &self.0 {
            Made::Bcrypt { .. } => None,
            Made::Firebase { ln, rounds, .. } => Some((Derivation::Scrypt { ln: *ln, r: *rounds, p: 1 }, 1)),
            Made::Derived { by: by @ Derivation::Pbkdf2 { digest, .. }, key, .. } => {
                Some((*by, key.len().div_ceil(digest.length()) as u64))
            }
            Made::Derived { by, .. } => Some((*by, 1)),
        }
    }

    /// A hash of no password that takes as much work, and tells nothing of this one.
    pub(super) fn sample(&self) -> Self {
        match (&self.0, self.derivation()) {
            (_, Some((Derivation::Pbkdf2 { digest, rounds }, blocks))) => {
                Self::of_nobody_pbkdf2(digest, blocks.saturating_mul(rounds.into()))
            }
            (_, Some((by, _))) => Self(Made::Derived { by, salt: vec![0; 16], key: vec![0; 32] }),
            (Made::Bcrypt { cost, .. }, _) => Self::of_nobody_bcrypt(*cost),
            (_, None) => self.clone(),
        }
    }

    fn of_nobody_bcrypt(cost: u32) -> Self {
        let text = format!("$2b${cost:02}${}", ".".repeat(53));
        Self(Made::Bcrypt { text, cost, of_sha256: false })
    }

    fn of_nobody_pbkdf2(digest: Digest, rounds: u64) -> Self {
        let rounds = u32::try_from(rounds).unwrap_or(u32::MAX);
        let by = Derivation::Pbkdf2 { digest, rounds };
        Self(Made::Derived { by, salt: vec![0; 16], key: vec![0; digest.length()] })
    }

    /// What is left of the work of this sample once `done` is done: all of it if that is of another kind, and nothing
    /// if it is as much or more.
    pub(super) fn rest_beside(&self, done: &Self) -> Vec<Self> {
        match (&self.0, &done.sample().0) {
            (Made::Bcrypt { cost: most, .. }, Made::Bcrypt { cost, .. }) => {
                // 2^12 is 2^10 and 2^10 and 2^11.
                (*cost..*most).map(Self::of_nobody_bcrypt).collect()
            }
            (Made::Derived { by: most, .. }, Made::Derived { by: done, .. }) => most.rest_beside(*done, self),
            _ => vec![self.clone()],
        }
    }

    /// Whether the work of one can be a part of the other's.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Made::Bcrypt { .. }, Made::Bcrypt { .. }) => true,
            (
                Made::Derived { by: Derivation::Pbkdf2 { digest, .. }, .. },
                Made::Derived { by: Derivation::Pbkdf2 { digest: other, .. }, .. },
            ) => digest == other,
            (one, other) => one == other,
        }
    }
}

impl Derivation {
    fn kibibytes(self) -> u64 {
        match self {
            Self::Argon2 { m, .. } => m.into(),
            Self::Scrypt { ln, r, .. } => (1_u64 << ln.min(40)).saturating_mul(r.into()) / 8,
            Self::Pbkdf2 { .. } => 1,
        }
    }

    fn rest_beside(self, done: Self, sample: &ForeignHash) -> Vec<ForeignHash> {
        match (self, done) {
            (Self::Pbkdf2 { digest, rounds: most }, Self::Pbkdf2 { digest: other, rounds }) if digest == other => {
                let left = u64::from(most.saturating_sub(rounds));
                (left > 0).then(|| ForeignHash::of_nobody_pbkdf2(digest, left)).into_iter().collect()
            }
            (all, done) if all == done => Vec::new(),
            _ => vec![sample.clone()],
        }
    }
}
