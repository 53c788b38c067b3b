//! `POST /v1/accounts/{account}/units`: a new unit.

use std::sync::Arc;

use axum::extract::State;
use serde::Deserialize;
use usher::app::App;
use usher::caller::Bearer;
use usher::changes::units;
use usher::domain::access::unit::Unit;
use usher::domain::external_id::Scope;
use usher::domain::id::{AccountId, UnitId};
use usher::domain::text::Title;
use usher::http::labels;
use usher::http::metadata::{self, NewMetadata};
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Created, InPath, Source};
use usher::service::IdempotencyKey;
use usher::store::{CommitFault, Key};
use utoipa::ToSchema;

use crate::view::UnitView;

/// The unit to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateUnitRequest {
    /// The name, from 1 to 120 characters. Two units may have the same name.
    #[schema(example = "Harbour Street", min_length = 1, max_length = 120)]
    name: String,
    /// The id of the unit in the portal's own systems, which no other unit of the account has.
    #[schema(example = "shop-12", min_length = 1, max_length = 128)]
    external_id: Option<String>,
    #[schema(schema_with = metadata::schema_if_new, required = false)]
    metadata: Option<NewMetadata>,
}

/// Create a unit
///
/// Users with a grant for all units have access to it at once. Requires `units:manage`, and an access model that has
/// units.
#[utoipa::path(
    post,
    operation_id = "createUnit",
    path = "/v1/accounts/{account}/units",
    tag = "units",
    params(("account" = String, Path, description = "The account"), IdempotencyKey),
    request_body = CreateUnitRequest,
    responses(
        (status = 201, description = "The unit", body = UnitView, headers(("ETag" = String), ("Location" = String))),
        Problems,
    ),
    security(("bearer" = []))
)]
pub async fn create(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(account): InPath<AccountId>,
    source: Source,
    body: Body<CreateUnitRequest>,
) -> Answer<Created<UnitView>> {
    let (caller, _) = bearer.enter(&app, account, []).await?;
    caller.acting().manages_units()?;
    let (name, labels) = body.read(caller.known, |request, fields| {
        let labels = labels::created(request.external_id.as_deref(), request.metadata.as_ref(), fields);
        (fields.parse("name", &request.name, Title::parse), Some(labels))
    })?;
    crate::require_units(&caller)?;
    let id = UnitId::random(&mut app.rng());
    let unit = Unit { account, id, name, labels, created_at: caller.now, retired_at: None, version: 1 };
    let called = unit.labels.external_id.as_ref().map(|id| Key::external_id(Scope::Units(account), id));
    match app.store.commit(units::created(&app, &unit, &caller.author(&source))).await {
        Err(CommitFault::Refused(met)) if called.is_some_and(|key| met.contains(&key)) => {
            return Err(labels::taken_by_a_unit());
        }
        committed => committed?,
    }
    let location = format!("/v1/accounts/{account}/units/{}", unit.id);
    Ok(Created { location, version: unit.version, body: UnitView::of(unit, &caller) })
}
