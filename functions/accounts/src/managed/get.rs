//! `GET /v1/operator/accounts/{account}`: any account, for operators.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use usher::app::App;
use usher::caller::Operator;
use usher::domain::id::AccountId;
use usher::http::etag::etag;
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, InPath};

use super::view::ManagedAccountView;

/// Get an account as an operator
///
/// Any account, with all that operators know of it.
#[utoipa::path(
    get,
    operation_id = "getManagedAccount",
    path = "/v1/operator/accounts/{account}",
    tag = "operators",
    params(("account" = String, Path, description = "The account")),
    responses(
        (status = 200, description = "The account", body = ManagedAccountView, headers(("ETag" = String))),
        OperatorProblems,
        Problems,
    ),
    security(("operator" = []))
)]
pub async fn get(
    State(app): State<Arc<App>>,
    operator: Operator,
    InPath(account): InPath<AccountId>,
) -> Answer<(HeaderMap, Json<ManagedAccountView>)> {
    let (account, followed, _) = operator.find(&app, account, []).await?;
    Ok((etag(account.version), Json(ManagedAccountView::of(&app, account, followed.model.name()))))
}
