//! `POST /v1/operator/accounts/{account}/suspend`: an operator closes an account.

use std::sync::Arc;

use axum::extract::State;
use usher::app::App;
use usher::caller::Operator;
use usher::changes::accounts;
use usher::domain::id::AccountId;
use usher::domain::people::account::Account;
use usher::http::etag::IfMatch;
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, InPath, Source};
use usher::service::IdempotencyKey;

use super::stands::{Call, Stood};
use super::view::ManagedAccountView;

/// Suspend an account
///
/// Nobody comes in from the next request on, with a session, an API token or a link, and its emails are not sent: calls
/// are answered 403 `account_suspended`. Nothing is lost.
#[utoipa::path(
    post,
    operation_id = "suspendAccount",
    path = "/v1/operator/accounts/{account}/suspend",
    tag = "operators",
    params(("account" = String, Path, description = "The account"), IfMatch, IdempotencyKey),
    responses(
        (status = 200, description = "The account", body = ManagedAccountView, headers(("ETag" = String))),
        OperatorProblems,
        Problems,
    ),
    security(("operator" = []))
)]
pub async fn suspend(
    State(app): State<Arc<App>>,
    operator: Operator,
    InPath(account): InPath<AccountId>,
    source: Source,
    if_match: IfMatch,
) -> Answer<Stood> {
    let call = Call { operator, account, source, if_match };
    call.make(&app, accounts::SUSPENDED, Account::suspended).await
}
