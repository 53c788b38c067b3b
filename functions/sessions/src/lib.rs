//! Signing in and out, the sessions of a person, and the tokens that show others who is signed in.

mod begin;
mod challenge;
mod create;
mod current;
mod end;
mod end_one;
mod end_others;
mod inactive;
mod issuer;
mod list;
mod published;
mod second_factor;
mod switch;
mod token;
mod view;

use std::sync::Arc;

use usher::app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of the function.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(create::create, list::list, end_others::end_others))
        .routes(routes!(current::current, end::end))
        .routes(routes!(end_one::end_one))
        .routes(routes!(second_factor::second_factor))
        .routes(routes!(switch::switch))
        .routes(routes!(token::token))
        .routes(routes!(published::key_set))
        .routes(routes!(published::discovery))
}
