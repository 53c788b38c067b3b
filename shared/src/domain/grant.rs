//! Grants: what a user holds.

mod access;
mod effective;
mod explain;
mod giving;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use self::access::Access;
pub use self::effective::{Effective, next_end};
pub use self::explain::{Allowance, Question, Refusal};
use crate::domain::access_model::{AccessModel, Role, RoleName, RolesPerUser, UnitReach};
use crate::domain::id::UnitId;
use crate::domain::permission::Permission;

/// How many roles and named units a user's grants may have between them, each counted once. Every one of them is a write of its own when the
/// user changes, and a change is one transaction.
pub const MOST_ROLES_AND_UNITS: usize = 40;

/// A role, where it counts, what is added to it, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The role.
    pub role: RoleName,
    /// The units where the grant counts. All where the document says nothing: most portals know no units.
    #[serde(default)]
    pub units: UnitScope,
    /// What is added to the role for this user alone; each must be customizable for the role.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub permissions: BTreeSet<Permission>,
    /// The instant from which the grant gives nothing any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
}

/// Units of an account: `"all"`, or a list of ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum UnitScope {
    /// Every unit, also those to come, and what belongs to no unit.
    #[default]
    All,
    /// These units and nothing else.
    Selected(BTreeSet<UnitId>),
}

/// One thing wrong with a grant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct GrantFault {
    /// Where in the grant, such as `role` or `permissions[0]`; empty for the grants as a whole.
    pub field: String,
    /// What, stable and in `snake_case`.
    pub code: &'static str,
    /// What, for people.
    pub message: String,
}

impl Grant {
    /// Everything that is wrong with what one user is to hold, each with the index of its grant.
    ///
    /// Whether the units exist, and whether the giver may give it ([`Access::covers`]), is not decided here.
    pub fn check(grants: &[Self], model: &AccessModel) -> Vec<(usize, GrantFault)> {
        if grants.is_empty() {
            return vec![(0, fault("", "required", "a user holds at least one role"))];
        }
        let mut faults = Vec::new();
        for (index, grant) in grants.iter().enumerate() {
            let mut found = grant.check_alone(model);
            found.extend(grant.check_beside(&grants[..index], model));
            faults.extend(found.into_iter().map(|fault| (index, fault)));
        }
        faults.extend(Self::check_count(grants).map(|fault| (0, fault)));
        faults
    }

    fn check_count(grants: &[Self]) -> Option<GrantFault> {
        let roles: BTreeSet<&RoleName> = grants.iter().map(|grant| &grant.role).collect();
        let named = grants.iter().filter_map(|grant| match &grant.units {
            UnitScope::All => None,
            UnitScope::Selected(units) => Some(units),
        });
        let units: BTreeSet<&UnitId> = named.flatten().collect();
        let message = || format!("at most {MOST_ROLES_AND_UNITS} different roles and units in all; `all` counts as none");
        (roles.len() + units.len() > MOST_ROLES_AND_UNITS).then(|| fault("", "too_many_units", message()))
    }

    /// Whether these grants, for good and for the whole account, let their holder manage users. An account must
    /// always keep somebody with such grants; one that ends does not count, since nobody acts when it does.
    pub fn manage_users_for_good(grants: &[Self], model: &AccessModel) -> bool {
        let lasting: Vec<Self> = grants.iter().filter(|grant| grant.ends_at.is_none()).cloned().collect();
        Access::of(model, &lasting, Timestamp::MIN).manages_users()
    }

    /// Whether the grant still counts at `now`.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.ends_at.is_none_or(|end| now < end)
    }

    fn check_alone(&self, model: &AccessModel) -> Vec<GrantFault> {
        let mut faults: Vec<GrantFault> = self.check_units(model).into_iter().collect();
        match model.role(&self.role) {
            None => faults.push(fault("role", "invalid_role", format!("there is no role `{}`", self.role))),
            Some(role) => faults.extend(self.check_permissions(role)),
        }
        faults
    }

    fn check_permissions(&self, role: &Role) -> Vec<GrantFault> {
        let beyond = self.permissions.iter().enumerate().filter(|(_, permission)| !role.may_add(permission));
        beyond
            .map(|(index, permission)| {
                let message = format!("`{permission}` cannot be added to the role `{}`", role.name);
                fault(format!("permissions[{index}]"), "not_customizable", message)
            })
            .collect()
    }

    fn check_units(&self, model: &AccessModel) -> Option<GrantFault> {
        let UnitScope::Selected(units) = &self.units else { return None };
        if model.policies().units.reach != UnitReach::Selected {
            Some(fault("units", "units_not_selectable", "access is for the whole account: units must be `all`"))
        } else if units.is_empty() {
            Some(fault("units", "required", "name at least one unit, or `all`"))
        } else {
            None
        }
    }

    fn check_beside(&self, before: &[Self], model: &AccessModel) -> Option<GrantFault> {
        if before.contains(self) {
            return Some(fault("", "duplicate", "the same grant comes twice"));
        }
        let one = model.policies().roles_per_user == RolesPerUser::One;
        let second = before.first().is_some_and(|first| first.role != self.role);
        (one && second).then(|| fault("role", "too_many_roles", "a user holds one role only"))
    }
}

fn fault(field: impl Into<String>, code: &'static str, message: impl Into<String>) -> GrantFault {
    GrantFault { field: field.into(), code, message: message.into() }
}

impl UnitScope {
    /// Whether `unit` is in it; `None` is the account as a whole, which only [`UnitScope::All`] reaches.
    pub fn reaches(&self, unit: Option<UnitId>) -> bool {
        match (self, unit) {
            (Self::All, _) => true,
            (Self::Selected(units), Some(unit)) => units.contains(&unit),
            (Self::Selected(_), None) => false,
        }
    }

    /// Whether everything in `other` is in it.
    pub fn includes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::All, _) => true,
            (Self::Selected(units), Self::Selected(others)) => units.is_superset(others),
            (Self::Selected(_), Self::All) => false,
        }
    }

    /// Whether some unit is in both.
    pub fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Selected(units), Self::Selected(others)) => !units.is_disjoint(others),
            _ => true,
        }
    }

    /// Adds what is in `other`.
    fn extend(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::Selected(units), Self::Selected(more)) => units.extend(more),
            (_, Self::All) => *self = Self::All,
            (Self::All, _) => {}
        }
    }
}

impl Serialize for UnitScope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => serializer.serialize_str("all"),
            Self::Selected(units) => units.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for UnitScope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "expected `all` or a list of unit ids")]
        enum Form {
            Word(Word),
            Units(BTreeSet<UnitId>),
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum Word {
            All,
        }
        Ok(match Form::deserialize(deserializer)? {
            Form::Word(Word::All) => Self::All,
            Form::Units(units) => Self::Selected(units),
        })
    }
}
