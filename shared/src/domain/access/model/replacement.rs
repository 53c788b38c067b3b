//! What is in the way of following another access model.
//!
//! Nobody's access changes behind their back: what users hold must have a place in the new model. Extra permissions
//! that cannot be added any more are no obstacle; they give nothing ([`crate::domain::access::grant::Access`]), and
//! never come to mean something else.

use super::{AccessModel, RoleName, RolesPerUser, UnitReach};
use crate::domain::Coded;
use crate::domain::access::grant::{Grant, UnitScope};

/// Something that a user holds and that the new model has no place for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Obstacle {
    /// The new model has no such role.
    #[error("the new model does not have the role `{0}`")]
    Role(RoleName),
    /// Units are not chosen any more: a user who holds some would hold all.
    #[error("without unit selection, this user would get access to every unit")]
    Units,
    /// Users hold one role only.
    #[error("the new model allows one role per user")]
    SeveralRoles,
}

impl Coded for Obstacle {
    fn code(&self) -> &'static str {
        match self {
            Self::Role(_) => "role_in_use",
            Self::Units => "units_in_use",
            Self::SeveralRoles => "several_roles_in_use",
        }
    }
}

impl Obstacle {
    /// Where in the new model it is in the way.
    pub fn path(&self) -> String {
        match self {
            Self::Role(name) => format!("roles.{name}"),
            Self::Units => "units.reach".to_owned(),
            Self::SeveralRoles => "policies.roles_per_user".to_owned(),
        }
    }

    /// Every obstacle that there could be on the way from one model to another, for all grants that there can be. If
    /// there is none, nobody's grants need to be looked at.
    pub fn possible(before: &AccessModel, after: &AccessModel) -> Vec<Self> {
        let dropped =
            before.roles().filter(|role| after.role(&role.name).is_none()).map(|role| Self::Role(role.name.clone()));
        let chose =
            before.policies().units.reach == UnitReach::Selected && after.policies().units.reach != UnitReach::Selected;
        let had = before.policies().roles_per_user == RolesPerUser::Several
            && after.policies().roles_per_user == RolesPerUser::One;
        dropped.chain(chose.then_some(Self::Units)).chain(had.then_some(Self::SeveralRoles)).collect()
    }

    /// Whether someone who holds `grants` is in the way. Grants that have ended count: they are still on record, and an
    /// end can be moved.
    pub fn is_met_by(&self, grants: &[Grant]) -> bool {
        match self {
            Self::Role(name) => grants.iter().any(|grant| grant.role == *name),
            Self::Units => grants.iter().any(|grant| grant.units != UnitScope::All),
            Self::SeveralRoles => grants.iter().any(|grant| grant.role != grants[0].role),
        }
    }
}
