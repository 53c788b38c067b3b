//! What each route takes, by its own documentation, and what is wrong with a request that brings something else.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Unrouted;
use super::routes::{Catalogue, Takes};
use crate::http::problem::FieldFaults;
use crate::http::{Envelope, Problem, Source, body, idempotency, query};

/// The route key of a request that the gateway has no route for.
const DEFAULT: &str = "$default";

/// What the layer knows.
pub(super) struct Known {
    /// The routes.
    pub(super) catalogue: Catalogue,
    /// The answer if there is none.
    pub(super) unrouted: Unrouted,
}

impl Known {
    /// What the route takes that a request is for. One that the gateway has no route for has none here, however its
    /// path is read: no handler runs without what the gateway does for its route, such as asking IAM.
    fn find(&self, request: &Request) -> Option<&Takes> {
        if Source::of(request.extensions()).route_key.as_deref() == Some(DEFAULT) {
            return None;
        }
        self.catalogue.find(request)
    }
}

impl Takes {
    /// What the handler is to read as the body, and what is wrong with the request.
    async fn judge(&self, parts: &Parts, sent: Body) -> (Bytes, Option<Problem>) {
        let Ok(bytes) = axum::body::to_bytes(sent, self.largest).await else {
            return (Bytes::new(), Some(body::too_large(self.largest)));
        };
        if query::is_too_long(&parts.uri) {
            return (Bytes::new(), Some(query::too_long()));
        }
        if !bytes.is_empty() && !is_json(&parts.headers) {
            return (Bytes::new(), Some(unsupported()));
        }
        let mut faults: FieldFaults = idempotency::key(parts).err().into_iter().collect();
        if !self.parameters {
            faults.append(query::unexpected(&parts.uri));
        }
        if !self.body {
            faults.append(body::unexpected(&bytes));
        }
        let refused = (!faults.is_empty()).then(|| Problem::invalid_fields(faults));
        (bytes, refused)
    }
}

/// Puts the [`Envelope`] where it is found by whatever finds out who calls. If anyone may call, it is told at once.
pub(super) async fn layer(State(known): State<Arc<Known>>, request: Request, next: Next) -> Response {
    let Some(takes) = known.find(&request) else {
        if is_preflight(&request) {
            return StatusCode::NO_CONTENT.into_response();
        }
        return (known.unrouted)(request.method(), request.uri().path()).into_response();
    };
    let (mut parts, body) = request.into_parts();
    let (body, refused) = takes.judge(&parts, body).await;
    match refused {
        Some(problem) if takes.is_public => return problem.into_response(),
        Some(problem) => drop(parts.extensions.insert(Envelope::refused(problem))),
        None => {}
    }
    next.run(Request::from_parts(parts, body.into())).await
}

/// Whether a browser asks if a page of another origin may send a request. The gateway hands such questions to its
/// `$default` route, if it has one, and adds the headers that answer them (docs/decisions/0079): without these, the
/// status allows nothing.
fn is_preflight(request: &Request) -> bool {
    request.method() == Method::OPTIONS && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// Whether the body is said to be JSON. What encoding it is in is not asked: there is one.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn unsupported() -> Problem {
    let detail = "a body must be JSON, with the header `Content-Type: application/json`";
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail)
}
