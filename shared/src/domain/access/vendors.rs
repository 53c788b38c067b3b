//! Access models of the vendor's: named, in versions, and followed by accounts.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::model::{AccessModel, stored};
use crate::domain::id::ModelId;
use crate::domain::text::Title;

/// A model of the vendor's, with the document of the version that is rolled out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VendorModel {
    /// The model's own id.
    pub id: ModelId,
    /// What the vendor calls it.
    pub name: Title,
    /// The newest version.
    pub latest: u32,
    /// The version that is rolled out: accounts that follow the model come to follow this one.
    pub current: u32,
    /// The document of that version.
    #[serde(with = "stored")]
    pub document: Arc<AccessModel>,
    /// When it was made; nothing of a preset, which came with Usher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// Counts the changes; zero of a preset that nobody has changed, which is not stored.
    pub version: u64,
}

/// What lists show of a model.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VendorModelSummary {
    /// See [`VendorModel`].
    pub id: ModelId,
    /// See [`VendorModel`].
    pub name: Title,
    /// See [`VendorModel`].
    pub latest: u32,
    /// See [`VendorModel`].
    pub current: u32,
    /// See [`VendorModel`].
    #[serde(default)]
    pub created_at: Option<Timestamp>,
}

/// A version of a model. Written once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ModelVersion {
    /// The model.
    pub model: ModelId,
    /// The number, from 1.
    pub number: u32,
    /// The document.
    #[serde(with = "stored")]
    pub document: Arc<AccessModel>,
    /// When it was published.
    pub published_at: Timestamp,
    /// The principal of the operator who published it.
    pub published_by: String,
}

/// What lists show of a version.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ModelVersionSummary {
    /// See [`ModelVersion`].
    pub number: u32,
    /// See [`ModelVersion`].
    pub published_at: Timestamp,
    /// See [`ModelVersion`].
    pub published_by: String,
}

/// Which model an account follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follows {
    /// The model.
    pub model: ModelId,
    /// The version whose document the account has.
    pub version: u32,
    /// Whether it stays at that version, whatever is rolled out.
    #[serde(default)]
    pub pinned: bool,
    /// Whether the account's own administrators have replaced the document since.
    #[serde(default)]
    pub customized: bool,
}

impl Follows {
    /// Version `version` of `model`, and those that are rolled out after it unless it is pinned.
    pub fn of(model: ModelId, version: u32, pinned: bool) -> Self {
        Self { model, version, pinned, customized: false }
    }
}

impl VendorModel {
    /// What lists show of it.
    pub fn summary(&self) -> VendorModelSummary {
        let Self { id, name, latest, current, created_at, .. } = self.clone();
        VendorModelSummary { id, name, latest, current, created_at }
    }
}
