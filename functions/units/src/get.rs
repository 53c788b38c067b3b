//! `GET /v1/accounts/{account}/units/{unit}`: one unit.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use usher::app::App;
use usher::caller::{Bearer, SeenUnits};
use usher::domain::id::{AccountId, UnitId};
use usher::http::etag::etag;
use usher::http::problem::Problems;
use usher::http::{Answer, InPath, Problem};
use usher::store::Key;

use crate::view::UnitView;

/// Get a unit
///
/// Requires `units:manage`, or access to the unit.
#[utoipa::path(
    get,
    operation_id = "getUnit",
    path = "/v1/accounts/{account}/units/{unit}",
    tag = "units",
    params(("account" = String, Path, description = "The account"), ("unit" = String, Path, description = "The unit")),
    responses((status = 200, description = "The unit", body = UnitView, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn get(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath((account, unit)): InPath<(AccountId, UnitId)>,
) -> Answer<(HeaderMap, Json<UnitView>)> {
    let key = Key::unit(account, unit);
    let (caller, found) = bearer.enter(&app, account, [key.any()]).await?;
    let unit = found.get(&key)?.filter(|unit| SeenUnits::by(&caller).has(unit.id)).ok_or_else(Problem::not_found)?;
    Ok((etag(unit.version), Json(UnitView::of(unit, &caller))))
}
