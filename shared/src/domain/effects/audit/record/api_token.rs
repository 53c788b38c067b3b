//! Of API tokens.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::access::permission::Permission;
use crate::domain::id::UserId;
use crate::domain::text::Line;

/// An API token.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ApiTokenRecord {
    /// The name that users gave it.
    #[schema(value_type = String)]
    pub name: Line<100>,
    /// The user on whose behalf it acts.
    #[schema(value_type = String)]
    pub owner: UserId,
    /// What it is limited to; null if it may do everything that its owner may do.
    #[schema(required, value_type = Option<Vec<String>>)]
    pub permissions: Option<BTreeSet<Permission>>,
    /// When it expires.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    /// Until when the secret before the last rotation works; null if there is none.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub previous_until: Option<Timestamp>,
}
