//! `POST /v1/invitations/request-new`: a new link for whoever came too late.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde_json::json;
use usher::app::App;
use usher::domain::audit::{Action, Actor};
use usher::http::problem::Problems;
use usher::http::{Answer, Body, IdempotencyKey, Problem, Source, until_decided};
use usher::store::Change;

use crate::link::{Link, Linked, parse};

/// Ask for a new link
///
/// By the secret of one that has expired. The new link goes to the invited address, and nowhere else; the old one is dead.
#[utoipa::path(
    post,
    operation_id = "requestNewInvitation",
    path = "/v1/invitations/request-new",
    tag = "links",
    params(IdempotencyKey),
    request_body = Link,
    responses((status = 202, description = "A mail is on its way"), Problems),
    security(())
)]
pub async fn request_new(State(app): State<Arc<App>>, source: Source, Body(link): Body<Link>) -> Answer<StatusCode> {
    let token = parse(link.token.as_deref())?;
    until_decided(|| async {
        let linked = Linked::follow(&app, &token, None).await?;
        let now = app.now();
        let lifetime = linked.model.model.policies().invitation.lifetime;
        let renewed = linked.invitation.request_new(lifetime, now);
        let mut renewed = renewed.map_err(|fault| Problem::of_invitation(fault, now))?;
        let user = linked.user.ok_or_else(Problem::contended)?;
        let mut rng = app.rng();
        let author = source.author(Actor::User { id: user.id }, now);
        let change = (json!({ "status": "expired" }), json!({ "status": renewed.status, "expires_at": renewed.expires_at }));
        let event = author.event(user.account, Action::InvitationRequestedAgain, renewed.id, change, &mut rng);
        let mail = renewed.promise_mail(now, &mut rng);
        app.store.commit(Change::new().replace(&mut renewed).create(&event).create(&mail).require(user)).await?;
        Ok(StatusCode::ACCEPTED)
    })
    .await
}
