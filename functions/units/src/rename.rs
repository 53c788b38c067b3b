//! `PATCH /v1/accounts/{account}/units/{unit}`: another name for a unit.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use usher::app::App;
use usher::caller::Bearer;
use usher::changes::units;
use usher::domain::decision::Refusal;
use usher::domain::id::{AccountId, UnitId};
use usher::domain::text::Title;
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::Problems;
use usher::http::{Answer, Body, InPath, Source, until_decided};
use utoipa::ToSchema;

use crate::view::UnitView;

/// The new name of the unit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameUnitRequest {
    /// The name, from 1 to 120 characters. Two units may have the same name.
    #[schema(example = "Harbour Street", min_length = 1, max_length = 120)]
    name: String,
}

/// Rename a unit
///
/// A retired unit cannot be renamed. Requires `units:manage`.
#[utoipa::path(
    patch,
    operation_id = "renameUnit",
    path = "/v1/accounts/{account}/units/{unit}",
    tag = "units",
    params(
        ("account" = String, Path, description = "The account"),
        ("unit" = String, Path, description = "The unit"),
        IfMatch
    ),
    request_body = RenameUnitRequest,
    responses((status = 200, description = "The unit, renamed", body = UnitView, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn rename(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath((account, id)): InPath<(AccountId, UnitId)>,
    source: Source,
    if_match: IfMatch,
    body: Body<RenameUnitRequest>,
) -> Answer<(HeaderMap, Json<UnitView>)> {
    until_decided(|| async {
        let (caller, unit) = crate::enter_to_change(&bearer, &app, account, id).await?;
        if_match.check(unit.version)?;
        let before = unit.clone();
        let name = body.read(caller.known, |request, fields| fields.parse("name", &request.name, Title::parse))?;
        caller.acting().changes_unit(&unit)?;
        let mut unit = unit.renamed(name).map_err(Refusal::from)?;
        if unit != before {
            app.store.commit(units::renamed(&app, &before, &mut unit, &caller.author(&source))).await?;
        }
        Ok((etag(unit.version), Json(UnitView::of(unit, &caller))))
    })
    .await
}
