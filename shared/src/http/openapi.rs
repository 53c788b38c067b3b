//! The OpenAPI 3.1 document, from the routes themselves.

use utoipa::openapi::schema::ArrayItems;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Array, Components, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;

use super::problem::ProblemBody;

const DESCRIPTION: &str = "User management and invitations for multi-tenant business portals.

Ids are prefixed and opaque. Timestamps are RFC 3339 in UTC. Unknown fields are refused. Every refusal is an RFC 9457 problem with a stable `code`.
Every POST takes an `Idempotency-Key`, whose answer is kept for 24 hours.";

/// The document of all `routes`.
pub fn document<S: Clone + Send + Sync + 'static>(routes: OpenApiRouter<S>) -> OpenApi {
    let (_, document) = routes.split_for_parts();
    let info = InfoBuilder::new()
        .title("Usher")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .license(Some(LicenseBuilder::new().name("MIT OR Apache-2.0").identifier(Some("MIT OR Apache-2.0")).build()))
        .build();
    let mut document = OpenApiBuilder::from(document).info(info).build();
    keep_null_from_bodies(&mut document);
    let components = document.components.get_or_insert_default();
    // The refusals are merged into each operation's responses, and utoipa collects no schemas from there.
    components.schemas.insert(ProblemBody::name().into_owned(), ProblemBody::schema());
    refer_to_records(components);
    let token = |description: &str| SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(description)).build());
    components.add_security_scheme("bearer", token("A session token, from `POST /v1/sessions`"));
    components.add_security_scheme(
        "operator",
        token("On AWS: a request signed with IAM credentials (SigV4, service `execute-api`). Locally: the operator token that `cargo dev` prints"),
    );
    document
}

/// utoipa takes a body that may be left out for one that may be null.
fn keep_null_from_bodies(document: &mut OpenApi) {
    let operations = document.paths.paths.values_mut().filter_map(|item| item.post.as_mut());
    for body in operations.filter_map(|operation| operation.request_body.as_mut()) {
        let RefOr::T(body) = body else { continue };
        let Some(RefOr::T(content)) = body.content.get_mut("application/json") else { continue };
        let Some(RefOr::T(Schema::OneOf(either))) = &content.schema else { continue };
        let sent = either.items.iter().find(|schema| matches!(schema, RefOr::Ref(_))).cloned();
        content.schema = sent.or(content.schema.take());
    }
}

/// utoipa repeats the schema of a type parameter where it should refer to it. A generated client would have two types for one thing.
fn refer_to_records(components: &mut Components) {
    let known = components.schemas.clone();
    for schema in components.schemas.values_mut() {
        let RefOr::T(Schema::Object(object)) = schema else { continue };
        let Some(RefOr::T(Schema::Array(Array { items: ArrayItems::RefOrSchema(items), .. }))) = object.properties.get_mut("data") else { continue };
        if let Some((name, _)) = known.iter().find(|(_, schema)| **schema == **items) {
            **items = RefOr::Ref(Ref::from_schema_name(name));
        }
    }
}
