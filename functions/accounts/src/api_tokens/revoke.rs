//! `DELETE /v1/accounts/{account}/api-tokens/{token}`: an API token is worth nothing any more.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde_json::Value;
use usher::app::App;
use usher::domain::audit::Action;
use usher::domain::id::{AccountId, ApiTokenId};
use usher::http::api_tokens::Managed;
use usher::http::etag::IfMatch;
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, InPath, Source, until_decided};
use usher::store::Change;

/// Revoke an API token
///
/// It is worth nothing from the next request on. A program may revoke its own token.
#[utoipa::path(
    delete,
    operation_id = "revokeApiToken",
    path = "/v1/accounts/{account}/api-tokens/{token}",
    tag = "api tokens",
    params(
        ("account" = String, Path, description = "The account"),
        ("token" = String, Path, description = "The API token"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the token as it was read")
    ),
    responses((status = 204, description = "Revoked"), Problems),
    security(("bearer" = []))
)]
pub async fn revoke(
    State(app): State<Arc<App>>,
    InPath(path): InPath<(AccountId, ApiTokenId)>,
    bearer: Bearer,
    source: Source,
    if_match: IfMatch,
) -> Answer<StatusCode> {
    until_decided(|| async {
        let Managed { caller, token, .. } = Managed::enter(&bearer, &app, path).await?;
        if_match.check(token.version)?;
        let author = source.author(caller.actor(), caller.now);
        let event = author.event(token.account, Action::ApiTokenRevoked, token.id, (super::recorded(&token), Value::Null), &mut app.rng());
        app.store.commit(Change::new().remove(token).create(&event)).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
