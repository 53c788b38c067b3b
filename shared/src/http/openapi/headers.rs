//! The headers of requests and answers, each described once.

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{Header, OpenApi, PathItem, RefOr, Required};

/// The headers of answers: name, what it says, and an example.
const ANSWERED: [(&str, &str, &str); 7] = [
    (CACHE_CONTROL, "How long the answer may be cached", "public, max-age=300"),
    (ETAG, "The version of the answer, for `If-Match` and `If-None-Match`", "\"3\""),
    (LOCATION, "The path of what was created", "/v1/accounts/acc_4P6XQZJ3T7M2K"),
    (REPLAYED, "`true` if this answer was given before, to an earlier request with the same `Idempotency-Key`", "true"),
    (REQUEST_ID, "The id of the request, under which Usher logs it", "d1f4d1c5-93cd-4a5f-a0a3-5f2e1d5d9a52"),
    (RETRY_AFTER, "With 429, 503 and 409 `contended`: the number of seconds to wait before trying again", "1"),
    (AUTHENTICATE, "With 401: how to authenticate (RFC 6750)", "Bearer"),
];

const CACHE_CONTROL: &str = "Cache-Control";
const ETAG: &str = "ETag";
const LOCATION: &str = "Location";
const REPLAYED: &str = "Idempotency-Replayed";
const REQUEST_ID: &str = "X-Request-Id";
const RETRY_AFTER: &str = "Retry-After";
const AUTHENTICATE: &str = "WWW-Authenticate";

const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

const REPEATED: &str =
    "Makes it safe to send the request again: the same key and body get the same answer for 24 hours";

const UNREPEATED: &str = "Prevents the same request from running twice at the same time. The answer is not kept: a \
    later request with the same key runs again";

const IGNORED: &str = "Accepted, as by every POST, and ignored: nothing shows who makes the request, so that it always \
    runs";

/// Whether the answer to a POST is given again.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Repeated {
    /// It is.
    Yes,
    /// It is [unrepeated](crate::http::Unrepeated).
    No,
    /// Nothing is known of who calls.
    Ignored,
}

/// The `Idempotency-Key` of a POST.
pub(crate) fn idempotency_key(repeated: Repeated) -> Parameter {
    let description = match repeated {
        Repeated::Yes => REPEATED,
        Repeated::No => UNREPEATED,
        Repeated::Ignored => IGNORED,
    };
    parameter(IDEMPOTENCY_KEY, description, "^[ -~]+$", "0d7a3b52-6f0e-4c55-9f0b-7a1c2a64b9d3")
}

/// The `If-Match` of a change.
pub(crate) fn if_match() -> Parameter {
    let description = "The `ETag` of the version to change; if it has changed since, the answer is 412 `stale_version`";
    parameter("If-Match", description, r#"^(\*|"[0-9]+"( *, *"[0-9]+")*)$"#, "\"3\"")
}

/// The `If-None-Match` of a read that may be cached.
pub fn if_none_match() -> Parameter {
    let pattern = r#"^(\*|(W/)?"[^"]+"( *, *(W/)?"[^"]+")*)$"#;
    parameter(
        "If-None-Match",
        "The `ETag` of the client's copy; if the copy is still current, the answer is 304",
        pattern,
        "\"3\"",
    )
}

/// A header of requests. It is absent or a text that matches `pattern`, never null.
fn parameter(name: &str, description: &str, pattern: &str, example: &str) -> Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(255));
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(text.pattern(Some(pattern))))
        .example(Some(example.into()))
        .build()
}

/// Describes the headers of every answer, and adds those that many answers have.
pub(super) fn describe(document: &mut OpenApi) {
    for operation in document.paths.paths.values_mut().flat_map(operations) {
        let key = key_of(operation).and_then(|key| key.description.clone());
        for (status, response) in &mut operation.responses.responses {
            let RefOr::T(response) = response else { continue };
            for name in [REQUEST_ID].iter().chain(shared(status, key.as_deref())) {
                response.headers.entry((*name).to_owned()).or_insert_with(|| Header::default().into());
            }
            response.headers.iter_mut().for_each(|(name, header)| describe_one(name, header));
        }
    }
}

/// The operations of a path.
pub(super) fn operations(path: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut path.get, &mut path.put, &mut path.post, &mut path.patch, &mut path.delete].into_iter().flatten()
}

/// The `Idempotency-Key` that an operation takes.
fn key_of(operation: &Operation) -> Option<&Parameter> {
    operation.parameters.iter().flatten().find_map(|parameter| match parameter {
        RefOr::T(parameter) if parameter.name == IDEMPOTENCY_KEY => Some(parameter),
        _ => None,
    })
}

/// The headers that any answer with this status may have. `key` says of an operation that takes an `Idempotency-Key`
/// what it does.
fn shared(status: &str, key: Option<&str>) -> &'static [&'static str] {
    match (status, key) {
        ("4XX", Some(REPEATED | UNREPEATED)) => &[AUTHENTICATE, REPLAYED, RETRY_AFTER],
        ("4XX", _) => &[AUTHENTICATE, RETRY_AFTER],
        ("5XX", _) => &[RETRY_AFTER],
        (_, Some(REPEATED)) => &[REPLAYED],
        _ => &[],
    }
}

fn describe_one(name: &str, header: &mut RefOr<Header>) {
    let Some((_, description, example)) = ANSWERED.iter().find(|(known, ..)| *known == name) else { return };
    let kind = if name == RETRY_AFTER { Type::Integer } else { Type::String };
    let example = if name == RETRY_AFTER { 1.into() } else { (*example).into() };
    let described = HeaderBuilder::new()
        .schema(Some(ObjectBuilder::new().schema_type(kind)))
        .description(Some(*description))
        .example(Some(example));
    *header = described.build().into();
}
