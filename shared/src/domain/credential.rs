//! What a person signs in with.

use serde::{Deserialize, Serialize};

/// What can be reset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Credential {
    /// The password.
    Password,
    /// The second factor.
    SecondFactor,
}
