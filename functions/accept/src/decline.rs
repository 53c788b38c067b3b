//! `POST /v1/invitations/decline`: turn an invitation down.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use usher::app::App;
use usher::caller::SessionBearer;
use usher::changes::{invitations, leaving};
use usher::domain::effects::audit::Actor;
use usher::domain::people::user::UserStatus;
use usher::http::problem::Problems;
use usher::http::{Answer, Envelope, Problem, PublicBody, Source, until_decided};
use usher::service::IdempotencyKey;
use usher::store::Change;

use crate::link::{InvitationLink, LinkedInvitation, parse};

/// Decline an invitation
///
/// Requires only the link, which proves access to the mailbox. The address can be invited again. A user who was active
/// from the start leaves the account, or is deactivated if the access model does not allow removal; the last
/// administrator cannot decline.
#[utoipa::path(
    post,
    operation_id = "declineInvitation",
    path = "/v1/invitations/decline",
    tag = "links",
    params(IdempotencyKey),
    request_body = InvitationLink,
    responses((status = 204, description = "Declined"), Problems),
    security((), ("bearer" = []))
)]
pub async fn decline(
    State(app): State<Arc<App>>,
    bearer: Option<SessionBearer>,
    envelope: Envelope,
    source: Source,
    body: PublicBody<InvitationLink>,
) -> Answer<StatusCode> {
    let token = parse(&body.shape()?.token)?;
    until_decided(|| async {
        let linked = LinkedInvitation::follow(&app, &token, bearer.as_ref()).await?;
        linked.claim(&app, &envelope).await?;
        linked.check_session()?;
        let now = app.now();
        let author = source.author(Actor::User { id: linked.invitation.user }, now);
        let (_, declined) = invitations::declined(&app, linked.invitation, &author)?;
        let user = linked.user.ok_or_else(Problem::contended)?;
        let gone = match user.status {
            UserStatus::Pending => Change::new().remove_user(user),
            _ => leaving::left(&app, &linked.model, user, None, &author).await?,
        };
        app.store.commit(declined.and(gone)).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
