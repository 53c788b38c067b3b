//! Request bodies: JSON, limited in size, read strictly, with everything of the wrong shape reported at once.

use axum::RequestExt;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use eserde::EDeserialize;

use super::{Answer, Json, Problem};

/// The largest body that is read, in bytes. A thousand invitations with names and grants take a third of it.
pub const LARGEST: usize = 1024 * 1024;

/// A request body. An empty one counts as `{}`.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: for<'de> EDeserialize<'de> + 'static> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Answer<Self> {
        let bytes: Bytes = request.extract().await.map_err(|_| too_large())?;
        let bytes = if bytes.is_empty() { Bytes::from_static(b"{}") } else { bytes };
        let json: Json = serde_json::from_slice(&bytes).map_err(|fault| Problem::invalid_field("", "malformed_json", fault.to_string()))?;
        json.read().map(Self).map_err(Problem::invalid_fields)
    }
}

/// The body is larger than [`LARGEST`].
pub(super) fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", format!("at most {LARGEST} bytes"))
}
