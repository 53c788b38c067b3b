//! `POST /v1/accounts/{account}/invitations/{invitation}/revoke`: take an invitation back.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use usher::app::App;
use usher::caller::Bearer;
use usher::changes::invitations;
use usher::domain::id::{AccountId, InvitationId};
use usher::domain::people::user::UserStatus;
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::Problems;
use usher::http::{Answer, InPath, Problem, Source, until_decided};
use usher::service::IdempotencyKey;

use crate::seen::enter_to_change;
use crate::view::InvitationView;

/// Revoke an invitation
///
/// A pending or expired invitation ends at once: its link no longer works, the pending user is removed, and the address
/// can be invited again. If the access model made the user active from the start, only the link stops working, and the
/// user stays: deactivate or remove them to keep them out. Requires `users:invite`.
#[utoipa::path(
    post,
    operation_id = "revokeInvitation",
    path = "/v1/accounts/{account}/invitations/{invitation}/revoke",
    tag = "invitations",
    params(
        ("account" = String, Path, description = "The account"),
        ("invitation" = String, Path, description = "The invitation"),
        IfMatch,
        IdempotencyKey
    ),
    responses(
        (status = 200, description = "The invitation, revoked", body = InvitationView, headers(("ETag" = String))),
        Problems,
    ),
    security(("bearer" = []))
)]
pub async fn revoke(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(path): InPath<(AccountId, InvitationId)>,
    source: Source,
    if_match: IfMatch,
) -> Answer<(HeaderMap, Json<InvitationView>)> {
    until_decided(|| async {
        let (caller, invitation, user) = enter_to_change(&bearer, &app, path).await?;
        if_match.check(invitation.version)?;
        let author = caller.author(&source);
        let (revoked, change) = invitations::revoked(&app, invitation, &author)?;
        // One read of two items is no snapshot: if they do not fit each other, a change came between them.
        let user = user.filter(|user| user.id == revoked.user).ok_or_else(Problem::contended)?;
        caller.check_outranks(&user)?;
        let change = if user.status == UserStatus::Pending { change.remove_user(user) } else { change.require(user) };
        app.store.commit(change).await?;
        Ok((etag(revoked.version), Json(InvitationView::of(revoked, None, &caller))))
    })
    .await
}
