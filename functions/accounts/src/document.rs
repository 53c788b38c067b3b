//! Access models in request bodies.

use serde::Serialize;
use usher::domain::access_model::{AccessModel, ModelFault};
use usher::http::Json as Raw;
use usher::http::problem::FieldFault;
use utoipa::ToSchema;

/// An access model, with every default written out. `docs/access-models.md` is its reference, `/access-model.schema.json` its JSON Schema.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccessModel, value_type = Object, example = json!({
    "name": "shop",
    "title": "Shop",
    "units": { "noun": "store", "reach": "selected", "visibility": "everyone" },
    "resources": { "orders": { "title": "Orders", "actions": ["read", "create", "refund"] } },
    "roles": {
        "clerk": { "title": "Clerk", "permissions": ["orders:read"], "customizable": ["orders:refund"] },
        "owner": { "title": "Owner", "includes": ["clerk"], "permissions": ["*:*"] }
    },
    "policies": { "invitation": { "lifetime": "7d", "names": "inviter" } }
}))]
pub struct ModelView(AccessModel);

impl From<AccessModel> for ModelView {
    fn from(model: AccessModel) -> Self {
        Self(model)
    }
}

/// Reads a document that stands at `path` in the body; empty where it is the body.
///
/// # Errors
///
/// Everything that is wrong with it, each with its place.
pub fn read(document: &Raw, path: &str) -> Result<AccessModel, Vec<FieldFault>> {
    let document = document.value(path)?;
    let place = |fault: String| if path.is_empty() || fault.is_empty() { format!("{path}{fault}") } else { format!("{path}.{fault}") };
    let named = |fault: ModelFault| FieldFault { field: place(fault.path), code: fault.code.to_owned(), message: fault.message };
    AccessModel::from_json(document).map_err(|faults| faults.into_iter().map(named).collect())
}
