//! `POST /v1/accounts/{account}/invitations/{invitation}/resend`: a new link for someone pending, and an end to the old
//! one.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use usher::app::App;
use usher::caller::Bearer;
use usher::changes::administrators;
use usher::changes::resending::reopened;
use usher::domain::decision::Telling;
use usher::domain::id::{AccountId, InvitationId};
use usher::domain::people::invitation::Inviter;
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::Problems;
use usher::http::{Answer, InPath, Source, until_decided};
use usher::service::IdempotencyKey;

use crate::seen::enter_to_change;
use crate::view::InvitationView;

/// Send an invitation again
///
/// A pending or expired invitation gets a new link and a new lifetime; earlier links no longer work. Its message, its
/// language and `return_to` stay. The caller vouches for it from now on, and must hold everything that it gives.
/// Requires `users:invite`.
#[utoipa::path(
    post,
    operation_id = "resendInvitation",
    path = "/v1/accounts/{account}/invitations/{invitation}/resend",
    tag = "invitations",
    params(
        ("account" = String, Path, description = "The account"),
        ("invitation" = String, Path, description = "The invitation"),
        IfMatch,
        IdempotencyKey
    ),
    responses(
        (
            status = 200, description = "The invitation, pending again", body = InvitationView,
            headers(("ETag" = String)),
        ),
        Problems,
    ),
    security(("bearer" = []))
)]
pub async fn resend(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(path): InPath<(AccountId, InvitationId)>,
    source: Source,
    if_match: IfMatch,
) -> Answer<(HeaderMap, Json<InvitationView>)> {
    until_decided(|| async {
        let (caller, invitation, user) = enter_to_change(&bearer, &app, path).await?;
        if_match.check(invitation.version)?;
        if let Some(user) = user.as_ref().filter(|user| user.id == invitation.user) {
            caller.acting().resends(&invitation, user)?;
        }
        let by = Some(Inviter::User { id: caller.user.id });
        let (sent, change) = reopened(&app, &caller, &source, invitation, user.clone(), by)?;
        app.store.commit(change).await?;
        let keepers = administrators::keepers(&app, &caller).await;
        let telling = Telling::new(caller.acting(), &keepers);
        let (version, greeting) = (sent.version, sent.greeting.clone());
        let view = InvitationView::of(sent, Some(&caller.user), user.as_ref(), &telling).greeting(greeting);
        Ok((etag(version), Json(view)))
    })
    .await
}
