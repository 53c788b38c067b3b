//! Static pages with the headers that pages which see secrets must have.

pub(crate) mod home;

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};

/// An HTML page with a content security policy of its own.
pub(crate) fn html(page: &'static str, policy: &'static str) -> Response {
    ([(CONTENT_SECURITY_POLICY, policy)], file(page, "text/html; charset=utf-8")).into_response()
}

/// A script that a page names in `src`.
pub(crate) fn script(source: &'static str) -> Response {
    file(source, "text/javascript; charset=utf-8")
}

/// A style sheet.
pub(crate) fn style(source: &'static str) -> Response {
    file(source, "text/css; charset=utf-8")
}

fn file(content: &'static str, kind: &'static str) -> Response {
    let headers = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, content).into_response()
}
