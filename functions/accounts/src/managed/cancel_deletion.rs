//! `DELETE /v1/operator/accounts/{account}/deletion`: an account whose deletion was scheduled is kept.

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

use super::stands::{Call, Stood};
use super::view::ManagedAccountView;

/// Cancel the deletion of an account
///
/// Possible until the grace period is over. The account is as it was before: open, or suspended.
#[utoipa::path(
    delete,
    operation_id = "cancelAccountDeletion",
    path = "/v1/operator/accounts/{account}/deletion",
    tag = "operators",
    params(("account" = String, Path, description = "The account"), IfMatch),
    responses(
        (status = 200, description = "The account", body = ManagedAccountView, headers(("ETag" = String))),
        OperatorProblems,
        Problems,
    ),
    security(("operator" = []))
)]
pub async fn cancel_deletion(
    State(app): State<Arc<App>>,
    operator: Operator,
    InPath(account): InPath<AccountId>,
    source: Source,
    if_match: IfMatch,
) -> Answer<Stood> {
    let call = Call { operator, account, source, if_match };
    call.make(&app, accounts::DELETION_CANCELLED, Account::kept).await
}
