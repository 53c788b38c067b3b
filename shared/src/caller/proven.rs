//! That a person has just shown who they are: without that, nothing is made or shown that outlives their session.

use axum::http::StatusCode;

use super::{Caller, Pass};
use crate::http::{Answer, Problem};

/// The proof that the caller's session was begun with their credentials a short while ago, or that they have shown them
/// again since. An answer with the secret of an API token asks for it.
#[derive(Debug, Clone, Copy)]
pub struct Proven(());

impl Caller {
    /// Goes on only if a person calls who has just shown who they are: someone who has taken over their session has not
    /// (docs/decisions/0048).
    pub fn require_proof(&self) -> Answer<Proven> {
        match &self.pass {
            Pass::Session(session) if self.now < session.proven_until() => Ok(Proven(())),
            Pass::Session(_) => Err(Problem::new(
                StatusCode::FORBIDDEN,
                "proof_required",
                "show your credentials again first, with `POST /v1/me/proof`",
            )),
            Pass::ApiToken(_) => Err(Problem::session_required()),
        }
    }
}
