//! What others verify tokens with: `GET /.well-known/jwks.json` and `GET /.well-known/openid-configuration`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64URL_NOPAD;
use serde::Serialize;
use sha2::{Digest, Sha256};
use usher::app::App;
use usher::domain::credentials::jwk::{Jwk, SigningAlgorithm};
use usher::http::openapi::headers;
use usher::http::problem::Problems;
use usher::http::{Answer, Problem};
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::{IntoParams, ToSchema};

use crate::issuer::GatewayDomain;

/// For how long anybody may keep what is published. A new key is published for longer than this before it signs
/// (docs/jwt.md).
const CACHE: HeaderValue = HeaderValue::from_static("public, max-age=900");

/// A JSON Web Key Set (RFC 7517 section 5).
#[derive(Debug, Serialize, ToSchema)]
pub struct JsonWebKeySet {
    /// The keys, the one that signs first.
    keys: Vec<Jwk>,
}

/// The issuer's metadata (OpenID Connect Discovery 1.0 section 3), limited to what services need to verify its tokens.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenIdConfiguration {
    /// The `iss` of the tokens.
    #[schema(example = "https://api.example.com")]
    issuer: String,
    /// The URL of the keys.
    #[schema(example = "https://api.example.com/.well-known/jwks.json")]
    jwks_uri: String,
    /// The algorithms that tokens are signed with.
    id_token_signing_alg_values_supported: [SigningAlgorithm; 1],
    /// The response types that are supported.
    response_types_supported: [ResponseType; 1],
    /// The subject types that are supported: a user's id is the same for every service.
    subject_types_supported: [SubjectType; 1],
}

/// What a client of the issuer is answered. Usher takes part in no flow of OpenID Connect; the metadata must name one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenIdResponseType)]
#[serde(rename_all = "snake_case")]
enum ResponseType {
    /// An ID token.
    IdToken,
}

/// How a user is called before services.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenIdSubjectType)]
#[serde(rename_all = "snake_case")]
enum SubjectType {
    /// The same for every service.
    Public,
}

/// The header with which a client says which copy it has.
struct IfNoneMatch;

impl IntoParams for IfNoneMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![headers::if_none_match()]
    }
}

/// Get the keys that verify tokens
///
/// As a JSON Web Key Set (RFC 7517).
#[utoipa::path(
    get,
    operation_id = "getKeySet",
    path = "/.well-known/jwks.json",
    tag = "sessions",
    params(IfNoneMatch),
    responses(
        (
            status = 200, description = "The keys", body = JsonWebKeySet,
            headers(("ETag" = String), ("Cache-Control" = String)),
        ),
        (status = 304, description = "The keys have an `ETag` of `If-None-Match`"),
        Problems,
    ),
    security(())
)]
pub async fn key_set(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer<Response> {
    let keys = app.keys.published().await?.iter().map(|key| Jwk::of_spki(&key.spki)).collect::<Result<_, _>>();
    cached(&headers, &JsonWebKeySet { keys: keys.map_err(|cause| Problem::unavailable(&cause))? })
}

/// Get the issuer's description
///
/// What a library for JSON Web Tokens discovers: the issuer and where its keys are.
#[utoipa::path(
    get,
    operation_id = "getOpenIdConfiguration",
    path = "/.well-known/openid-configuration",
    tag = "sessions",
    params(IfNoneMatch),
    responses(
        (
            status = 200, description = "The metadata", body = OpenIdConfiguration,
            headers(("ETag" = String), ("Cache-Control" = String)),
        ),
        (status = 304, description = "The metadata has an `ETag` of `If-None-Match`"),
        Problems,
    ),
    security(())
)]
pub async fn discovery(State(app): State<Arc<App>>, headers: HeaderMap, domain: GatewayDomain) -> Answer<Response> {
    let issuer = domain.issuer(&app)?;
    let document = OpenIdConfiguration {
        jwks_uri: format!("{issuer}/.well-known/jwks.json"),
        issuer,
        id_token_signing_alg_values_supported: [SigningAlgorithm::Rs256],
        response_types_supported: [ResponseType::IdToken],
        subject_types_supported: [SubjectType::Public],
    };
    cached(&headers, &document)
}

/// The document, or that the client's copy is still right.
fn cached(asked: &HeaderMap, document: &impl Serialize) -> Answer<Response> {
    let bytes = serde_json::to_vec(document).map_err(|_| Problem::internal())?;
    let tag = format!("\"{}\"", BASE64URL_NOPAD.encode(&Sha256::digest(&bytes)[..15]));
    let known = asked.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let is_known = known.is_some_and(|tags| {
        tags.split(',').map(str::trim).any(|known| known == "*" || known.trim_start_matches("W/") == tag)
    });
    let tag = HeaderValue::try_from(tag).map_err(|_| Problem::internal())?;
    let headers = [(header::ETAG, tag), (header::CACHE_CONTROL, CACHE)];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    Ok((headers, Json(document)).into_response())
}
