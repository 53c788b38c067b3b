//! The kinds of foreign hashes that have come in: what work a sign-in that fails takes, for every address.

use serde::{Deserialize, Serialize};

use super::work::LONGEST;
use super::{ForeignHash, ForeignHashFault};
use crate::domain::secret::password::{HashFault, HashMemory, HashWork, Password, PasswordHash};

/// A sample of each kind of foreign hash that people came with, of those of one kind the one that takes the most work.
///
/// A sign-in that fails computes Usher's own hash and every sample once, and of what is someone's only what is not
/// already done: known or unknown, moved in or renewed, each address takes the same work.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ForeignKinds {
    /// The samples, as they are stored of people.
    #[serde(default)]
    samples: Vec<PasswordHash>,
    /// Counts the changes.
    #[serde(default)]
    pub version: u64,
}

impl ForeignKinds {
    /// The kinds, with that of `hash`. As they were if it takes no more work than is known already.
    ///
    /// # Errors
    /// If a sign-in that fails would take too much work.
    pub fn with(&self, hash: &ForeignHash) -> Result<Self, ForeignHashFault> {
        let new = hash.sample();
        let mut samples = self.samples();
        match samples.iter_mut().find(|sample| sample.is_like(&new)) {
            Some(known) if known.microseconds() >= new.microseconds() => return Ok(self.clone()),
            Some(known) => *known = new,
            None => samples.push(new),
        }
        if samples.iter().map(ForeignHash::microseconds).sum::<u64>() > 2 * LONGEST {
            return Err(ForeignHashFault::TooManyKinds);
        }
        Ok(Self { samples: samples.iter().map(PasswordHash::foreign).collect(), version: self.version })
    }

    /// Takes the kind of `hash` in.
    ///
    /// # Errors
    /// As [`ForeignKinds::with`]; then they are as they were.
    pub fn learn(&mut self, hash: &ForeignHash) -> Result<(), ForeignHashFault> {
        *self = self.with(hash)?;
        Ok(())
    }

    /// What there is to compute beside `hash`, so that all that fail do the same.
    pub(super) fn beside(&self, hash: &PasswordHash, work: HashWork) -> Vec<PasswordHash> {
        let Some(done) = hash.as_foreign(work) else { return self.samples.clone() };
        let rest = self.samples().into_iter().flat_map(|sample| sample.rest_beside(&done));
        std::iter::once(PasswordHash::of_nobody_with(work))
            .chain(rest.map(|hash| PasswordHash::foreign(&hash)))
            .collect()
    }

    /// Does for nothing what is to be done beside `hash`.
    pub fn pad(&self, hash: &PasswordHash, password: &Password, memory: &mut HashMemory) -> Result<(), HashFault> {
        self.beside(hash, memory.work()).iter().try_for_each(|nobody| nobody.verify(password, memory).map(drop))
    }

    fn samples(&self) -> Vec<ForeignHash> {
        self.samples.iter().filter_map(|sample| sample.as_foreign(HashWork::USUAL)).collect()
    }
}
