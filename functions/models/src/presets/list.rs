//! `GET /v1/access-models`: the presets.

use axum::Json;
use serde::Serialize;
use usher::http::pages::{PageInfo, Paged};
use usher::http::problem::Problems;
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
