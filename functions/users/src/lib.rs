//! The people of an account, and oneself.

mod create;
mod deactivate;
mod end_sessions;
mod get;
mod list;
mod me;
mod names;
mod reactivate;
mod remove;
mod update;
mod update_me;
mod view;

use std::sync::Arc;

use usher::app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of the function.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list::list, create::create))
        .routes(routes!(get::get, update::update, remove::remove))
        .routes(routes!(deactivate::deactivate))
        .routes(routes!(reactivate::reactivate))
        .routes(routes!(end_sessions::end_sessions))
        .routes(routes!(me::me, update_me::update_me))
}
