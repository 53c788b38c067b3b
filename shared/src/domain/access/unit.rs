//! Units: the parts of an account to which access can be limited.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::Coded;
use crate::domain::id::{AccountId, UnitId};
use crate::domain::labels::Labels;
use crate::domain::text::Title;
use crate::domain::words::words;

words! {
    /// The status of a unit.
    pub enum UnitStatus {
        /// In use.
        Active = "active",
        /// Nobody has access to it any more.
        Retired = "retired",
    }
}

/// A part of an account: a practice, a store, a merchant profile. Its noun comes from the access model.
///
/// A unit is never deleted: grants name it, and audit events do. It is retired, and then nobody has access to it,
/// whatever they hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// The account.
    pub account: AccountId,
    /// The unit's own id.
    pub id: UnitId,
    /// What people call it. Two units may have one name: the id tells them apart.
    pub name: Title,
    /// What the portal calls it in its own systems, and notes on it.
    #[serde(flatten)]
    pub labels: Labels,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was retired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired_at: Option<Timestamp>,
    /// Counts the changes; the `ETag`.
    pub version: u64,
}

/// Why nothing can be done with a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnitFault {
    /// It is retired, for good.
    #[error("a retired unit cannot be changed")]
    Retired,
}

impl Coded for UnitFault {
    fn code(&self) -> &'static str {
        "unit_retired"
    }
}

impl Unit {
    /// Whether it is in use.
    pub fn status(&self) -> UnitStatus {
        if self.is_retired() { UnitStatus::Retired } else { UnitStatus::Active }
    }

    /// Whether it is retired.
    pub fn is_retired(&self) -> bool {
        self.retired_at.is_some()
    }

    /// Goes on only if it is in use.
    ///
    /// # Errors
    ///
    /// A retired unit stays as people knew it.
    pub fn check_in_use(&self) -> Result<(), UnitFault> {
        if self.is_retired() { Err(UnitFault::Retired) } else { Ok(()) }
    }

    /// The unit under another name, or with other labels.
    ///
    /// # Errors
    ///
    /// A retired unit keeps what it has.
    pub fn changed(self, name: Title, labels: Labels) -> Result<Self, UnitFault> {
        self.check_in_use()?;
        Ok(Self { name, labels, ..self })
    }

    /// The unit, retired from `now` on; nothing if it is retired already.
    pub fn retired(self, now: Timestamp) -> Option<Self> {
        (!self.is_retired()).then_some(Self { retired_at: Some(now), ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit() -> Unit {
        let name = Title::parse("Harbour").unwrap();
        Unit {
            account: AccountId::from_bytes([1; 16]),
            id: UnitId::from_bytes([2; 10]),
            name,
            labels: Labels::default(),
            created_at: Timestamp::UNIX_EPOCH,
            retired_at: None,
            version: 1,
        }
    }

    #[test]
    fn a_unit_is_retired_once_and_keeps_its_name_from_then_on() {
        let at: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let retired = unit().retired(at).unwrap();
        assert_eq!((retired.retired_at, retired.is_retired(), unit().is_retired()), (Some(at), true, false));
        assert_eq!(retired.clone().retired(Timestamp::MAX), None, "the first time counts");
        assert_eq!(retired.changed(Title::parse("Beach").unwrap(), Labels::default()), Err(UnitFault::Retired));
        assert_eq!(unit().changed(Title::parse("Beach").unwrap(), Labels::default()).unwrap().name.as_str(), "Beach");
    }
}
