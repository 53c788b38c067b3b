//! Accounts, and what there is to know about the API itself.

mod administrators;
mod create;
mod get;
mod meta;
mod view;

use std::sync::Arc;

use usher::app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of the function.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(create::create))
        .routes(routes!(administrators::invite))
        .routes(routes!(get::get))
        .routes(routes!(meta::openapi))
        .routes(routes!(meta::healthz))
}
