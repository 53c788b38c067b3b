//! `GET /v1/accounts/{account}/users`: the users of an account, by address.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use usher::app::App;
use usher::domain::id::AccountId;
use usher::domain::permission::Operation;
use usher::domain::user::{User, UserStatus};
use usher::http::pages::{PageRequest, Paged};
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Fields, InPath, InQuery};
use usher::store::List;
use utoipa::IntoParams;

use crate::view::UserView;

/// Which users to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// `pending`, `active` or `deactivated`; all of them where it is left out, status by status.
    #[param(example = "active")]
    status: Option<String>,
    /// How many at most, from 1 to 100; 25 where it is left out.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// The `page.after` of the page before.
    after: Option<String>,
}

/// List users
///
/// By address. Needs `users:read`.
#[utoipa::path(
    get,
    operation_id = "listUsers",
    path = "/v1/accounts/{account}/users",
    tag = "users",
    params(("account" = String, Path, description = "The account"), Filter),
    responses((status = 200, description = "A page of users", body = Paged<UserView>), Problems),
    security(("bearer" = []))
)]
pub async fn list(
    State(app): State<Arc<App>>,
    InPath(account): InPath<AccountId>,
    bearer: Bearer,
    InQuery(filter): InQuery<Filter>,
) -> Answer<Json<Paged<UserView>>> {
    let mut fields = Fields::new();
    let status = fields.one_of("status", filter.status.as_deref(), UserStatus::parse);
    let page = PageRequest::parse(filter.limit.as_deref(), filter.after, &mut fields);
    let (caller, _) = bearer.enter(&app, account, []).await?;
    caller.require(Operation::UsersRead)?;
    fields.finish()?;
    page.read(&app, &caller.account, &List::users(account, status), |user: User| Some(user.into())).await.map(Json)
}
