//! Links whose `#` was encoded on the way.
//!
//! Some mail gateways do so, which makes the fragment a part of the path: such a path leads to the page, with the
//! fragment where it belongs. Nothing of it is kept or logged.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::headers;
use crate::shell::Page;

/// Leads from the last part of such a path to the page; nowhere from any other.
pub(crate) fn link(encoded: &str) -> Option<Response> {
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || "=_-".contains(c);
    let (page, fragment) = encoded.split_once('#')?;
    Page::behind(page).filter(|_| fragment.chars().all(is_of_token))?;
    let link = HeaderValue::from_str(&format!("/links/{page}#{fragment}")).ok()?;
    let mut headers: HeaderMap = headers::of_pages();
    headers.insert(header::LOCATION, link);
    Some((StatusCode::SEE_OTHER, headers).into_response())
}
