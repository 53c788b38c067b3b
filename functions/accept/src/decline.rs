//! `POST /v1/invitations/decline`: turn an invitation down.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use rand::Rng;
use serde_json::{Value, json};
use usher::app::App;
use usher::domain::account::AccountModel;
use usher::domain::audit::{Action, Actor, Author};
use usher::domain::user::{User, UserStatus};
use usher::http::problem::Problems;
use usher::http::{Answer, Body, IdempotencyKey, Problem, SessionBearer, Source, administrators, until_decided};
use usher::store::{Change, Key};

use crate::link::{Link, Linked, parse};

/// Decline an invitation
///
/// The link is enough: whoever has it has the mailbox. The address can be invited again. Somebody who was active from the start leaves the account, or
/// is deactivated where the access model knows no removal; the last administrator cannot.
#[utoipa::path(
    post,
    operation_id = "declineInvitation",
    path = "/v1/invitations/decline",
    tag = "links",
    params(IdempotencyKey),
    request_body = Link,
    responses((status = 204, description = "Declined"), Problems),
    security((), ("bearer" = []))
)]
pub async fn decline(State(app): State<Arc<App>>, bearer: Option<SessionBearer>, source: Source, Body(link): Body<Link>) -> Answer<StatusCode> {
    let token = parse(link.token.as_deref())?;
    until_decided(|| async {
        let linked = Linked::follow(&app, &token, bearer.as_ref()).await?;
        linked.check_session()?;
        let now = app.now();
        let mut declined = linked.invitation.decline(now).map_err(|fault| Problem::of_invitation(fault, now))?;
        let user = linked.user.ok_or_else(Problem::contended)?;
        let mut rng = app.rng();
        let author = source.author(Actor::User { id: user.id }, now);
        let change = (json!({ "status": "pending" }), json!({ "status": declined.status }));
        let event = author.event(user.account, Action::InvitationDeclined, declined.id, change, &mut rng);
        let change = Change::new().replace(&mut declined).create(&event);
        let change = match user.status {
            UserStatus::Pending => change.remove_user(user),
            _ => change.and(gone(&app, &linked.model, user, &author, &mut rng).await?),
        };
        app.store.commit(change).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// The end of somebody who was active before they were asked.
async fn gone(app: &App, followed: &AccountModel, user: User, author: &Author, rng: &mut impl Rng) -> Answer<Change> {
    let policy = &followed.model.policies().offboarding;
    let held = json!({ "status": user.status, "grants": user.grants });
    if !policy.remove {
        let mut away = user.clone().deactivate(policy, author.at)?;
        let kept = administrators::kept(app, followed, &user, Some(&away), None).await?;
        let after = json!({ "status": away.status, "grants": away.grants });
        let event = author.event(user.account, Action::UserDeactivated, user.id, (held, after), rng);
        return Ok(kept.replace_user(&user, &mut away).create(&event));
    }
    let kept = administrators::kept(app, followed, &user, None, None).await?;
    let event = author.event(user.account, Action::UserRemoved, user.id, (held, Value::Null), rng);
    Ok(kept.forget(Key::membership(user.person(), user.account)).remove_user(user).create(&event))
}
