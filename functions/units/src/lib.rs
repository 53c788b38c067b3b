//! Units: the parts of an account.

mod create;
mod get;
mod list;
mod rename;
mod retire;
mod view;

use usher::app::App;
use usher::caller::{Bearer, Caller};
use usher::domain::access::model::UnitReach;
use usher::domain::access::unit::Unit;
use usher::domain::id::{AccountId, UnitId};
use usher::http::{Answer, Problem};
use usher::store::Key;

usher::routes! {
    list::list,
    create::create,
    get::get,
    rename::rename,
    retire::retire,
}

/// The caller, who may change units.
async fn enter_to_change(bearer: &Bearer, app: &App, account: AccountId, unit: UnitId) -> Answer<(Caller, Unit)> {
    let key = Key::unit(account, unit);
    let (caller, found) = bearer.enter(app, account, [key.any()]).await?;
    caller.acting().manages_units()?;
    let unit = found.get(&key)?.ok_or_else(Problem::not_found)?;
    Ok((caller, unit))
}

/// Goes on only if the account's model has units.
fn require_units(caller: &Caller) -> Answer<()> {
    if caller.model.policies().units.reach == UnitReach::None {
        return Err(Problem::conflict("no_units", "the access model has no units: `units.reach` is `none`"));
    }
    Ok(())
}
