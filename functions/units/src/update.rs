//! `PATCH /v1/accounts/{account}/units/{unit}`: a unit is changed.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use usher::app::App;
use usher::caller::Bearer;
use usher::changes::units;
use usher::domain::decision::Refusal;
use usher::domain::external_id::Scope;
use usher::domain::id::{AccountId, UnitId};
use usher::domain::text::Title;
use usher::http::etag::{IfMatch, etag};
use usher::http::labels;
use usher::http::metadata::{self, MetadataChange};
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Edit, InPath, Source, until_decided};
use usher::store::Key;
use utoipa::ToSchema;

use crate::view::UnitView;

/// The changes; what is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateUnitRequest {
    /// The name, from 1 to 120 characters. Two units may have the same name.
    #[schema(value_type = String, example = "Harbour Street", required = false, min_length = 1, max_length = 120)]
    name: Edit,
    /// The id of the unit in the portal's own systems, which no other unit of the account has; null for none.
    #[schema(value_type = Option<String>, example = "shop-13", required = false, min_length = 1, max_length = 128)]
    external_id: Edit,
    #[schema(schema_with = metadata::schema_of_change, required = false)]
    metadata: Edit<MetadataChange>,
}

/// Change a unit
///
/// Of `metadata`, the entries that are named change, and null takes one away; the others stay. A retired unit cannot be
/// changed. Requires `units:manage`.
#[utoipa::path(
    patch,
    operation_id = "updateUnit",
    path = "/v1/accounts/{account}/units/{unit}",
    tag = "units",
    params(
        ("account" = String, Path, description = "The account"),
        ("unit" = String, Path, description = "The unit"),
        IfMatch
    ),
    request_body = Option<UpdateUnitRequest>,
    responses((status = 200, description = "The unit, changed", body = UnitView, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn update(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath((account, id)): InPath<(AccountId, UnitId)>,
    source: Source,
    if_match: IfMatch,
    body: Body<UpdateUnitRequest>,
) -> Answer<(HeaderMap, Json<UnitView>)> {
    until_decided(|| async {
        let wanted = body.peek().and_then(|request| labels::wanted(request.external_id.value()));
        let wanted = wanted.map(|id| Key::external_id(Scope::Units(account), &id));
        let (caller, unit, found) =
            crate::enter_to_change(&bearer, &app, account, id, wanted.as_ref().map(Key::any)).await?;
        if_match.check(unit.version)?;
        let before = unit.clone();
        let (name, labels) = body.read(caller.known, |request, fields| {
            let name = match request.name.kept("name", fields) {
                Some(name) => fields.parse("name", name, Title::parse),
                None => Some(unit.name.clone()),
            };
            let (id, metadata) = (&request.external_id, &request.metadata);
            (name, Some(labels::changed(&unit.labels, id, metadata, fields)))
        })?;
        caller.acting().changes_unit(&unit)?;
        let mut unit = unit.changed(name, labels).map_err(Refusal::from)?;
        if let Some(key) = &wanted
            && found.is_held_by_another(key, &unit.id.to_string())?
        {
            return Err(labels::taken_by_a_unit());
        }
        if unit != before {
            app.store.commit(units::updated(&app, &before, &mut unit, &caller.author(&source))).await?;
        }
        Ok((etag(unit.version), Json(UnitView::of(unit, &caller))))
    })
    .await
}
