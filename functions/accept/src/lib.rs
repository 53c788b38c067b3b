//! What the holder of an invitation's link can do: look at it, accept it, decline it, ask for a new one.

mod accept;
mod decline;
mod link;
mod lookup;
mod names;
mod request_new;

use std::sync::Arc;

use usher::app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of the function.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(lookup::lookup))
        .routes(routes!(accept::accept))
        .routes(routes!(decline::decline))
        .routes(routes!(request_new::request_new))
}
