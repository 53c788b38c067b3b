//! Who holds what is in the way of another access model.

use futures_util::future::try_join_all;
use usher::app::App;
use usher::domain::access::model::Obstacle;
use usher::domain::id::{AccountId, UserId};
use usher::domain::people::user::User;
use usher::http::Answer;
use usher::store::{List, StoreFault};

/// Those of `obstacles` that are really there, each with a user who holds what is in the way. One request for each,
/// side by side; what they read is one entry of a list, however many there are.
pub async fn met(app: &App, account: AccountId, obstacles: Vec<Obstacle>) -> Answer<Vec<(Obstacle, UserId)>> {
    let found = try_join_all(obstacles.into_iter().map(|obstacle| holder(app, account, obstacle))).await?;
    Ok(found.into_iter().flatten().collect())
}

async fn holder(app: &App, account: AccountId, obstacle: Obstacle) -> Result<Option<(Obstacle, UserId)>, StoreFault> {
    let list = List::users_in_the_way(account, &obstacle).consistently();
    let page = app.store.list::<User>(&list, None, 1).await?;
    if page.unreadable > 0 {
        return Err(StoreFault::Unreadable);
    }
    Ok(page.entries.into_iter().next().map(|(_, user)| (obstacle, user.id)))
}
