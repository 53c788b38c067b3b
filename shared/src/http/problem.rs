//! Refusals and failures as RFC 9457 problem details with a stable `code`.
//!
//! The status policy: 401 nobody is signed in, 403 the caller is known and may not, 404 what is not the caller's business,
//! 409 the state is against it, 410 the link is over, 412 somebody was faster, 422 the fields are wrong, 429 too often,
//! 503 something that Usher depends on fails.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Coded;
use crate::domain::credential_reset::ResetFault;
use crate::domain::grant::GrantFault;
use crate::domain::invitation::InvitationFault;
use crate::domain::password::HashFault;
use crate::domain::user::LeavingFault;
use crate::keys::KeyFault;
use crate::store::{CommitFault, CountFault, Limited, StoreFault};

/// A field that is wrong, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldFault {
    /// The path of the field, such as `invitations[2].email`.
    #[schema(example = "support_address")]
    pub field: String,
    /// What is wrong with it, for programs.
    #[schema(example = "invalid_email")]
    pub code: String,
    /// What is wrong with it, for people.
    #[schema(example = "not an email address")]
    pub message: String,
}

/// An answer that is not what was asked for.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: String,
    errors: Vec<FieldFault>,
    retry_after: Option<i64>,
}

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
    /// What happened, for people.
    #[schema(example = "1 field is wrong")]
    detail: String,
    /// What happened, for programs. Stable.
    #[schema(example = "invalid_fields")]
    code: String,
    /// The wrong fields, all of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldFault>,
    /// What to quote to whoever reads the logs.
    #[schema(example = "d1f4d1c5-93cd-4a5f-a0a3-5f2e1d5d9a52")]
    request_id: String,
}

impl Problem {
    /// A problem with a code of its own.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), errors: Vec::new(), retry_after: None }
    }

    /// There is no token, or it is worth nothing (any more).
    pub fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", "sign in to do this")
    }

    /// The caller is known, and may not.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", detail)
    }

    /// The account asks for a second factor that the session has not shown.
    pub fn second_factor_required() -> Self {
        Self::new(StatusCode::FORBIDDEN, "second_factor_required", "this account asks for a second factor: set one up")
    }

    /// Nobody gives more than they hold (security.md 28).
    pub fn grant_exceeds_own() -> Self {
        Self::new(StatusCode::FORBIDDEN, "grant_exceeds_own", "nobody gives more than they hold, or for longer")
    }

    /// There is no such thing, or it is not the caller's business. The two look alike.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "there is nothing here")
    }

    /// A password that does not open what it is given for, where whoever gives it is known otherwise.
    pub fn wrong_password() -> Self {
        Self::new(StatusCode::FORBIDDEN, "wrong_password", "the password is wrong")
    }

    /// The state of things is against it.
    pub fn conflict(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    /// The same problem, with the fields that it is about.
    #[must_use]
    pub fn about(self, errors: Vec<FieldFault>) -> Self {
        Self { errors, ..self }
    }

    /// Somebody was faster: what `If-Match` names is not the present version.
    pub fn stale() -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, "stale_version", "this has changed since you read it; read it again")
    }

    /// Fields are wrong; all of them are named.
    pub fn invalid_fields(errors: Vec<FieldFault>) -> Self {
        let detail = if errors.len() == 1 { "1 field is wrong".to_owned() } else { format!("{} fields are wrong", errors.len()) };
        Self { errors, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields", detail) }
    }

    /// One field is wrong.
    pub fn invalid_field(field: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self::invalid_fields(vec![FieldFault { field: field.into(), code: code.to_owned(), message: message.into() }])
    }

    /// Too often; `again` is when to try again.
    pub fn rate_limited(detail: impl Into<String>, now: Timestamp, again: Timestamp) -> Self {
        let seconds = again.duration_since(now).as_secs().max(0) + 1;
        Self { retry_after: Some(seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, "rate_limited", detail) }
    }

    /// Something that Usher depends on fails. The cause goes to the log, not to the client.
    pub fn unavailable(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "a dependency failed");
        Self { retry_after: Some(1), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "try again in a moment") }
    }

    /// Usher is at fault.
    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "this is our fault; it has been logged")
    }

    /// Many administrators change one thing at once, again and again.
    pub fn contended() -> Self {
        Self { retry_after: Some(1), ..Self::conflict("contended", "too many changes at once; try again") }
    }

    /// The problem as it is sent in answer to the request called `request_id`.
    pub(super) fn render(self, request_id: &str) -> Response {
        let body = ProblemBody {
            r#type: format!("urn:usher:problem:{}", self.code),
            title: self.status.canonical_reason().unwrap_or("Error").to_owned(),
            status: self.status.as_u16(),
            detail: self.detail,
            code: self.code.to_owned(),
            errors: self.errors,
            request_id: request_id.to_owned(),
        };
        let mut response = (self.status, axum::Json(body)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    /// Whether somebody else's change was in the way, so that deciding anew is worth it.
    pub(super) fn is_contended(&self) -> bool {
        self.code == "contended"
    }

    /// The code, for the log.
    pub(super) fn code(&self) -> &'static str {
        self.code
    }
}

