//! `POST /v1/accounts/{account}/units`: a new unit.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::{Value, json};
use usher::app::App;
use usher::domain::audit::Action;
use usher::domain::id::{AccountId, UnitId};
use usher::domain::permission::Operation;
use usher::domain::text::Title;
use usher::domain::unit::Unit;
use usher::http::etag::etag;
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Body, Fields, IdempotencyKey, InPath, Problem, Source};
use usher::store::Change;
use utoipa::ToSchema;

use super::view::UnitView;

/// The unit to create, or what to call one.
#[derive(Debug, eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitName {
    /// Its name, from 1 to 120 characters. Two units may have one name.
    #[serde(default)]
    #[schema(required, value_type = String, example = "Harbour Street")]
    pub name: Option<String>,
}

impl UnitName {
    /// The name.
    pub fn read(&self) -> Answer<Title> {
        let mut fields = Fields::new();
        let name = fields.required("name", self.name.as_deref(), Title::parse);
        fields.finish()?;
        name.ok_or_else(Problem::internal)
    }
}

/// Create a unit
///
/// Whoever holds a grant for all units reaches it at once. Needs `account:manage`, and an access model that has units.
#[utoipa::path(
    post,
    operation_id = "createUnit",
    path = "/v1/accounts/{account}/units",
    tag = "units",
    params(("account" = String, Path, description = "The account"), IdempotencyKey),
    request_body = UnitName,
    responses((status = 201, description = "The unit", body = UnitView, headers(("ETag" = String), ("Location" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn create(
    State(app): State<Arc<App>>,
    InPath(account): InPath<AccountId>,
    bearer: Bearer,
    source: Source,
    Body(request): Body<UnitName>,
) -> Answer<(StatusCode, HeaderMap, Json<UnitView>)> {
    let (caller, _) = bearer.enter(&app, account, []).await?;
    caller.require(Operation::AccountManage)?;
    let name = request.read()?;
    super::require_units(&caller)?;
    let mut rng = app.rng();
    let unit = Unit { account, id: UnitId::random(&mut rng), name, created_at: caller.now, retired_at: None, version: 1 };
    let author = source.author(caller.actor(), caller.now);
    let event = author.event(account, Action::UnitCreated, unit.id, (Value::Null, json!({ "name": unit.name })), &mut rng);
    app.store.commit(Change::new().create(&unit).create(&event)).await?;
    let mut headers = etag(unit.version);
    if let Ok(location) = HeaderValue::try_from(format!("/v1/accounts/{account}/units/{}", unit.id)) {
        headers.insert(header::LOCATION, location);
    }
    Ok((StatusCode::CREATED, headers, Json(unit.into())))
}
