//! `POST /v1/operator/accounts/{account}/deletion`: the first of two steps to delete an account.

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

/// Schedule the deletion of an account
///
/// Nobody comes in any more, as if the account were suspended. It is erased once the grace period is over, and can be
/// kept until then.
#[utoipa::path(
    post,
    operation_id = "scheduleAccountDeletion",
    path = "/v1/operator/accounts/{account}/deletion",
    tag = "operators",
    params(("account" = String, Path, description = "The account"), IfMatch, IdempotencyKey),
    responses(
        (status = 200, description = "The account", body = ManagedAccountView, headers(("ETag" = String))),
        OperatorProblems,
        Problems,
    ),
    security(("operator" = []))
)]
pub async fn schedule_deletion(
    State(app): State<Arc<App>>,
    operator: Operator,
    InPath(account): InPath<AccountId>,
    source: Source,
    if_match: IfMatch,
) -> Answer<Stood> {
    let grace = app.config.deletion_grace;
    let call = Call { operator, account, source, if_match };
    call.make(&app, accounts::DELETION_SCHEDULED, |account, now| account.to_be_deleted(grace, now)).await
}
