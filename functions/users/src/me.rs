//! `GET /v1/me`: who am I, in which accounts, and what may I do there.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use usher::app::App;
use usher::domain::account::{Account, AccountModel};
use usher::domain::grant::{Access, UnitScope};
use usher::domain::person::Membership;
use usher::domain::user::{User, UserStatus};
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Problem};
use usher::store::{Found, Key};
use utoipa::ToSchema;

use crate::view::UserView;

/// The person who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// The address.
    #[schema(example = "ada@example.com")]
    email: String,
    /// The accounts that the person is an active user of.
    accounts: Vec<MyAccount>,
}

/// An account, as one of its users sees it.
#[derive(Debug, Serialize, ToSchema)]
struct MyAccount {
    /// The account's id.
    #[schema(example = "acc_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    id: String,
    /// The account's name.
    name: String,
    /// The product's name.
    product_name: String,
    /// Who the person is there.
    user: UserView,
    /// What the person may do there now: each permission, and the units where it holds, `"all"` or a list of ids.
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    permissions: BTreeMap<String, UnitScope>,
}

/// Who am I
///
/// The person who is signed in, with their accounts and what they may do there.
#[utoipa::path(
    get,
    operation_id = "getMe",
    path = "/v1/me",
    tag = "users",
    responses((status = 200, description = "The person", body = Me), Problems),
    security(("bearer" = []))
)]
pub async fn me(State(app): State<Arc<App>>, bearer: Bearer) -> Answer<Json<Me>> {
    let person = bearer.person();
    let (session, person) = tokio::join!(bearer.identify(&app), app.store.person(person));
    session?;
    let (person, memberships) = person?;
    let person = person.ok_or_else(Problem::unauthenticated)?;
    let found = app.store.read(memberships.iter().flat_map(places)).await?;
    let now = app.now();
    let accounts = memberships.iter().map(|membership| my_account(membership, &found, now)).collect::<Answer<Vec<_>>>()?;
    Ok(Json(Me { email: person.email.to_string(), accounts: accounts.into_iter().flatten().collect() }))
}

fn places(membership: &Membership) -> [Key; 3] {
    let account = membership.account;
    [Key::account(account), Key::access_model(account), Key::user(account, membership.user.key())]
}

/// Nothing where the user is pending, deactivated or removed.
fn my_account(membership: &Membership, found: &Found, now: jiff::Timestamp) -> Answer<Option<MyAccount>> {
    let [account, model, user] = places(membership);
    let (account, model, user) = (found.get::<Account>(&account)?, found.get::<AccountModel>(&model)?, found.get::<User>(&user)?);
    let user = user.filter(|user| user.id == membership.user && user.status == UserStatus::Active);
    let (Some(account), Some(model), Some(user)) = (account, model, user) else { return Ok(None) };
    let permissions = Access::of(&model.model, &user.grants, now).permissions();
    Ok(Some(MyAccount {
        id: account.id.to_string(),
        name: account.name.to_string(),
        product_name: account.product_name.to_string(),
        user: user.into(),
        permissions,
    }))
}
