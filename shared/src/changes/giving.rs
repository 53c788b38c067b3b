//! Grants in request bodies.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::caller::Caller;
use crate::domain::access::grant::{Grant, GrantFault, MOST_ROLES_AND_UNITS, UnitScope};
use crate::domain::access::model::{AccessModel, RoleName, UnitReach};
use crate::domain::access::permission::Permission;
use crate::domain::id::{AccountId, UnitId};
use crate::domain::time;
use crate::http::openapi::TimeOrDate;
use crate::http::problem::FieldFault;
use crate::http::{Fields, Json};
use crate::store::Found;

/// A grant to give: a role, its units, added permissions, and perhaps an end.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Grant)]
pub struct GrantFields {
    /// A role of the access model. May be left out if the model has a `default_role`.
    #[schema(example = "read")]
    pub role: Option<String>,
    /// The units where the grant applies: `"all"`, or a list of ids. Required if the access model lets each grant
    /// choose; otherwise `"all"`, which may be left out.
    #[schema(value_type = Option<UnitScope>)]
    pub units: Option<Json>,
    /// Permissions added to the role; each must be customizable for it.
    pub permissions: Option<Vec<String>>,
    /// When the grant ends; of a date, the end of the day in UTC.
    #[schema(value_type = Option<TimeOrDate>)]
    pub ends_at: Option<String>,
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

impl<'a> Giving<'a> {
    /// What grants that `caller` gives to a user who holds `held` are judged by.
    pub fn by(caller: &'a Caller, found: &'a Found, held: &'a [Grant]) -> Self {
        Self { account: caller.account.id, model: &caller.model, found, held, now: caller.now }
    }

    /// Refuses a unit in a new grant that is none of the account's, or retired: that one stays with those who reach it,
    /// whatever else they are given.
    fn check_unit(&self, unit: UnitId, path: String, fields: &mut Fields) {
        let is_reached = || self.held.iter().any(|grant| grant.is_live(self.now) && grant.units.reaches(Some(unit)));
        match self.found.is_retired(self.account, unit) {
            None => fields.refuse(path, "unknown_unit", "unknown unit"),
            Some(true) if !is_reached() => fields.refuse(path, "unit_retired", "the unit is retired"),
            Some(_) => {}
        }
    }
}

impl GrantFields {
    /// A grant that says nothing: of the default role.
    pub const DEFAULT: Self = Self { role: None, units: None, permissions: None, ends_at: None };

    /// The units that grants name, as far as they are ids: what is to be looked up before the grants are read. None if
    /// there is more of anything than may be given: nobody looks up what is refused in any case.
    pub fn units(grants: &[Self]) -> BTreeSet<UnitId> {
        match Self::check_listed(grants) {
            Some(_) => BTreeSet::new(),
            None => Self::counted_units(grants).unwrap_or_default(),
        }
    }

    /// Whether there is too much of anything to read the grants at all.
    fn check_size(grants: &[Self]) -> Option<GrantFault> {
        Self::check_listed(grants).or_else(|| Self::counted_units(grants).is_none().then(Grant::too_many))
    }

    fn check_listed(grants: &[Self]) -> Option<GrantFault> {
        let units = |grant: &Self| if let Some(Json::List(units)) = &grant.units { units.len() } else { 0 };
        let listed = grants.iter().map(|grant| units(grant) + grant.permissions.as_ref().map_or(0, Vec::len));
        Grant::check_size(grants.len(), listed.sum())
    }

    fn counted_units(grants: &[Self]) -> Option<BTreeSet<UnitId>> {
        let named = grants.iter().filter_map(|grant| match &grant.units {
            Some(Json::List(ids)) => Some(ids),
            _ => None,
        });
        let mut units = BTreeSet::new();
        for unit in named.flatten().filter_map(unit) {
            units.insert(unit);
            if units.len() > MOST_ROLES_AND_UNITS {
                return None;
            }
        }
        Some(units)
    }

