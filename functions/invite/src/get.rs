//! `GET /v1/accounts/{account}/invitations/{invitation}`: one invitation.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use usher::app::App;
use usher::caller::Bearer;
use usher::changes::administrators;
use usher::domain::access::permission::Operation;
use usher::domain::decision::Telling;
use usher::domain::id::{AccountId, InvitationId};
use usher::domain::people::invitation::InvitationSummary;
use usher::http::etag::etag;
use usher::http::problem::Problems;
use usher::http::{Answer, InPath, Problem};
use usher::store::Key;

use crate::known::Known;
use crate::view::InvitationView;

/// Get an invitation
///
/// Includes how far its email has got. Requires `users:read`; if you cannot see its user, the invitation is not found.
#[utoipa::path(
    get,
    operation_id = "getInvitation",
    path = "/v1/accounts/{account}/invitations/{invitation}",
    tag = "invitations",
    params(
        ("account" = String, Path, description = "The account"),
        ("invitation" = String, Path, description = "The invitation"),
    ),
    responses(
        (status = 200, description = "The invitation", body = InvitationView, headers(("ETag" = String))), Problems,
    ),
    security(("bearer" = []))
)]
pub async fn get(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath((account, invitation)): InPath<(AccountId, InvitationId)>,
) -> Answer<(HeaderMap, Json<InvitationView>)> {
    let (invitation_key, user_key) = (Key::invitation(account, invitation), Key::user(account, invitation.key()));
    let (caller, found) = bearer.enter(&app, account, [invitation_key.any(), user_key.any()]).await?;
    caller.require_somewhere(Operation::UsersRead)?;
    let invitation = found.get(&invitation_key)?.ok_or_else(Problem::not_found)?;
    let user = found.get(&user_key)?;
    if !caller.acting().sees_invitation(&invitation, user.as_ref()) {
        return Err(Problem::not_found());
    }
    let (version, greeting) = (invitation.version, invitation.greeting.clone());
    let invitation = InvitationSummary::from(invitation);
    let (known, keepers) =
        tokio::join!(Known::read(&app, &caller, [&invitation], Vec::new()), administrators::keepers(&app, &caller));
    let (known, telling) = (known?, Telling::new(caller.acting(), &keepers));
    let voucher = known.voucher_of(&invitation);
    Ok((etag(version), Json(InvitationView::of(invitation, voucher, user.as_ref(), &telling).greeting(greeting))))
}
