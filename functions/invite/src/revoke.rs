//! `POST /v1/accounts/{account}/invitations/{invitation}/revoke`: take an invitation back.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use usher::app::App;
use usher::caller::Bearer;
use usher::changes::{invitations, leaving};
use usher::domain::decision::{Invited, Keepers, Telling};
use usher::domain::id::{AccountId, InvitationId};
use usher::domain::people::user::UserStatus;
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::Problems;
use usher::http::{Answer, InPath, Problem, Source, until_decided};
use usher::service::IdempotencyKey;
use usher::store::Change;

use crate::seen::enter_to_change;
use crate::view::InvitationView;

/// Revoke an invitation
///
/// A pending or expired invitation ends at once: its link no longer works, the pending user is removed, and the address
/// can be invited again. A user who was active from the start leaves the account with it, or is deactivated if the
/// access model does not allow removal. Requires `users:invite`; for such a user also `users:remove`, or
/// `users:deactivate` if the access model does not allow removal.
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
        let of = Invited::from(&invitation);
        let (revoked, change) = invitations::revoked(&app, invitation, &author)?;
        // One read of two items is no snapshot: if they do not fit each other, a change came between them.
        let user = user.filter(|user| user.id == revoked.user).ok_or_else(Problem::contended)?;
        caller.acting().revokes(of, &user)?;
        let gone = match user.status {
            UserStatus::Pending => Change::new().remove_user(user),
            // One who was active before they were asked may have API tokens.
            _ => leaving::left(&app, &caller.followed(), user, Some(&caller.user), &author).await?,
        };
        app.store.commit(change.and(gone)).await?;
        let keepers = Keepers::default();
        let telling = Telling::new(caller.acting(), &keepers);
        let (version, greeting) = (revoked.version, revoked.greeting.clone());
        Ok((etag(version), Json(InvitationView::of(revoked, None, None, &telling).greeting(greeting))))
    })
    .await
}