    /// Reads all of a user's grants; what is wrong is noted under `path`.
    pub fn read_all(grants: &[Self], path: &str, giving: &Giving<'_>, fields: &mut Fields) -> Vec<Grant> {
        if let Some(GrantFault { code, message, .. }) = Self::check_size(grants) {
            fields.refuse(path, code, message);
            return Vec::new();
        }
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
            let faults = Grant::check_instead(&read, giving.held, giving.model);
            fields.extend(faults.map(|(index, fault)| {
                let field =
                    if fault.field.is_empty() { path.to_owned() } else { format!("{path}[{index}].{}", fault.field) };
                FieldFault::new(field, fault.code, fault.message)
            }));
        }
        read
    }

    /// What is wrong with a grant that the user does not hold already: it names units that cannot be given, or has
    /// ended before it is given.
    fn check_new(&self, grant: &Grant, path: &str, giving: &Giving<'_>, fields: &mut Fields) {
        if let Some(Json::List(ids)) = &self.units {
            for (index, unit) in ids.iter().enumerate().filter_map(|(index, id)| Some((index, unit(id)?))) {
                giving.check_unit(unit, format!("{path}.units[{index}]"), fields);
            }
        }
        if grant.ends_at.is_some_and(|end| end <= giving.now) {
            fields.refuse(format!("{path}.ends_at"), "in_the_past", "must be in the future");
        }
    }

    fn read(&self, path: &str, model: &AccessModel, fields: &mut Fields) -> Option<Grant> {
        let role = self.read_role(path, model, fields);
        let units = self.read_units(path, model, fields);
        let permissions = self.read_permissions(path, fields);
        let ends_at = match &self.ends_at {
            Some(end) => fields.parse(&format!("{path}.ends_at"), end, time::end).map(Some),
            None => Some(None),
        };
        Some(Grant { role: role?, units: units?, permissions, ends_at: ends_at? })
    }

    fn read_role(&self, path: &str, model: &AccessModel, fields: &mut Fields) -> Option<RoleName> {
        let Some(written) = &self.role else {
            let role = model.default_role().map(|role| role.name.clone());
            if role.is_none() {
                fields.refuse(format!("{path}.role"), "required", "name a role: the access model has no default role");
            }
            return role;
        };
        let role = written.parse::<RoleName>();
        if role.is_err() {
            fields.refuse(format!("{path}.role"), "unknown_role", model.no_role(written));
        }
        role.ok()
    }

    fn read_units(&self, path: &str, model: &AccessModel, fields: &mut Fields) -> Option<UnitScope> {
        let ids = match &self.units {
            None if model.policies().units.reach == UnitReach::Selected => {
                // Nobody shall reach the whole account because someone forgot a field.
                fields.refuse(format!("{path}.units"), "required", "must be `all` or a list of unit ids");
                return None;
            }
            None => return Some(UnitScope::All),
            Some(Json::Text(word)) if word == "all" => return Some(UnitScope::All),
            Some(Json::List(ids)) => ids,
            Some(Json::Text(_)) => {
                fields.refuse(format!("{path}.units"), "invalid_units", "must be `all` or a list of unit ids");
                return None;
            }
            Some(other) => {
                other.refuse("`all` or a list of unit ids", &format!("{path}.units"), fields);
                return None;
            }
        };
        let mut units = BTreeSet::new();
        for (index, id) in ids.iter().enumerate() {
            let field = format!("{path}.units[{index}]");
            match id.text(&field, fields).map(str::parse::<UnitId>) {
                Some(Ok(id)) if units.insert(id) => {}
                Some(Ok(id)) => fields.refuse(field, "duplicate", format!("`{id}` is listed twice")),
                Some(Err(_)) => fields.refuse(field, "unknown_unit", "unknown unit"),
                None => {}
            }
        }
        (units.len() == ids.len()).then_some(UnitScope::Selected(units))
    }

    fn read_permissions(&self, path: &str, fields: &mut Fields) -> BTreeSet<Permission> {
        let mut permissions = BTreeSet::new();
        for (index, permission) in self.permissions.iter().flatten().enumerate() {
            match permission.parse() {
                Ok(permission) => drop(permissions.insert(permission)),
                Err(_) => fields.refuse(
                    format!("{path}.permissions[{index}]"),
                    "invalid_permission",
                    "must have the form `resource:action`",
                ),
            }
        }
        permissions
    }
}

/// The id of a unit, if it is one.
fn unit(json: &Json) -> Option<UnitId> {
    match json {
        Json::Text(id) => id.parse().ok(),
        _ => None,
    }
}
