//! Levels: the shorthand in which many portals think of access to a resource.

use serde::{Deserialize, Serialize};

/// How far a role gets with one resource.
///
/// `004_b18749db1a9b28e8.txt`: "view = READ, edit = READ | UPDATE, full = CREATE | READ | UPDATE | DELETE (INACTIVATE)".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Not at all.
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
