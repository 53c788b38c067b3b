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
use serde_json::json;
use utoipa::openapi::{ArrayBuilder, ObjectBuilder, OneOfBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

pub use self::access::Access;
pub use self::effective::{Effective, next_end};
pub use self::explain::{AccessRefusal, Allowance, Question, Reason};
use super::model::{AccessModel, Role, RoleName, RolesPerUser, UnitReach};
use super::permission::Permission;
use super::split;
use crate::domain::id::UnitId;
use crate::domain::time;

/// How many roles and named units a user's grants may have between them, each counted once. Every one of them is a
/// write of its own when the user changes, and a change is one transaction.
pub const MOST_ROLES_AND_UNITS: usize = 40;

/// How many grants a user may have.
pub const MOST_GRANTS: usize = 50;

/// How many units and added permissions these may list between them, each counted in every grant. A user's grants are
/// part of the user, of an invitation, and twice of an audit event: items of at most 400 KB.
pub const MOST_LISTED: usize = 400;

/// A grant: a role, its units, added permissions, and perhaps an end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RecordedGrant)]
pub struct Grant {
    /// The role.
    #[schema(value_type = String, example = "read")]
    pub role: RoleName,
    /// The units where the grant counts. All if the document says nothing: most portals know no units.
    #[serde(default)]
    #[schema(required)]
    pub units: UnitScope,
    /// What is added to the role for this user alone; each must be customizable for the role.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty", deserialize_with = "split::stored")]
    #[schema(value_type = Vec<String>)]
    pub permissions: BTreeSet<Permission>,
    /// The instant from which the grant gives nothing any more.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "time::perhaps_stored")]
    #[schema(value_type = String, format = DateTime)]
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
    /// What is wrong, for people.
    pub message: String,
}

impl Grant {
    /// Everything that is wrong with what one user is to hold, each with the index of its grant.
    ///
    /// Whether the units exist, and whether the giver may give it ([`Access::covers`]), is not decided here.
    pub fn check(grants: &[Self], model: &AccessModel) -> Vec<(usize, GrantFault)> {
        if grants.is_empty() {
            return vec![(0, fault("", "required", "at least one role is required"))];
        }
        let listed = |grant: &Self| match &grant.units {
            UnitScope::All => grant.permissions.len(),
            UnitScope::Selected(units) => units.len() + grant.permissions.len(),
        };
        if let Some(fault) = Self::check_size(grants.len(), grants.iter().map(listed).sum()) {
            return vec![(0, fault)];
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

    /// Everything that is wrong with what a user is to hold who holds `held`. That may stay as it is, whatever has
    /// become of the access model since it was given.
    pub fn check_instead<'a>(
        grants: &'a [Self],
        held: &'a [Self],
        model: &AccessModel,
    ) -> impl Iterator<Item = (usize, GrantFault)> + 'a {
        let is_kept = |(index, fault): &(usize, GrantFault)| {
            fault.code == "not_customizable" && grants.get(*index).is_some_and(|grant| held.contains(grant))
        };
        Self::check(grants, model).into_iter().filter(move |fault| !is_kept(fault))
    }

    /// What is wrong with so many grants, which list so many units and added permissions: to be asked before anything
    /// is done with them.
    pub fn check_size(grants: usize, listed: usize) -> Option<GrantFault> {
        let message = || {
            format!("at most {MOST_GRANTS} grants, which list at most {MOST_LISTED} units and permissions between them")
        };
        (grants > MOST_GRANTS || listed > MOST_LISTED).then(|| fault("", "too_many_grants", message()))
    }

    fn check_count(grants: &[Self]) -> Option<GrantFault> {
        let roles: BTreeSet<&RoleName> = grants.iter().map(|grant| &grant.role).collect();
        let named = grants.iter().filter_map(|grant| match &grant.units {
            UnitScope::All => None,
            UnitScope::Selected(units) => Some(units),
        });
        let units: BTreeSet<&UnitId> = named.flatten().collect();
        (roles.len() + units.len() > MOST_ROLES_AND_UNITS).then(Self::too_many)
    }

    /// Grants name more than [`MOST_ROLES_AND_UNITS`].
    pub fn too_many() -> GrantFault {
        let message =
            format!("at most {MOST_ROLES_AND_UNITS} different roles and units in total; `all` is not counted");
        fault("", "too_many_roles_and_units", message)
    }

    /// Whether these grants, for good and for the whole account, let their holder manage users. An account must always
    /// keep someone with such grants; one that ends does not count, since nobody acts when it does.
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
            None => faults.push(fault("role", "unknown_role", model.no_role(self.role.as_str()))),
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
            Some(fault("units", "units_not_selectable", "this access model does not limit access to units; give `all`"))
        } else if units.is_empty() {
            Some(fault("units", "required", "list at least one unit, or give `all`"))
        } else {
            None
        }
    }

    fn check_beside(&self, before: &[Self], model: &AccessModel) -> Option<GrantFault> {
        if before.contains(self) {
            return Some(fault("", "duplicate", "this grant is listed twice"));
        }
        let one = model.policies().roles_per_user == RolesPerUser::One;
        let second = before.first().is_some_and(|first| first.role != self.role);
        (one && second).then(|| fault("role", "too_many_roles", "only one role per user is allowed"))
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

impl ToSchema for UnitScope {}

impl PartialSchema for UnitScope {
    fn schema() -> RefOr<Schema> {
        let text = || ObjectBuilder::new().schema_type(Type::String);
        // The title names the type in clients of languages that have no literal types.
        let all = text().title(Some("AllUnits")).enum_values(Some(["all"]));
        let all = all.description(Some("Every unit, also those to come."));
        let selected = ArrayBuilder::new().items(text()).description(Some("Ids of units."));
        OneOfBuilder::new()
            .description(Some("Units of an account: `\"all\"`, or a list of ids."))
            .item(all)
            .item(selected)
            .examples([json!("all")])
            .into()
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
