//! What someone may do with a unit.

use super::{Acting, Decided};
use crate::domain::access::permission::Operation;
use crate::domain::access::unit::Unit;
use crate::domain::words::words;

words! {
    /// What can be done with a unit.
    pub enum UnitAction {
        /// Change it.
        Update = "update",
        /// Retire it.
        Retire = "retire",
    }
}

impl Acting<'_> {
    /// Goes on only if they may change the account's units.
    pub fn manages_units(&self) -> Decided {
        self.require(Operation::UnitsManage)
    }

    /// Goes on only if they may change `unit`.
    pub fn changes_unit(&self, unit: &Unit) -> Decided {
        self.manages_units()?;
        Ok(unit.check_in_use()?)
    }

    /// What they may do with `unit`.
    pub fn unit_actions(&self, unit: &Unit) -> Vec<UnitAction> {
        // To retire it again changes nothing.
        if self.changes_unit(unit).is_ok() { UnitAction::ALL.to_vec() } else { Vec::new() }
    }
}
