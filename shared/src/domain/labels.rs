//! What a portal calls a user or a unit in its own systems, and what it notes on them.

use serde::{Deserialize, Serialize};

use super::external_id::ExternalId;
use super::metadata::Metadata;

/// The portal's own id of a thing, and its metadata.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Labels {
    /// What the portal calls it; no other of its kind in the account has this id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<ExternalId>,
    /// What the portal notes on it.
    #[serde(default, skip_serializing_if = "Metadata::is_empty")]
    pub metadata: Metadata,
}

impl Labels {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.external_id.is_none() && self.metadata.is_empty()
    }

    /// What audit events record of them.
    pub fn recorded(&self) -> (Option<ExternalId>, Option<Metadata>) {
        (self.external_id.clone(), Some(self.metadata.clone()).filter(|metadata| !metadata.is_empty()))
    }
}
