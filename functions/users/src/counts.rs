//! `GET /v1/accounts/{account}/users/counts`: how many users there are, as far as a front end shows it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use usher::app::App;
use usher::caller::{Bearer, Caller};
use usher::domain::access::permission::Operation;
use usher::domain::id::AccountId;
use usher::domain::people::user::{User, UserStatus};
use usher::http::pages::EXAMINED;
use usher::http::problem::Problems;
use usher::http::{Answer, InPath};
use usher::store::{List, StoreFault};
use utoipa::ToSchema;

/// How many users an account has.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserCounts {
    /// Those who are pending.
    pending: BoundedCount,
    /// Those who are active.
    active: BoundedCount,
    /// Those who are deactivated.
    deactivated: BoundedCount,
    /// Those whose home is another account, whatever their status.
    external: BoundedCount,
}

/// How many there are, counted no further than to 100.
#[derive(Debug, Serialize, ToSchema)]
struct BoundedCount {
    /// How many were counted: all whom the caller sees, or those among the first 100 if there are `more`.
    #[schema(example = 100, maximum = 100)]
    count: usize,
    /// Whether there are more than were looked at: `100+`.
    more: bool,
}

/// Count users
///
/// By status, and those who are external: in one request, and at the same cost in an account of any size, as each is
/// counted no further than to 100. Requires `users:read`. If the access model shows users only to those who share a
/// unit with them, other users are not counted.
#[utoipa::path(
    get,
    operation_id = "countUsers",
    path = "/v1/accounts/{account}/users/counts",
    tag = "users",
    params(("account" = String, Path, description = "The account")),
    responses((status = 200, description = "How many there are", body = UserCounts), Problems),
    security(("bearer" = []))
)]
pub async fn counts(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(account): InPath<AccountId>,
) -> Answer<Json<UserCounts>> {
    let (caller, _) = bearer.enter(&app, account, []).await?;
    caller.require_somewhere(Operation::UsersRead)?;
    let of = |status| count(&app, &caller, List::users(account, Some(status)));
    let (pending, active, deactivated, external) = tokio::try_join!(
        of(UserStatus::Pending),
        of(UserStatus::Active),
        of(UserStatus::Deactivated),
        count(&app, &caller, List::external_users(account, None)),
    )?;
    Ok(Json(UserCounts { pending, active, deactivated, external }))
}

/// Counts those whom the caller sees on a list, no further than a filtered page looks.
async fn count(app: &App, caller: &Caller, list: List) -> Result<BoundedCount, StoreFault> {
    let page = app.store.list::<User>(&list, None, EXAMINED).await?;
    let seen = page.entries.iter().filter(|(_, user)| caller.sees(user));
    Ok(BoundedCount { count: seen.count(), more: page.next.is_some() })
}
