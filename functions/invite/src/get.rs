//! `GET /v1/accounts/{account}/invitations/{invitation}`: one invitation.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use usher::app::App;
use usher::domain::id::{AccountId, InvitationId};
use usher::domain::invitation::Invitation;
use usher::domain::permission::Operation;
use usher::http::etag::etag;
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, InPath, Problem};
use usher::store::Key;

use crate::view::InvitationView;

/// Get an invitation
///
/// With what is known of its mail. Needs `users:read`.
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
    let key = Key::invitation(account, invitation);
    let (caller, found) = bearer.enter(&app, account, [key.clone()]).await?;
    caller.require(Operation::UsersRead)?;
    let invitation: Invitation = found.get(&key)?.ok_or_else(Problem::not_found)?;
    Ok((etag(invitation.version), Json(InvitationView::at(invitation, caller.now))))
}
