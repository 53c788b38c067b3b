//! `GET /v1/access-models` and `GET /v1/access-models/{preset}`: the access models that come with Usher. They are the
//! same for everybody, so anybody may read them, and start one of their own from one of them.

use axum::Json;
use serde::Serialize;
use usher::domain::access::model::AccessModel;
use usher::http::pages::{PageInfo, Paged};
use usher::http::problem::Problems;
use usher::http::{Answer, InPath, Problem};
use usher::presets::Preset;
use utoipa::ToSchema;

/// An access model that comes with Usher.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PresetModel)]
pub struct PresetView {
    /// The name to create an account with.
    name: Preset,
    /// The title, for people.
    #[schema(example = "Invoicing portal")]
    title: String,
}

/// The presets, all on one page.
type PresetPage = Paged<PresetView>;

/// List the presets
///
/// Lists the access models that an account can start from by name, all on one page.
#[utoipa::path(
    get,
    operation_id = "listPresets",
    path = "/v1/access-models",
    tag = "access models",
    responses((status = 200, description = "The presets", body = PresetPage), Problems),
    security(())
)]
pub async fn list() -> Json<PresetPage> {
    let view = |preset: Preset| PresetView { name: preset, title: preset.model().title().to_owned() };
    Json(Paged { data: Preset::ALL.map(view).into(), page: PageInfo { after: None } })
}

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
