//! What an account's own administrators may do with the model that it follows.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::AccessModel;
use super::document::Document;
use super::policies::Policies;

/// What an account's own administrators may do with the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Customization {
    /// Nothing: the rules are the portal's.
    #[default]
    None,
    /// They make roles of their own beside those of the model.
    Roles,
    /// They replace all of it.
    Everything,
}

/// What administrators of an account change of its model, and must not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BeyondCustomization {
    /// The model lets them change nothing.
    #[error("this access model is not the account's to change; ask the portal's operators")]
    Anything,
    /// These places are not roles of the account's own.
    #[error("only the account's own roles can be added, changed and removed")]
    Vendors(Vec<String>),
}

impl AccessModel {
    /// What an account's own administrators may do with the model.
    pub fn customization(&self) -> Customization {
        self.document.customization
    }

    /// Whether the account's own administrators may replace the model by `next`.
    ///
    /// # Errors
    ///
    /// What they would change and must not.
    pub fn check_customized(&self, next: &Self) -> Result<(), BeyondCustomization> {
        match self.customization() {
            Customization::None => Err(BeyondCustomization::Anything),
            Customization::Everything => Ok(()),
            Customization::Roles => {
                let changed = self.document.changed_beside_custom_roles(&next.document);
                if changed.is_empty() { Ok(()) } else { Err(BeyondCustomization::Vendors(changed)) }
            }
        }
    }
}

impl Document {
    /// The places where the documents differ, roles of the account's own apart.
    fn changed_beside_custom_roles(&self, next: &Self) -> Vec<String> {
        let parts = [
            ("name", self.name != next.name),
            ("title", self.title != next.title),
            ("customization", self.customization != next.customization),
            ("assignable", self.assignable != next.assignable),
            ("first_administrator", self.first_administrator != next.first_administrator),
            ("default_role", self.default_role != next.default_role),
            ("units", self.units != next.units),
            ("resources", self.resources != next.resources),
            ("policies", self.policies != Policies { units: self.units.clone(), ..next.policies.clone() }),
        ];
        let parts = parts.into_iter().filter(|(_, differs)| *differs).map(|(part, _)| part.to_owned());
        let vendors = |document: &Self, name: &str| document.roles.get(name).filter(|role| !role.custom).cloned();
        let mut names: Vec<&String> = self.roles.keys().chain(next.roles.keys()).collect();
        names.sort();
        names.dedup();
        let roles = names.into_iter().filter(|name| vendors(self, name) != vendors(next, name));
        parts.chain(roles.map(|name| format!("roles.{name}"))).collect()
    }
}
