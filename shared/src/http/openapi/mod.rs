//! The OpenAPI 3.1 document, from the routes themselves.

mod about;
pub mod headers;
mod times;

use axum::http::Method;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{OpenApi, OpenApiBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;

pub use self::times::TimeOrDate;
use super::body;
use super::cookie;
use super::problem::{GatewayRefusal, ProblemBody};

const NO_SCOPES: [&str; 0] = [];

/// The document of all `routes`.
pub fn document<S: Clone + Send + Sync + 'static>(routes: OpenApiRouter<S>) -> OpenApi {
    let (_, document) = routes.split_for_parts();
    let mut document = OpenApiBuilder::from(document)
        .info(about::info())
        .servers(Some(about::servers()))
        .tags(Some(about::tags()))
        .build();
    headers::describe(&mut document);
    say_how_large_bodies_may_be(&mut document);
    say_what_needs_no_token(&mut document);
    keep_null_from_bodies(&mut document);
    say_that_sessions_come_in_cookies(&mut document);
    let components = document.components.get_or_insert_default();
    // The refusals are merged into each operation's responses, and utoipa collects no schemas from there.
    components.schemas.insert(ProblemBody::name().into_owned(), ProblemBody::schema());
    components.schemas.insert(GatewayRefusal::name().into_owned(), GatewayRefusal::schema());
    let token = |description: &str| {
        SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(description)).build())
    };
    components.add_security_scheme("bearer", token("A session token, from `POST /v1/sessions`"));
    components.add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(in_the_cookie())));
    components.add_security_scheme(
        "operator",
        token(
            "On AWS: a request signed with IAM credentials (SigV4, service `execute-api`). Locally: the operator \
            token that `cargo dev` prints",
        ),
    );
    document
}

/// The operations at a path, with their methods.
pub fn operations(path: &PathItem) -> impl Iterator<Item = (Method, &Operation)> {
    let PathItem { get, put, post, delete, patch, .. } = path;
    let all = [
        (Method::GET, get),
        (Method::PUT, put),
        (Method::POST, post),
        (Method::DELETE, delete),
        (Method::PATCH, patch),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

/// utoipa says of an operation for anyone that signing in is optional. Generators would ask for a token.
fn say_what_needs_no_token(document: &mut OpenApi) {
    for operation in document.paths.paths.values_mut().flat_map(headers::operations) {
        operation.security =
            operation.security.take().filter(|ways| *ways != [SecurityRequirement::default()]).or(Some(vec![]));
    }
}

/// Whatever takes a session takes it in the cookie as well.
fn say_that_sessions_come_in_cookies(document: &mut OpenApi) {
    let in_header = SecurityRequirement::new("bearer", NO_SCOPES);
    for operation in document.paths.paths.values_mut().flat_map(headers::operations) {
        let Some(ways) = operation.security.as_mut().filter(|ways| ways.contains(&in_header)) else { continue };
        ways.push(SecurityRequirement::new("cookie", NO_SCOPES));
    }
}

fn in_the_cookie() -> ApiKeyValue {
    ApiKeyValue::with_description(
        cookie::NAME,
        "A session of a browser on Usher's own origin. It counts only beside `Sec-Fetch-Site: same-origin`, which \
        browsers send, without an `Authorization` header, and, unless the method is GET, with \
        `Content-Type: application/json`, also where there is no body",
    )
}

fn say_how_large_bodies_may_be(document: &mut OpenApi) {
    let operations = document.paths.paths.values_mut().flat_map(headers::operations);
    for operation in operations.filter(|operation| operation.request_body.is_some()) {
        let largest = body::largest(operation);
        operation.extensions.get_or_insert_default().insert(body::LIMIT.to_owned(), largest.into());
    }
}

/// utoipa takes a body that may be left out for one that may be null.
fn keep_null_from_bodies(document: &mut OpenApi) {
    let items = document.paths.paths.values_mut();
    let operations = items.flat_map(|item| [item.put.as_mut(), item.post.as_mut(), item.patch.as_mut()]);
    for body in operations.flatten().filter_map(|operation| operation.request_body.as_mut()) {
        let RefOr::T(body) = body else { continue };
        let Some(RefOr::T(content)) = body.content.get_mut("application/json") else { continue };
        let Some(RefOr::T(Schema::OneOf(either))) = &content.schema else { continue };
        let sent = either.items.iter().find(|schema| matches!(schema, RefOr::Ref(_))).cloned();
        content.schema = sent.or(content.schema.take());
    }
}
