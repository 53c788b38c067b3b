//! `POST /v1/invitations/decline`: turn an invitation down.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde_json::json;
use usher::app::App;
use usher::domain::audit::{Action, Actor};
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Body, Problem, Source, until_decided};
use usher::store::Change;

use crate::link::{Link, Linked, parse};

/// Decline an invitation
///
/// The link is enough: whoever has it has the mailbox. The address can be invited again.
#[utoipa::path(
    post,
    operation_id = "declineInvitation",
    path = "/v1/invitations/decline",
    tag = "links",
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes sending the request again safe")),
    request_body = Link,
    responses((status = 204, description = "Declined"), Problems),
    security((), ("bearer" = []))
)]
pub async fn decline(State(app): State<Arc<App>>, bearer: Option<Bearer>, source: Source, Body(link): Body<Link>) -> Answer<StatusCode> {
    let token = parse(link.token.as_deref())?;
    until_decided(|| async {
        let linked = Linked::follow(&app, &token, bearer.as_ref()).await?;
        linked.check_session()?;
        let now = app.now();
        let mut declined = linked.invitation.decline(now).map_err(|fault| Problem::of_invitation(fault, now))?;
        let user = linked.user.ok_or_else(Problem::contended)?;
        let author = source.author(Actor::User { id: user.id }, now);
        let change = (json!({ "status": "pending" }), json!({ "status": declined.status }));
        let event = author.event(user.account, Action::InvitationDeclined, declined.id, change, &mut app.rng());
        app.store.commit(Change::new().replace(&mut declined).remove_user(user).create(&event)).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
