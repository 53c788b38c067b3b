//! `POST /v1/accounts/{account}/api-tokens/{token}/reveal`: an API token is shown again.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::Value;
use usher::app::App;
use usher::domain::api_token::ApiToken;
use usher::domain::audit::Action;
use usher::domain::id::{AccountId, ApiTokenId};
use usher::domain::sealed::Owner;
use usher::domain::token::ApiTokenToken;
use usher::http::api_tokens::{self, Managed};
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, InPath, Problem, Source, Unrepeated, UnrepeatedIdempotencyKey, until_decided};
use usher::store::Change;

use super::view::{RevealedApiToken, is_shown_again};

/// Show an API token again
///
/// Where the access model lets tokens be seen at any time; each time leaves an audit event, which is why this is a POST. Takes a session, and whoever looks at another's
/// token must hold all that they hold. An `Idempotency-Key` repeats nothing here.
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
    InPath(path): InPath<(AccountId, ApiTokenId)>,
    bearer: Bearer,
    source: Source,
) -> Answer<Unrepeated<Json<RevealedApiToken>>> {
    until_decided(|| async {
        let managed = Managed::enter_for_the_secret(&bearer, &app, path).await?;
        let mut seen = managed.seen();
        let Managed { caller, token, owner } = managed;
        if !is_shown_again(&caller) {
            return Err(shown_once());
        }
        let issued = open(&app, &token).await?;
        let author = source.author(caller.actor(), caller.now);
        // Nothing is shown that is not on record, and nothing that has changed since.
        let (changed, change) = if seen == token {
            ((Value::Null, Value::Null), Change::new().require(token))
        } else {
            ((super::recorded(&token), super::recorded(&seen)), Change::new().replace(&mut seen))
        };
        let event = author.event(seen.account, Action::ApiTokenRevealed, seen.id, changed, &mut app.rng());
        app.store.commit(change.create(&event).and(api_tokens::still_so(&caller, &owner))).await?;
        Ok(Unrepeated(Json(RevealedApiToken::of(&issued, seen, &caller))))
    })
    .await
}

async fn open(app: &App, token: &ApiToken) -> Answer<ApiTokenToken> {
    let sealed = token.sealed.as_ref().ok_or_else(shown_once)?;
    let opened = app.keys.open(sealed, Owner::ApiToken(token.account, token.id)).await?;
    let text = std::str::from_utf8(&opened).map_err(|_| Problem::internal())?;
    ApiTokenToken::parse(text).map_err(|_| Problem::internal())
}

fn shown_once() -> Problem {
    Problem::conflict("shown_once", "this token was shown once; rotate it to get a new one")
}
