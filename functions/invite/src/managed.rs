//! `GET /v1/operator/accounts/{account}/invitations`: the invitations of any account, for operators.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use usher::app::App;
use usher::caller::Operator;
use usher::domain::id::AccountId;
use usher::domain::people::invitation::InvitationSummary;
use usher::http::pages::PageRequest;
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, InPath, ListQuery};

use crate::known::Known;
use crate::list::{InvitationPage, InvitationsQuery};
use crate::view::InvitationView;

/// List invitations as an operator
///
/// The invitations of any account with the delivery status of their emails, as support needs them. All given filters
/// apply, as for `GET /v1/accounts/{account}/invitations`.
#[utoipa::path(
    get,
    operation_id = "listManagedInvitations",
    path = "/v1/operator/accounts/{account}/invitations",
    tag = "operators",
    params(("account" = String, Path, description = "The account"), InvitationsQuery, PageRequest),
    responses((status = 200, description = "A page of invitations", body = InvitationPage), OperatorProblems, Problems),
    security(("operator" = []))
)]
pub async fn list_managed(
    State(app): State<Arc<App>>,
    operator: Operator,
    InPath(account): InPath<AccountId>,
    query: ListQuery<InvitationsQuery>,
) -> Answer<Json<InvitationPage>> {
    let (account, followed, _) = operator.find(&app, account, []).await?;
    let (asked, page) = query.read(operator.known, InvitationsQuery::read)?;
    let (lists, filters, now) = ([asked.list(account.id)], asked.not_admitted(), app.now());
    let examined = page.examine(&app, &account, &lists, &filters).await?;
    let candidates = examined.records().filter(|one| asked.may_admit(one));
    let known = Known::of(&app, account.id, candidates).await?;
    let shown = |_, invitation: InvitationSummary| {
        let voucher = known.voucher_of(&invitation);
        let status = || invitation.status_at(voucher, &followed.model, now);
        let is_shown = asked.admits_as(&invitation, status);
        is_shown.then(|| InvitationView::at(invitation, voucher, &followed.model, now))
    };
    examined.page(shown).map(Json)
}
