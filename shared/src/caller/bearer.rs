//! Who calls: from the bearer token to a user of the account who may do something.
//!
//! A [`Bearer`] is a token of the right form and nothing more, a session's or a program's. A [`Caller`] can only come
//! from [`Bearer::enter`]: a handler that has one has proof that an active user of the account in the path calls, or a
//! program on their behalf.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use jiff::{SignedDuration, Timestamp};

use super::{ApiTokenBearer, Caller, Pass, Place, SessionBearer};
use crate::app::App;
use crate::domain::access::grant::Access;
use crate::domain::credentials::token::{ApiTokenToken, SessionToken};
use crate::domain::id::{AccountId, UserKey};
use crate::http::{Answer, Envelope, Known, Problem};
use crate::store::{AnyKey, Found, Key};

/// How many keys are read together with the caller: few enough for one request.
pub const READ_WITH_THE_CALLER: usize = 90;

/// A token, not yet looked up. Malformed and forged tokens end here, without a request to the store.
#[derive(Debug)]
pub enum Bearer {
    /// A person's, who is signed in.
    Session(SessionBearer),
    /// The token of a program.
    ApiToken(ApiTokenBearer),
}

impl Bearer {
    /// The token in the `Authorization` header, the only place where one is looked for (RFC 6750 section 2.1). The
    /// service has put a browser's session there that came in the cookie.
    pub(crate) fn of(headers: &HeaderMap) -> Answer<Self> {
        Self::within(Envelope::default(), headers)
    }

    fn within(envelope: Envelope, headers: &HeaderMap) -> Answer<Self> {
        let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let (scheme, token) = value.and_then(|value| value.split_once(' ')).ok_or_else(Problem::unauthenticated)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Problem::unauthenticated());
        }
        let token = token.trim();
        if let Ok(token) = SessionToken::parse(token) {
            return Ok(Self::Session(SessionBearer::new(token, envelope)));
        }
        let token = ApiTokenToken::parse(token).map_err(|_| Problem::unauthenticated())?;
        Ok(Self::ApiToken(ApiTokenBearer::new(token, envelope)))
    }

    /// Where the user is stored who calls, or on whose behalf a program does, if they are one of the account.
    pub fn user_in(&self, account: AccountId) -> UserKey {
        match self {
            Self::Session(bearer) => UserKey::of(account, bearer.person()),
            Self::ApiToken(bearer) => bearer.owner(),
        }
    }

    /// The caller, and whatever is at the keys in `also`, in one request. If there are more keys than that takes, the
    /// others are read only once it is known who calls.
    ///
    /// An account that does not exist, one that the person has not joined, and one where the user is pending or
    /// deactivated are one and the same.
    pub async fn enter(
        &self,
        app: &App,
        account: AccountId,
        also: impl IntoIterator<Item = AnyKey>,
    ) -> Answer<(Caller, Found)> {
        let mut also: Vec<AnyKey> = also.into_iter().collect();
        let later = also.split_off(also.len().min(READ_WITH_THE_CALLER));
        let (caller, found) = match self {
            Self::Session(bearer) => bearer.enter(app, account, also).await?,
            Self::ApiToken(bearer) => bearer.enter(app, account, also).await?,
        };
        let found = if later.is_empty() { found } else { found.and(app.store.read(later).await?) };
        Ok((caller, found))
    }
}

/// Writes down that a token was used. If that fails, the token only ends sooner, or looks idle.
pub(super) async fn note_use<R>(app: &App, key: &Key<R>, now: Timestamp, longest_idle: Option<SignedDuration>) {
    if let Err(cause) = app.store.note_use(key, now, longest_idle).await {
        tracing::warn!(%cause, "a use was not noted");
    }
}

impl Place {
    pub(super) fn caller(self, pass: Pass, access: Access, now: Timestamp) -> Caller {
        let Self { account, followed, user } = self;
        let known = Known::proven();
        Caller { known, pass, account, model: followed.model, model_version: followed.version, user, access, now }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Bearer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        Self::within(Envelope::of(&parts.extensions), &parts.headers)
    }
}
