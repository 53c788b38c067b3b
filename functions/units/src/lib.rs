//! Units: the parts of an account.

mod create;
mod get;
mod list;
mod retire;
mod update;
mod view;

use usher::app::App;
use usher::caller::{Bearer, Caller};
use usher::domain::access::model::UnitReach;
use usher::domain::access::unit::Unit;
use usher::domain::id::{AccountId, UnitId};
use usher::http::{Answer, Problem};
use usher::store::{AnyKey, Found, Key};

usher::routes! {
    list::list,
    create::create,
    get::get,
    update::update,
    retire::retire,
}

/// The caller, who may change units, the unit, and what else was looked up.
async fn enter_to_change(
    bearer: &Bearer,
    app: &App,
    account: AccountId,
    unit: UnitId,
    besides: Option<AnyKey>,
) -> Answer<(Caller, Unit, Found)> {
    let key = Key::unit(account, unit);
    let (caller, found) = bearer.enter(app, account, besides.into_iter().chain([key.any()])).await?;
    caller.acting().manages_units()?;
    let unit = found.get(&key)?.ok_or_else(Problem::not_found)?;
    Ok((caller, unit, found))
}

/// Goes on only if the account's model has units.
fn require_units(caller: &Caller) -> Answer<()> {
    if caller.model.policies().units.reach == UnitReach::None {
        return Err(Problem::conflict("no_units", "the access model has no units: `units.reach` is `none`"));
    }
    Ok(())
}
