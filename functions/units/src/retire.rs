//! `DELETE /v1/accounts/{account}/units/{unit}`: a unit is given up.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use usher::app::App;
use usher::caller::Bearer;
use usher::changes::units;
use usher::domain::id::{AccountId, UnitId};
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::Problems;
use usher::http::{Answer, InPath, Source, until_decided};

use crate::view::UnitView;

/// Retire a unit
///
/// A retired unit no longer gives anyone access to the portal's records, and no new grant can name it. The unit itself
/// stays, and so do the grants that name it; users who manage the users of the unit still see and manage them. This
/// cannot be undone; retiring again changes nothing. Requires `units:manage`.
#[utoipa::path(
    delete,
    operation_id = "retireUnit",
    path = "/v1/accounts/{account}/units/{unit}",
    tag = "units",
    params(
        ("account" = String, Path, description = "The account"),
        ("unit" = String, Path, description = "The unit"),
        IfMatch
    ),
    responses((status = 200, description = "The unit, retired", body = UnitView, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn retire(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath((account, id)): InPath<(AccountId, UnitId)>,
    source: Source,
    if_match: IfMatch,
) -> Answer<(HeaderMap, Json<UnitView>)> {
    until_decided(|| async {
        let (caller, unit, _) = crate::enter_to_change(&bearer, &app, account, id, None).await?;
        if_match.check(unit.version)?;
        let Some(mut retired) = unit.clone().retired(caller.now) else {
            return Ok((etag(unit.version), Json(UnitView::of(unit, &caller))));
        };
        app.store.commit(units::retired(&app, &unit, &mut retired, &caller.author(&source))).await?;
        Ok((etag(retired.version), Json(UnitView::of(retired, &caller))))
    })
    .await
}
