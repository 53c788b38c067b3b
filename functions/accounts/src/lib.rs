//! Accounts, and what there is to know about the API itself.

mod access;
mod access_model;
mod administrators;
mod api_tokens;
mod audit_events;
mod create;
mod document;
mod get;
mod meta;
mod presets;
mod units;
mod unrouted;
mod update;
mod view;

use std::sync::Arc;

use usher::app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use self::unrouted::unrouted;

/// The routes of the function.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(create::create))
        .routes(routes!(administrators::invite))
        .routes(routes!(get::get, update::update))
        .merge(access_model::router())
        .merge(presets::router())
        .merge(units::router())
        .merge(access::router())
        .merge(api_tokens::router())
        .routes(routes!(audit_events::list))
        .routes(routes!(meta::openapi))
        .routes(routes!(meta::schema))
        .routes(routes!(meta::healthz))
}
