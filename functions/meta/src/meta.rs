//! `GET /openapi.json` and `GET /healthz`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use usher::app::App;
use usher::http::Answer;
use usher::http::problem::Problems;
use usher::store::Key;
use utoipa::openapi::schema::AdditionalProperties;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// Generated from the routes, and compared with them by a test.
pub(crate) const OPENAPI: &str = include_str!("../../../docs/openapi.json");

/// The language of access models, for editors. A test holds it to the reader's own.
const ACCESS_MODEL_SCHEMA: &str = include_str!("../../../docs/access-model.schema.json");

/// A document in JSON Schema 2020-12, whose keys are of a language of its own.
struct JsonSchema;

impl ToSchema for JsonSchema {}

impl PartialSchema for JsonSchema {
    fn schema() -> RefOr<Schema> {
        let example = json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object" });
        any_object("A document in JSON Schema 2020-12", example)
    }
}

/// A document in OpenAPI 3.1, whose keys are of a language of its own.
struct OpenApiDocument;

impl ToSchema for OpenApiDocument {}

impl PartialSchema for OpenApiDocument {
    fn schema() -> RefOr<Schema> {
        any_object("A document in OpenAPI 3.1", json!({ "openapi": "3.1.0", "paths": {} }))
    }
}

#[expect(deprecated, reason = "the schemas that utoipa derives have `example`, too")]
fn any_object(description: &str, example: Value) -> RefOr<Schema> {
    let anything = Some(AdditionalProperties::FreeForm(true));
    let object = ObjectBuilder::new().additional_properties(anything);
    object.description(Some(description)).example(Some(example)).into()
}

/// Get this document
///
/// In OpenAPI 3.1, for generators of clients.
#[utoipa::path(
    get,
    operation_id = "getOpenApi",
    path = "/openapi.json",
    tag = "meta",
    responses(
        (
            status = 200, description = "The OpenAPI document", content_type = "application/json",
            body = OpenApiDocument, headers(("Cache-Control" = String)),
        ),
        Problems,
    ),
    security(())
)]
pub async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=300")], OPENAPI)
        .into_response()
}

/// Get the JSON Schema of access models
///
/// In JSON Schema 2020-12, for editors that complete and check documents.
#[utoipa::path(
    get,
    operation_id = "getAccessModelSchema",
    path = "/access-model.schema.json",
    tag = "meta",
    responses(
        (
            status = 200, description = "The JSON Schema", content_type = "application/json", body = JsonSchema,
            headers(("Cache-Control" = String)),
        ),
        Problems,
    ),
    security(())
)]
pub async fn schema() -> Response {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=300")], ACCESS_MODEL_SCHEMA)
        .into_response()
}

/// Check whether Usher can do its work
///
/// Healthy means that it reaches its table.
#[utoipa::path(
    get,
    operation_id = "checkHealth",
    path = "/healthz",
    tag = "meta",
    responses((status = 204, description = "Healthy"), Problems),
    security(())
)]
pub async fn healthz(State(app): State<Arc<App>>) -> Answer<StatusCode> {
    app.store.read([Key::answer("healthz").any()]).await?;
    Ok(StatusCode::NO_CONTENT)
}
