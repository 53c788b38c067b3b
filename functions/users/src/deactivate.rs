//! `POST /v1/accounts/{account}/users/{user}/deactivate`: keep somebody on record, and out.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use usher::app::App;
use usher::domain::audit::Action;
use usher::domain::id::{AccountId, UserId};
use usher::domain::permission::Operation;
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, IdempotencyKey, InPath, Source, administrators, until_decided};

use crate::someone::{check_other, open_invitation, revoked, someone, standing, tokens_of};
use crate::view::UserView;

/// Deactivate a user
///
/// Active or pending, where the access model knows deactivation. From the next request on they can do nothing, an invitation that is open is revoked, their API tokens are gone, and
/// where the access model says so all their grants are taken away; the audit event keeps them. Needs `users:deactivate`.
#[utoipa::path(
    post,
    operation_id = "deactivateUser",
    path = "/v1/accounts/{account}/users/{user}/deactivate",
    tag = "users",
    params(
        ("account" = String, Path, description = "The account"),
        ("user" = String, Path, description = "The user"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the user as it was read"),
        IdempotencyKey
    ),
    responses((status = 200, description = "The user, deactivated", body = UserView, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn deactivate(
    State(app): State<Arc<App>>,
    InPath(path): InPath<(AccountId, UserId)>,
    bearer: Bearer,
    source: Source,
    if_match: IfMatch,
) -> Answer<(HeaderMap, Json<UserView>)> {
    until_decided(|| async {
        let (found, tokens) = tokio::join!(someone(&app, &bearer, path, Operation::UsersDeactivate, []), tokens_of(&app, path));
        let ((caller, user, _), tokens) = (found?, tokens?);
        if_match.check(user.version)?;
        check_other(&caller, &user)?;
        caller.check_say(&user)?;
        let mut away = user.clone().deactivate(&caller.model.policies().offboarding, caller.now)?;
        let kept = administrators::kept(&app, &caller.followed(), &user, Some(&away), Some(&caller.user)).await?;
        let author = source.author(caller.actor(), caller.now);
        let invitation = revoked(&app, open_invitation(&app, &user).await?, &author)?;
        let event = author.event(user.account, Action::UserDeactivated, user.id, (standing(&user), standing(&away)), &mut app.rng());
        app.store.commit(kept.replace_user(&user, &mut away).create(&event).and(invitation).and(tokens)).await?;
        Ok((etag(away.version), Json(away.into())))
    })
    .await
}
