//! `DELETE /v1/accounts/{account}/api-tokens/{token}`: an API token is worth nothing any more.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use usher::app::App;
use usher::caller::Bearer;
use usher::changes::api_tokens::{self, Managed};
use usher::domain::id::{AccountId, ApiTokenId};
use usher::http::etag::IfMatch;
use usher::http::problem::Problems;
use usher::http::{Answer, InPath, Source, until_decided};

/// Revoke an API token
///
/// The token stops working at once. A program may revoke its own token.
#[utoipa::path(
    delete,
    operation_id = "revokeApiToken",
    path = "/v1/accounts/{account}/api-tokens/{token}",
    tag = "api tokens",
    params(
        ("account" = String, Path, description = "The account"),
        ("token" = String, Path, description = "The API token"),
        IfMatch
    ),
    responses((status = 204, description = "Revoked"), Problems),
    security(("bearer" = []))
)]
pub async fn revoke(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(path): InPath<(AccountId, ApiTokenId)>,
    source: Source,
    if_match: IfMatch,
) -> Answer<StatusCode> {
    until_decided(|| async {
        let Managed { caller, token, .. } = Managed::enter(&bearer, &app, path).await?;
        if_match.check(token.version)?;
        app.store.commit(api_tokens::revoked(&app, token, &caller.author(&source))).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
