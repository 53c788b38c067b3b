//! What a user may do now, unit by unit.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{Access, Grant, UnitScope};
use crate::domain::id::UnitId;

/// Effective permissions, by where they are held. A `:own` is there only if it adds something.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Effective {
    /// Held everywhere: in every unit, also those to come, and for what belongs to no unit.
    pub everywhere: BTreeSet<String>,
    /// Held in one unit, those that are held everywhere included.
    pub units: BTreeMap<UnitId, BTreeSet<String>>,
}

impl Effective {
    /// What `access` comes to.
    pub fn of(access: &Access) -> Self {
        let permissions = access.permissions();
        let named = |scope: &UnitScope| match scope {
            UnitScope::All => BTreeSet::new(),
            UnitScope::Selected(units) => units.clone(),
        };
        let units: BTreeSet<UnitId> = permissions.values().flat_map(named).collect();
        let held_in = |unit: Option<UnitId>| {
            let held =
                permissions.iter().filter(|(_, scope)| scope.reaches(unit)).map(|(permission, _)| permission.clone());
            without_needless_own(held.collect())
        };
        Self { everywhere: held_in(None), units: units.into_iter().map(|unit| (unit, held_in(Some(unit)))).collect() }
    }
}

/// A `:own` beside the same permission over every record says nothing.
fn without_needless_own(held: BTreeSet<String>) -> BTreeSet<String> {
    let is_needless = |permission: &str| permission.strip_suffix(":own").is_some_and(|all| held.contains(all));
    held.iter().filter(|permission| !is_needless(permission)).cloned().collect()
}

/// When what `grants` come to changes next by itself: the first end that is still to come.
pub fn next_end(grants: &[Grant], now: Timestamp) -> Option<Timestamp> {
    grants.iter().filter_map(|grant| grant.ends_at).filter(|end| *end > now).min()
}
