//! `DELETE /v1/accounts/{account}/users/{user}/sessions`: end someone's sessions in the account.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use usher::app::App;
use usher::caller::{Bearer, Caller};
use usher::changes::sessions;
use usher::domain::access::permission::Operation;
use usher::domain::credentials::session::Session;
use usher::domain::id::{AccountId, UserId};
use usher::domain::people::user::User;
use usher::http::problem::Problems;
use usher::http::{Answer, InPath, Source, until_decided};

use usher::caller::user_in_path::someone;

/// How many sessions are ended in one transaction, with the event that tells of them.
const AT_ONCE: usize = 90;

/// End a user's sessions
///
/// Ends the user's sessions in this account: every request gets 401 here until the user signs in again. Their other
/// accounts are not affected. For yourself, this includes the current session. Requires `users:reset_credentials`.
#[utoipa::path(
    delete,
    operation_id = "endUserSessions",
    path = "/v1/accounts/{account}/users/{user}/sessions",
    tag = "users",
    params(("account" = String, Path, description = "The account"), ("user" = String, Path, description = "The user")),
    responses((status = 204, description = "Ended"), Problems),
    security(("bearer" = []))
)]
pub async fn end_sessions(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(path): InPath<(AccountId, UserId)>,
    source: Source,
) -> Answer<StatusCode> {
    until_decided(|| async {
        let (caller, user, _) = someone(&app, &bearer, path, Operation::UsersResetCredentials, []).await?;
        caller.acting().facing(&user).ends_sessions()?;
        let author = caller.author(&source);
        for some in open_here(&app, &caller, &user).await?.chunks_mut(AT_ONCE) {
            app.store.commit(sessions::ended_here(&app, &user, some, &author)).await?;
        }
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// The sessions that are open in the account. Someone who never came has none here, and what they have elsewhere is
/// nobody's business.
async fn open_here(app: &App, caller: &Caller, user: &User) -> Answer<Vec<Session>> {
    if !user.joined {
        return Ok(Vec::new());
    }
    // Also those of another epoch than the person's: what is read side by side is no snapshot, and such a session may
    // just have been carried over.
    let is_open = |session: &Session| caller.now < session.expires_at && !session.closed_in.contains(&user.account);
    Ok(app.store.sessions(user.person()).await?.into_iter().filter(is_open).collect())
}