/// The refusals that every endpoint shares, for the OpenAPI document.
#[derive(utoipa::IntoResponses)]
pub enum Problems {
    /// The request is refused; `code` says why.
    #[response(status = "4XX", content_type = "application/problem+json")]
    Refused(ProblemBody),
    /// Usher, or something that it depends on, fails. Try again.
    #[response(status = "5XX", content_type = "application/problem+json")]
    Failed(ProblemBody),
}

/// The service renders problems, because only it knows the request's id.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreFault> for Problem {
    fn from(cause: StoreFault) -> Self {
        Self::unavailable(&cause)
    }
}

/// A change that met something newer. Handlers that can say what it met, or decide anew, do so before it comes to this.
impl From<CommitFault> for Problem {
    fn from(cause: CommitFault) -> Self {
        match cause {
            CommitFault::Refused(_) => Self::contended(),
            CommitFault::Limited(limited) => limited.into(),
            CommitFault::Store(cause) => cause.into(),
        }
    }
}

impl From<Limited> for Problem {
    fn from(Limited { at, again }: Limited) -> Self {
        Self::rate_limited("too many mails for now; try again later", at, again)
    }
}

impl From<CountFault> for Problem {
    fn from(cause: CountFault) -> Self {
        match cause {
            CountFault::Limited(limited) => limited.into(),
            CountFault::Store(cause) => cause.into(),
        }
    }
}

impl From<LeavingFault> for Problem {
    fn from(fault: LeavingFault) -> Self {
        Self::conflict(fault.code(), fault.to_string())
    }
}

impl From<HashFault> for Problem {
    fn from(cause: HashFault) -> Self {
        Self::unavailable(&cause)
    }
}

impl From<KeyFault> for Problem {
    fn from(cause: KeyFault) -> Self {
        Self::unavailable(&cause)
    }
}

/// A link that leads nowhere is a thing that is not there; one whose time is over is gone.
impl From<ResetFault> for Problem {
    fn from(fault: ResetFault) -> Self {
        match fault {
            ResetFault::Dead => Self::not_found(),
            ResetFault::Expired => Self::new(StatusCode::GONE, fault.code(), fault.to_string()),
        }
    }
}

impl From<GrantFault> for FieldFault {
    fn from(fault: GrantFault) -> Self {
        Self { field: fault.field, code: fault.code.to_owned(), message: fault.message }
    }
}

impl Problem {
    /// Why nothing can be done with an invitation at `now`.
    pub fn of_invitation(fault: InvitationFault, now: Timestamp) -> Self {
        match fault {
            InvitationFault::TooMany { again } => Self::rate_limited(fault.to_string(), now, again),
            InvitationFault::Expired => Self::new(StatusCode::GONE, fault.code(), fault.to_string()),
            InvitationFault::NotPending(_) | InvitationFault::NotExpired => Self::conflict(fault.code(), fault.to_string()),
        }
    }
}
