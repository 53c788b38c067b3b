//! `GET /v1/access-models`: the presets.

use axum::Json;
use serde::Serialize;
use usher::http::pages::{Next, Paged};
use usher::http::problem::Problems;
use usher::presets::Preset;
use utoipa::ToSchema;

/// An access model that comes with Usher.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Preset)]
pub struct PresetView {
    /// What it is called when an account is created.
    #[schema(example = "invoicing")]
    name: String,
    /// What it is called by people.
    #[schema(example = "Invoicing portal")]
    title: String,
}

/// List the presets
///
/// The access models that an account can start from by name. All of them, on one page.
#[utoipa::path(
    get,
    operation_id = "listPresets",
    path = "/v1/access-models",
    tag = "access models",
    responses((status = 200, description = "The presets", body = Paged<PresetView>), Problems),
    security(())
)]
pub async fn list() -> Json<Paged<PresetView>> {
    let view = |preset: Preset| PresetView { name: preset.name().to_owned(), title: preset.model().title().to_owned() };
    Json(Paged { data: Preset::ALL.map(view).into(), page: Next { after: None } })
}
