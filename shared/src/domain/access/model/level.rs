//! Levels: the shorthand in which many portals think of access to a resource.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

// Seed 004: "view = READ, edit = READ | UPDATE, full = CREATE | READ | UPDATE | DELETE (INACTIVATE)".
/// A short form of permissions over one resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[schema(as = PermissionLevel)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// No permissions.
    None,
    /// Read.
    View,
    /// Read and update.
    Edit,
    /// Create, read, update and delete.
    Full,
}

impl Level {
    /// The actions that the level stands for.
    pub fn actions(self) -> &'static [&'static str] {
        match self {
            Self::None => &[],
            Self::View => &["read"],
            Self::Edit => &["read", "update"],
            Self::Full => &["create", "read", "update", "delete"],
        }
    }
}
