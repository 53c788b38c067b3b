//! From a function's routes to the service that Lambda runs: limits, retries, problems and logs around every handler.

mod cookie;
mod envelope;
mod idempotency;
mod routes;

pub use self::idempotency::{IdempotencyKey, IgnoredIdempotencyKey, UnrepeatedIdempotencyKey};
pub use self::routes::Routes;
/// For [`routes!`](crate::routes).
#[doc(hidden)]
pub use utoipa_axum;

use std::any::Any;
use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, RawPathParams, Request};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::{RequestExt, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tracing::Instrument;
use utoipa_axum::router::OpenApiRouter;

use self::envelope::Known;
use crate::app::{self, App, Aws, Clock, Config};
use crate::domain::id::AccountId;
use crate::http::{Problem, Source, edge};
use crate::store::Key;

/// A function's routes with their documentation.
pub type DocumentedRoutes = OpenApiRouter<Arc<App>>;

/// The id of the request, under which it is logged. It is the gateway's; a client's own is not taken.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Says why a request with this method and path has no route.
pub type Unrouted = fn(&Method, &str) -> Problem;

/// What a function serves.
pub struct Served {
    routes: Routes,
    unrouted: Unrouted,
}

impl Served {
    /// The same, and the answer to requests that no function has a route for (docs/decisions/0039).
    #[must_use]
    pub fn or(self, unrouted: Unrouted) -> Self {
        Self { unrouted, ..self }
    }
}

/// A function that gets no requests but those for its routes.
impl From<Routes> for Served {
    fn from(routes: Routes) -> Self {
        Self { routes, unrouted: |_, _| Problem::not_found() }
    }
}

/// Wraps a function's routes into the whole service.
pub fn router(served: impl Into<Served>, app: Arc<App>) -> Router {
    let Served { routes, unrouted } = served.into();
    let (router, catalogue) = routes.into_parts();
    router
        // Never reached: the layer that looks at envelopes answers first.
        .fallback(async || Problem::not_found())
        // The layer that looks at envelopes limits bodies for all of them.
        .layer(DefaultBodyLimit::disable())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(render))
        .layer(from_fn_with_state(Arc::clone(&app), idempotency::layer))
        .layer(from_fn_with_state(Arc::new(Known { catalogue, unrouted }), envelope::layer))
        .layer(from_fn(cookie::layer))
        .layer(from_fn(render))
        .layer(from_fn(observe))
        .layer(from_fn_with_state(Arc::clone(&app), edge::layer))
        .with_state(app)
}

/// Runs a function's routes in Lambda, for as long as it lives.
pub async fn serve(served: impl Into<Served>) -> Result<(), lambda_http::Error> {
    app::log_to_stdout();
    let app = App::new(Config::from_env()?, &Aws::from_env()?, Clock::system());
    // Opens the connection while the function starts, when Lambda gives it the most CPU. Whether it succeeds is of no
    // interest yet.
    let _ = app.store.read([Key::answer("warm-up").any()]).await;
    lambda_http::run(router(served, app)).await
}

/// One line for each request, within a span that everything logged meanwhile belongs to, and its id in the answer.
/// Neither bodies nor queries nor headers are logged, and of the path no more than the route and the account: the rest
/// may be anything.
async fn observe(mut request: Request, next: Next) -> Response {
    let account = account(&mut request).await.map(|account| account.to_string()).unwrap_or_default();
    let Source { route_key, origin, .. } = Source::of(request.extensions());
    let (operation, request_id) = (route_key.unwrap_or_default(), origin.request_id.unwrap_or_default());
    let id = HeaderValue::from_str(&request_id).ok().filter(|id| !id.is_empty());
    let span = tracing::info_span!("request", request_id, operation, account);
    async {
        let mut response = next.run(request).await;
        tracing::info!(status = response.status().as_u16(), "answered");
        if let Some(id) = id {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        response
    }
    .instrument(span)
    .await
}

/// The account in the path, if there is one.
async fn account(request: &mut Request) -> Option<AccountId> {
    let named = request.extract_parts::<RawPathParams>().await.ok()?;
    named.iter().find(|(name, _)| *name == "account")?.1.parse().ok()
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
