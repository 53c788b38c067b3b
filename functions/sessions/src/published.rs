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
use usher::domain::jwk::Jwk;
use usher::http::problem::Problems;
use usher::http::{Answer, Problem};
use utoipa::ToSchema;

use crate::issuer::GatewayDomain;

/// For how long anybody may keep what is published. A new key is published for longer than this before it signs (docs/jwt.md).
const CACHE: HeaderValue = HeaderValue::from_static("public, max-age=900");

/// A set of keys (RFC 7517 section 5).
#[derive(Debug, Serialize, ToSchema)]
pub struct KeySet {
    /// The keys, the one that signs first.
    #[schema(value_type = Vec<serde_json::Value>, example = json!([{ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": "NzbLsXh8…", "n": "0vx7agoe…", "e": "AQAB" }]))]
    keys: Vec<Jwk>,
}

/// What the issuer says of itself (OpenID Connect Discovery 1.0 section 3), as far as services need it that verify its tokens.
#[derive(Debug, Serialize, ToSchema)]
pub struct Discovery {
    /// What the tokens' `iss` says.
    #[schema(example = "https://api.example.com")]
    issuer: String,
    /// Where the keys are.
    #[schema(example = "https://api.example.com/.well-known/jwks.json")]
    jwks_uri: String,
    /// How tokens are signed.
    id_token_signing_alg_values_supported: [&'static str; 1],
    /// What a response may consist of.
    response_types_supported: [&'static str; 1],
    /// That a user's id is the same for every service.
    subject_types_supported: [&'static str; 1],
}

/// Get the keys that verify tokens
#[utoipa::path(
    get,
    operation_id = "getKeySet",
    path = "/.well-known/jwks.json",
    tag = "sessions",
    responses((status = 200, description = "The keys", body = KeySet, headers(("ETag" = String), ("Cache-Control" = String))), Problems),
    security(())
)]
pub async fn key_set(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer<Response> {
    let keys = app.keys.published().await?.iter().map(|key| Jwk::of_spki(&key.spki)).collect::<Result<_, _>>();
    cached(&headers, &KeySet { keys: keys.map_err(|cause| Problem::unavailable(&cause))? })
}

/// Get the issuer's description
#[utoipa::path(
    get,
    operation_id = "getOpenIdConfiguration",
    path = "/.well-known/openid-configuration",
    tag = "sessions",
    responses((status = 200, description = "The description", body = Discovery, headers(("ETag" = String), ("Cache-Control" = String))), Problems),
    security(())
)]
pub async fn discovery(State(app): State<Arc<App>>, headers: HeaderMap, domain: GatewayDomain) -> Answer<Response> {
    let issuer = domain.issuer(&app)?;
    let document = Discovery {
        jwks_uri: format!("{issuer}/.well-known/jwks.json"),
        issuer,
        id_token_signing_alg_values_supported: ["RS256"],
        response_types_supported: ["id_token"],
        subject_types_supported: ["public"],
    };
    cached(&headers, &document)
}

/// The document, or that the client's copy is still right.
fn cached(asked: &HeaderMap, document: &impl Serialize) -> Answer<Response> {
    let bytes = serde_json::to_vec(document).map_err(|_| Problem::internal())?;
    let tag = format!("\"{}\"", BASE64URL_NOPAD.encode(&Sha256::digest(&bytes)[..15]));
    let known = asked.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let is_known = known.is_some_and(|tags| tags.split(',').map(str::trim).any(|known| known == "*" || known.trim_start_matches("W/") == tag));
    let tag = HeaderValue::try_from(tag).map_err(|_| Problem::internal())?;
    let headers = [(header::ETAG, tag), (header::CACHE_CONTROL, CACHE)];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    Ok((headers, Json(document)).into_response())
}
