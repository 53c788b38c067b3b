//! `GET /v1/operator/accounts/{account}/users`: the users of any account, for operators.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use usher::app::App;
use usher::caller::Operator;
use usher::domain::id::AccountId;
use usher::domain::people::user::User;
use usher::http::pages::{PageInfo, PageRequest, Paged};
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, InPath, ListQuery};
use usher::store::{Key, List};

use crate::called;
use crate::inviters::Inviters;
use crate::list::{UserPage, UsersQuery};
use crate::view::UserView;

/// List users as an operator
///
/// The users of any account, as support needs them: who they are, what they may do, and how far they have come. All
/// given filters apply, as for `GET /v1/accounts/{account}/users`.
#[utoipa::path(
    get,
    operation_id = "listManagedUsers",
    path = "/v1/operator/accounts/{account}/users",
    tag = "operators",
    params(("account" = String, Path, description = "The account"), UsersQuery, PageRequest),
    responses((status = 200, description = "A page of users", body = UserPage), OperatorProblems, Problems),
    security(("operator" = []))
)]
pub async fn list_managed(
    State(app): State<Arc<App>>,
    operator: Operator,
    InPath(account): InPath<AccountId>,
    query: ListQuery<UsersQuery>,
) -> Answer<Json<UserPage>> {
    let called = query.peek().and_then(|filter| filter.called(account));
    let (account, followed, found) = operator.find(&app, account, called.as_ref().map(Key::any)).await?;
    let (asked, page) = query.read(operator.known, |filter, fields| Some(filter.read(&followed.model, fields)))?;
    if let Some(key) = called {
        page.check_first()?;
        let users = called::by(&app, found.get(&key)?, &asked).await?.into_iter().collect();
        return told(&app, account.id, Paged { data: users, page: PageInfo { after: None } }).await;
    }
    let (ranks, lists): (Vec<usize>, Vec<List>) = List::users_for(account.id, &asked).into_iter().unzip();
    let shown = |place: usize, user: User| {
        let is_asked_for = asked.admits(&user) && ranks.get(place) == Some(&asked.rank(&user));
        is_asked_for.then_some(user)
    };
    let page = if asked.is_by_status() { page.in_turn() } else { page };
    let left_out = if asked.is_led_alone() { String::new() } else { format!("{asked:?}") };
    told(&app, account.id, page.read(&app, &account, &lists, &left_out, shown).await?).await
}

/// The users as operators are told of them.
async fn told(app: &App, account: AccountId, users: Paged<User>) -> Answer<Json<UserPage>> {
    let Paged { data, page } = users;
    let inviters = Inviters::of(app, account, &data.iter().collect::<Vec<_>>(), None, |_| true).await?;
    let data = data.into_iter().map(|user| UserView::looked_at(user).naming(&inviters)).collect();
    Ok(Json(Paged { data, page }))
}
