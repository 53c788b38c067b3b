//! Grants in request bodies.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Fields;
use super::problem::FieldFault;
use crate::domain::access_model::{AccessModel, RoleName, UnitReach};
use crate::domain::grant::{Grant, GrantFault, UnitScope};
use crate::domain::id::{AccountId, UnitId};
use crate::domain::permission::Permission;
use crate::store::Found;

/// What a user is to hold: a role, where it counts, what is added to it, and until when.
#[derive(Debug, Clone, eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Grant)]
pub struct GrantFields {
    /// A role of the access model.
    #[serde(default)]
    #[schema(required, value_type = String, example = "read")]
    pub role: Option<String>,
    /// The units where the grant counts: `"all"`, or a list of ids. Needed where the access model lets each grant choose; otherwise `"all"`, which
    /// may be left out.
    #[serde(default)]
    #[eserde(compat)]
    pub units: Option<Units>,
    /// Permissions added to the role; each must be customizable for it.
    #[serde(default)]
    pub permissions: Vec<String>,
    /// When the grant ends.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ends_at: Option<String>,
}

/// `"all"`, or a list of unit ids.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Units {
    /// The word `all`: every unit, also those to come.
    #[schema(example = "all")]
    All(String),
    /// Ids of units.
    Selected(Vec<String>),
}

/// What grants in a request are judged by.
#[derive(Debug, Clone, Copy)]
pub struct Giving<'a> {
    /// The account.
    pub account: AccountId,
    /// The access model that it follows.
    pub model: &'a AccessModel,
    /// What was read of the units that the grants name.
    pub found: &'a Found,
    /// What the user holds already. That may stay as it is, whatever has become of its units and of the access model.
    pub held: &'a [Grant],
    /// The time.
    pub now: Timestamp,
}

impl Giving<'_> {
    /// Whether a fault is one that a grant has come to have since it was given.
    fn keeps(&self, grant: Option<&Grant>, fault: &GrantFault) -> bool {
        fault.code == "not_customizable" && grant.is_some_and(|grant| self.held.contains(grant))
    }

    /// Refuses a unit in a new grant that is none of the account's, or retired: that one stays with those who reach it, whatever else they are given.
    fn check_unit(&self, unit: UnitId, path: String, fields: &mut Fields) {
        let is_reached = || self.held.iter().any(|grant| grant.is_live(self.now) && grant.units.reaches(Some(unit)));
        match self.found.is_retired(self.account, unit) {
            None => fields.refuse(path, "unknown_unit", "no unit of this account"),
            Some(true) if !is_reached() => fields.refuse(path, "unit_retired", "the unit is retired"),
            Some(_) => {}
        }
    }
}

impl GrantFields {
    /// The units that grants name, as far as they are ids: what is to be looked up before the grants are read.
    pub fn units(grants: &[Self]) -> impl Iterator<Item = UnitId> {
        let named = grants.iter().filter_map(|grant| match &grant.units {
            Some(Units::Selected(ids)) => Some(ids),
            _ => None,
        });
        named.flatten().filter_map(|id| id.parse().ok())
    }

    /// Reads all of a user's grants; what is wrong is noted under `path`.
    pub fn read_all(grants: &[Self], path: &str, giving: &Giving<'_>, fields: &mut Fields) -> Vec<Grant> {
        let mut read = Vec::with_capacity(grants.len());
        for (index, fields_of_one) in grants.iter().enumerate() {
            let path = format!("{path}[{index}]");
            let Some(grant) = fields_of_one.read(&path, giving.model, fields) else { continue };
            if !giving.held.contains(&grant) {
                fields_of_one.check_new(&grant, &path, giving, fields);
            }
            read.push(grant);
        }
        if read.len() == grants.len() {
            let faults = Grant::check(&read, giving.model).into_iter().filter(|(index, fault)| !giving.keeps(read.get(*index), fault));
            fields.extend(faults.map(|(index, fault)| {
                let field = if fault.field.is_empty() { path.to_owned() } else { format!("{path}[{index}].{}", fault.field) };
                FieldFault { field, ..fault.into() }
            }));
        }
        read
    }

    /// What is wrong with a grant that the user does not hold already: it names units that cannot be given, or has ended before it is given.
    fn check_new(&self, grant: &Grant, path: &str, giving: &Giving<'_>, fields: &mut Fields) {
        if let Some(Units::Selected(ids)) = &self.units {
            for (index, unit) in ids.iter().enumerate().filter_map(|(index, id)| Some((index, id.parse().ok()?))) {
                giving.check_unit(unit, format!("{path}.units[{index}]"), fields);
            }
        }
        if grant.ends_at.is_some_and(|end| end <= giving.now) {
            fields.refuse(format!("{path}.ends_at"), "in_the_past", "the grant would have ended already");
        }
    }

    fn read(&self, path: &str, model: &AccessModel, fields: &mut Fields) -> Option<Grant> {
        let role = self.role.as_deref().map(str::parse::<RoleName>);
        match &role {
            None => fields.refuse(format!("{path}.role"), "required", "must be given"),
            Some(Err(_)) => fields.refuse(format!("{path}.role"), "invalid_role", "no role of the access model"),
            Some(Ok(_)) => {}
        }
        let units = self.read_units(path, model, fields);
        let permissions = self.read_permissions(path, fields);
        let ends_at = self.ends_at.as_deref().map(str::parse::<Timestamp>);
        if let Some(Err(_)) = ends_at {
            fields.refuse(format!("{path}.ends_at"), "invalid_timestamp", "not an RFC 3339 timestamp");
        }
        Some(Grant { role: role?.ok()?, units: units?, permissions, ends_at: ends_at.transpose().ok()? })
    }

    fn read_units(&self, path: &str, model: &AccessModel, fields: &mut Fields) -> Option<UnitScope> {
        let ids = match &self.units {
            None if model.policies().units.reach == UnitReach::Selected => {
                // Nobody shall reach the whole account because somebody forgot a field.
                fields.refuse(format!("{path}.units"), "required", "`all`, or a list of unit ids");
                return None;
            }
            None => return Some(UnitScope::All),
            Some(Units::All(word)) if word == "all" => return Some(UnitScope::All),
            Some(Units::All(_)) => {
                fields.refuse(format!("{path}.units"), "invalid_units", "`all`, or a list of unit ids");
                return None;
            }
            Some(Units::Selected(ids)) => ids,
        };
        let mut units = BTreeSet::new();
        for (index, id) in ids.iter().enumerate() {
            match id.parse().ok() {
                Some(id) if units.insert(id) => {}
                Some(_) => fields.refuse(format!("{path}.units[{index}]"), "duplicate", format!("`{id}` comes twice")),
                None => fields.refuse(format!("{path}.units[{index}]"), "unknown_unit", "no unit of this account"),
            }
        }
        (units.len() == ids.len()).then_some(UnitScope::Selected(units))
    }

    fn read_permissions(&self, path: &str, fields: &mut Fields) -> BTreeSet<Permission> {
        let mut permissions = BTreeSet::new();
        for (index, permission) in self.permissions.iter().enumerate() {
            match permission.parse() {
                Ok(permission) => drop(permissions.insert(permission)),
                Err(_) => fields.refuse(format!("{path}.permissions[{index}]"), "invalid_permission", "of the form `resource:action`"),
            }
        }
        permissions
    }
}
