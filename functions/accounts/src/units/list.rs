//! `GET /v1/accounts/{account}/units`: the units of an account that the caller may know of, by name.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use usher::app::App;
use usher::domain::grant::UnitScope;
use usher::domain::id::{AccountId, UnitId};
use usher::domain::permission::Operation;
use usher::domain::unit::Unit;
use usher::http::pages::{Next, PageRequest, Paged};
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Caller, Fields, InPath, InQuery};
use usher::store::{Key, List};
use utoipa::IntoParams;

use super::view::UnitView;

/// Which units to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// `active` or `retired`; both where it is left out, those in use first.
    #[param(example = "active")]
    status: Option<String>,
    /// How many at most, from 1 to 100; 25 where it is left out.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// The `page.after` of the page before.
    after: Option<String>,
}

/// List units
///
/// By name. Whoever holds `account:manage` or a grant for all units sees every unit; everybody else sees the units that their grants name, all
/// of them on one page whatever the `limit`.
#[utoipa::path(
    get,
    operation_id = "listUnits",
    path = "/v1/accounts/{account}/units",
    tag = "units",
    params(("account" = String, Path, description = "The account"), Filter),
    responses((status = 200, description = "A page of units", body = Paged<UnitView>), Problems),
    security(("bearer" = []))
)]
pub async fn list(
    State(app): State<Arc<App>>,
    InPath(account): InPath<AccountId>,
    bearer: Bearer,
    InQuery(filter): InQuery<Filter>,
) -> Answer<Json<Paged<UnitView>>> {
    let mut fields = Fields::new();
    let retired = fields.one_of("status", filter.status.as_deref(), |word| match word {
        "active" => Some(false),
        "retired" => Some(true),
        _ => None,
    });
    let page = PageRequest::parse(filter.limit.as_deref(), filter.after, &mut fields);
    let (caller, _) = bearer.enter(&app, account, []).await?;
    fields.finish()?;
    match Seen::by(&caller) {
        Seen::All => page.read(&app, &caller.account, &[List::units(account, retired)], "", |_, unit: Unit| Some(unit.into())).await.map(Json),
        Seen::Some(units) => {
            page.check_first()?;
            named(&app, account, units, retired).await.map(Json)
        }
    }
}

/// The units that a user may know of.
pub enum Seen {
    /// Every unit.
    All,
    /// Those that their grants name.
    Some(BTreeSet<UnitId>),
}

impl Seen {
    /// What `caller` sees.
    pub fn by(caller: &Caller) -> Self {
        if caller.access.may(Operation::AccountManage) {
            return Self::All;
        }
        match caller.access.units() {
            UnitScope::All => Self::All,
            UnitScope::Selected(units) => Self::Some(units),
        }
    }

    /// Whether the unit is among them.
    pub fn has(&self, unit: UnitId) -> bool {
        match self {
            Self::All => true,
            Self::Some(units) => units.contains(&unit),
        }
    }
}

/// A user's grants name few units, so they are read by their keys and not from the list.
async fn named(app: &App, account: AccountId, units: BTreeSet<UnitId>, retired: Option<bool>) -> Answer<Paged<UnitView>> {
    let keys: Vec<Key> = units.into_iter().map(|unit| Key::unit(account, unit)).collect();
    let found = app.store.read(keys.clone()).await?;
    let mut units: Vec<Unit> = keys.iter().filter_map(|key| found.get(key).transpose()).collect::<Result<_, _>>()?;
    units.retain(|unit| retired.is_none_or(|retired| retired == unit.is_retired()));
    units.sort_by_cached_key(|unit| (unit.is_retired(), unit.name.as_str().to_lowercase(), unit.id));
    Ok(Paged { data: units.into_iter().map(UnitView::from).collect(), page: Next { after: None } })
}
