//! `POST /v1/accounts/{account}/users/{user}/deactivate`: keep someone on record, and out.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use usher::app::App;
use usher::caller::Bearer;
use usher::caller::user_in_path::{open_invitation, someone};
use usher::changes::leaving::{revoked, tokens_of};
use usher::changes::{administrators, leaving};
use usher::domain::access::permission::Operation;
use usher::domain::decision::Telling;
use usher::domain::id::{AccountId, UserId};
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::Problems;
use usher::http::{Answer, InPath, Source, until_decided};
use usher::service::IdempotencyKey;

use crate::view::UserView;

/// Deactivate a user
///
/// Available for active and pending users if the access model allows deactivation. The user can do nothing any more, an
/// open invitation is revoked, their API tokens are deleted, and if the access model says so all their grants are
/// removed; the audit event keeps them. Requires `users:deactivate`.
#[utoipa::path(
    post,
    operation_id = "deactivateUser",
    path = "/v1/accounts/{account}/users/{user}/deactivate",
    tag = "users",
    params(
        ("account" = String, Path, description = "The account"),
        ("user" = String, Path, description = "The user"),
        IfMatch,
        IdempotencyKey
    ),
    responses(
        (status = 200, description = "The user, deactivated", body = UserView, headers(("ETag" = String))), Problems,
    ),
    security(("bearer" = []))
)]
pub async fn deactivate(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(path): InPath<(AccountId, UserId)>,
    source: Source,
    if_match: IfMatch,
) -> Answer<(HeaderMap, Json<UserView>)> {
    until_decided(|| async {
        let (found, tokens) = tokio::join!(
            someone(&app, &bearer, path, Operation::UsersDeactivate, []),
            tokens_of(&app, (path.0, path.1.key()))
        );
        let ((caller, user, _), tokens) = (found?, tokens?);
        if_match.check(user.version)?;
        let mut away = caller.acting().facing(&user).deactivated()?;
        let kept = administrators::kept(&app, &caller.followed(), &user, Some(&away), Some(&caller.user)).await?;
        let author = caller.author(&source);
        let invitation = revoked(&app, open_invitation(&app, &user).await?, &author)?;
        let gone = leaving::deactivated(&app, &user, &mut away, tokens, &author);
        app.store.commit(kept.and(gone).and(invitation)).await?;
        let keepers = administrators::keepers(&app, &caller).await;
        Ok((etag(away.version), Json(UserView::of(away, &Telling::new(caller.acting(), &keepers)))))
    })
    .await
}
