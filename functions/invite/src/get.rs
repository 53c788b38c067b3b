//! `GET /v1/accounts/{account}/invitations/{invitation}`: one invitation.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use usher::app::App;
use usher::domain::id::{AccountId, InvitationId};
use usher::domain::invitation::Invitation;
use usher::domain::permission::Operation;
use usher::domain::user::User;
use usher::http::etag::etag;
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, InPath, Problem};
use usher::store::Key;

use crate::seen::is_seen;
use crate::view::InvitationView;

/// Get an invitation
///
/// With what is known of its mail. Needs `users:read`, and is there only for those who see its user.
#[utoipa::path(
    get,
    operation_id = "getInvitation",
    path = "/v1/accounts/{account}/invitations/{invitation}",
    tag = "invitations",
    params(("account" = String, Path, description = "The account"), ("invitation" = String, Path, description = "The invitation")),
    responses((status = 200, description = "The invitation", body = InvitationView, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn get(
    State(app): State<Arc<App>>,
    InPath((account, invitation)): InPath<(AccountId, InvitationId)>,
    bearer: Bearer,
) -> Answer<(HeaderMap, Json<InvitationView>)> {
    let keys = [Key::invitation(account, invitation), Key::user(account, invitation.key())];
    let (caller, found) = bearer.enter(&app, account, keys.clone()).await?;
    caller.require_somewhere(Operation::UsersRead)?;
    let invitation: Invitation = found.get(&keys[0])?.ok_or_else(Problem::not_found)?;
    let user: Option<User> = found.get(&keys[1])?;
    if !is_seen(&invitation.clone().into(), user.as_ref(), &caller) {
        return Err(Problem::not_found());
    }
    Ok((etag(invitation.version), Json(InvitationView::at(invitation, caller.now))))
}
