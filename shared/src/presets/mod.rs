//! The access models that come with Usher, each the user management of one real portal.

use crate::domain::access::model::AccessModel;
use crate::domain::words::words;

words! {
    /// An access model that an account can start from by name. It is also the name of the model.
    pub enum Preset {
        /// `000_f0b873381f88d5bd.txt`: a ladder of four roles, practices, removal only.
        Invoicing = "invoicing",
        /// `001_f2365443c584e145.txt`: users who get modules one by one, sub-accounts, any number invited at once.
        Portal = "portal",
        /// `002_8edd26e9a8bfea2e.txt`: users who complete their profiles and see only themselves, custom permissions,
        /// external users.
        Mailing = "mailing",
        /// `003_f0a94a08630b6903.txt`: active at once, own customers and orders, merchant profiles, deactivation only.
        Billing = "billing",
        /// `004_b18749db1a9b28e8.txt`: levels on eight resources, several roles, deactivation only.
        Warranty = "warranty",
    }
}

impl Preset {
    /// The document, with its comments.
    pub fn source(self) -> &'static str {
        match self {
            Self::Invoicing => include_str!("invoicing.yaml"),
            Self::Portal => include_str!("portal.yaml"),
            Self::Mailing => include_str!("mailing.yaml"),
            Self::Billing => include_str!("billing.yaml"),
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
