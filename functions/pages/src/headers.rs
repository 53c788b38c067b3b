//! What every answer says to the browser about what may be done with it.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// Nothing inline, nothing of other origins, no frame around a page, and no text that becomes script or markup.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
    trusted-types lit-html",
);

const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const SAME_ORIGIN: HeaderValue = HeaderValue::from_static("same-origin");

/// Of scripts and styles, and of what is not there.
pub(crate) fn of_assets() -> HeaderMap {
    HeaderMap::from_iter([
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (RESOURCE, SAME_ORIGIN),
    ])
}

/// Of pages, which handle secrets.
pub(crate) fn of_pages() -> HeaderMap {
    let mut headers = of_assets();
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Language"));
    headers.insert(OPENER, SAME_ORIGIN);
    headers
}
