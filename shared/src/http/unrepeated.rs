//! Answers that are given once: a secret that is shown once, one whose every display is on record, and what is true for
//! a moment only.

use axum::response::{IntoResponse, Response};

/// An answer that no `Idempotency-Key` repeats: the same request again is run again (docs/decisions/0032).
#[derive(Debug)]
pub struct Unrepeated<T>(pub T);

/// What says so to the layer that keeps answers.
#[derive(Debug, Clone, Copy)]
struct Mark;

impl<T: IntoResponse> IntoResponse for Unrepeated<T> {
    fn into_response(self) -> Response {
        let mut response = self.0.into_response();
        response.extensions_mut().insert(Mark);
        response
    }
}

/// Whether an answer is not to be repeated.
pub(crate) fn is_marked(response: &Response) -> bool {
    response.extensions().get::<Mark>().is_some()
}
