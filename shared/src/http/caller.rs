//! Who calls: from the bearer token to a user of the account who may do something.
//!
//! A [`Bearer`] is a token of the right form and nothing more, a session's or a program's. A [`Caller`] can only come from
//! [`Bearer::enter`]: whoever has one has proof that an active user of the account in the path calls, or a program on their behalf.
//! What concerns a person rather than an account takes a [`SessionBearer`]: a program is nobody's person.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use jiff::Timestamp;

use super::{Answer, Giving, Place, Problem};
use crate::app::App;
use crate::domain::access_model::{AccessModel, TokenCreators};
use crate::domain::account::{Account, AccountModel};
use crate::domain::api_token::ApiToken;
use crate::domain::audit::Actor;
use crate::domain::grant::{Access, Grant};
use crate::domain::id::{AccountId, PersonKey, UserId, UserKey};
use crate::domain::permission::Operation;
use crate::domain::person::{Membership, Person};
use crate::domain::session::Session;
use crate::domain::token::{ApiTokenToken, SessionToken};
use crate::domain::user::User;
use crate::store::{Found, Key};

/// A token, not yet looked up. Malformed and forged tokens end here, without a request to the store.
#[derive(Debug)]
pub enum Bearer {
    /// A person's, who is signed in.
    Session(SessionBearer),
    /// A program's.
    ApiToken(ApiTokenToken),
}

/// A session's token, not yet looked up.
#[derive(Debug)]
pub struct SessionBearer(SessionToken);

/// A person who is signed in.
#[derive(Debug)]
pub struct SignedIn {
    /// The session.
    pub session: Session,
    /// The person.
    pub person: Person,
}

/// What a caller shows to come in.
#[derive(Debug)]
pub enum Pass {
    /// A session: the user themselves.
    Session(Box<Session>),
    /// An API token: a program on the user's behalf.
    ApiToken(Box<ApiToken>),
}

/// An active user of the account in the path, or a program on their behalf.
#[derive(Debug)]
pub struct Caller {
    /// What shows who calls.
    pub pass: Pass,
    /// The account.
    pub account: Account,
    /// The account's access model.
    pub model: AccessModel,
    /// The version of the access model, for changes that are right under this one only.
    pub model_version: u64,
    /// The user.
    pub user: User,
    /// What the caller may do now.
    pub access: Access,
    /// When the call was decided.
    pub now: Timestamp,
}

impl SessionBearer {
    /// Where the session is stored.
    pub fn key(&self) -> Key {
        Key::session(self.0.person, self.0.session)
    }

    /// The person whose token it is, or is said to be.
    pub fn person(&self) -> PersonKey {
        self.0.person
    }

    /// What is to be read to know who is signed in.
    pub fn keys(&self) -> [Key; 2] {
        [self.key(), Key::person(self.0.person)]
    }

    /// Who is signed in, by what was found at [`SessionBearer::keys`].
    pub fn signed_in(&self, found: &Found, now: Timestamp) -> Answer<SignedIn> {
        let (session, person) = (found.get::<Session>(&self.key())?, found.get::<Person>(&Key::person(self.0.person))?);
        let (session, person) = session.zip(person).ok_or_else(Problem::unauthenticated)?;
        if !session.is_open_with(&self.0, &person, now) {
            return Err(Problem::unauthenticated());
        }
        Ok(SignedIn { session, person })
    }

    /// Who is signed in, in one request; also where the second factor is still to come.
    pub async fn identify(&self, app: &App) -> Answer<SignedIn> {
        let found = app.store.read(self.keys()).await?;
        let now = app.now();
        let mut signed_in = self.signed_in(&found, now)?;
        if signed_in.session.is_use_to_be_noted(now) {
            note_use(app, &self.key(), true).await;
            signed_in.session.last_used_at = now;
        }
        Ok(signed_in)
    }

    /// Who is signed in, with their memberships. Refuses a session as [`check_second_factor`] does.
    pub async fn identify_fully(&self, app: &App) -> Answer<(SignedIn, Vec<Membership>)> {
        let (signed_in, credentials) = tokio::join!(self.identify(app), app.store.credentials(self.0.person, app.now()));
        let (signed_in, memberships) = (signed_in?, credentials?.memberships);
        check_second_factor(app, &signed_in.session, &signed_in.person, &memberships).await?;
        Ok((signed_in, memberships))
    }
}

/// Refuses a session that has not shown the second factor that is asked for wherever the person has arrived and is an active user: all that
/// such a session does is to set one up. Accounts that have deactivated the person, where they have not signed in yet, or where the session was
/// ended open nothing, so that they excuse nobody either.
pub async fn check_second_factor(app: &App, session: &Session, person: &Person, memberships: &[Membership]) -> Answer<()> {
    if session.second_factor {
        return Ok(());
    }
    let joined: Vec<Membership> = memberships.iter().filter(|membership| !membership.awaits_sign_in).cloned().collect();
    let places = Place::all(app, &joined).await?;
    let satisfies = |place: &Place| session.satisfies(&place.followed.model, person);
    let is_open = |place: &Place| !session.closed_in.contains(&place.account.id) && !place.ended(session.created_at);
    let excuses = |place: &Place| satisfies(place) && is_open(place);
    // Where there is no place, there is no rule of one; a short password opens nothing all the same.
    if person.short_password || !(places.iter().all(satisfies) || places.iter().any(excuses)) {
        return Err(Problem::second_factor_required());
    }
    Ok(())
}

