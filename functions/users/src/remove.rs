//! `DELETE /v1/accounts/{account}/users/{user}`: remove somebody from the account.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};
use usher::app::App;
use usher::domain::audit::Action;
use usher::domain::id::{AccountId, UserId};
use usher::domain::permission::Operation;
use usher::domain::user::User;
use usher::http::etag::IfMatch;
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, InPath, Source, administrators, until_decided};
use usher::store::Key;

use crate::someone::{check_other, open_invitation, revoked, someone, tokens_of};

/// Remove a user
///
/// Where the access model knows removal. The user is gone from the account and from every unit of it, an invitation that is open is revoked, and the address can be
/// invited again at once. The person keeps their password and their other accounts. Needs `users:remove`.
#[utoipa::path(
    delete,
    operation_id = "removeUser",
    path = "/v1/accounts/{account}/users/{user}",
    tag = "users",
    params(
        ("account" = String, Path, description = "The account"),
        ("user" = String, Path, description = "The user"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the user as it was read")
    ),
    responses((status = 204, description = "Removed"), Problems),
    security(("bearer" = []))
)]
pub async fn remove(
    State(app): State<Arc<App>>,
    InPath(path): InPath<(AccountId, UserId)>,
    bearer: Bearer,
    source: Source,
    if_match: IfMatch,
) -> Answer<StatusCode> {
    until_decided(|| async {
        let (found, tokens) = tokio::join!(someone(&app, &bearer, path, Operation::UsersRemove, []), tokens_of(&app, path));
        let ((caller, user, _), tokens) = (found?, tokens?);
        if_match.check(user.version)?;
        check_other(&caller, &user)?;
        caller.check_say(&user)?;
        User::check_removal(&caller.model.policies().offboarding)?;
        let kept = administrators::kept(&app, &caller.followed(), &user, None, Some(&caller.user)).await?;
        let author = source.author(caller.actor(), caller.now);
        let invitation = revoked(&app, open_invitation(&app, &user).await?, &author)?;
        let before = json!({ "email": user.email, "names": user.names.recorded(), "status": user.status, "grants": user.grants });
        let event = author.event(user.account, Action::UserRemoved, user.id, (before, Value::Null), &mut app.rng());
        // The membership comes and goes with the user, whose version guards both.
        let change = kept.forget(Key::membership(user.person(), user.account)).remove_user(user).create(&event).and(invitation).and(tokens);
        app.store.commit(change).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
