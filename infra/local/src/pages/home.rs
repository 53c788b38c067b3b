//! What the local system opens on: the way to everything that it has.

use axum::Router;
use axum::response::{Html, IntoResponse};
use axum::routing::get;

use super::{html, style};

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// The page, beside the API. It leads to the mailbox at `mailbox`, which has the clock as well.
pub(crate) fn router(mailbox: &str) -> Router {
    let page = include_str!("home.html").replace("{mailbox}", mailbox);
    let home = async move || {
        let (headers, _) = html("", POLICY).into_parts();
        (headers.headers, Html(page)).into_response()
    };
    Router::new().route("/", get(home)).route("/home.css", get(async || style(include_str!("home.css"))))
}
