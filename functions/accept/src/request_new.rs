//! `POST /v1/invitations/request-new`: a new link for a person who came too late.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use usher::app::App;
use usher::changes::invitations;
use usher::domain::effects::audit::Actor;
use usher::http::problem::Problems;
use usher::http::{Answer, Envelope, Problem, PublicBody, Source, until_decided};
use usher::service::IdempotencyKey;
use utoipa::ToSchema;

use crate::link::{InvitationLink, LinkedInvitation, parse};

/// What happens after a new invitation was requested.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestedInvitation {
    /// Whether a new link is sent.
    outcome: RenewalOutcome,
}

/// What happens after a new invitation was requested.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "link_sent")]
enum RenewalOutcome {
    /// An email with a new link is on its way to the invited address.
    LinkSent,
    /// The user who sent the invitation can no longer give what it gives. The administrators of the account see that a
    /// new one is asked for, and one of them has to send it.
    AdministratorsAsked,
}

/// Request a new invitation
///
/// Requires the link of an invitation that has expired or lapsed. The new link is sent to the invited address only, and
/// the old one no longer works. If the user who vouches for the invitation can no longer grant what it gives, nothing
/// is sent: the request is recorded for the administrators, who find it in the list of invitations.
#[utoipa::path(
    post,
    operation_id = "requestNewInvitation",
    path = "/v1/invitations/request-new",
    tag = "links",
    params(IdempotencyKey),
    request_body = InvitationLink,
    responses((status = 202, description = "Requested", body = RequestedInvitation), Problems),
    security(())
)]
pub async fn request_new(
    State(app): State<Arc<App>>,
    envelope: Envelope,
    source: Source,
    body: PublicBody<InvitationLink>,
) -> Answer<(StatusCode, Json<RequestedInvitation>)> {
    let token = parse(&body.shape()?.token)?;
    until_decided(|| async {
        let linked = LinkedInvitation::follow(&app, &token, None).await?;
        linked.claim(&app, &envelope).await?;
        linked.check_open()?;
        let now = app.now();
        let is_open = linked.invitation.is_open();
        let author = source.author(Actor::User { id: linked.invitation.user }, now);
        let (change, outcome) = if is_open && !linked.is_given(now) {
            (invitations::renewal_requested(&app, linked.invitation, &author), RenewalOutcome::AdministratorsAsked)
        } else {
            let lifetime = linked.model.model.policies().invitation.lifetime;
            let renewed = linked.invitation.clone().request_new(lifetime, now);
            let renewed = renewed.map_err(|fault| Problem::of_invitation(fault, now))?;
            let (_, change) = invitations::requested_again(&app, &linked.invitation, renewed, &author);
            (change, RenewalOutcome::LinkSent)
        };
        let user = linked.user.ok_or_else(Problem::contended)?;
        if change.writes() > 0 {
            app.store.commit(change.require(user)).await?;
        }
        Ok((StatusCode::ACCEPTED, Json(RequestedInvitation { outcome })))
    })
    .await
}
