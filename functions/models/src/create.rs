//! `POST /v1/models`: an operator makes a model.

use std::sync::Arc;

use axum::extract::State;
use serde::Deserialize;
use usher::app::App;
use usher::caller::Operator;
use usher::changes::vendor_models;
use usher::domain::access::model::AccessModel;
use usher::domain::text::Title;
use usher::http::body::LARGEST_MODEL;
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, Body, Created, Json as Raw, Source};
use usher::service::IdempotencyKey;
use utoipa::ToSchema;

use crate::model_view::{VersionView, read_document};

/// The model to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateModelRequest {
    /// What the vendor calls it.
    #[schema(example = "Shops", min_length = 1, max_length = 120)]
    name: String,
    /// The document of its first version.
    #[schema(value_type = AccessModel)]
    access_model: Raw,
}

/// Create a model
///
/// For operators. A model is an access model with a name, which accounts follow, and which gets versions. The document
/// is version 1, and accounts can follow it at once.
#[utoipa::path(
    post,
    operation_id = "createModel",
    path = "/v1/models",
    tag = "access models",
    params(IdempotencyKey),
    request_body = CreateModelRequest,
    extensions(("x-max-body-bytes" = json!(LARGEST_MODEL))),
    responses(
        (
            status = 201, description = "The model", body = VersionView,
            headers(("ETag" = String), ("Location" = String)),
        ),
        OperatorProblems,
        Problems,
    ),
    security(("operator" = []))
)]
pub async fn create(
    State(app): State<Arc<App>>,
    operator: Operator,
    source: Source,
    body: Body<CreateModelRequest>,
) -> Answer<Created<VersionView>> {
    let (name, document) = body.read(operator.known, |request, fields| {
        (fields.parse("name", &request.name, Title::parse), read_document(&request.access_model, fields))
    })?;
    let author = operator.author(&source, app.now());
    let (model, change) = vendor_models::created(&app, name, document, &author);
    app.store.commit(change).await?;
    let access_model = AccessModel::clone(&model.document);
    let body = VersionView::of(&model, 1, access_model);
    Ok(Created { location: format!("/v1/models/{}", model.id), version: model.version, body })
}
