//! What someone may give: no more than they hold, and for no longer.

use jiff::Timestamp;

use super::{Access, Grant};
use crate::domain::access::model::AccessModel;
use crate::domain::access::permission::{Operation, Permission};

impl Grant {
    /// Whether a user who holds `held` may give all of `given` at `now` (security.md 28): every permission, in every
    /// unit, for as long as it is given.
    pub fn may_give(model: &AccessModel, held: &[Self], given: &[Self], now: Timestamp) -> bool {
        given.iter().filter(|grant| grant.is_live(now)).all(|grant| {
            let lasting: Vec<Self> = held.iter().filter(|own| own.lasts_as_long_as(grant)).cloned().collect();
            Access::of(model, &lasting, now).covers(&Access::of(model, std::slice::from_ref(grant), now))
        })
    }

    /// The grants of `after` that are not in `before`: what a change gives.
    pub fn added(before: &[Self], after: &[Self]) -> Vec<Self> {
        after.iter().filter(|grant| !before.contains(grant)).cloned().collect()
    }

    fn lasts_as_long_as(&self, other: &Self) -> bool {
        match (self.ends_at, other.ends_at) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(own), Some(other)) => own >= other,
        }
    }
}

impl Access {
    /// Whether `other` has a say over users, the account, its tokens or its trail that this access does not have.
    pub fn is_outranked_by(&self, other: &Self) -> bool {
        let questions = Operation::ALL.into_iter().flat_map(|operation| {
            let all = operation.permission();
            [all.restricted(), all]
        });
        questions.into_iter().any(|permission: Permission| {
            other.reach(&permission).is_some_and(|scope| !self.reaches_all_of(&permission, &scope))
        })
    }

    fn reaches_all_of(&self, permission: &Permission, scope: &super::UnitScope) -> bool {
        self.reach(permission).is_some_and(|own| own.includes(scope))
    }
}
