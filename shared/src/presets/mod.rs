//! The access models that come with Usher, each the user management of one real portal.

use crate::domain::access::model::AccessModel;
use crate::domain::access::vendors::VendorModel;
use crate::domain::id::ModelId;
use crate::domain::text::Title;
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

    /// The id of the model that it is.
    pub fn id(self) -> ModelId {
        ModelId::of_preset(self.as_str())
    }

    /// The preset with this id, if it is one's.
    pub fn of_id(id: ModelId) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.id() == id)
    }

    /// The model of the vendor's that it is as long as nobody has published another version of it.
    pub fn unchanged(self) -> VendorModel {
        let document = self.model();
        #[expect(clippy::expect_used, reason = "a constant of the program; a test reads each of them")]
        let name = Title::parse(document.title()).expect("the title of a preset is a line of text");
        let document = document.into();
        VendorModel { id: self.id(), name, latest: 1, current: 1, document, created_at: None, version: 0 }
    }

    /// The model.
    pub fn model(self) -> AccessModel {
        #[expect(clippy::expect_used, reason = "the document is a constant of the program; a test reads each of them")]
        AccessModel::from_yaml(self.source()).expect("a preset is a valid access model")
    }
}

#[cfg(test)]
mod tests;
