//! `DELETE /v1/accounts/{account}/units/{unit}`: a unit is given up.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::json;
use usher::app::App;
use usher::domain::audit::Action;
use usher::domain::id::{AccountId, UnitId};
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, InPath, Source, until_decided};
use usher::store::Change;

use super::view::UnitView;

/// Retire a unit
///
/// From now on it gives nobody access to the portal's records, whatever they hold, and no new grant can name it. The record stays, and so do the grants
/// that name it; whoever manages the users of the unit still sees and manages them. There is no way back; retiring again changes nothing. Needs `account:manage`.
#[utoipa::path(
    delete,
    operation_id = "retireUnit",
    path = "/v1/accounts/{account}/units/{unit}",
    tag = "units",
    params(
        ("account" = String, Path, description = "The account"),
        ("unit" = String, Path, description = "The unit"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the unit as it was read")
    ),
    responses((status = 200, description = "The unit, retired", body = UnitView, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn retire(
    State(app): State<Arc<App>>,
    InPath((account, id)): InPath<(AccountId, UnitId)>,
    bearer: Bearer,
    source: Source,
    if_match: IfMatch,
) -> Answer<(HeaderMap, Json<UnitView>)> {
    until_decided(|| async {
        let (caller, unit) = super::enter_to_change(&bearer, &app, account, id).await?;
        if_match.check(unit.version)?;
        let Some(mut retired) = unit.clone().retired(caller.now) else { return Ok((etag(unit.version), Json(unit.into()))) };
        let author = source.author(caller.actor(), caller.now);
        let changed = (json!({ "name": unit.name, "status": "active" }), json!({ "name": unit.name, "status": "retired" }));
        let event = author.event(account, Action::UnitRetired, id, changed, &mut app.rng());
        app.store.commit(Change::new().replace(&mut retired).create(&event)).await?;
        Ok((etag(retired.version), Json(retired.into())))
    })
    .await
}
