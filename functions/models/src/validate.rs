//! `POST /v1/models/validate`: an operator asks what an access model comes to, and whether it is one.

use axum::Json;
use serde::{Deserialize, Serialize};
use usher::caller::Operator;
use usher::domain::access::model::AccessModel;
use usher::http::body::LARGEST_MODEL;
use usher::http::document;
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, Body, Json as Raw, Unrepeated};
use usher::service::UnrepeatedIdempotencyKey;
use utoipa::ToSchema;

use crate::view::{ResolvedView, WarningView};

/// The access model to judge.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ValidateModelRequest {
    /// The document.
    #[schema(value_type = AccessModel)]
    access_model: Raw,
}

/// A valid access model, and what it comes to.
#[derive(Serialize, ToSchema)]
pub struct ValidatedModel {
    /// The document with every default written out.
    access_model: AccessModel,
    /// What it comes to.
    resolved: ResolvedView,
    /// What is allowed, and may not be meant: ties, roles that cannot be given at first, what nobody can ever do.
    warnings: Vec<WarningView>,
}

/// Validate an access model
///
/// For operators. A document with faults is refused as everywhere, with each fault and its path; a valid one is
/// answered resolved, with the role of the first administrator and why it is that one, and with all that may surprise
/// its author. Nothing is kept.
#[utoipa::path(
    post,
    operation_id = "validateModel",
    path = "/v1/models/validate",
    tag = "access models",
    params(UnrepeatedIdempotencyKey),
    request_body = ValidateModelRequest,
    extensions(("x-max-body-bytes" = json!(LARGEST_MODEL))),
    responses(
        (status = 200, description = "The access model is valid", body = ValidatedModel),
        OperatorProblems,
        Problems,
    ),
    security(("operator" = []))
)]
pub async fn validate(
    operator: Operator,
    body: Body<ValidateModelRequest>,
) -> Answer<Unrepeated<Json<ValidatedModel>>> {
    let access_model = body.read(operator.known, |request, fields| {
        document::read(&request.access_model, "access_model").map_err(|faults| fields.append(faults)).ok()
    })?;
    let resolved = ResolvedView::of(&access_model);
    let warnings = access_model.warnings().into_iter().map(WarningView::from).collect();
    Ok(Unrepeated(Json(ValidatedModel { access_model, resolved, warnings })))
}