impl Bearer {
    /// The token in the `Authorization` header, the only place where one is looked for (RFC 6750 section 2.1).
    pub(super) fn of(headers: &HeaderMap) -> Answer<Self> {
        let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let (scheme, token) = value.and_then(|value| value.split_once(' ')).ok_or_else(Problem::unauthenticated)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Problem::unauthenticated());
        }
        let token = token.trim();
        let session = SessionToken::parse(token).map(|token| Self::Session(SessionBearer(token)));
        session.or_else(|_| ApiTokenToken::parse(token).map(Self::ApiToken)).map_err(|_| Problem::unauthenticated())
    }

    /// Where the user is stored who calls, or on whose behalf a program does, if they are one of the account.
    pub fn user_in(&self, account: AccountId) -> UserKey {
        match self {
            Self::Session(bearer) => UserKey::of(account, bearer.person()),
            Self::ApiToken(token) => token.id.key(),
        }
    }

    /// The caller, and whatever is at the keys in `also`, in one request.
    ///
    /// An account that does not exist, one that the person is not a user of, and one where the user is pending or deactivated are one and the same.
    pub async fn enter(&self, app: &App, account: AccountId, also: impl IntoIterator<Item = Key>) -> Answer<(Caller, Found)> {
        match self {
            Self::Session(bearer) => bearer.enter(app, account, also).await,
            Self::ApiToken(token) => enter_with(token, app, account, also).await,
        }
    }
}

impl SessionBearer {
    async fn enter(&self, app: &App, account: AccountId, also: impl IntoIterator<Item = Key>) -> Answer<(Caller, Found)> {
        let user = UserKey::of(account, self.0.person);
        let found = app.store.read(self.keys().into_iter().chain(Place::keys(account, user)).chain(also)).await?;
        let now = app.now();
        let SignedIn { session, person } = self.signed_in(&found, now)?;
        let place = Place::of(&found, account, user)?.ok_or_else(Problem::not_found)?;
        if session.closed_in.contains(&account) || place.ended(session.created_at) {
            return Err(Problem::unauthenticated());
        }
        if !session.satisfies(&place.followed.model, &person) {
            return Err(Problem::second_factor_required());
        }
        note_use(app, &self.key(), session.is_use_to_be_noted(now)).await;
        let access = Access::of(&place.followed.model, &place.user.grants, now);
        Ok((place.caller(Pass::Session(Box::new(session)), access, now), found))
    }
}

/// Whoever owns the API token, no further than the token goes.
async fn enter_with(token: &ApiTokenToken, app: &App, account: AccountId, also: impl IntoIterator<Item = Key>) -> Answer<(Caller, Found)> {
    let key = Key::api_token(token.account, token.id);
    let found = app.store.read(std::iter::once(key.clone()).chain(Place::keys(account, token.id.key())).chain(also)).await?;
    let now = app.now();
    let api_token: Option<ApiToken> = found.get(&key)?;
    let api_token = api_token.filter(|api_token| api_token.is_open_with(token, now)).ok_or_else(Problem::unauthenticated)?;
    // A token is of one account: in every other, there is nothing for it.
    if account != token.account {
        return Err(Problem::not_found());
    }
    let place = Place::of(&found, account, token.id.key())?.ok_or_else(Problem::not_found)?;
    let is_nobodys = place.user.id != api_token.owner || place.followed.model.policies().api_tokens.who == TokenCreators::Nobody;
    if is_nobodys || place.ended(api_token.created_at) {
        return Err(Problem::unauthenticated());
    }
    let owners = Access::of(&place.followed.model, &place.user.grants, now);
    // Whoever may have tokens no more has none any more. Those that others made for them are for those others to end.
    if api_token.created_by == api_token.owner && owners.reach(&Operation::ApiTokensManage.permission().restricted()).is_none() {
        return Err(Problem::unauthenticated());
    }
    note_use(app, &key, api_token.is_use_to_be_noted(now)).await;
    let access = api_token.permissions.as_ref().map_or_else(|| owners.clone(), |permissions| owners.limited_to(permissions));
    Ok((place.caller(Pass::ApiToken(Box::new(api_token)), access, now), found))
}

/// Writes down that a token was used. Where that fails the token only ends sooner, or looks idle.
async fn note_use(app: &App, key: &Key, is_to_be_noted: bool) {
    if !is_to_be_noted {
        return;
    }
    if let Err(cause) = app.store.note_use(key, app.now()).await {
        tracing::warn!(%cause, "a use was not noted");
    }
}

