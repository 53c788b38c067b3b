//! The plain pages that the emails' links lead to in this version. Opening one changes nothing.
//!
//! The secret is in the fragment, which never reaches a server; the page's script puts it into a POST body. Some mail
//! gateways encode the `#` of a link, which makes its fragment a part of the path: such a path leads to the page, with
//! the fragment where it belongs.

use axum::Router;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, LOCATION, REFERRER_POLICY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::{html, script, style};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The pages that links lead to.
const PAGES: [&str; 3] = ["invitation", "password-reset", "second-factor-reset"];

/// The pages, served beside the API so that they may call it.
pub(crate) fn router() -> Router {
    Router::new()
        .route("/links/invitation", get(async || html(include_str!("invitation.html"), POLICY)))
        .route("/links/invitation.js", get(async || script(include_str!("invitation.js"))))
        .route("/links/password-reset", get(async || html(include_str!("password-reset.html"), POLICY)))
        .route("/links/second-factor-reset", get(async || html(include_str!("second-factor-reset.html"), POLICY)))
        .route("/links/page.js", get(async || script(include_str!("page.js"))))
        .route("/links/reset.js", get(async || script(include_str!("reset.js"))))
        .route("/links/page.css", get(async || style(include_str!("page.css"))))
        .route("/links/{encoded}", get(mended))
}

/// Leads from a link whose `#` was encoded to the link. Nothing of the path is kept or logged.
async fn mended(Path(encoded): Path<String>) -> Response {
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || "=_-".contains(c);
    let link = encoded
        .split_once('#')
        .filter(|(page, fragment)| PAGES.contains(page) && fragment.chars().all(is_of_token))
        .and_then(|(page, fragment)| HeaderValue::from_str(&format!("/links/{page}#{fragment}")).ok());
    let Some(link) = link else { return StatusCode::NOT_FOUND.into_response() };
    let headers = HeaderMap::from_iter([
        (LOCATION, link),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ]);
    (StatusCode::SEE_OTHER, headers).into_response()
}
