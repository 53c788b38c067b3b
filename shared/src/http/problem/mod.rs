//! Refusals and failures as RFC 9457 problem details with a stable `code`.
//!
//! The status policy: 401 nobody is signed in, 403 the caller is known and may not, 404 what is not the caller's
//! business, 409 the state is against it, 410 the link is over, 412 someone was faster, 422 the fields are wrong, 429
//! too often, 503 something that Usher depends on fails.

mod codes;
mod faults;
mod sent;

use std::fmt::Display;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::decision::Refusal;
use crate::domain::noted::{self, Noted};

pub use self::sent::{GatewayRefusal, OperatorProblems, ProblemBody, Problems, fitting};

/// What is wrong with the fields of a request.
pub type FieldFaults = Noted<FieldFault>;

/// A fault in one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[non_exhaustive]
pub struct FieldFault {
    /// The path of the field, such as `invitations[2].email`.
    #[schema(example = "support_address")]
    pub field: String,
    /// The code of the fault, for programs.
    #[schema(schema_with = codes::of_field)]
    pub code: String,
    /// A description of the fault, for people.
    #[schema(example = "not an email address")]
    pub message: String,
}

impl FieldFault {
    /// One in `field`. What is long is cut, for it may quote what was sent.
    pub fn new(field: impl Display, code: impl Into<String>, message: impl Display) -> Self {
        Self { field: noted::place(field), code: code.into(), message: noted::message(message) }
    }
}

/// An answer that is not what was asked for.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: String,
    errors: FieldFaults,
    /// A header that belongs to it.
    header: Option<Box<(HeaderName, HeaderValue)>>,
}

impl Problem {
    /// A problem with a code of its own.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), errors: Noted::default(), header: None }
    }

    /// There is no token, or it is worth nothing (any more).
    pub fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", "sign in first")
    }

    /// The caller is known, and may not.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", detail)
    }

    /// The account asks for a second factor that the session has not shown.
    pub fn second_factor_required() -> Self {
        let why = "a second factor is required, by the account or because your password is short: set one up";
        Self::new(StatusCode::FORBIDDEN, "second_factor_required", why)
    }

    /// The vendor has suspended the account, or is about to delete it: nobody comes in.
    pub fn account_suspended() -> Self {
        let why = "this account is suspended: ask those who run the portal";
        Self::new(StatusCode::FORBIDDEN, "account_suspended", why)
    }

    /// A program asks for what takes a person.
    pub fn session_required() -> Self {
        Refusal::SessionRequired.into()
    }

    /// Nobody gives more than they hold (security.md 28).
    pub fn grant_exceeds_own() -> Self {
        Refusal::ExceedsOwn.into()
    }

    /// There is no such thing, or it is not the caller's business. The two look alike.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "not found")
    }

    /// A password that does not open what it is given for, if the person who gives it is known otherwise.
    pub fn wrong_password() -> Self {
        Self::new(StatusCode::FORBIDDEN, "wrong_password", "the password is wrong")
    }

    /// The path leads somewhere, but not with this method.
    pub fn method_not_allowed<'a>(allowed: impl Iterator<Item = &'a str>) -> Self {
        let allowed = allowed.collect::<Vec<_>>().join(", ");
        let problem =
            Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", format!("allowed here: {allowed}"));
        match HeaderValue::try_from(allowed) {
            Ok(allowed) => problem.with(header::ALLOW, allowed),
            Err(_) => problem,
        }
    }

    fn with(self, name: HeaderName, value: HeaderValue) -> Self {
        Self { header: Some(Box::new((name, value))), ..self }
    }

    /// The state of things is against it.
    pub fn conflict(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    /// The same problem, with the fields that it is about.
    #[must_use]
    pub fn about(self, errors: FieldFaults) -> Self {
        Self { errors, ..self }
    }

    /// Someone was faster: what `If-Match` names is not the present version.
    pub fn stale() -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, "stale_version", "this has changed since you read it; read it again")
    }

    /// Fields are wrong; all of them are named, or the first of very many.
    pub fn invalid_fields(errors: FieldFaults) -> Self {
        let detail = match errors.count() {
            1 => "1 field is wrong".to_owned(),
            count => format!("{count} fields are wrong"),
        };
        Self { errors, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields", detail) }
    }

    /// One field is wrong.
    pub fn invalid_field(field: impl Display, code: &'static str, message: impl Display) -> Self {
        Self::invalid_fields(Noted::from_iter([FieldFault::new(field, code, message)]))
    }

    /// Too often; `again` is when to try again.
    pub fn rate_limited(detail: impl Into<String>, now: Timestamp, again: Timestamp) -> Self {
        let seconds = again.duration_since(now).as_secs().max(0) + 1;
        Self::new(StatusCode::TOO_MANY_REQUESTS, "rate_limited", detail).with(header::RETRY_AFTER, seconds.into())
    }

    /// Something that Usher depends on fails. The cause goes to the log, not to the client.
    pub fn unavailable(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "a dependency failed");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "try again in a moment")
            .with(header::RETRY_AFTER, 1.into())
    }

    /// Usher is at fault.
    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "something went wrong on our side; it has been logged")
    }

    /// Many administrators change one thing at once, again and again.
    pub fn contended() -> Self {
        Self::conflict("contended", "others are changing this; try again").with(header::RETRY_AFTER, 1.into())
    }

    /// Whether someone else's change was in the way, so that deciding again is worth it.
    pub(crate) fn is_contended(&self) -> bool {
        self.code == "contended"
    }

    /// Whether only what it was to be done to is in the way, so that others can go on.
    pub fn is_about_the_account(&self) -> bool {
        self.is_contended()
    }

    /// What it says to people.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// The fields that it is about.
    #[cfg(test)]
    pub(crate) fn errors(&self) -> &[FieldFault] {
        &self.errors
    }

    /// The code, for the log.
    pub(crate) fn code(&self) -> &'static str {
        self.code
    }
}
