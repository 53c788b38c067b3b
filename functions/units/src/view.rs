//! A unit as users of the account see it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use usher::caller::Caller;
use usher::domain::access::unit::{Unit, UnitStatus};
use usher::domain::decision::UnitAction;
use usher::http::metadata;
use utoipa::ToSchema;

/// A part of an account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Unit)]
pub struct UnitView {
    /// The unit's id.
    #[schema(example = "unt_a2b3c4d5e6f7a2b3")]
    id: String,
    /// The unit's name.
    #[schema(example = "Harbour Street")]
    name: String,
    /// The unit's id in the portal's own systems.
    #[schema(required, example = "shop-12")]
    external_id: Option<String>,
    #[schema(schema_with = metadata::schema)]
    metadata: BTreeMap<String, String>,
    /// The status. A retired unit gives access to nothing.
    status: UnitStatus,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was retired.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    retired_at: Option<Timestamp>,
    /// What the caller may do with it now.
    allowed_actions: Vec<UnitAction>,
}

impl UnitView {
    /// The unit, with what `caller` may do with it.
    pub fn of(unit: Unit, caller: &Caller) -> Self {
        let allowed_actions = caller.acting().unit_actions(&unit);
        Self {
            id: unit.id.to_string(),
            status: unit.status(),
            name: unit.name.into(),
            external_id: unit.labels.external_id.map(String::from),
            metadata: unit.labels.metadata.into(),
            created_at: unit.created_at,
            retired_at: unit.retired_at,
            allowed_actions,
        }
    }
}