impl Place {
    fn caller(self, pass: Pass, access: Access, now: Timestamp) -> Caller {
        let Self { account, followed, user } = self;
        Caller { pass, account, model: followed.model, model_version: followed.version, user, access, now }
    }
}

impl Caller {
    /// Who acts, as audit events name them.
    pub fn actor(&self) -> Actor {
        match &self.pass {
            Pass::Session(_) => Actor::User { id: self.user.id },
            Pass::ApiToken(token) => Actor::ApiToken { id: token.id, user: self.user.id },
        }
    }

    /// Whether it is the user `user` in person who calls. A program has no say over its owner because it is theirs.
    pub fn is_in_person(&self, user: UserId) -> bool {
        self.user.id == user && matches!(self.pass, Pass::Session(_))
    }

    /// Goes on only if a person calls: what makes credentials is not for programs.
    pub fn require_session(&self) -> Answer<()> {
        match &self.pass {
            Pass::Session(_) => Ok(()),
            Pass::ApiToken(_) => Err(Problem::new(StatusCode::FORBIDDEN, "session_required", "an API token cannot do this: sign in")),
        }
    }

    /// Goes on only if the caller may perform `operation`.
    pub fn require(&self, operation: Operation) -> Answer<()> {
        if self.access.may(operation) {
            return Ok(());
        }
        Err(Problem::forbidden(format!("the permission `{}` is missing", operation.permission())))
    }

    /// Goes on only if the caller may perform `operation` at least in one unit.
    pub fn require_somewhere(&self, operation: Operation) -> Answer<()> {
        if self.access.may_somewhere(operation) {
            return Ok(());
        }
        Err(Problem::forbidden(format!("the permission `{}` is missing", operation.permission())))
    }

    /// Whether the caller may perform `operation` over whoever holds `grants`: in every unit that these reach.
    pub fn may_over(&self, operation: Operation, grants: &[Grant]) -> bool {
        self.access.may_over(operation, &self.model, grants, self.now)
    }

    /// Goes on only if the caller may perform `operation` over `user`.
    pub fn require_over(&self, operation: Operation, user: &User) -> Answer<()> {
        if self.may_over(operation, &user.grants) {
            return Ok(());
        }
        Err(Problem::forbidden(format!("the permission `{}` is missing in some of the user's units", operation.permission())))
    }

    /// Goes on only if `user` has no more say over users, the account, its tokens and its trail than the caller (docs/decisions/0014).
    pub fn check_say(&self, user: &User) -> Answer<()> {
        if !self.access.has_less_say_than(&Access::of(&self.model, &user.grants, self.now)) {
            return Ok(());
        }
        Err(Problem::new(StatusCode::FORBIDDEN, "user_exceeds_own", "the user manages more than you do"))
    }

    /// What grants for somebody who holds `held` are judged by.
    pub fn giving<'a>(&'a self, found: &'a Found, held: &'a [Grant]) -> Giving<'a> {
        Giving { account: self.account.id, model: &self.model, found, held, now: self.now }
    }

    /// Whether the caller sees `user`: themselves always, others as [`Access::sees`] decides. Whom a caller does not see does not exist
    /// for them: answer as for an unknown id.
    pub fn sees(&self, user: &User) -> bool {
        self.user.id == user.id || self.access.sees(&self.model, &user.grants, self.now)
    }

    /// Whether the caller sees every user of the account, whatever they hold.
    pub fn sees_everybody(&self) -> bool {
        self.access.sees(&self.model, &[], self.now)
    }

    /// Whether the caller holds all that `grants` give, for as long as they give it, and so may give them.
    pub fn covers(&self, grants: &[Grant]) -> bool {
        // The first looks at how long it is held, the second at what the caller's token is limited to.
        Grant::may_give(&self.model, &self.user.grants, grants, self.now) && self.access.covers(&Access::of(&self.model, grants, self.now))
    }

    /// Goes on only if the caller may give `grants`.
    pub fn check_gives(&self, grants: &[Grant]) -> Answer<()> {
        if self.covers(grants) {
            return Ok(());
        }
        Err(Problem::grant_exceeds_own())
    }

    /// The access model as the account follows it.
    pub fn followed(&self) -> AccountModel {
        AccountModel { account: self.account.id, model: self.model.clone(), version: self.model_version }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Bearer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        Self::of(&parts.headers)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SessionBearer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        match Bearer::of(&parts.headers)? {
            Bearer::Session(bearer) => Ok(bearer),
            Bearer::ApiToken(_) => Err(Problem::unauthenticated()),
        }
    }
}

/// Nobody where the header is absent; a header that is there must be right.
impl<S: Send + Sync> OptionalFromRequestParts<S> for SessionBearer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Option<Self>> {
        if !parts.headers.contains_key(header::AUTHORIZATION) {
            return Ok(None);
        }
        <Self as FromRequestParts<S>>::from_request_parts(parts, state).await.map(Some)
    }
}
