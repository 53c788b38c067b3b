//! `POST /v1/operator/accounts/{account}/resume`: an operator opens a suspended account again.

use std::sync::Arc;

use axum::extract::State;
use usher::app::App;
use usher::caller::Operator;
use usher::changes::accounts;
use usher::domain::id::AccountId;
use usher::http::etag::IfMatch;
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, InPath, Source};
use usher::service::IdempotencyKey;

use super::stands::{Call, Stood};
use super::view::ManagedAccountView;

/// Resume an account
///
/// Sessions and API tokens that have not ended meanwhile work again. Invitations whose emails were not sent while it
/// was suspended can be sent again.
#[utoipa::path(
    post,
    operation_id = "resumeAccount",
    path = "/v1/operator/accounts/{account}/resume",
    tag = "operators",
    params(("account" = String, Path, description = "The account"), IfMatch, IdempotencyKey),
    responses(
        (status = 200, description = "The account", body = ManagedAccountView, headers(("ETag" = String))),
        OperatorProblems,
        Problems,
    ),
    security(("operator" = []))
)]
pub async fn resume(
    State(app): State<Arc<App>>,
    operator: Operator,
    InPath(account): InPath<AccountId>,
    source: Source,
    if_match: IfMatch,
) -> Answer<Stood> {
    let call = Call { operator, account, source, if_match };
    call.make(&app, accounts::RESUMED, |account, _| account.resumed()).await
}
