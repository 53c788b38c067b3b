//! Who is signed in. What concerns a person rather than an account takes a [`SessionBearer`]: a program is nobody's
//! person.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::header;
use axum::http::request::Parts;
use jiff::Timestamp;

use super::activity::note_activity;
use super::bearer::note_use;
use super::{Admission, Bearer, Caller, Pass, Place, Places};
use crate::app::App;
use crate::domain::access::grant::Access;
use crate::domain::credentials::session::Session;
use crate::domain::credentials::token::SessionToken;
use crate::domain::id::{AccountId, PersonKey, UserKey};
use crate::domain::people::person::{Memberships, Person};
use crate::http::{Answer, Envelope, Known, Problem};
use crate::store::{AnyKey, Found, Key};

/// A session's token, not yet looked up.
#[derive(Debug)]
pub struct SessionBearer {
    token: SessionToken,
    envelope: Envelope,
}

/// A person who is signed in.
#[derive(Debug)]
pub struct SignedInPerson {
    /// That it is known who that is.
    pub known: Known,
    /// The session.
    pub session: Session,
    /// The person.
    pub person: Person,
}

impl SessionBearer {
    pub(super) fn new(token: SessionToken, envelope: Envelope) -> Self {
        Self { token, envelope }
    }

    /// Where the session is stored.
    pub fn key(&self) -> Key<Session> {
        Key::session(self.token.person, self.token.session)
    }

    /// The person whose token it is, or is said to be.
    pub fn person(&self) -> PersonKey {
        self.token.person
    }

    /// What is to be read to know who is signed in.
    pub fn keys(&self) -> [AnyKey; 2] {
        [self.key().any(), Key::person(self.token.person).any()]
    }

    /// Who is signed in, by what was found at [`SessionBearer::keys`].
    pub fn signed_in(&self, found: &Found, now: Timestamp) -> Answer<SignedInPerson> {
        let (session, person) = (found.get(&self.key())?, found.get(&Key::person(self.token.person))?);
        let (session, person) = session.zip(person).ok_or_else(Problem::unauthenticated)?;
        if !session.is_open_with(&self.token, &person, now) {
            return Err(Problem::unauthenticated());
        }
        self.envelope.check()?;
        Ok(SignedInPerson { known: Known::proven(), session, person })
    }

    /// Who is signed in, in one request; also if the second factor is still to come.
    pub async fn identify(&self, app: &App) -> Answer<SignedInPerson> {
        let found = app.store.read(self.keys()).await?;
        let now = app.now();
        let mut signed_in = self.signed_in(&found, now)?;
        self.envelope.claim(app).await?;
        signed_in.session = self.note_use(app, signed_in.session, now).await;
        Ok(signed_in)
    }

    /// The session as it is once it is used, which is written down now and then.
    async fn note_use(&self, app: &App, session: Session, now: Timestamp) -> Session {
        if !session.is_use_to_be_noted(now) {
            return session;
        }
        let session = session.used(now);
        note_use(app, &self.key(), now, session.longest_idle).await;
        session
    }

    /// Who is signed in, with their memberships. Refuses a session as [`check_second_factor`] does.
    pub async fn identify_fully(&self, app: &App) -> Answer<(SignedInPerson, Memberships)> {
        let (signed_in, credentials) =
            tokio::join!(self.identify(app), app.store.credentials(self.token.person, app.now()));
        let (signed_in, memberships) = (signed_in?, credentials?.memberships);
        check_second_factor(app, &signed_in.session, &signed_in.person, &memberships).await?;
        Ok((signed_in, memberships))
    }

    /// See [`Bearer::enter`].
    pub(super) async fn enter(
        &self,
        app: &App,
        account: AccountId,
        also: impl IntoIterator<Item = AnyKey>,
    ) -> Answer<(Caller, Found)> {
        let user = UserKey::of(account, self.token.person);
        let found = app.store.read(self.keys().into_iter().chain(Place::keys(account, user)).chain(also)).await?;
        let now = app.now();
        let SignedInPerson { session, person, .. } = self.signed_in(&found, now)?;
        let mut place = Place::of(&found, account, user)?.ok_or_else(Problem::not_found)?;
        match place.admits(&session, &person, now) {
            Admission::Closed => return Err(Problem::unauthenticated()),
            Admission::Suspended => return Err(Problem::account_suspended()),
            Admission::LacksSecondFactor => return Err(Problem::second_factor_required()),
            Admission::Open => {}
        }
        self.envelope.claim(app).await?;
        let has_factor = session.second_factor;
        let noted = note_activity(app, place.user, has_factor, now);
        let (session, user) = tokio::join!(self.note_use(app, session, now), noted);
        place.user = user;
        let access = Access::of(&place.followed.model, &place.user.grants, now);
        Ok((place.caller(Pass::Session(Box::new(session)), access, now), found))
    }
}

/// Refuses a session that has not shown the second factor that all accounts require where the person is in: all that
/// such a session does is to set one up. Accounts that have deactivated the person, where they have not signed in yet,
/// or where the session was ended open nothing, so that they excuse nobody either.
pub async fn check_second_factor(
    app: &App,
    session: &Session,
    person: &Person,
    memberships: &Memberships,
) -> Answer<()> {
    if session.second_factor {
        return Ok(());
    }
    let places = Places::of(app, memberships).await?;
    let satisfies = |place: &Place| session.satisfies(&place.followed.model, person);
    let excuses = |place: &Place| place.admits(session, person, app.now()) == Admission::Open;
    if person.short_password {
        return Err(Problem::second_factor_required());
    }
    if places.iter().any(excuses) {
        return Ok(());
    }
    // What cannot be read may ask for one. If there is no place at all, there is no rule of one.
    places.check_readable()?;
    if places.iter().all(satisfies) { Ok(()) } else { Err(Problem::second_factor_required()) }
}

impl<S: Send + Sync> FromRequestParts<S> for SessionBearer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        match <Bearer as FromRequestParts<S>>::from_request_parts(parts, state).await? {
            Bearer::Session(bearer) => Ok(bearer),
            Bearer::ApiToken(_) => Err(Problem::unauthenticated()),
        }
    }
}

/// Nobody if the header is absent; a header that is there must be right.
impl<S: Send + Sync> OptionalFromRequestParts<S> for SessionBearer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Option<Self>> {
        if !parts.headers.contains_key(header::AUTHORIZATION) {
            return Ok(None);
        }
        <Self as FromRequestParts<S>>::from_request_parts(parts, state).await.map(Some)
    }
}
