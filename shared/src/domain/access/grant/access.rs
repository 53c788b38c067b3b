//! What a user may do at one instant.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{Grant, UnitScope};
use crate::domain::access::model::{AccessModel, UnitReach, Visibility};
use crate::domain::access::permission::{Operation, Permission};
use crate::domain::id::UnitId;

/// Effective permissions, each with the units where it is held.
///
/// What the model does not know any more, or does not let be added to the role any more, gives nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Access(BTreeMap<Permission, UnitScope>);

impl Access {
    /// What `grants` come to at `now`. A grant that has ended gives nothing.
    pub fn of(model: &AccessModel, grants: &[Grant], now: Timestamp) -> Self {
        let mut access = Self::default();
        for grant in grants.iter().filter(|grant| grant.is_live(now)) {
            let Some(role) = model.role(&grant.role) else { continue };
            let extra = grant.permissions.iter().filter(|permission| role.may_add(permission));
            for permission in role.permissions().iter().chain(extra) {
                access.add(permission, scope(grant, model));
            }
        }
        access
    }

    /// What is left of it if only `permissions` count. Over every record if both say so, over the user's own if one of
    /// them does.
    #[must_use]
    pub fn limited_to(&self, permissions: &BTreeSet<Permission>) -> Self {
        let mut limited = Self::default();
        for (held, scope) in &self.0 {
            if permissions.contains(&held.unrestricted()) || (held.is_own() && permissions.contains(held)) {
                limited.add(held, scope.clone());
            } else if permissions.contains(&held.restricted()) {
                limited.add(&held.restricted(), scope.clone());
            }
        }
        limited
    }

    fn add(&mut self, permission: &Permission, scope: UnitScope) {
        match self.0.get_mut(permission) {
            Some(held) => held.extend(scope),
            None => drop(self.0.insert(permission.clone(), scope)),
        }
    }

    /// Whether the operation is allowed for the whole account and over everybody.
    pub fn may(&self, operation: Operation) -> bool {
        self.allows(&operation.permission(), None, false)
    }

    /// Whether users can be seen, brought in and changed, for the whole account and over everybody.
    pub fn manages_users(&self) -> bool {
        Operation::MANAGING_USERS.into_iter().all(|operation| self.may(operation))
    }

    /// Whether the operation is allowed over everybody in at least one unit, or for the whole account.
    pub fn may_somewhere(&self, operation: Operation) -> bool {
        self.reach(&operation.permission()).is_some()
    }

    /// Whether the operation is allowed over someone who holds `grants` at `now`: in every unit that they reach. Over
    /// someone who reaches none it takes the whole account.
    pub fn may_over(&self, operation: Operation, model: &AccessModel, grants: &[Grant], now: Timestamp) -> bool {
        let Some(reach) = self.reach(&operation.permission()) else { return false };
        let mut theirs = grants.iter().filter(|grant| grant.is_live(now)).map(|grant| scope(grant, model)).peekable();
        reach == UnitScope::All || (theirs.peek().is_some() && theirs.all(|scope| reach.includes(&scope)))
    }

    /// Whether someone who holds `grants` can be seen at `now`: `users:read` must be held, and if the model shows users
    /// only to those who share a unit with them, one of the units where it is held must be one that a grant of theirs
    /// still reaches. A user who reaches all units shares one with everybody; a user who reaches none is seen only by
    /// those who reach all.
    pub fn sees(&self, model: &AccessModel, grants: &[Grant], now: Timestamp) -> bool {
        let Some(reach) = self.reach(&Operation::UsersRead.permission()) else { return false };
        let shares = || grants.iter().filter(|grant| grant.is_live(now)).any(|grant| reach.meets(&scope(grant, model)));
        match model.policies().units.visibility {
            Visibility::Everyone => true,
            Visibility::SharedUnit => reach == UnitScope::All || shares(),
        }
    }

    /// Whether `permission` is held in `unit` (`None`: for the account as a whole) over a record that the user
    /// owns or does not own. To ask for `:own` is to ask about an owned record.
    pub fn allows(&self, permission: &Permission, unit: Option<UnitId>, owned: bool) -> bool {
        let held = |permission: &Permission| self.0.get(permission).is_some_and(|scope| scope.reaches(unit));
        held(&permission.unrestricted()) || ((owned || permission.is_own()) && held(&permission.restricted()))
    }

    /// The units where `permission` is held, over every record unless it says `:own`; `None` where it is not held.
    pub fn reach(&self, permission: &Permission) -> Option<UnitScope> {
        let all = self.0.get(&permission.unrestricted()).cloned();
        let own = permission.is_own().then(|| self.0.get(permission).cloned()).flatten();
        match (all, own) {
            (Some(mut all), Some(own)) => {
                all.extend(own);
                Some(all)
            }
            (all, own) => all.or(own),
        }
    }

    /// Whether every permission of `other`, in each of its units, is held here too: what is given must not be more
    /// than what the giver holds.
    pub fn covers(&self, other: &Self) -> bool {
        other.0.iter().all(|(permission, scope)| match scope {
            UnitScope::All => self.allows(permission, None, false),
            UnitScope::Selected(units) => units.iter().all(|unit| self.allows(permission, Some(*unit), false)),
        })
    }

    /// Where anything at all is held.
    pub fn units(&self) -> UnitScope {
        let mut units = UnitScope::Selected(BTreeSet::new());
        self.0.values().for_each(|scope| units.extend(scope.clone()));
        units
    }

    /// Every permission that is held somewhere.
    pub fn held(&self) -> BTreeSet<Permission> {
        self.0.keys().cloned().collect()
    }

    /// Every permission that is held, and where, to show: ordered, without a `:own` that adds nothing.
    pub fn permissions(&self) -> BTreeMap<String, UnitScope> {
        self.0
            .iter()
            .filter(|(permission, scope)| !permission.is_own() || !self.holds_over_all(permission, scope))
            .map(|(permission, scope)| (permission.to_string(), scope.clone()))
            .collect()
    }

    /// Whether the permission is held over every record, and at least within `scope`.
    fn holds_over_all(&self, permission: &Permission, scope: &UnitScope) -> bool {
        self.0.get(&permission.unrestricted()).is_some_and(|all| all.includes(scope))
    }
}

/// Where the grant counts. If the model lets nobody choose units, everybody reaches all of them.
pub(super) fn scope(grant: &Grant, model: &AccessModel) -> UnitScope {
    match model.policies().units.reach {
        UnitReach::Selected => grant.units.clone(),
        UnitReach::None | UnitReach::All => UnitScope::All,
    }
}
