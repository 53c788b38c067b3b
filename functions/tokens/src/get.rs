//! `GET /v1/accounts/{account}/api-tokens/{token}`: one API token.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use usher::app::App;
use usher::caller::Bearer;
use usher::changes::api_tokens::Managed;
use usher::domain::id::{AccountId, ApiTokenId};
use usher::http::etag::etag;
use usher::http::problem::Problems;
use usher::http::{Answer, InPath};

use crate::view::ApiTokenView;

/// Get an API token
///
/// Returns the token without its secret. Requires `api_tokens:manage:own` for your own tokens, `api_tokens:manage` in
/// all units of their owner for others.
#[utoipa::path(
    get,
    operation_id = "getApiToken",
    path = "/v1/accounts/{account}/api-tokens/{token}",
    tag = "api tokens",
    params(
        ("account" = String, Path, description = "The account"),
        ("token" = String, Path, description = "The API token"),
    ),
    responses((status = 200, description = "The token", body = ApiTokenView, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn get(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(path): InPath<(AccountId, ApiTokenId)>,
) -> Answer<(HeaderMap, Json<ApiTokenView>)> {
    let Managed { caller, token, owner } = Managed::enter(&bearer, &app, path).await?;
    Ok((etag(token.version), Json(ApiTokenView::of(token, Some(&owner), &caller))))
}
