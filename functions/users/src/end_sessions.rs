//! `DELETE /v1/accounts/{account}/users/{user}/sessions`: end somebody's sessions in the account.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};
use usher::app::App;
use usher::domain::audit::Action;
use usher::domain::id::{AccountId, UserId};
use usher::domain::permission::Operation;
use usher::domain::session::Session;
use usher::domain::user::User;
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Caller, InPath, Source, until_decided};
use usher::store::Change;

use crate::someone::someone;

/// How many sessions are ended in one transaction, with the event that tells of them.
const AT_ONCE: usize = 90;

/// End a user's sessions
///
/// In this account: whoever is signed in meets 401 here from the next request on until they sign in again, and goes on undisturbed in their other
/// accounts. One's own are among them where one ends one's own. Needs `users:reset_credentials`.
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
    InPath(path): InPath<(AccountId, UserId)>,
    bearer: Bearer,
    source: Source,
) -> Answer<StatusCode> {
    until_decided(|| async {
        let (caller, user, _) = someone(&app, &bearer, path, Operation::UsersResetCredentials, []).await?;
        caller.check_say(&user)?;
        let author = source.author(caller.actor(), caller.now);
        for sessions in open_here(&app, &caller, &user).await?.chunks_mut(AT_ONCE) {
            let ended = json!({ "sessions": sessions.len() });
            let event = author.event(user.account, Action::UserSessionsEnded, user.id, (Value::Null, ended), &mut app.rng());
            let change = sessions.iter_mut().fold(Change::new().create(&event), |change, session| {
                session.closed_in.insert(user.account);
                change.replace(session)
            });
            app.store.commit(change).await?;
        }
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// The sessions that are open in the account. Somebody who never came has none here, and what they have elsewhere is nobody's business.
async fn open_here(app: &App, caller: &Caller, user: &User) -> Answer<Vec<Session>> {
    if !user.joined {
        return Ok(Vec::new());
    }
    // Also those of another epoch than the person's: what is read side by side is no snapshot, and such a session may just have been carried over.
    let is_open = |session: &Session| caller.now < session.expires_at && !session.closed_in.contains(&user.account);
    Ok(app.store.sessions(user.person()).await?.into_iter().filter(is_open).collect())
}
