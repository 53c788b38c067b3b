//! Requests with an `Idempotency-Key`: each is run once, and its answer is given again.
//!
//! Nothing is done for a key before it is known who calls. What finds that out claims the request
//! ([`Envelope::claim`](super::Envelope::claim)); an answer that was given before is given again only then, to a caller
//! who may still ask. A stranger's key costs nothing, and no one else's request is taken for theirs.
//!
//! Answers are kept for 24 hours, sealed with a key made of what only the client sends: the idempotency key, its
//! credentials and the body. A reader of the table learns nothing from them (docs/decisions/0006).

mod kept;
mod sent;

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderName, Method, StatusCode, header};
use axum::response::Response;

pub(crate) use self::kept::Kept;
use self::sent::{Identity, SentRequest};
use super::problem::FieldFault;
use super::{Answer, Problem, unrepeated};
use crate::app::App;
use crate::store::{AnyKey, Claim, Found, Key, StoredAnswer};

const HEADER: HeaderName = HeaderName::from_static("idempotency-key");

/// The key that a request carries, empty if it carries none.
pub(crate) fn key(parts: &Parts) -> Result<&str, FieldFault> {
    let Some(value) = parts.headers.get(HEADER).filter(|_| parts.method == Method::POST) else { return Ok("") };
    value.to_str().ok().filter(|text| (1..=255).contains(&text.len())).ok_or_else(|| {
        FieldFault::new("Idempotency-Key", "invalid_idempotency_key", "must be 1 to 255 printable ASCII characters")
    })
}

/// A request that carries a key.
#[derive(Debug)]
pub(crate) struct Keyed {
    request: SentRequest,
    state: Mutex<State>,
}

/// How far such a request has come.
#[derive(Debug)]
enum State {
    /// It is not known who calls.
    Unclaimed,
    /// This is the request that runs.
    Claimed(StoredAnswer),
    /// It was run before, with this answer.
    Answered(Kept),
}

/// What is to be answered.
pub(crate) enum End {
    /// What the request came to.
    Now(Response),
    /// What it came to before.
    Before(Kept),
}

impl Keyed {
    /// The request, if it carries a key.
    pub(crate) async fn of(parts: &mut Parts, body: Bytes) -> Option<Self> {
        let text = key(parts).ok().filter(|text| !text.is_empty())?.to_owned();
        Some(Self { request: SentRequest::of(parts, text, body).await, state: Mutex::new(State::Unclaimed) })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Goes on only with a request that was not run before. It may be asked more than once.
    ///
    /// # Errors
    /// A refusal; or a problem that nobody sees, since the answer that was given before is sent in its place.
    pub(super) async fn claim(&self, app: &App) -> Answer<()> {
        match *self.state() {
            State::Unclaimed => {}
            State::Claimed(_) => return Ok(()),
            State::Answered(_) => return Err(in_progress()),
        }
        let identity = self.request.identity();
        let (fingerprint, request) = (identity.fingerprint.clone(), identity.body.clone());
        match app.store.claim(fingerprint, request, app.now(), &mut app.rng()).await? {
            Claim::Granted(claim) => {
                *self.state() = State::Claimed(claim);
                Ok(())
            }
            Claim::Taken(stored) => self.taken(identity, &stored),
        }
    }

    /// What must be read so that [`Keyed::repeat`] finds what was answered before.
    pub(super) fn answer(&self) -> AnyKey {
        Key::answer(&self.request.identity().fingerprint).any()
    }

    /// Goes on only if nothing was answered before: for a request that proves by itself who makes it, once what proved
    /// it is used up.
    pub(super) fn repeat(&self, found: &Found, app: &App) -> Answer<()> {
        let identity = self.request.identity();
        match found.get(&Key::answer(&identity.fingerprint))? {
            Some(stored) if stored.is_kept_at(app.now()) => self.taken(identity, &stored),
            _ => Ok(()),
        }
    }

    fn taken(&self, identity: &Identity, stored: &StoredAnswer) -> Answer<()> {
        if stored.request != identity.body {
            let detail = "this idempotency key was used for a request with another body";
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused", detail));
        }
        let sealed = stored.sealed.as_ref().ok_or_else(in_progress)?;
        let kept = identity.open(sealed).and_then(|plain| Kept::parse(&plain)).ok_or_else(Problem::internal)?;
        *self.state() = State::Answered(kept);
        Err(in_progress())
    }

    /// Ends the request, which came to `answer`. What would be the same again is kept; if it cannot be, it is answered
    /// all the same, since what was done is done.
    pub(crate) async fn end(&self, app: &App, answer: Response) -> Answer<End> {
        let state = std::mem::replace(&mut *self.state(), State::Unclaimed);
        match state {
            State::Unclaimed => Ok(End::Now(answer)),
            State::Answered(kept) => Ok(End::Before(kept)),
            State::Claimed(_) if !self.is_to_be_kept(&answer) => {
                self.forget(app).await;
                Ok(End::Now(answer))
            }
            State::Claimed(claim) => {
                let (parts, body) = answer.into_parts();
                let body = axum::body::to_bytes(body, usize::MAX).await.map_err(|_| Problem::internal())?;
                let kept = Kept::of(parts.status, &parts.headers, body.clone());
                self.keep(app, claim, &kept).await;
                Ok(End::Now(Response::from_parts(parts, body.into())))
            }
        }
    }

    async fn keep(&self, app: &App, claim: StoredAnswer, kept: &Kept) {
        let sealed = kept.bytes().and_then(|plain| self.request.identity().seal(&plain, &mut app.rng()));
        let Some(sealed) = sealed else { return };
        if let Err(cause) = app.store.answered(claim, sealed).await {
            tracing::error!(%cause, "an answer was not kept");
        }
    }

    /// Whether the answer would be the same again. Failures, and refusals that pass with time or for what the caller
    /// has become, are worth another try; what is shown once is not repeated. A refusal to a caller who is not signed
    /// in costs nothing to find out again.
    fn is_to_be_kept(&self, answer: &Response) -> bool {
        let status = answer.status();
        let is_about_the_caller = matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
        let may_pass =
            status.is_server_error() || is_about_the_caller || answer.headers().contains_key(header::RETRY_AFTER);
        let is_refusal = status.is_client_error() && !self.request.is_signed();
        !(may_pass || is_refusal || unrepeated::is_marked(answer))
    }

    /// Gives the key free. If that fails, it is free in a minute, and the answer, which may be the only one, is not
    /// lost.
    async fn forget(&self, app: &App) {
        if let Err(cause) = app.store.delete(&Key::answer(&self.request.identity().fingerprint)).await {
            tracing::warn!(%cause, "an idempotency key was not given free");
        }
    }
}

fn in_progress() -> Problem {
    Problem::conflict("request_in_progress", "a request with this idempotency key is still running")
}
