//! `PATCH /v1/accounts/{account}/units/{unit}`: another name for a unit.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::json;
use usher::app::App;
use usher::domain::Coded;
use usher::domain::audit::Action;
use usher::domain::id::{AccountId, UnitId};
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Body, InPath, Problem, Source, until_decided};
use usher::store::Change;

use super::create::UnitName;
use super::view::UnitView;

/// Rename a unit
///
/// A retired unit keeps its name. Needs `account:manage`.
#[utoipa::path(
    patch,
    operation_id = "renameUnit",
    path = "/v1/accounts/{account}/units/{unit}",
    tag = "units",
    params(
        ("account" = String, Path, description = "The account"),
        ("unit" = String, Path, description = "The unit"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the unit as it was read")
    ),
    request_body = UnitName,
    responses((status = 200, description = "The unit, renamed", body = UnitView, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn rename(
    State(app): State<Arc<App>>,
    InPath((account, id)): InPath<(AccountId, UnitId)>,
    bearer: Bearer,
    source: Source,
    if_match: IfMatch,
    Body(request): Body<UnitName>,
) -> Answer<(HeaderMap, Json<UnitView>)> {
    until_decided(|| async {
        let (caller, unit) = super::enter_to_change(&bearer, &app, account, id).await?;
        if_match.check(unit.version)?;
        let before = unit.name.clone();
        let mut unit = unit.renamed(request.read()?).map_err(|fault| Problem::conflict(fault.code(), fault.to_string()))?;
        if unit.name != before {
            let author = source.author(caller.actor(), caller.now);
            let changed = (json!({ "name": before }), json!({ "name": unit.name }));
            let event = author.event(account, Action::UnitRenamed, id, changed, &mut app.rng());
            app.store.commit(Change::new().replace(&mut unit).create(&event)).await?;
        }
        Ok((etag(unit.version), Json(unit.into())))
    })
    .await
}
