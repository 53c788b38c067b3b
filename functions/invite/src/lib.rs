//! Inviting people, and what an administrator does with invitations afterwards.

mod create;
mod get;
mod known;
mod list;
mod offers;
mod resend;
mod result;
mod revoke;
mod row;
mod seen;
mod view;

use std::sync::Arc;

use usher::app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of the function.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(create::create, list::list))
        .routes(routes!(get::get))
        .routes(routes!(resend::resend))
        .routes(routes!(revoke::revoke))
}
