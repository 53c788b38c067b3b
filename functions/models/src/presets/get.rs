//! `GET /v1/access-models/{preset}`: one preset, to start a model of one's own from.

use axum::Json;
use usher::domain::access::model::AccessModel;
use usher::http::problem::Problems;
use usher::http::{Answer, InPath, Problem};
use usher::presets::Preset;

/// Get a preset
///
/// Returns the document with every default written out, as `PUT …/access-model` accepts it.
#[utoipa::path(
    get,
    operation_id = "getPreset",
    path = "/v1/access-models/{preset}",
    tag = "access models",
    params(("preset" = Preset, Path, description = "The name of the preset")),
    responses((status = 200, description = "The access model", body = AccessModel), Problems),
    security(())
)]
pub async fn get(InPath(preset): InPath<String>) -> Answer<Json<AccessModel>> {
    let preset = Preset::parse(&preset).ok_or_else(Problem::not_found)?;
    Ok(Json(preset.model()))
}
