//! `GET /v1/me`: who am I, in which accounts, and what may I do there.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use usher::app::App;
use usher::domain::account::{Account, AccountModel};
use usher::domain::email::EmailAddress;
use usher::domain::grant::{Access, UnitScope};
use usher::domain::person::Membership;
use usher::domain::user::{User, UserStatus};
use usher::http::problem::Problems;
use usher::http::{Answer, Problem, SessionBearer};
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
pub async fn me(State(app): State<Arc<App>>, bearer: SessionBearer) -> Answer<Json<Me>> {
    let (email, places) = everywhere(&app, &bearer).await?;
    Ok(Json(Me::of(email, places, app.now())))
}

/// An account that somebody is an active user of, and what they are there.
pub struct Place {
    pub account: Account,
    pub followed: AccountModel,
    pub user: User,
}

/// The address of whoever is signed in, and the accounts that they are an active user of. Two requests one after the other.
pub async fn everywhere(app: &App, bearer: &SessionBearer) -> Answer<(EmailAddress, Vec<Place>)> {
    let person = bearer.person();
    let (session, person) = tokio::join!(bearer.identify(app), app.store.person(person));
    session?;
    let (person, memberships) = person?;
    let person = person.ok_or_else(Problem::unauthenticated)?;
    let found = app.store.read(memberships.iter().flat_map(keys)).await?;
    let places = memberships.iter().map(|membership| place(membership, &found)).collect::<Answer<Vec<_>>>()?;
    Ok((person.email, places.into_iter().flatten().collect()))
}

fn keys(membership: &Membership) -> [Key; 3] {
    let account = membership.account;
    [Key::account(account), Key::access_model(account), Key::user(account, membership.user.key())]
}

/// Nothing where the user is pending, deactivated or removed.
fn place(membership: &Membership, found: &Found) -> Answer<Option<Place>> {
    let [account, followed, user] = keys(membership);
    let (account, followed, user) = (found.get::<Account>(&account)?, found.get::<AccountModel>(&followed)?, found.get::<User>(&user)?);
    let user = user.filter(|user| user.id == membership.user && user.status == UserStatus::Active);
    let (Some(account), Some(followed), Some(user)) = (account, followed, user) else { return Ok(None) };
    Ok(Some(Place { account, followed, user }))
}

impl Me {
    /// The person with this address, as they are at `now`.
    pub fn of(email: EmailAddress, places: Vec<Place>, now: jiff::Timestamp) -> Self {
        Self { email: email.to_string(), accounts: places.into_iter().map(|place| MyAccount::of(place, now)).collect() }
    }
}

impl MyAccount {
    fn of(Place { account, followed, user }: Place, now: jiff::Timestamp) -> Self {
        let permissions = Access::of(&followed.model, &user.grants, now).permissions();
        Self {
            id: account.id.to_string(),
            name: account.name.to_string(),
            product_name: account.product_name.to_string(),
            user: user.into(),
            permissions,
        }
    }
}
