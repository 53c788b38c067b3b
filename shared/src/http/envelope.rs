//! What is around the fields of a request: parameters and a body where its route takes none, the type of a body, and
//! headers.
//!
//! The service looks at it before any handler does. What is wrong is told by what finds out who calls, and only then: a
//! stranger is answered that they are one, whatever they send. So is an answer that was given before.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::Extensions;
use axum::http::request::Parts;

use super::idempotency::Keyed;
use super::{Answer, Problem};
use crate::app::App;
use crate::store::{AnyKey, Found};

/// What is wrong around a request's fields, if anything, and its `Idempotency-Key`, if it has one.
#[derive(Debug, Clone, Default)]
pub struct Envelope {
    refused: Option<Problem>,
    keyed: Option<Arc<Keyed>>,
}

impl Envelope {
    /// One with which something is wrong.
    pub(crate) fn refused(problem: Problem) -> Self {
        Self { refused: Some(problem), keyed: None }
    }

    /// The one of a request that carries a key.
    pub(crate) fn keyed(request: Arc<Keyed>) -> Self {
        Self { refused: None, keyed: Some(request) }
    }

    /// The one of a request that the service has looked at.
    pub(crate) fn of(extensions: &Extensions) -> Self {
        extensions.get::<Self>().cloned().unwrap_or_default()
    }

    /// Goes on only if nothing is wrong.
    pub fn check(&self) -> Answer<()> {
        self.refused.clone().map_or(Ok(()), Err)
    }

    /// Goes on only if the request was not run before: for what has found out who calls, and that they may still ask.
    ///
    /// # Errors
    /// Whatever was answered before, or a refusal. Answer nothing else.
    pub async fn claim(&self, app: &App) -> Answer<()> {
        match &self.keyed {
            Some(keyed) => keyed.claim(app).await,
            None => Ok(()),
        }
    }

    /// What must be read for [`Envelope::repeat`].
    pub fn answer(&self) -> Option<AnyKey> {
        self.keyed.as_ref().map(|keyed| keyed.answer())
    }

    /// Goes on only if nothing was answered before, by what was found at [`Envelope::answer`]: for a request whose own
    /// secret shows who makes it, when it has used that up.
    ///
    /// # Errors
    /// As [`Envelope::claim`].
    pub fn repeat(&self, found: &Found, app: &App) -> Answer<()> {
        self.keyed.as_ref().map_or(Ok(()), |keyed| keyed.repeat(found, app))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Envelope {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.extensions))
    }
}
