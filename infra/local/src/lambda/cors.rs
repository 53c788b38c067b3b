//! What API Gateway does for pages of other origins: it answers for them what browsers ask (CORS).

use std::time::Duration;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, Method};
use tower_http::cors::{AllowOrigin, CorsLayer};

/// The headers of requests that such a page may set. Like those below, they are those of `template.yaml`: a test
/// compares them.
pub const ALLOWED_HEADERS: [&str; 5] =
    ["authorization", "content-type", "idempotency-key", "if-match", "if-none-match"];

/// The headers of answers that such a page may read, beyond those that browsers show anyway.
pub const EXPOSED_HEADERS: [&str; 6] =
    ["etag", "idempotency-replayed", "location", "retry-after", "www-authenticate", "x-request-id"];

/// The methods of the API.
pub const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// How long a browser may remember the answer, in seconds.
pub const MAX_AGE: u64 = 600;

/// Answers pages of `origins`, and no others. Without any, the API has no such answers.
pub(crate) fn for_pages_of(origins: &[String], api: Router) -> Router {
    if origins.is_empty() { api } else { api.layer(layer(origins)) }
}

fn layer(origins: &[String]) -> CorsLayer {
    let named =
        |names: &[&'static str]| -> Vec<HeaderName> { names.iter().copied().map(HeaderName::from_static).collect() };
    let origins = origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_headers(named(&ALLOWED_HEADERS))
        .expose_headers(named(&EXPOSED_HEADERS))
        .allow_methods(METHODS.iter().filter_map(|method| method.parse::<Method>().ok()).collect::<Vec<_>>())
        .max_age(Duration::from_secs(MAX_AGE))
}
