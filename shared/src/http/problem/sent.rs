//! How a problem is sent, and how the OpenAPI document describes it.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::{FieldFault, Problem, codes};

/// A problem as it is sent (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// A URI that names the kind of problem.
    #[schema(example = "urn:usher:problem:invalid_fields")]
    r#type: String,
    /// The kind of problem, for people.
    #[schema(example = "Unprocessable Entity")]
    title: String,
    /// The HTTP status.
    #[schema(example = 422)]
    status: u16,
    /// A description of the problem, for people.
    #[schema(example = "1 field is wrong")]
    detail: String,
    /// The code of the problem, for programs. Stable.
    #[schema(schema_with = codes::of_problem)]
    code: String,
    /// The wrong fields: all of them, or the first 50 if there are more. Long names and messages are cut, which an
    /// ellipsis shows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldFault>,
    /// The number of wrong fields that `errors` does not name; absent if it names them all.
    #[serde(skip_serializing_if = "is_none")]
    #[schema(example = 3)]
    errors_omitted: usize,
    /// The id of the request. Quote it to support.
    #[schema(example = "d1f4d1c5-93cd-4a5f-a0a3-5f2e1d5d9a52")]
    request_id: String,
}

/// How many bytes of faults an answer has at most, as JSON.
const ROOM: usize = 12 * 1024;

fn is_none(omitted: &usize) -> bool {
    *omitted == 0
}

impl Problem {
    /// The problem as it is sent in answer to the request called `request_id`.
    pub(crate) fn render(self, request_id: &str) -> Response {
        let told = fitting(&self.errors, ROOM);
        let body = ProblemBody {
            r#type: format!("urn:usher:problem:{}", self.code),
            title: self.status.canonical_reason().unwrap_or("Error").to_owned(),
            status: self.status.as_u16(),
            detail: self.detail,
            code: self.code.to_owned(),
            errors: self.errors[..told].to_vec(),
            errors_omitted: self.errors.count() - told,
            request_id: request_id.to_owned(),
        };
        let mut response = (self.status, axum::Json(body)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some((name, value)) = self.header.map(|header| *header) {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

/// How many of these faults there is room for, in bytes of JSON, from the first on.
pub fn fitting(faults: &[FieldFault], room: usize) -> usize {
    let mut left = room;
    let fits = |fault: &&FieldFault| {
        let size = serde_json::to_vec(fault).map_or(usize::MAX, |json| json.len() + 1);
        left.checked_sub(size).map(|rest| left = rest).is_some()
    };
    faults.iter().take_while(fits).count()
}

/// The refusals that every endpoint shares, for the OpenAPI document.
#[derive(utoipa::IntoResponses)]
pub enum Problems {
    /// The request was refused; `code` says why.
    #[response(status = "4XX", content_type = "application/problem+json")]
    Refused(ProblemBody),
    /// Usher or a service that it depends on failed. Try again.
    #[response(status = "5XX", content_type = "application/problem+json")]
    Failed(ProblemBody),
}

/// A refusal of API Gateway's, which Usher cannot make a problem.
#[derive(Debug, ToSchema)]
pub struct GatewayRefusal {
    /// A description of the problem, for people.
    #[schema(example = "Forbidden")]
    #[expect(dead_code, reason = "described only")]
    message: String,
}

/// The refusals of the routes of operators, where API Gateway asks IAM before it asks Usher.
#[derive(utoipa::IntoResponses)]
pub enum OperatorProblems {
    /// API Gateway refuses: the request has no valid signature, or IAM does not let its principal invoke the route.
    #[response(status = 403, content_type = "application/json")]
    Unsigned(GatewayRefusal),
}

/// The service renders problems, because only it knows the request's id.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::problem::FieldFaults;

    /// What the worst request can make a problem say.
    #[test]
    fn no_problem_is_larger_than_its_room_and_what_is_left_out_is_counted() {
        for text in ["a", "\u{1}", "\"", "🦷"] {
            let long = text.repeat(100_000);
            let faults: FieldFaults = (0..1_000).map(|_| FieldFault::new(&long, "unknown_field", &long)).collect();
            let problem = Problem::invalid_fields(faults);
            assert_eq!(problem.errors.count(), 1_000);
            let told = fitting(&problem.errors, ROOM);
            let length = serde_json::to_vec(&problem.errors[..told]).unwrap().len();
            assert!(length <= ROOM + 2 && told >= 3, "{text:?}: {told} in {length}");
        }
    }
}
