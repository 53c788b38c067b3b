//! `GET /v1/operator/accounts/{account}/users/{user}`: one user of any account, for operators.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use usher::app::App;
use usher::caller::Operator;
use usher::domain::id::{AccountId, UserId};
use usher::domain::people::user::User;
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, InPath, Problem};
use usher::store::Key;

use crate::inviters::Inviters;
use crate::view::UserView;

/// Get a user as an operator
///
/// A user of any account, with their grants, and no secret of theirs.
#[utoipa::path(
    get,
    operation_id = "getManagedUser",
    path = "/v1/operator/accounts/{account}/users/{user}",
    tag = "operators",
    params(
        ("account" = String, Path, description = "The account"),
        ("user" = String, Path, description = "The user")
    ),
    responses((status = 200, description = "The user", body = UserView), OperatorProblems, Problems),
    security(("operator" = []))
)]
pub async fn get(
    State(app): State<Arc<App>>,
    operator: Operator,
    InPath((account, user)): InPath<(AccountId, UserId)>,
) -> Answer<Json<UserView>> {
    let key = Key::user(account, user.key());
    let (_, _, found) = operator.find(&app, account, [key.any()]).await?;
    let found: User = found.get(&key)?.filter(|found| found.id == user).ok_or_else(Problem::not_found)?;
    let inviters = Inviters::of(&app, account, &[&found], None, |_| true).await?;
    Ok(Json(UserView::looked_at(found).naming(&inviters)))
}
