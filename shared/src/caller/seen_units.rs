//! The units that someone may know of.

use std::collections::BTreeSet;

use super::Caller;
use crate::domain::access::grant::UnitScope;
use crate::domain::access::permission::Operation;
use crate::domain::id::UnitId;

/// The units that a user may know of.
#[derive(Debug)]
pub enum SeenUnits {
    /// Every unit.
    All,
    /// Those that their grants name.
    Some(BTreeSet<UnitId>),
}

impl SeenUnits {
    /// What `caller` sees.
    pub fn by(caller: &Caller) -> Self {
        if caller.access.may(Operation::UnitsManage) {
            return Self::All;
        }
        match caller.access.units() {
            UnitScope::All => Self::All,
            UnitScope::Selected(units) => Self::Some(units),
        }
    }

    /// Whether the unit is among them.
    pub fn has(&self, unit: UnitId) -> bool {
        match self {
            Self::All => true,
            Self::Some(units) => units.contains(&unit),
        }
    }
}
