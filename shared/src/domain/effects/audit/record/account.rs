//! Of accounts and their units.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::access::unit::{Unit, UnitStatus};
use crate::domain::brand::{AccentColour, LogoName};
use crate::domain::email::EmailAddress;
use crate::domain::external_id::ExternalId;
use crate::domain::locale::Locale;
use crate::domain::metadata::Metadata;
use crate::domain::status::AccountStatus;
use crate::domain::text::Title;

/// An account's settings.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AccountRecord {
    /// The account's name.
    #[schema(value_type = String)]
    pub name: Title,
    /// The product that its users know.
    #[schema(value_type = String)]
    pub product_name: Title,
    /// The address where its users get help; null for none.
    #[schema(required, value_type = Option<String>)]
    pub support_address: Option<EmailAddress>,
    /// The language of its emails.
    pub locale: Locale,
    /// The colour of its buttons and links; null for Usher's.
    #[schema(required, value_type = Option<String>)]
    pub accent_colour: Option<AccentColour>,
    /// The name of its logo, which another logo does not have; null for none.
    #[schema(required, value_type = Option<String>)]
    pub logo: Option<LogoName>,
    /// What the vendor calls it; null for nothing.
    #[schema(required, value_type = Option<String>)]
    pub external_id: Option<ExternalId>,
    /// What the vendor notes on it, by key; null for nothing.
    #[schema(required, value_type = Option<std::collections::BTreeMap<String, String>>)]
    pub metadata: Option<Metadata>,
    /// How many invitation emails it may promise in a day; null unless an operator has said so.
    #[schema(required)]
    pub invitations_per_day: Option<u32>,
    /// How many of them one user may cause; null unless an operator has said so.
    #[schema(required)]
    pub invitations_per_user_and_day: Option<u32>,
}

/// An account that came to be.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NewAccountRecord {
    /// The account's name.
    #[schema(value_type = String)]
    pub name: Title,
    /// The product that its users know.
    #[schema(value_type = String)]
    pub product_name: Title,
    /// The address where its users get help; null for none.
    #[schema(required, value_type = Option<String>)]
    pub support_address: Option<EmailAddress>,
    /// The language of its emails.
    pub locale: Locale,
    /// The colour of its buttons and links; null for Usher's.
    #[schema(required, value_type = Option<String>)]
    pub accent_colour: Option<AccentColour>,
    /// The name of its logo, which another logo does not have; null for none.
    #[schema(required, value_type = Option<String>)]
    pub logo: Option<LogoName>,
    /// What the vendor calls it; null for nothing.
    #[schema(required, value_type = Option<String>)]
    pub external_id: Option<ExternalId>,
    /// What the vendor notes on it, by key; null for nothing.
    #[schema(required, value_type = Option<std::collections::BTreeMap<String, String>>)]
    pub metadata: Option<Metadata>,
    /// The name of the access model that it follows.
    #[schema(example = "invoicing")]
    pub access_model: String,
}

/// Whether the users of an account come in.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AccountStandingRecord {
    /// The account's status.
    pub status: AccountStatus,
    /// From when on it is erased; null unless its deletion is scheduled.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub erased_from: Option<Timestamp>,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct UnitRecord {
    /// The unit's name.
    #[schema(value_type = String)]
    pub name: Title,
    /// Whether it is in use.
    pub status: UnitStatus,
    /// What the portal calls the unit; absent if it has no such name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    pub external_id: Option<ExternalId>,
    /// What the portal notes on the unit, by key; absent if that is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = std::collections::BTreeMap<String, String>, required = false)]
    pub metadata: Option<Metadata>,
}

impl From<&Unit> for UnitRecord {
    fn from(unit: &Unit) -> Self {
        let Unit { name, labels, .. } = unit;
        let (external_id, metadata) = labels.recorded();
        Self { name: name.clone(), status: unit.status(), external_id, metadata }
    }
}
