//! `POST /v1/accounts/{account}/units`: a new unit.

use std::sync::Arc;

use axum::extract::State;
use serde::Deserialize;
use usher::app::App;
use usher::caller::Bearer;
use usher::changes::units;
use usher::domain::access::unit::Unit;
use usher::domain::id::{AccountId, UnitId};
use usher::domain::text::Title;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Created, InPath, Source};
use usher::service::IdempotencyKey;
use utoipa::ToSchema;

use crate::view::UnitView;

/// The unit to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateUnitRequest {
    /// The name, from 1 to 120 characters. Two units may have the same name.
    #[schema(example = "Harbour Street", min_length = 1, max_length = 120)]
    name: String,
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
    let name = body.read(caller.known, |request, fields| fields.parse("name", &request.name, Title::parse))?;
    crate::require_units(&caller)?;
    let id = UnitId::random(&mut app.rng());
    let unit = Unit { account, id, name, created_at: caller.now, retired_at: None, version: 1 };
    app.store.commit(units::created(&app, &unit, &caller.author(&source))).await?;
    let location = format!("/v1/accounts/{account}/units/{}", unit.id);
    Ok(Created { location, version: unit.version, body: UnitView::of(unit, &caller) })
}
