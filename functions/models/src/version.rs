//! `GET /v1/models/{model}` and `GET /v1/models/{model}/versions/{version}`: a model with a document.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use usher::app::App;
use usher::caller::Operator;
use usher::changes::following;
use usher::domain::id::ModelId;
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, InPath, Problem};

use crate::model_view::VersionView;

/// Get a model
///
/// For operators. With the document of the version that is rolled out.
#[utoipa::path(
    get,
    operation_id = "getModel",
    path = "/v1/models/{model}",
    tag = "access models",
    params(("model" = String, Path, description = "The model")),
    responses((status = 200, description = "The model", body = VersionView), OperatorProblems, Problems),
    security(("operator" = []))
)]
pub async fn current(
    State(app): State<Arc<App>>,
    _: Operator,
    InPath(model): InPath<ModelId>,
) -> Answer<Json<VersionView>> {
    found(&app, model, None).await
}

/// Get a version of a model
///
/// For operators. With its document.
#[utoipa::path(
    get,
    operation_id = "getModelVersion",
    path = "/v1/models/{model}/versions/{version}",
    tag = "access models",
    params(
        ("model" = String, Path, description = "The model"),
        ("version" = u32, Path, description = "The number of the version")
    ),
    responses((status = 200, description = "The version", body = VersionView), OperatorProblems, Problems),
    security(("operator" = []))
)]
pub async fn numbered(
    State(app): State<Arc<App>>,
    _: Operator,
    InPath((model, version)): InPath<(ModelId, u32)>,
) -> Answer<Json<VersionView>> {
    found(&app, model, Some(version)).await
}

async fn found(app: &App, model: ModelId, version: Option<u32>) -> Answer<Json<VersionView>> {
    let loaded = following::load(app, model, version).await?.ok_or_else(Problem::not_found)?;
    let document = loaded.document.ok_or_else(Problem::not_found)?;
    Ok(Json(VersionView::of(&loaded.model, loaded.number, Arc::unwrap_or_clone(document))))
}
