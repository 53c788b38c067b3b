//! A session as its holder sees it.

use jiff::Timestamp;
use serde::Serialize;
use usher::domain::credentials::session::Session;
use utoipa::ToSchema;

/// A session.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
pub struct SessionView {
    /// The session's id.
    #[schema(example = "ses_a2b3c4d5e6f7a2b3")]
    id: String,
    /// The address of the person who is signed in.
    #[schema(example = "ada@example.com")]
    email: String,
    /// Whether it is the session of this request.
    current: bool,
    /// Whether the person has shown their second factor.
    second_factor: bool,
    /// The account in use, once one was chosen with `POST /v1/sessions/switch`, even if the person has left it since.
    #[schema(required, example = "acc_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    account: Option<String>,
    /// The browser or program, as it names itself.
    #[schema(required)]
    user_agent: Option<String>,
    /// The network address of the sign-in.
    #[schema(required, example = "192.0.2.1")]
    source_ip: Option<String>,
    /// When the person signed in.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Until when API tokens can be made and shown in it: for ten minutes after the person has signed in, or shown
    /// their credentials again with `POST /v1/me/proof`.
    #[schema(value_type = String, format = DateTime)]
    proven_until: Timestamp,
    /// When it was last used, to within five minutes.
    #[schema(value_type = String, format = DateTime)]
    last_used_at: Timestamp,
    /// When it ends unless it is used.
    #[schema(value_type = String, format = DateTime)]
    idle_until: Timestamp,
    /// When it ends, even if it is used.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

impl SessionView {
    /// A session beside the one that the request came with.
    pub fn beside(current: &Session, session: Session) -> Self {
        Self { current: session.id == current.id, ..session.into() }
    }
}

/// The session that the request came with, or that it began.
impl From<Session> for SessionView {
    fn from(session: Session) -> Self {
        Self {
            id: session.id.to_string(),
            email: session.email.to_string(),
            current: true,
            second_factor: session.second_factor,
            account: session.account.map(|account| account.to_string()),
            created_at: session.created_at,
            proven_until: session.proven_until(),
            last_used_at: session.last_used_at,
            idle_until: session.idle_until(),
            expires_at: session.expires_at,
            user_agent: session.user_agent,
            source_ip: session.source_ip,
        }
    }
}
