//! `GET /v1/accounts/{account}/access-model`: what an account follows.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use usher::app::App;
use usher::caller::Bearer;
use usher::domain::access::model::AccessModel;
use usher::domain::id::AccountId;
use usher::http::etag::etag;
use usher::http::problem::Problems;
use usher::http::{Answer, InPath, Problem};
use usher::store::Key;

/// Get an account's access model
///
/// Available to every active user of the account: a portal shows its users roles and units by their titles and nouns.
#[utoipa::path(
    get,
    operation_id = "getAccessModel",
    path = "/v1/accounts/{account}/access-model",
    tag = "access models",
    params(("account" = String, Path, description = "The account")),
    responses(
        (status = 200, description = "The access model", body = AccessModel, headers(("ETag" = String))),
        Problems,
    ),
    security(("bearer" = []))
)]
pub async fn get(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(account): InPath<AccountId>,
) -> Answer<(HeaderMap, Json<AccessModel>)> {
    let (_, found) = bearer.enter(&app, account, []).await?;
    let followed = found.get(&Key::access_model(account))?.ok_or_else(Problem::not_found)?;
    Ok((etag(followed.version), Json(Arc::unwrap_or_clone(followed.model))))
}
