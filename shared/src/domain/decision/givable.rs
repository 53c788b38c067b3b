//! The grants that someone may give.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::Acting;
use crate::domain::access::grant::{Grant, UnitScope};
use crate::domain::access::model::{Role, UnitReach};
use crate::domain::access::permission::{Operation, Permission};
use crate::domain::id::UnitId;

/// A grant that someone may give, with as much as they may: the widest reach, the latest end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Givable {
    /// The grant, without added permissions.
    pub grant: Grant,
    /// The permissions that may be added to it.
    pub permissions: BTreeSet<Permission>,
}

impl Acting<'_> {
    /// For each role, what they may give of it to those over whom they may perform `operation`. Nothing of a role that
    /// gives more than they hold.
    pub fn givable(&self, operation: Operation) -> Vec<Givable> {
        let Some(ends) = self.ends() else { return Vec::new() };
        self.model.roles().filter_map(|role| self.givable_of(role, operation, &ends)).collect()
    }

    /// Until when they could give something, the latest first.
    fn ends(&self) -> Option<Vec<Option<Timestamp>>> {
        let live = self.user.grants.iter().filter(|grant| grant.is_live(self.now));
        let mut ends: Vec<Option<Timestamp>> = live.map(|grant| grant.ends_at).collect();
        ends.sort_by_key(|end| std::cmp::Reverse(end.unwrap_or(Timestamp::MAX)));
        ends.dedup();
        (!ends.is_empty()).then_some(ends)
    }

    fn givable_of(&self, role: &Role, operation: Operation, ends: &[Option<Timestamp>]) -> Option<Givable> {
        let grant = ends.iter().find_map(|ends_at| {
            let grant =
                |units| Grant { role: role.name.clone(), units, permissions: BTreeSet::new(), ends_at: *ends_at };
            let units = self.widest(|units| self.may_give(operation, &grant(units)))?;
            Some(grant(units))
        })?;
        let with = |permission: &Permission| Grant { permissions: [permission.clone()].into(), ..grant.clone() };
        let added = role.customizable().iter().filter(|permission| !role.allows(permission));
        let permissions = added.filter(|permission| self.may_give(operation, &with(permission))).cloned().collect();
        Some(Givable { grant, permissions })
    }

    fn may_give(&self, operation: Operation, grant: &Grant) -> bool {
        let grants = std::slice::from_ref(grant);
        self.may_over(operation, grants) && self.covers(grants)
    }

    /// All units, or else those among their own, for which `is_given` holds; nothing if it holds for none.
    fn widest(&self, is_given: impl Fn(UnitScope) -> bool) -> Option<UnitScope> {
        if is_given(UnitScope::All) {
            return Some(UnitScope::All);
        }
        if self.model.policies().units.reach != UnitReach::Selected {
            return None;
        }
        let units = self.named_units();
        if !units.is_empty() && is_given(UnitScope::Selected(units.clone())) {
            return Some(UnitScope::Selected(units));
        }
        let some: BTreeSet<UnitId> =
            units.into_iter().filter(|unit| is_given(UnitScope::Selected([*unit].into()))).collect();
        (!some.is_empty()).then_some(UnitScope::Selected(some))
    }

    /// The units that their grants name.
    fn named_units(&self) -> BTreeSet<UnitId> {
        let named = self.user.grants.iter().filter_map(|grant| match &grant.units {
            UnitScope::All => None,
            UnitScope::Selected(units) => Some(units),
        });
        named.flatten().copied().collect()
    }
}
