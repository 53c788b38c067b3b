//! From a function's routes to the service that Lambda runs: limits, retries, problems and logs around every handler.

use std::any::Any;
use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::{Router, http::StatusCode};
use tower_http::catch_panic::CatchPanicLayer;
use tracing::Instrument;
use utoipa_axum::router::OpenApiRouter;

use super::body::LARGEST;
use super::{Problem, Source, idempotency};
use crate::app::{self, App, Aws, Clock, Config};
use crate::store::Key;

/// Wraps a function's routes into the whole service.
pub fn service(routes: OpenApiRouter<Arc<App>>, app: Arc<App>) -> Router {
    let (routes, _) = routes.split_for_parts();
    routes
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "not this way"))
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(render))
        .layer(from_fn_with_state(Arc::clone(&app), idempotency::layer))
        .layer(from_fn(render))
        .layer(from_fn(observe))
        .with_state(app)
}

/// Runs a function's routes in Lambda, for as long as it lives.
pub async fn serve(routes: OpenApiRouter<Arc<App>>) -> Result<(), lambda_http::Error> {
    app::log_to_stdout();
    let app = App::new(Config::from_env()?, &Aws::from_env()?, Clock::system());
    // Opens the connection while the function starts, when Lambda gives it the most CPU. Whether it succeeds is of no interest yet.
    let _ = app.store.read([Key::answer("warm-up")]).await;
    lambda_http::run(service(routes, app)).await
}

/// One line for each request, within a span that everything logged meanwhile belongs to. Neither bodies nor queries nor headers are logged.
async fn observe(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let operation = format!("{} {route}", request.method());
    let account = request.uri().path().strip_prefix("/v1/accounts/").and_then(|rest| rest.split('/').next()).unwrap_or_default().to_owned();
    let request_id = Source::of(request.extensions()).origin.request_id.unwrap_or_default();
    let span = tracing::info_span!("request", request_id, operation, account);
    async {
        let response = next.run(request).await;
        tracing::info!(status = response.status().as_u16(), "answered");
        response
    }
    .instrument(span)
    .await
}

/// Turns problems into what is sent, and keeps every answer out of caches.
async fn render(request: Request, next: Next) -> Response {
    let request_id = Source::of(request.extensions()).origin.request_id.unwrap_or_default();
    let mut response = next.run(request).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        tracing::debug!(code = problem.code(), "refused");
        response = problem.render(&request_id);
    }
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The panic's own message may hold anything; it was printed by the panic hook and goes nowhere else.
fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    Problem::internal().into_response()
}
