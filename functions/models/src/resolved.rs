//! `GET /v1/accounts/{account}/access-model/resolved`: what the access model of an account comes to.

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

use crate::view::ResolvedView;

/// Get an account's access model, resolved
///
/// For front ends: every role with the permissions that it gives and those that can be added to it, what it includes,
/// wildcards and levels resolved. Available to every active user of the account.
#[utoipa::path(
    get,
    operation_id = "getResolvedAccessModel",
    path = "/v1/accounts/{account}/access-model/resolved",
    tag = "access models",
    params(("account" = String, Path, description = "The account")),
    responses(
        (status = 200, description = "The access model", body = ResolvedView, headers(("ETag" = String))),
        Problems,
    ),
    security(("bearer" = []))
)]
pub async fn get(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(account): InPath<AccountId>,
) -> Answer<(HeaderMap, Json<ResolvedView>)> {
    let (caller, _) = bearer.enter(&app, account, []).await?;
    Ok((etag(caller.model_version), Json(ResolvedView::of(&caller.model))))
}
