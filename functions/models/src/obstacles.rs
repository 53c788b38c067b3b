//! What is in the way of another access model.

use futures_util::future::try_join_all;
use usher::app::App;
use usher::changes::administrators;
use usher::domain::Coded;
use usher::domain::access::model::{AccessModel, Obstacle};
use usher::domain::id::{AccountId, UserId};
use usher::domain::people::account::AccountModel;
use usher::domain::people::user::User;
use usher::http::problem::FieldFault;
use usher::http::{Answer, Problem};
use usher::store::{List, StoreFault};

/// The account would be left without anybody who manages its users.
const LAST_ADMINISTRATOR: (&str, &str) =
    ("last_administrator", "under the new access model no active user could permanently manage users");

/// Goes on only if users hold nothing that the model `after` has no place for.
pub async fn refuse_while_in_use(
    app: &App,
    account: AccountId,
    before: &AccessModel,
    after: &AccessModel,
) -> Answer<()> {
    let met = met(app, account, before, after).await?;
    let Some((first, _)) = met.first() else { return Ok(()) };
    let code = first.code();
    let detail = "users hold what the new access model does not have; change their grants first";
    Err(Problem::conflict(code, detail).about(met.iter().map(in_the_way).collect()))
}

/// The same as faults, each with its place in the new model.
pub async fn in_use(
    app: &App,
    account: AccountId,
    before: &AccessModel,
    after: &AccessModel,
) -> Answer<Vec<FieldFault>> {
    Ok(met(app, account, before, after).await?.iter().map(in_the_way).collect())
}

/// As a refusal.
pub fn last_administrator() -> Problem {
    Problem::conflict(LAST_ADMINISTRATOR.0, LAST_ADMINISTRATOR.1)
}

/// As a fault.
pub fn last_administrator_fault() -> FieldFault {
    FieldFault::new("roles", LAST_ADMINISTRATOR.0, LAST_ADMINISTRATOR.1)
}

/// Someone active who manages users for good under the model `next`; nobody if nobody does under the old one either,
/// and so nobody needs to. Nothing if a user needs to, and nobody would.
pub async fn witness(app: &App, followed: &AccountModel, next: &AccountModel) -> Answer<Option<Option<User>>> {
    let witness = administrators::another(app, next, None).await?;
    if witness.is_none() && administrators::another(app, followed, None).await?.is_some() {
        return Ok(None);
    }
    Ok(Some(witness))
}

fn in_the_way((obstacle, holder): &(Obstacle, UserId)) -> FieldFault {
    FieldFault::new(obstacle.path(), obstacle.code(), format_args!("{obstacle}; {holder}, for example"))
}

/// The obstacles that are really there, each with a user who holds what is in the way. One request for each that is
/// possible, side by side; what they read is one entry of a list, however many there are.
async fn met(
    app: &App,
    account: AccountId,
    before: &AccessModel,
    after: &AccessModel,
) -> Answer<Vec<(Obstacle, UserId)>> {
    let possible = Obstacle::possible(before, after);
    let found = try_join_all(possible.into_iter().map(|obstacle| holder(app, account, obstacle))).await?;
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
