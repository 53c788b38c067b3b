//! `GET /v1/accounts/{account}/invitations`: the invitations of an account, the newest first.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use usher::app::App;
use usher::domain::id::AccountId;
use usher::domain::invitation::{Invitation, InvitationStatus};
use usher::domain::permission::Operation;
use usher::http::pages::{PageRequest, Paged};
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Fields, InPath, InQuery};
use usher::store::List;
use utoipa::IntoParams;

use crate::view::InvitationView;

/// Which invitations to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// `pending`, `accepted`, `declined`, `revoked` or `expired`; all of them where it is left out, status by status.
    #[param(example = "pending")]
    status: Option<String>,
    /// How many at most, from 1 to 100; 25 where it is left out.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// The `page.after` of the page before.
    after: Option<String>,
}

/// List invitations
///
/// The newest first. Needs `users:read`.
#[utoipa::path(
    get,
    operation_id = "listInvitations",
    path = "/v1/accounts/{account}/invitations",
    tag = "invitations",
    params(("account" = String, Path, description = "The account"), Filter),
    responses((status = 200, description = "A page of invitations", body = Paged<InvitationView>), Problems),
    security(("bearer" = []))
)]
pub async fn list(
    State(app): State<Arc<App>>,
    InPath(account): InPath<AccountId>,
    bearer: Bearer,
    InQuery(filter): InQuery<Filter>,
) -> Answer<Json<Paged<InvitationView>>> {
    let mut fields = Fields::new();
    let status = fields.one_of("status", filter.status.as_deref(), InvitationStatus::parse);
    let page = PageRequest::parse(filter.limit.as_deref(), filter.after, &mut fields);
    let (caller, _) = bearer.enter(&app, account, []).await?;
    caller.require(Operation::UsersRead)?;
    fields.finish()?;
    // An invitation that expired a moment ago is no longer pending, though the sweep may not have moved it yet.
    let shown = |invitation: Invitation| {
        let fits = status.is_none_or(|status| invitation.status_at(caller.now) == status);
        fits.then(|| InvitationView::at(invitation, caller.now))
    };
    page.read(&app, &caller.account, &List::invitations(account, status), shown).await.map(Json)
}
