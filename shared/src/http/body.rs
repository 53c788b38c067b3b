//! Request bodies: JSON, limited in size, read strictly, with everything of the wrong shape reported at once.
//!
//! What a stranger sends is not read until it is known that they are none: see [`Body`] and [`PublicBody`].

use std::convert::Infallible;
use std::ops::Deref;
use std::sync::OnceLock;

use axum::RequestExt;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::openapi::SecurityRequirement;
use utoipa::openapi::path::Operation;

use super::problem::{FieldFault, FieldFaults};
use super::sent::Parsed;
use super::{Answer, Fields, Json, Known, Problem, Sent};

/// The largest body with invitations, in bytes. A thousand invitations with names and grants take a third of it.
pub const LARGEST: usize = 1024 * 1024;

/// The largest body with people to move in: a thousand, with hashes and what a portal notes of them. In Lambda's event,
/// where its quotation marks are escaped, it is less than the 6 MB that Lambda takes.
pub const LARGEST_IMPORT: usize = 4 * 1024 * 1024;

/// The largest body with an access model, however widely it is written.
pub const LARGEST_MODEL: usize = 256 * 1024;

/// The largest body of a route that says nothing else of it. So much is read before it is known who calls.
const SMALL: usize = 64 * 1024;

/// The largest body of a route that anyone may call.
const PUBLIC: usize = 16 * 1024;

/// What a route's documentation calls the size of its largest body.
pub(crate) const LIMIT: &str = "x-max-body-bytes";

/// The largest body that an operation takes.
pub(crate) fn largest(operation: &Operation) -> usize {
    let said = operation.extensions.as_ref().and_then(|said| said.get(LIMIT)?.as_u64()?.try_into().ok());
    said.unwrap_or(if is_public(operation) { PUBLIC } else { SMALL })
}

/// Whether anyone may call an operation: then there is nobody to find out first.
pub(crate) fn is_public(operation: &Operation) -> bool {
    operation.security.iter().flatten().any(|way| *way == SecurityRequirement::default())
}

/// The body of a request whose caller is to be known. It is read when that is so, and says then what is wrong with it.
#[derive(Debug)]
pub struct Body<T> {
    bytes: Bytes,
    sent: OnceLock<Sent<T>>,
}

impl<T: DeserializeOwned> Body<T> {
    fn sent(&self) -> &Sent<T> {
        self.sent.get_or_init(|| read(&self.bytes))
    }

    /// The fields before it is known who calls: for what is to be looked up together with the caller, and for nothing
    /// else. None are seen of a large body.
    pub fn peek(&self) -> Option<&T> {
        (self.bytes.len() <= SMALL).then(|| self.sent().peek()).flatten()
    }

    /// See [`Sent::read`].
    pub fn read<'a, P: Parsed>(&'a self, _: Known, parse: impl FnOnce(&'a T, &mut Fields) -> P) -> Answer<P::Values> {
        self.sent().read(parse)
    }

    /// See [`Sent::shape`].
    pub fn shape(&self, _: Known) -> Answer<&T> {
        self.sent().shape()
    }

    /// See [`Sent::judge`].
    pub fn judge<'a, P, E: From<FieldFaults>>(
        &'a self,
        _: Known,
        judge: impl FnOnce(&'a T, Fields) -> Result<P, E>,
    ) -> Result<P, E> {
        self.sent().judge(judge)
    }
}

impl<S: Send + Sync, T> FromRequest<S> for Body<T> {
    type Rejection = Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Infallible> {
        let bytes: Bytes = request.extract().await.unwrap_or_default();
        Ok(Self { bytes, sent: OnceLock::new() })
    }
}

/// The body of a request that anyone may make: a small one.
#[derive(Debug)]
pub struct PublicBody<T>(Sent<T>);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for PublicBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Answer<Self> {
        let bytes: Bytes = request.extract().await.unwrap_or_default();
        if bytes.len() <= PUBLIC { Ok(Self(read(&bytes))) } else { Err(too_large(PUBLIC)) }
    }
}

impl<T> Deref for PublicBody<T> {
    type Target = Sent<T>;

    fn deref(&self) -> &Sent<T> {
        &self.0
    }
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Sent<T> {
    match parse(bytes) {
        Ok(json) => json.read("body"),
        Err(fault) => Sent::new(None, FieldFaults::from_iter([fault])),
    }
}

/// The one JSON value that a body is. An empty one counts as `{}`.
fn parse(bytes: &[u8]) -> Result<Json, FieldFault> {
    let fault = |message: String| FieldFault::new("body", "malformed_json", message);
    if bytes.is_empty() {
        return Ok(Json::Object(Vec::new()));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|cause| fault(format!("is not UTF-8, from byte {} on", cause.valid_up_to() + 1)))?;
    serde_json::from_str(text)
        .map_err(|cause| fault(format!("is not JSON, at line {}, column {}", cause.line(), cause.column())))
}

/// What is wrong with the body of a route that takes none: like an empty body, `{}` says nothing.
pub(crate) fn unexpected(bytes: &[u8]) -> FieldFaults {
    read::<Nothing>(bytes).into_parts().1
}

/// A body without fields.
#[derive(Deserialize)]
struct Nothing {}

/// The body has more than `most` bytes.
pub(crate) fn too_large(most: usize) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", format!("at most {most} bytes"))
}
