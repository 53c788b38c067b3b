//! Of accounts and their units.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::access::unit::{Unit, UnitStatus};
use crate::domain::email::EmailAddress;
use crate::domain::locale::Locale;
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
    /// The name of the access model that it follows.
    #[schema(example = "invoicing")]
    pub access_model: String,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct UnitRecord {
    /// The unit's name.
    #[schema(value_type = String)]
    pub name: Title,
    /// Whether it is in use.
    pub status: UnitStatus,
}

impl From<&Unit> for UnitRecord {
    fn from(unit: &Unit) -> Self {
        Self { name: unit.name.clone(), status: unit.status() }
    }
}
