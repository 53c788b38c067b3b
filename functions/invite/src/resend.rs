//! `POST /v1/accounts/{account}/invitations/{invitation}/resend`: a new link for someone pending, and an end to the old one.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::json;
use usher::app::App;
use usher::domain::audit::Action;
use usher::domain::id::{AccountId, InvitationId};
use usher::domain::invitation::{Invitation, Inviter};
use usher::domain::permission::Operation;
use usher::domain::user::User;
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, InPath, Problem, Source, until_decided};
use usher::store::{Change, Key, Limit};

use crate::seen::check_over;
use crate::view::InvitationView;

/// Send an invitation again
///
/// Pending or expired, the invitation gets a new link and a new lifetime, and every link sent before is dead. The caller vouches for it
/// from now on, so that they must hold what it gives. Needs `users:invite`.
#[utoipa::path(
    post,
    operation_id = "resendInvitation",
    path = "/v1/accounts/{account}/invitations/{invitation}/resend",
    tag = "invitations",
    params(
        ("account" = String, Path, description = "The account"),
        ("invitation" = String, Path, description = "The invitation"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the invitation as it was read"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes sending the request again safe")
    ),
    responses((status = 200, description = "The invitation, pending again", body = InvitationView, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn resend(
    State(app): State<Arc<App>>,
    InPath((account, id)): InPath<(AccountId, InvitationId)>,
    bearer: Bearer,
    source: Source,
    if_match: IfMatch,
) -> Answer<(HeaderMap, Json<InvitationView>)> {
    let keys = [Key::invitation(account, id), Key::user(account, id.key())];
    until_decided(|| async {
        let (caller, found) = bearer.enter(&app, account, keys.clone()).await?;
        caller.require_somewhere(Operation::UsersInvite)?;
        let invitation: Invitation = found.get(&keys[0])?.ok_or_else(Problem::not_found)?;
        check_over(&caller, &invitation, found.get(&keys[1])?.as_ref())?;
        if_match.check(invitation.version)?;
        let by = Inviter::User { id: caller.user.id };
        let before = json!({ "status": invitation.status_at(caller.now), "expires_at": invitation.expires_at });
        let sent = invitation.resend(by, caller.model.policies().invitation.lifetime, caller.now);
        let mut sent = sent.map_err(|fault| Problem::of_invitation(fault, caller.now))?;
        // One read of two items is no snapshot: where they do not fit each other, a change came between them.
        let user: User = found.get(&keys[1])?.filter(|user: &User| user.id == sent.user).ok_or_else(Problem::contended)?;
        caller.check_gives(&user.grants)?;
        let mut rng = app.rng();
        let after = json!({ "status": sent.status, "expires_at": sent.expires_at });
        let author = source.author(caller.actor(), caller.now);
        let event = author.event(account, Action::InvitationResent, id, (before, after), &mut rng);
        let mail = sent.promise_mail(caller.now, &mut rng);
        let count = Limit::invitations(account, Some(caller.user.id), 1, caller.now);
        let change = Change::new().replace(&mut sent).create(&event).create(&mail).count(count);
        app.store.commit(change.and(vouched(user))).await?;
        Ok((etag(sent.version), Json(InvitationView::at(sent, caller.now))))
    })
    .await
}

/// From now on the invitation's own inviter vouches for the grants, whoever changed them before.
fn vouched(user: User) -> Change {
    if user.vouched_by.is_none() {
        return Change::new().require(user);
    }
    Change::new().replace_user(&user, &mut User { vouched_by: None, ..user.clone() })
}
