//! A unit as users of the account see it.

use jiff::Timestamp;
use serde::Serialize;
use usher::domain::unit::Unit;
use utoipa::ToSchema;

/// A part of an account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Unit)]
pub struct UnitView {
    /// The unit's id.
    #[schema(example = "unt_a2b3c4d5e6f7a2b3")]
    id: String,
    /// Its name.
    #[schema(example = "Harbour Street")]
    name: String,
    /// `active`, or `retired`: nobody has access to it any more.
    #[schema(example = "active")]
    status: String,
    /// When it came to be.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was retired.
    #[schema(value_type = Option<String>, format = DateTime)]
    retired_at: Option<Timestamp>,
}

impl From<Unit> for UnitView {
    fn from(unit: Unit) -> Self {
        Self {
            id: unit.id.to_string(),
            status: status(&unit).to_owned(),
            name: unit.name.into(),
            created_at: unit.created_at,
            retired_at: unit.retired_at,
        }
    }
}

/// The word for whether a unit is in use.
pub fn status(unit: &Unit) -> &'static str {
    if unit.is_retired() { "retired" } else { "active" }
}
