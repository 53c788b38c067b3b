//! `POST /v1/accounts/{account}/invitations/{invitation}/revoke`: take an invitation back.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::json;
use usher::app::App;
use usher::domain::audit::Action;
use usher::domain::id::{AccountId, InvitationId};
use usher::domain::invitation::Invitation;
use usher::domain::permission::Operation;
use usher::domain::user::{User, UserStatus};
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, IdempotencyKey, InPath, Problem, Source, until_decided};
use usher::store::{Change, Key};

use crate::seen::check_over;
use crate::view::InvitationView;

/// Revoke an invitation
///
/// Pending or expired, it ends at once, its link is dead, and the pending user is gone; the address can be invited again. Where the access model made the
/// user active from the start, only the link dies, and the user stays: deactivate or remove them to keep them out. Needs `users:invite`.
#[utoipa::path(
    post,
    operation_id = "revokeInvitation",
    path = "/v1/accounts/{account}/invitations/{invitation}/revoke",
    tag = "invitations",
    params(
        ("account" = String, Path, description = "The account"),
        ("invitation" = String, Path, description = "The invitation"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the invitation as it was read"),
        IdempotencyKey
    ),
    responses((status = 200, description = "The invitation, revoked", body = InvitationView, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn revoke(
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
        check_over(&caller, &invitation, found.get(&keys[1])?.as_ref())?;
        if_match.check(invitation.version)?;
        let before = json!({ "status": invitation.status_at(caller.now) });
        let mut revoked = invitation.revoke(caller.now).map_err(|fault| Problem::of_invitation(fault, caller.now))?;
        // One read of two items is no snapshot: where they do not fit each other, a change came between them.
        let user: User = found.get(&keys[1])?.filter(|user: &User| user.id == revoked.user).ok_or_else(Problem::contended)?;
        caller.check_say(&user)?;
        let author = source.author(caller.actor(), caller.now);
        let event = author.event(account, Action::InvitationRevoked, id, (before, json!({ "status": revoked.status })), &mut app.rng());
        let change = Change::new().replace(&mut revoked).create(&event);
        let change = if user.status == UserStatus::Pending { change.remove_user(user) } else { change.require(user) };
        app.store.commit(change).await?;
        Ok((etag(revoked.version), Json(InvitationView::at(revoked, caller.now))))
    })
    .await
}
