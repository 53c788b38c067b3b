//! `Idempotency-Key`: what a request with a key ends in. What keys are is in [`crate::http::idempotency`].

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use crate::app::App;
use crate::caller::Bearer;
use crate::changes::api_tokens::Managed;
use crate::domain::credentials::token::ApiTokenToken;
use crate::http::body::LARGEST_IMPORT;
use crate::http::idempotency::{End, Kept, Keyed};
use crate::http::openapi::headers::{self, Repeated};
use crate::http::{Answer, Envelope, Problem};

/// The header, as the OpenAPI document has it.
#[derive(Debug)]
pub struct IdempotencyKey;

/// The same if the answer is [`Unrepeated`](crate::http::Unrepeated).
#[derive(Debug)]
pub struct UnrepeatedIdempotencyKey;

/// The same of a request that does not show who makes it.
#[derive(Debug)]
pub struct IgnoredIdempotencyKey;

impl IntoParams for IdempotencyKey {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![headers::idempotency_key(Repeated::Yes)]
    }
}

impl IntoParams for UnrepeatedIdempotencyKey {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![headers::idempotency_key(Repeated::No)]
    }
}

impl IntoParams for IgnoredIdempotencyKey {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![headers::idempotency_key(Repeated::Ignored)]
    }
}

/// Hands a request's key to what finds out who calls, and keeps the answer, or gives the one that was kept.
pub(super) async fn layer(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    if Envelope::of(request.extensions()).check().is_err() {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    // As long as the route takes, which the envelope has seen to.
    let body: Bytes = axum::body::to_bytes(body, LARGEST_IMPORT).await.unwrap_or_default();
    let Some(keyed) = Keyed::of(&mut parts, body.clone()).await.map(Arc::new) else {
        return next.run(Request::from_parts(parts, body.into())).await;
    };
    let headers = parts.headers.clone();
    parts.extensions.insert(Envelope::keyed(Arc::clone(&keyed)));
    let answer = next.run(Request::from_parts(parts, body.into())).await;
    ended(&app, &headers, &keyed, answer).await.unwrap_or_else(IntoResponse::into_response)
}

async fn ended(app: &App, headers: &HeaderMap, keyed: &Keyed, answer: Response) -> Answer<Response> {
    match keyed.end(app, answer).await? {
        End::Now(answer) => Ok(answer),
        End::Before(kept) => {
            shown_still(app, headers, &kept).await?;
            kept.into_response().ok_or_else(Problem::internal)
        }
    }
}

/// The secret of an API token is shown again only to a caller who could still ask for a new one, who has just shown who
/// they are, and only while it is the token's own (docs/decisions/0032).
async fn shown_still(app: &App, headers: &HeaderMap, kept: &Kept) -> Answer<()> {
    let Some(shown) = shown(kept) else { return Ok(()) };
    let bearer = Bearer::of(headers)?;
    let (managed, _) = Managed::enter_for_the_secret(&bearer, app, (shown.account, shown.id)).await?;
    if managed.token.token.is_of(&shown.secret) { Ok(()) } else { Err(Problem::not_found()) }
}

/// The API token that an answer shows, if it does.
fn shown(kept: &Kept) -> Option<ApiTokenToken> {
    ApiTokenToken::parse(kept.json()?.get("token")?.as_str()?).ok()
}
