//! `DELETE /v1/me/accounts/{account}`: leave an account oneself.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use usher::app::App;
use usher::caller::{Bearer, SessionBearer};
use usher::changes::leaving::{self, tokens_of};
use usher::domain::id::AccountId;
use usher::http::etag::IfMatch;
use usher::http::problem::Problems;
use usher::http::{Answer, InPath, Source, until_decided};

/// Leave an account
///
/// You lose access to it with the next request, and your API tokens there end; you keep your password and your other
/// accounts. If the access model has nobody removed, the account keeps your user on record, deactivated. The last user
/// who manages users for good cannot leave (`409 last_administrator`). Requires that you have signed in, or shown your
/// credentials with `POST /v1/me/proof`, in the last ten minutes (`403 proof_required`).
#[utoipa::path(
    delete,
    operation_id = "leaveAccount",
    path = "/v1/me/accounts/{account}",
    tag = "users",
    params(("account" = String, Path, description = "The account"), IfMatch),
    responses((status = 204, description = "Left"), Problems),
    security(("bearer" = []))
)]
pub async fn leave(
    State(app): State<Arc<App>>,
    bearer: SessionBearer,
    InPath(account): InPath<AccountId>,
    source: Source,
    if_match: IfMatch,
) -> Answer<StatusCode> {
    let bearer = Bearer::Session(bearer);
    let oneself = (account, bearer.user_in(account));
    until_decided(|| async {
        let (entered, tokens) = tokio::join!(bearer.enter(&app, account, []), tokens_of(&app, oneself));
        let ((caller, _), tokens) = (entered?, tokens?);
        caller.require_proof()?;
        if_match.check(caller.user.version)?;
        let away = caller.acting().left()?;
        let (followed, author) = (caller.followed(), caller.author(&source));
        app.store.commit(leaving::by_oneself(&app, &followed, caller.user, away, tokens, &author).await?).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
