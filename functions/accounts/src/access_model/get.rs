//! `GET /v1/accounts/{account}/access-model`: what an account follows.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use usher::app::App;
use usher::domain::account::AccountModel;
use usher::domain::id::AccountId;
use usher::http::etag::etag;
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, InPath, Problem};
use usher::store::Key;

use crate::document::ModelView;

/// Get an account's access model
///
/// Every active user may: a portal shows its users roles and units by their titles and nouns.
#[utoipa::path(
    get,
    operation_id = "getAccessModel",
    path = "/v1/accounts/{account}/access-model",
    tag = "access models",
    params(("account" = String, Path, description = "The account")),
    responses((status = 200, description = "The access model", body = ModelView, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn get(State(app): State<Arc<App>>, InPath(account): InPath<AccountId>, bearer: Bearer) -> Answer<(HeaderMap, Json<ModelView>)> {
    let (_, found) = bearer.enter(&app, account, []).await?;
    let followed: AccountModel = found.get(&Key::access_model(account))?.ok_or_else(Problem::not_found)?;
    Ok((etag(followed.version), Json(followed.model.into())))
}
