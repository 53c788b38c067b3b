//! `GET /v1/accounts/{account}`: one's account.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use usher::app::App;
use usher::caller::Bearer;
use usher::domain::id::AccountId;
use usher::http::etag::etag;
use usher::http::problem::Problems;
use usher::http::{Answer, InPath};

use crate::view::AccountView;

/// Get an account
///
/// Available to every active user of the account.
#[utoipa::path(
    get,
    operation_id = "getAccount",
    path = "/v1/accounts/{account}",
    tag = "accounts",
    params(("account" = String, Path, description = "The account")),
    responses((status = 200, description = "The account", body = AccountView, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn get(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(account): InPath<AccountId>,
) -> Answer<(HeaderMap, Json<AccountView>)> {
    let (caller, _) = bearer.enter(&app, account, []).await?;
    Ok((etag(caller.account.version), Json(AccountView::of(caller.account, caller.model.name()))))
}
