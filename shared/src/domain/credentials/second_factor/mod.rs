//! A person's second factor: an app that makes codes, and recovery codes for the day when the phone is gone.
//!
//! It is pending from the moment its secret is shown until a first code proves that the app has it. Every code is
//! accepted once: the step of the last one is kept, and only later ones count (RFC 6238 section 5.2).

use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use serde::{Deserialize, Serialize};

use super::recovery_code::{RecoveryCode, RecoveryHash};
use super::sealed::Sealed;
use super::totp::{TotpCode, TotpSecret, WrongCode};
use crate::domain::id::PersonKey;

/// How many codes are looked at before a pending secret is worth nothing.
pub const MOST_ATTEMPTS: u32 = 5;

/// How long a secret that was shown waits for its first code.
pub const PATIENCE: SignedDuration = SignedDuration::from_mins(15);

/// The second factor of a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SecondFactor {
    /// The person whose it is.
    pub person: PersonKey,
    /// The secret that the app has, for KMS to open.
    pub secret: Sealed,
    /// The status.
    #[serde(flatten)]
    pub state: State,
    /// Counts the changes.
    pub version: u64,
}

/// How far a second factor has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Shown, and not proven: no sign-in asks for it yet.
    Pending {
        /// When the secret was shown.
        since: Timestamp,
        /// How many codes have been looked at, right or wrong.
        attempts: u32,
        /// The person's epoch when it was shown: having seen it before the password changed is of no use.
        epoch: u64,
    },
    /// Active.
    Confirmed {
        /// Since when it has this status.
        since: Timestamp,
        /// The step of the last code that was accepted.
        last_step: u64,
        /// What is stored of the recovery codes that are left.
        recovery: Vec<RecoveryHash>,
    },
}

impl SecondFactor {
    /// A new secret that is yet to be proven.
    pub fn pending(person: PersonKey, secret: Sealed, epoch: u64, now: Timestamp) -> Self {
        Self { person, secret, state: State::Pending { since: now, attempts: 0, epoch }, version: 1 }
    }

    /// Another secret instead of one that was never proven.
    #[must_use]
    pub fn renewed(self, secret: Sealed, epoch: u64, now: Timestamp) -> Self {
        Self { version: self.version, ..Self::pending(self.person, secret, epoch, now) }
    }

    /// Whether it waits for a first code at `now`, the person being in `epoch`.
    pub fn waits(&self, of_epoch: u64, now: Timestamp) -> bool {
        matches!(self.state, State::Pending { since, epoch, .. } if epoch == of_epoch && now < since + PATIENCE)
    }

    /// Since when it is active, if it is.
    pub fn confirmed_at(&self) -> Option<Timestamp> {
        match self.state {
            State::Pending { .. } => None,
            State::Confirmed { since, .. } => Some(since),
        }
    }

    /// Whether sign-ins ask for it.
    pub fn is_confirmed(&self) -> bool {
        self.confirmed_at().is_some()
    }

    /// How many recovery codes are left.
    pub fn recovery_codes_left(&self) -> usize {
        match &self.state {
            State::Pending { .. } => 0,
            State::Confirmed { recovery, .. } => recovery.len(),
        }
    }

    /// Active, because a pending one's first code was right; with recovery codes. That code is used.
    pub fn confirmed(
        self,
        secret: &TotpSecret,
        code: &TotpCode,
        now: Timestamp,
        rng: &mut impl Rng,
    ) -> Result<(Self, Vec<RecoveryCode>), WrongCode> {
        let State::Pending { .. } = self.state else { return Err(WrongCode::Wrong) };
        let last_step = secret.step_of(code, None, now)?;
        let codes = RecoveryCode::random_set(rng);
        let recovery = codes.iter().map(RecoveryCode::hash).collect();
        Ok((Self { state: State::Confirmed { since: now, last_step, recovery }, ..self }, codes))
    }

    /// The factor with `code` used.
    pub fn shown(self, secret: &TotpSecret, code: &TotpCode, now: Timestamp) -> Result<Self, WrongCode> {
        let State::Confirmed { since, last_step, recovery } = self.state else { return Err(WrongCode::Wrong) };
        let last_step = secret.step_of(code, Some(last_step), now)?;
        Ok(Self { state: State::Confirmed { since, last_step, recovery }, ..self })
    }

    /// The factor with a recovery code used. All that are left are compared.
    pub fn recovered(self, code: &RecoveryCode) -> Result<Self, WrongCode> {
        let State::Confirmed { since, last_step, recovery } = self.state else { return Err(WrongCode::Wrong) };
        let before = recovery.len();
        let left: Vec<RecoveryHash> = recovery.into_iter().filter(|hash| !hash.is_of(code)).collect();
        if left.len() == before {
            return Err(WrongCode::NoRecoveryCode);
        }
        Ok(Self { state: State::Confirmed { since, last_step, recovery: left }, ..self })
    }

    /// The factor with new recovery codes instead of all that were left.
    pub fn with_new_codes(self, rng: &mut impl Rng) -> Result<(Self, Vec<RecoveryCode>), WrongCode> {
        let State::Confirmed { since, last_step, .. } = self.state else { return Err(WrongCode::Wrong) };
        let codes = RecoveryCode::random_set(rng);
        let recovery = codes.iter().map(RecoveryCode::hash).collect();
        Ok((Self { state: State::Confirmed { since, last_step, recovery }, ..self }, codes))
    }
}

/// A second factor that is to replace the active one, once its first code has proven it: for a new phone, where nobody
/// may be without a second factor in between.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Replacement(SecondFactor);

impl Replacement {
    /// What was begun.
    pub fn of(pending: SecondFactor) -> Self {
        Self(pending)
    }

    /// Another secret instead of one that was never proven.
    #[must_use]
    pub fn renewed(self, secret: Sealed, epoch: u64, now: Timestamp) -> Self {
        Self(self.0.renewed(secret, epoch, now))
    }

    /// The factor that is yet to be proven.
    pub fn pending(&self) -> &SecondFactor {
        &self.0
    }

    /// Counts the changes.
    pub fn version(&mut self) -> &mut u64 {
        &mut self.0.version
    }

    /// Active in the place of `before`, because its first code was right; with recovery codes of its own.
    pub fn confirmed(
        self,
        before: &SecondFactor,
        secret: &TotpSecret,
        code: &TotpCode,
        now: Timestamp,
        rng: &mut impl Rng,
    ) -> Result<(SecondFactor, Vec<RecoveryCode>), WrongCode> {
        let (confirmed, codes) = self.0.confirmed(secret, code, now, rng)?;
        Ok((SecondFactor { version: before.version, ..confirmed }, codes))
    }
}

#[cfg(test)]
mod tests;
