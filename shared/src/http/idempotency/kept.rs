//! An answer as it is kept.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::Response;
use serde::{Deserialize, Serialize};

/// Says that an answer is one that was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The headers that belong to an answer.
const KEPT_HEADERS: [HeaderName; 4] = [header::CONTENT_TYPE, header::ETAG, header::LOCATION, header::RETRY_AFTER];

/// An answer that may be given again.
#[derive(Debug)]
pub(crate) struct Kept {
    head: Head,
    body: Bytes,
}

#[derive(Debug, Serialize, Deserialize)]
struct Head {
    status: u16,
    headers: Vec<(String, String)>,
}

impl Kept {
    pub(super) fn of(status: StatusCode, headers: &HeaderMap, body: Bytes) -> Self {
        let headers = KEPT_HEADERS
            .iter()
            .filter_map(|name| Some((name.to_string(), headers.get(name)?.to_str().ok()?.to_owned())))
            .collect();
        Self { head: Head { status: status.as_u16(), headers }, body }
    }

    /// The head in one line, and the body as it is: JSON within JSON would be a fifth longer.
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
        let mut bytes = serde_json::to_vec(&self.head).ok()?;
        bytes.push(b'\n');
        bytes.extend_from_slice(&self.body);
        Some(bytes)
    }

    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        Some(Self {
            head: serde_json::from_slice(&bytes[..end]).ok()?,
            body: Bytes::copy_from_slice(&bytes[end + 1..]),
        })
    }

    /// The body, if it is JSON.
    pub(crate) fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }

    pub(crate) fn into_response(self) -> Option<Response> {
        let mut response = Response::builder().status(self.head.status).header(REPLAYED, "true");
        for (name, value) in self.head.headers {
            response = response.header(name, value);
        }
        response.body(self.body.into()).ok()
    }
}
