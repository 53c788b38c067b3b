//! `POST /v1/accounts/{account}/api-tokens/{token}/reveal`: an API token is shown again.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use usher::app::App;
use usher::caller::Bearer;
use usher::changes::api_tokens::Managed;
use usher::domain::credentials::api_token::ApiToken;
use usher::domain::credentials::sealed::SealedFor;
use usher::domain::credentials::token::ApiTokenToken;
use usher::domain::decision::Refusal;
use usher::domain::id::{AccountId, ApiTokenId};
use usher::http::problem::Problems;
use usher::http::{Answer, InPath, Problem, Source, Unrepeated, until_decided};
use usher::service::UnrepeatedIdempotencyKey;

use crate::view::RevealedApiToken;

/// Show an API token again
///
/// Available if the access model allows tokens to be shown again. A POST, since each use leaves an audit event.
/// Requires a session whose person has signed in, or shown their credentials with `POST /v1/me/proof`, in the last ten
/// minutes (`403 proof_required`), and for another user's token everything that its owner holds.
#[utoipa::path(
    post,
    operation_id = "revealApiToken",
    path = "/v1/accounts/{account}/api-tokens/{token}/reveal",
    tag = "api tokens",
    params(
        ("account" = String, Path, description = "The account"),
        ("token" = String, Path, description = "The API token"),
        UnrepeatedIdempotencyKey
    ),
    responses((status = 200, description = "The token, with its secret", body = RevealedApiToken), Problems),
    security(("bearer" = []))
)]
pub async fn reveal(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(path): InPath<(AccountId, ApiTokenId)>,
    source: Source,
) -> Answer<Unrepeated<Json<RevealedApiToken>>> {
    until_decided(|| async {
        let (managed, proven) = Managed::enter_for_the_secret(&bearer, &app, path).await?;
        managed.caller.acting().reveals_token(&managed.token, &managed.owner)?;
        let issued = open(&app, &managed.token).await?;
        let mut seen = managed.seen();
        app.store.commit(managed.revealed(&app, &mut seen, &managed.caller.author(&source))).await?;
        Ok(Unrepeated(Json(RevealedApiToken::of(&issued, seen, &managed.owner, &managed.caller, proven))))
    })
    .await
}

async fn open(app: &App, token: &ApiToken) -> Answer<ApiTokenToken> {
    let sealed = token.sealed.as_ref().ok_or(Refusal::ShownOnce)?;
    let opened = app.keys.open(sealed, SealedFor::ApiToken(token.account, token.id)).await?;
    let text = std::str::from_utf8(&opened).map_err(|_| Problem::internal())?;
    ApiTokenToken::parse(text).map_err(|_| Problem::internal())
}
