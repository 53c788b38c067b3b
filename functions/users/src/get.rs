//! `GET /v1/accounts/{account}/users/{user}`: one user.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use usher::app::App;
use usher::caller::Bearer;
use usher::changes::administrators;
use usher::domain::access::permission::Operation;
use usher::domain::decision::Telling;
use usher::domain::id::{AccountId, UserId};
use usher::domain::people::user::User;
use usher::http::etag::etag;
use usher::http::problem::Problems;
use usher::http::{Answer, InPath, Problem};
use usher::store::Key;

use crate::inviters::Inviters;
use crate::view::UserView;

/// Get a user
///
/// Available for yourself; for other users, requires `users:read`. If the access model shows users only to those who
/// share a unit with them, other users are not found.
#[utoipa::path(
    get,
    operation_id = "getUser",
    path = "/v1/accounts/{account}/users/{user}",
    tag = "users",
    params(("account" = String, Path, description = "The account"), ("user" = String, Path, description = "The user")),
    responses((status = 200, description = "The user", body = UserView, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn get(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath((account, user)): InPath<(AccountId, UserId)>,
) -> Answer<(HeaderMap, Json<UserView>)> {
    let key = Key::user(account, user.key());
    let (caller, found) = bearer.enter(&app, account, [key.any()]).await?;
    if caller.user.id != user {
        caller.require_somewhere(Operation::UsersRead)?;
    }
    // The id of a user who was removed leads to the place of the user who has the address now.
    let user: User =
        found.get(&key)?.filter(|found| found.id == user && caller.sees(found)).ok_or_else(Problem::not_found)?;
    // Of oneself, what was noted with this very request is newer.
    let user = if user.id == caller.user.id { caller.user.clone() } else { user };
    let users = [&user];
    let (keepers, inviters) = tokio::join!(
        administrators::keepers(&app, &caller),
        Inviters::of(&app, account, &users, Some(&caller.user), |inviter| caller.sees(inviter))
    );
    let (version, telling) = (user.version, Telling::new(caller.acting(), &keepers));
    Ok((etag(version), Json(UserView::of(user, &telling).naming(&inviters?))))
}
