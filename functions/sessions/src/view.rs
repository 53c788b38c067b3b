//! A session as its holder sees it.

use jiff::Timestamp;
use serde::Serialize;
use usher::domain::session::Session;
use utoipa::ToSchema;

/// A session.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
pub struct SessionView {
    /// The session's id.
    #[schema(example = "ses_a2b3c4d5e6f7a2b3")]
    id: String,
    /// Who is signed in.
    #[schema(example = "ada@example.com")]
    email: String,
    /// The browser or program, as it names itself.
    user_agent: Option<String>,
    /// When the person signed in.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When the session ends by itself.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

impl From<Session> for SessionView {
    fn from(session: Session) -> Self {
        Self {
            id: session.id.to_string(),
            email: session.email.to_string(),
            user_agent: session.user_agent,
            created_at: session.created_at,
            expires_at: session.expires_at,
        }
    }
}
