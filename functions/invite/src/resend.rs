//! `POST /v1/accounts/{account}/invitations/{invitation}/resend`: a new link for someone pending, and an end to the old one.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use usher::app::App;
use usher::domain::id::{AccountId, InvitationId};
use usher::domain::invitation::{Invitation, Inviter};
use usher::domain::permission::Operation;
use usher::domain::user::User;
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::Problems;
use usher::http::reopening::reopened;
use usher::http::{Answer, Bearer, IdempotencyKey, InPath, Problem, Source, until_decided};
use usher::store::Key;

use crate::seen::check_over;
use crate::view::InvitationView;

/// Send an invitation again
///
/// Pending or expired, the invitation gets a new link and a new lifetime, and every link sent before is dead. The caller vouches for it
/// from now on, so that they must hold what it gives. Needs `users:invite`.
#[utoipa::path(
    post,
    operation_id = "resendInvitation",
    path = "/v1/accounts/{account}/invitations/{invitation}/resend",
    tag = "invitations",
    params(
        ("account" = String, Path, description = "The account"),
        ("invitation" = String, Path, description = "The invitation"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the invitation as it was read"),
        IdempotencyKey
    ),
    responses((status = 200, description = "The invitation, pending again", body = InvitationView, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn resend(
    State(app): State<Arc<App>>,
    InPath((account, id)): InPath<(AccountId, InvitationId)>,
    bearer: Bearer,
    source: Source,
    if_match: IfMatch,
) -> Answer<(HeaderMap, Json<InvitationView>)> {
    let keys = [Key::invitation(account, id), Key::user(account, id.key())];
    until_decided(|| async {
        let (caller, found) = bearer.enter(&app, account, keys.clone()).await?;
        caller.require_somewhere(Operation::UsersInvite)?;
        let invitation: Invitation = found.get(&keys[0])?.ok_or_else(Problem::not_found)?;
        check_over(&caller, &invitation, found.get::<User>(&keys[1])?.as_ref())?;
        if_match.check(invitation.version)?;
        let by = Inviter::User { id: caller.user.id };
        let (sent, change) = reopened(&app, &caller, &source, invitation, found.get(&keys[1])?, by)?;
        app.store.commit(change).await?;
        Ok((etag(sent.version), Json(InvitationView::at(sent, caller.now))))
    })
    .await
}
