//! Access models in request bodies.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Value, json};
use usher::domain::access_model::{AccessModel, ModelFault};
use usher::http::Json as Raw;
use usher::http::problem::FieldFault;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// An access model, with every default written out. The language is too rich for OpenAPI: its schema is a document of its own.
#[derive(Debug, Serialize)]
pub struct ModelView(AccessModel);

impl PartialSchema for ModelView {
    fn schema() -> RefOr<Schema> {
        let description = "An access model. `docs/access-models.md` is its reference, `/access-model.schema.json` its JSON Schema; \
            answers have every default written out";
        let example = json!({
            "name": "shop",
            "title": "Shop",
            "units": { "noun": "store", "reach": "selected" },
            "resources": { "orders": { "title": "Orders", "actions": ["read", "create", "refund"] } },
            "roles": {
                "clerk": { "title": "Clerk", "permissions": ["orders:read"], "customizable": ["orders:refund"] },
                "owner": { "title": "Owner", "includes": ["clerk"], "permissions": ["*:*"] }
            },
            "policies": { "invitation": { "lifetime": "7d", "names": "inviter" } }
        });
        any_object(description, example)
    }
}

impl ToSchema for ModelView {
    fn name() -> Cow<'static, str> {
        "AccessModel".into()
    }
}

/// An object whose keys OpenAPI does not describe.
#[expect(deprecated, reason = "the schemas that utoipa derives have `example`, too")]
pub fn any_object(description: &str, example: Value) -> RefOr<Schema> {
    ObjectBuilder::new().description(Some(description)).example(Some(example)).into()
}

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
