//! What each route takes, by its own documentation, and what is wrong with a request that brings something else.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::{OpenApi, RefOr};

use super::Unrouted;
use crate::http::openapi::operations;
use crate::http::problem::FieldFaults;
use crate::http::{Envelope, Problem, Source, body, idempotency, query};

/// The route key of a request that the gateway has no route for.
const DEFAULT: &str = "$default";

/// The routes of a function.
pub(super) struct Routes {
    by_path: HashMap<String, Vec<Route>>,
    unrouted: Unrouted,
}

/// What is to be known of a route.
struct Route {
    method: Method,
    takes_parameters: bool,
    takes_body: bool,
    /// How many bytes a body has at most.
    largest: usize,
    /// Whether anybody may call: then there is nobody to find out first.
    is_public: bool,
}

impl Routes {
    /// As their documentation has them, and the answer if there is none.
    pub(super) fn of(document: OpenApi, unrouted: Unrouted) -> Self {
        let routes = |item| operations(item).map(|(method, operation)| Route::of(method, operation)).collect();
        let by_path = document.paths.paths.iter().map(|(path, item)| (path.clone(), routes(item))).collect();
        Self { by_path, unrouted }
    }

    /// The route that a request is for. One that the gateway has no route for has none here, however its path is read:
    /// no handler runs without what the gateway does for its route, such as asking IAM.
    fn find(&self, request: &Request) -> Option<&Route> {
        if Source::of(request.extensions()).route_key.as_deref() == Some(DEFAULT) {
            return None;
        }
        let path = request.extensions().get::<MatchedPath>()?;
        self.by_path.get(path.as_str())?.iter().find(|route| route.method == *request.method())
    }
}

impl Route {
    fn of(method: Method, operation: &Operation) -> Self {
        let in_query = |parameter: &RefOr<Parameter>| match parameter {
            RefOr::T(parameter) => matches!(parameter.parameter_in, ParameterIn::Query),
            RefOr::Ref(_) => false,
        };
        Self {
            method,
            takes_parameters: operation.parameters.iter().flatten().any(in_query),
            takes_body: operation.request_body.is_some(),
            largest: body::largest(operation),
            is_public: body::is_public(operation),
        }
    }

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
        if !self.takes_parameters {
            faults.append(query::unexpected(&parts.uri));
        }
        if !self.takes_body {
            faults.append(body::unexpected(&bytes));
        }
        let refused = (!faults.is_empty()).then(|| Problem::invalid_fields(faults));
        (bytes, refused)
    }
}

/// Puts the [`Envelope`] where it is found by whatever finds out who calls. If anyone may call, it is told at once.
pub(super) async fn layer(State(routes): State<Arc<Routes>>, request: Request, next: Next) -> Response {
    let Some(route) = routes.find(&request) else {
        return (routes.unrouted)(request.method(), request.uri().path()).into_response();
    };
    let (mut parts, body) = request.into_parts();
    let (body, refused) = route.judge(&parts, body).await;
    match refused {
        Some(problem) if route.is_public => return problem.into_response(),
        Some(problem) => drop(parts.extensions.insert(Envelope::refused(problem))),
        None => {}
    }
    next.run(Request::from_parts(parts, body.into())).await
}

/// Whether the body is said to be JSON. What encoding it is in is not asked: there is one.
fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn unsupported() -> Problem {
    let detail = "a body must be JSON, with the header `Content-Type: application/json`";
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail)
}
