//! `POST /v1/models/{model}/versions`: an operator publishes a version of a model.

use std::sync::Arc;

use axum::extract::State;
use serde::Deserialize;
use usher::app::App;
use usher::caller::Operator;
use usher::changes::{following, vendor_models};
use usher::domain::access::model::AccessModel;
use usher::domain::id::ModelId;
use usher::http::body::LARGEST_MODEL;
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, Body, Created, InPath, Json as Raw, Problem, Source, until_decided};
use usher::service::IdempotencyKey;
use utoipa::ToSchema;

use crate::model_view::{VersionView, read_document};

/// The version to publish.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishModelVersionRequest {
    /// The document.
    #[schema(value_type = AccessModel)]
    access_model: Raw,
}

/// Publish a version of a model
///
/// For operators. Nothing changes in any account until the version is rolled out (`POST …/roll-out`), which can be
/// tried before, also with a document that is not published yet. Presets get versions, too.
#[utoipa::path(
    post,
    operation_id = "publishModelVersion",
    path = "/v1/models/{model}/versions",
    tag = "access models",
    params(("model" = String, Path, description = "The model"), IdempotencyKey),
    request_body = PublishModelVersionRequest,
    extensions(("x-max-body-bytes" = json!(LARGEST_MODEL))),
    responses(
        (
            status = 201, description = "The version", body = VersionView,
            headers(("ETag" = String), ("Location" = String)),
        ),
        OperatorProblems,
        Problems,
    ),
    security(("operator" = []))
)]
pub async fn publish(
    State(app): State<Arc<App>>,
    operator: Operator,
    InPath(model): InPath<ModelId>,
    source: Source,
    body: Body<PublishModelVersionRequest>,
) -> Answer<Created<VersionView>> {
    until_decided(|| async {
        let found = following::load(&app, model, None).await?.ok_or_else(Problem::not_found)?.model;
        let document = body.read(operator.known, |request, fields| read_document(&request.access_model, fields))?;
        let published = AccessModel::clone(&document);
        let author = operator.author(&source, app.now());
        let (next, change) = vendor_models::published(&app, found, document, &author);
        app.store.commit(change).await?;
        let location = format!("/v1/models/{model}/versions/{}", next.latest);
        let body = VersionView::of(&next, next.latest, published);
        Ok(Created { location, version: next.version, body })
    })
    .await
}
