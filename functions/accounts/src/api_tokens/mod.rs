//! API tokens: what programs hold, on behalf of the users who own them.

mod create;
mod get;
mod list;
mod reveal;
mod revoke;
mod rotate;
mod view;

use std::sync::Arc;

use usher::app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of API tokens.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list::list, create::create))
        .routes(routes!(get::get, revoke::revoke))
        .routes(routes!(rotate::rotate))
        .routes(routes!(reveal::reveal))
}
