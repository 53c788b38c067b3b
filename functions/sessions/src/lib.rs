//! Signing in and out.

mod begin;
mod challenge;
mod create;
mod current;
mod end;
mod second_factor;
mod view;

use std::sync::Arc;

use usher::app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of the function.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(create::create)).routes(routes!(current::current, end::end)).routes(routes!(second_factor::second_factor))
}
