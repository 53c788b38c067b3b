//! Models of the vendor's as operators see them.

use jiff::Timestamp;
use serde::Serialize;
use usher::domain::access::model::AccessModel;
use usher::domain::access::vendors::{VendorModel, VendorModelSummary};
use usher::http::{Fields, Json as Raw, document};
use usher::presets::Preset;
use utoipa::ToSchema;

/// A model: an access model with a name and versions, which accounts follow.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Model)]
pub struct ModelView {
    /// The model's id.
    #[schema(example = "mod_a2b3c4d5e6f7a2b3")]
    id: String,
    /// What the vendor calls it.
    #[schema(example = "Invoicing portal")]
    name: String,
    /// The preset that it is; null for those that operators made.
    #[schema(required)]
    preset: Option<Preset>,
    /// The newest version.
    #[schema(example = 3)]
    latest_version: u32,
    /// The version that is rolled out: new accounts get it.
    #[schema(example = 2)]
    current_version: u32,
    /// When it was made; null for presets.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    created_at: Option<Timestamp>,
}

/// A version of a model, with its document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ModelVersion)]
pub struct VersionView {
    /// The model.
    model: ModelView,
    /// The number of the version.
    #[schema(example = 3)]
    version: u32,
    /// The document.
    access_model: AccessModel,
}

impl VersionView {
    /// The version of the model with its document.
    pub fn of(model: &VendorModel, version: u32, access_model: AccessModel) -> Self {
        Self { model: model.summary().into(), version, access_model }
    }
}

impl From<VendorModelSummary> for ModelView {
    fn from(model: VendorModelSummary) -> Self {
        Self {
            id: model.id.to_string(),
            name: model.name.into(),
            preset: Preset::of_id(model.id),
            latest_version: model.latest,
            current_version: model.current,
            created_at: model.created_at,
        }
    }
}

/// A document to publish: it has no roles of any account's own.
pub fn read_document(sent: &Raw, fields: &mut Fields) -> Option<AccessModel> {
    let model = document::read(sent, "access_model").map_err(|faults| fields.append(faults)).ok()?;
    for role in model.roles().filter(|role| role.is_custom) {
        let message = "only an account has roles of its own";
        fields.refuse(format!("access_model.roles.{}.custom", role.name), "impossible_policy", message);
    }
    Some(model)
}
