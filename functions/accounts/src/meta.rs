//! `GET /openapi.json` and `GET /healthz`.

use std::borrow::Cow;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use usher::app::App;
use usher::http::Answer;
use usher::http::problem::Problems;
use usher::store::Key;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::document::any_object;

/// Generated from the routes, and compared with them by a test.
const OPENAPI: &str = include_str!("../../../docs/openapi.json");

/// The language of access models, for editors. A test holds it to the reader's own.
const ACCESS_MODEL_SCHEMA: &str = include_str!("../../../docs/access-model.schema.json");

/// A JSON Schema, as it is documented.
struct JsonSchema;

impl PartialSchema for JsonSchema {
    fn schema() -> RefOr<Schema> {
        any_object("A document in JSON Schema 2020-12", json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object" }))
    }
}

impl ToSchema for JsonSchema {
    fn name() -> Cow<'static, str> {
        "JsonSchema".into()
    }
}

/// Get this document
#[utoipa::path(
    get,
    operation_id = "getOpenApi",
    path = "/openapi.json",
    tag = "meta",
    responses((status = 200, description = "The OpenAPI document", content_type = "application/json", body = serde_json::Value), Problems),
    security(())
)]
pub async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=300")], OPENAPI).into_response()
}

/// Get the JSON Schema of access models
///
/// In JSON Schema 2020-12, for editors that complete and check documents.
#[utoipa::path(
    get,
    operation_id = "getAccessModelSchema",
    path = "/access-model.schema.json",
    tag = "meta",
    responses((status = 200, description = "The JSON Schema", content_type = "application/json", body = JsonSchema), Problems),
    security(())
)]
pub async fn schema() -> Response {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=300")], ACCESS_MODEL_SCHEMA).into_response()
}

/// Check whether Usher can do its work
///
/// That is, whether it reaches its table.
#[utoipa::path(
    get,
    operation_id = "checkHealth",
    path = "/healthz",
    tag = "meta",
    responses((status = 204, description = "It can"), Problems),
    security(())
)]
pub async fn healthz(State(app): State<Arc<App>>) -> Answer<StatusCode> {
    app.store.read([Key::answer("healthz")]).await?;
    Ok(StatusCode::NO_CONTENT)
}
