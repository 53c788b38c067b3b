//! What SES's answer means for an email.

use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use jiff::SignedDuration;

use crate::aws::CallFault;

/// When a throttled mail may be tried again.
pub(super) const AT_ONCE: SignedDuration = SignedDuration::ZERO;

/// When an email may be tried again that SES does not take because the day's quota is spent, or sending is paused.
pub(super) const LATER: SignedDuration = SignedDuration::from_mins(15);

/// What became of a call.
pub(super) enum Outcome {
    /// SES has the email.
    Taken,
    /// SES will never take this email.
    Refused(String),
    /// SES takes it a moment later.
    Throttled,
    /// SES takes no mail at all for now, or cannot be reached.
    Closed,
}

impl Outcome {
    pub(super) fn of<T>(answer: Result<T, CallFault>) -> Self {
        let cause = match answer {
            Ok(_) => return Self::Taken,
            Err(cause) => cause,
        };
        let Some(code) = cause.code() else {
            tracing::warn!(code = "unanswered", "SES did not take an email");
            return Self::Closed;
        };
        tracing::warn!(code, "SES did not take an email");
        match code {
            "MessageRejected" | "BadRequestException" => {
                Self::Refused(format!("{code}: {}", cause.message().unwrap_or("refused")))
            }
            "TooManyRequestsException" | "ThrottlingException" | "Throttling" => Self::Throttled,
            _ => Self::Closed,
        }
    }
}
