//! The access models that come with Usher, each the user management of one real portal.

use crate::domain::access_model::AccessModel;

/// An access model that an account can start from by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// `000_f0b873381f88d5bd.txt`: a ladder of four roles, practices, removal only.
    Invoicing,
    /// `004_b18749db1a9b28e8.txt`: levels on eight resources, several roles, deactivation only.
    Warranty,
}

impl Preset {
    /// Every preset.
    pub const ALL: [Self; 2] = [Self::Invoicing, Self::Warranty];

    /// The name, which is also its model's.
    pub fn name(self) -> &'static str {
        match self {
            Self::Invoicing => "invoicing",
            Self::Warranty => "warranty",
        }
    }

    /// The preset of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// The document, with its comments.
    pub fn source(self) -> &'static str {
        match self {
            Self::Invoicing => include_str!("invoicing.yaml"),
            Self::Warranty => include_str!("warranty.yaml"),
        }
    }

    /// The model.
    pub fn model(self) -> AccessModel {
        #[expect(clippy::expect_used, reason = "the document is a constant of the program; a test reads each of them")]
        AccessModel::from_yaml(self.source()).expect("a preset is a valid access model")
    }
}

#[cfg(test)]
mod tests;
