//! Who holds what in an account, asked of its lists.

use usher::app::App;
use usher::domain::access_model::{AccessModel, Obstacle};
use usher::domain::grant::Grant;
use usher::domain::id::{AccountId, UserId};
use usher::domain::user::{User, UserStatus};
use usher::http::Answer;
use usher::store::{Key, List};

/// How many users are looked at in one request.
const PER_PAGE: u16 = 100;

/// Those of `obstacles` that are really there, each with a user who holds what is in the way.
pub async fn met(app: &App, account: AccountId, obstacles: Vec<Obstacle>) -> Answer<Vec<(Obstacle, UserId)>> {
    let mut met = Vec::new();
    for obstacle in obstacles {
        if let Some(user) = first(app, account, None, |user| obstacle.is_met_by(&user.grants)).await? {
            met.push((obstacle, user.id));
        }
    }
    Ok(met)
}

/// An active user who would manage users for good under `model`, as they are now.
pub async fn administrator(app: &App, account: AccountId, model: &AccessModel) -> Answer<Option<User>> {
    let manages = |user: &User| Grant::manage_users_for_good(&user.grants, model);
    let Some(listed) = first(app, account, Some(UserStatus::Active), manages).await? else { return Ok(None) };
    // A list follows changes; what is decided on is read by its key.
    let key = Key::user(account, listed.id.key());
    let user: Option<User> = app.store.read([key.clone()]).await?.get(&key)?;
    Ok(user.filter(|user| user.status == UserStatus::Active && manages(user)))
}

/// The first user of whom `holds` is true. Goes through the account's users page by page.
async fn first(app: &App, account: AccountId, status: Option<UserStatus>, holds: impl Fn(&User) -> bool) -> Answer<Option<User>> {
    let (list, mut after) = (List::users(account, status), None);
    loop {
        let page = app.store.list::<User>(&list, after.as_ref(), PER_PAGE).await?;
        if let Some(user) = page.records.into_iter().find(&holds) {
            return Ok(Some(user));
        }
        after = page.next;
        if after.is_none() {
            return Ok(None);
        }
    }
}
