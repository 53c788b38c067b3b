//! Scripts and styles: files that never change under their name.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::built::{File, file};
use crate::headers;
use crate::negotiation::weights;

/// `GET /assets/{file}`.
pub(crate) async fn asset(Path(name): Path<String>, sent: HeaderMap) -> Response {
    let Some(file) = file(&name) else { return crate::not_found() };
    let (encoding, content) = encoded(file, &sent);
    let mut headers = headers::of_assets();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    (headers, Body::from(content)).into_response()
}

/// The file as the client takes it, as small as that is.
fn encoded(file: &'static File, sent: &HeaderMap) -> (Option<&'static str>, &'static [u8]) {
    let accepted = weights(sent, &header::ACCEPT_ENCODING);
    let takes = |name: &str| {
        let named = accepted.iter().find(|(accepted, _)| accepted == name);
        let any = || accepted.iter().find(|(accepted, _)| accepted == "*");
        named.or_else(any).is_some_and(|(_, weight)| *weight > 0.0)
    };
    if takes("br") {
        (Some("br"), file.brotli)
    } else if takes("gzip") {
        (Some("gzip"), file.gzip)
    } else {
        (None, file.plain)
    }
}
