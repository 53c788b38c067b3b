//! What an account made of its model, under another version of it; and what the two versions give.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{AccessModel, Customization, ModelFault, RoleName};
use crate::domain::access::permission::Permission;
use crate::domain::noted::Noted;

/// What holders of a role gain and lose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleChange {
    /// The role.
    pub role: RoleName,
    /// What it gives and did not give before.
    pub gains: BTreeSet<Permission>,
    /// What it gave, and what could be added to it, that it does not any more.
    pub loses: BTreeSet<Permission>,
}

impl AccessModel {
    /// The model with the roles that an account made itself under `before`, as far as it lets accounts make any.
    ///
    /// # Errors
    ///
    /// The faults of these roles under this model, each at its place.
    pub fn with_custom_roles_of(&self, before: &Self) -> Result<Self, Noted<ModelFault>> {
        let custom: Vec<&RoleName> = before.roles().filter(|role| role.is_custom).map(|role| &role.name).collect();
        if custom.is_empty() || self.customization() != Customization::Roles {
            return Ok(self.clone());
        }
        let taken: Noted<ModelFault> = custom.iter().filter_map(|name| self.taken(name)).collect();
        if !taken.is_empty() {
            return Err(taken);
        }
        let mut document = json!(self);
        for name in custom {
            document["roles"][name.as_str()] =
                before.document.roles.get(name.as_str()).map_or(Value::Null, |role| json!(role));
        }
        Self::from_json(document)
    }

    /// Holders of a role of the account's own would come to hold one of the model's.
    fn taken(&self, name: &RoleName) -> Option<ModelFault> {
        self.role(name)?;
        let message = format!("the model has a role `{name}`, and so has the account");
        Some(ModelFault { path: format!("roles.{name}"), code: "duplicate", message })
    }

    /// The roles of this model and of `after` that do not give the same.
    pub fn compared(&self, after: &Self) -> Vec<RoleChange> {
        let changes = self.roles().filter_map(|old| {
            let new = after.role(&old.name)?;
            let gains = new.permissions().iter().filter(|one| !old.allows(one)).cloned().collect();
            let held = old.permissions().iter().filter(|one| !new.allows(one));
            let added = old.customizable().iter().filter(|one| !new.allows(one) && !new.may_add(one));
            let loses = held.chain(added).cloned().collect();
            Some(RoleChange { role: old.name.clone(), gains, loses })
        });
        changes.filter(|change| !change.gains.is_empty() || !change.loses.is_empty()).collect()
    }
}
