//! Answers that say what has come to be, and where.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::etag::etag;

/// 201, with the new thing's `Location` and `ETag`.
#[derive(Debug)]
pub struct Created<T> {
    /// The path of the new thing.
    pub location: String,
    /// Its version.
    pub version: u64,
    /// What is said of it.
    pub body: T,
}

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        let mut headers = etag(self.version);
        if let Ok(location) = HeaderValue::try_from(self.location) {
            headers.insert(header::LOCATION, location);
        }
        (StatusCode::CREATED, headers, Json(self.body)).into_response()
    }
}
