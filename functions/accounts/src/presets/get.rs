//! `GET /v1/access-models/{preset}`: one preset, to start a model of one's own from.

use axum::Json;
use usher::http::problem::Problems;
use usher::http::{Answer, InPath, Problem};
use usher::presets::Preset;

use crate::document::ModelView;

/// Get a preset
///
/// The document with every default written out: what `PUT …/access-model` takes.
#[utoipa::path(
    get,
    operation_id = "getPreset",
    path = "/v1/access-models/{preset}",
    tag = "access models",
    params(("preset" = String, Path, description = "The name of the preset")),
    responses((status = 200, description = "The access model", body = ModelView), Problems),
    security(())
)]
pub async fn get(InPath(preset): InPath<String>) -> Answer<Json<ModelView>> {
    let preset = Preset::parse(&preset).ok_or_else(Problem::not_found)?;
    Ok(Json(preset.model().into()))
}
