//! Who holds what in an account, asked of its lists.

use usher::app::App;
use usher::domain::access_model::Obstacle;
use usher::domain::id::{AccountId, UserId};
use usher::domain::user::User;
use usher::http::Answer;
use usher::store::List;

/// How many users are looked at in one request.
const PER_PAGE: u16 = 100;

/// Those of `obstacles` that are really there, each with a user who holds what is in the way.
pub async fn met(app: &App, account: AccountId, obstacles: Vec<Obstacle>) -> Answer<Vec<(Obstacle, UserId)>> {
    let mut met = Vec::new();
    for obstacle in obstacles {
        if let Some(user) = first(app, account, |user| obstacle.is_met_by(&user.grants)).await? {
            met.push((obstacle, user.id));
        }
    }
    Ok(met)
}

/// The first user of whom `holds` is true. Goes through the account's users page by page.
async fn first(app: &App, account: AccountId, holds: impl Fn(&User) -> bool) -> Answer<Option<User>> {
    let (list, mut after) = (List::users(account, None), None);
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
