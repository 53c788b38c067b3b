//! `DELETE /v1/accounts/{account}/users/{user}`: remove someone from the account.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use usher::app::App;
use usher::caller::Bearer;
use usher::caller::user_in_path::{open_invitation, someone};
use usher::changes::leaving::{revoked, tokens_of};
use usher::changes::{administrators, leaving};
use usher::domain::access::permission::Operation;
use usher::domain::id::{AccountId, UserId};
use usher::http::etag::IfMatch;
use usher::http::problem::Problems;
use usher::http::{Answer, InPath, Source, until_decided};

/// Remove a user
///
/// Available if the access model allows removal. The user loses access to the account and all its units, an open
/// invitation is revoked, and the address can be invited again at once. The person keeps their password and their other
/// accounts. Requires `users:remove`.
#[utoipa::path(
    delete,
    operation_id = "removeUser",
    path = "/v1/accounts/{account}/users/{user}",
    tag = "users",
    params(
        ("account" = String, Path, description = "The account"),
        ("user" = String, Path, description = "The user"),
        IfMatch
    ),
    responses((status = 204, description = "Removed"), Problems),
    security(("bearer" = []))
)]
pub async fn remove(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(path): InPath<(AccountId, UserId)>,
    source: Source,
    if_match: IfMatch,
) -> Answer<StatusCode> {
    until_decided(|| async {
        let (found, tokens) = tokio::join!(
            someone(&app, &bearer, path, Operation::UsersRemove, []),
            tokens_of(&app, (path.0, path.1.key()))
        );
        let ((caller, user, _), tokens) = (found?, tokens?);
        if_match.check(user.version)?;
        caller.acting().facing(&user).removed()?;
        let kept = administrators::kept(&app, &caller.followed(), &user, None, Some(&caller.user)).await?;
        let author = caller.author(&source);
        let invitation = revoked(&app, open_invitation(&app, &user).await?, &author)?;
        let change = kept.and(leaving::removed(&app, user, tokens, &author)).and(invitation);
        app.store.commit(change).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
