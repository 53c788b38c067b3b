//! Versions as `ETag`, and the `If-Match` that protects changes.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use super::openapi::headers;
use super::{Answer, Problem};

/// The version that a change is meant for, if the client names one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IfMatch(Option<String>);

impl IfMatch {
    /// Goes on only if `version` is the one that the client read, or the client names none.
    pub fn check(&self, version: u64) -> Answer<()> {
        let Some(expected) = &self.0 else { return Ok(()) };
        let is_met = expected.split(',').map(str::trim).any(|tag| tag == "*" || tag == quoted(version));
        if is_met { Ok(()) } else { Err(Problem::stale()) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let value = parts.headers.get(header::IF_MATCH);
        // What cannot be read is no version. That is said once it is known who asks.
        Ok(Self(value.map(|value| value.to_str().unwrap_or_default().to_owned())))
    }
}

impl IntoParams for IfMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![headers::if_match()]
    }
}

/// The header that tells a client which version it got.
pub fn etag(version: u64) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_str(&quoted(version)) {
        headers.insert(header::ETAG, value);
    }
    headers
}

fn quoted(version: u64) -> String {
    format!("\"{version}\"")
}
