//! The plain pages that the mails' links lead to in this version. Opening one changes nothing.
//!
//! The secret is in the fragment, which never reaches a server; the page's script puts it into a POST body.

use axum::Router;
use axum::routing::get;

use crate::page::{html, script, style};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The pages, served beside the API so that they may call it.
pub(crate) fn router() -> Router {
    Router::new()
        .route("/links/invitation", get(async || html(include_str!("pages/invitation.html"), POLICY)))
        .route("/links/invitation.js", get(async || script(include_str!("pages/invitation.js"))))
        .route("/links/password-reset", get(async || html(include_str!("pages/password-reset.html"), POLICY)))
        .route("/links/second-factor-reset", get(async || html(include_str!("pages/second-factor-reset.html"), POLICY)))
        .route("/links/reset.js", get(async || script(include_str!("pages/reset.js"))))
        .route("/links/page.css", get(async || style(include_str!("pages/page.css"))))
}
