//! `GET /v1/accounts/{account}/units`: the units of an account that the caller may know of, by name.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use usher::app::App;
use usher::caller::{Bearer, Caller, SeenUnits};
use usher::domain::access::unit::{Unit, UnitStatus};
use usher::domain::external_id::{ExternalId, Scope};
use usher::domain::id::{AccountId, UnitId};
use usher::domain::people::search;
use usher::http::labels;
use usher::http::pages::{PageInfo, PageRequest, Paged};
use usher::http::problem::Problems;
use usher::http::{Answer, InPath, ListQuery};
use usher::store::{Key, List};
use utoipa::IntoParams;

use crate::view::UnitView;

/// Which units to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UnitsQuery {
    /// The status; by default both, active units first.
    #[param(value_type = Option<UnitStatus>)]
    status: Option<String>,
    /// The unit's id in the portal's own systems. The unit is found at once, not within moments.
    #[param(example = "shop-12")]
    external_id: Option<String>,
}

/// A page of units.
type UnitPage = Paged<UnitView>;

/// List units
///
/// Sorted by name. Users with `units:manage` or a grant for all units see every unit; other users see the units that
/// their grants name, all on one page regardless of `limit`.
#[utoipa::path(
    get,
    operation_id = "listUnits",
    path = "/v1/accounts/{account}/units",
    tag = "units",
    params(("account" = String, Path, description = "The account"), UnitsQuery, PageRequest),
    responses((status = 200, description = "A page of units", body = UnitPage), Problems),
    security(("bearer" = []))
)]
pub async fn list(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(account): InPath<AccountId>,
    query: ListQuery<UnitsQuery>,
) -> Answer<Json<UnitPage>> {
    let called = query.peek().and_then(|filter| labels::wanted(filter.external_id.as_ref()));
    let called = called.map(|id| Key::external_id(Scope::Units(account), &id));
    let (caller, found) = bearer.enter(&app, account, called.as_ref().map(Key::any)).await?;
    let (status, page) = query.read(caller.known, |filter, fields| {
        fields.optional("external_id", filter.external_id.as_deref(), ExternalId::parse);
        Some(fields.one_of("status", filter.status.as_deref(), UnitStatus::parse))
    })?;
    let seen = SeenUnits::by(&caller);
    if let Some(key) = called {
        page.check_first()?;
        let unit = found.get(&key)?.and_then(|holder| holder.holder.parse::<UnitId>().ok());
        let is_seen = |unit: &UnitId| match &seen {
            SeenUnits::All => true,
            SeenUnits::Some(units) => units.contains(unit),
        };
        let units: BTreeSet<UnitId> = unit.filter(is_seen).into_iter().collect();
        return named(&app, &caller, units, status).await.map(Json);
    }
    match seen {
        SeenUnits::All => page
            .read(&app, &caller.account, &[List::units(account, status)], "", |_, unit: Unit| {
                Some(UnitView::of(unit, &caller))
            })
            .await
            .map(Json),
        SeenUnits::Some(units) => {
            page.check_first()?;
            named(&app, &caller, units, status).await.map(Json)
        }
    }
}

/// A user's grants name few units, so they are read by their keys and not from the list.
async fn named(app: &App, caller: &Caller, units: BTreeSet<UnitId>, status: Option<UnitStatus>) -> Answer<UnitPage> {
    let keys: Vec<Key<Unit>> = units.into_iter().map(|unit| Key::unit(caller.account.id, unit)).collect();
    let found = app.store.read(keys.iter().map(Key::any)).await?;
    let mut units: Vec<Unit> = keys.iter().filter_map(|key| found.readable(key)).collect();
    units.retain(|unit| status.is_none_or(|status| status == unit.status()));
    units.sort_by_cached_key(|unit| (unit.status(), search::key(unit.name.as_str()), unit.id));
    Ok(Paged {
        data: units.into_iter().map(|unit| UnitView::of(unit, caller)).collect(),
        page: PageInfo { after: None },
    })
}
