//! Who calls: from the bearer token to a user of the account who may do something.
//!
//! A [`Bearer`] is a token of the right form and nothing more. A [`Caller`] can only come from [`Bearer::enter`]: whoever has one
//! has proof that an active user of the account in the path is signed in.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use jiff::Timestamp;

use super::{Answer, Giving, Problem};
use crate::app::App;
use crate::domain::access_model::AccessModel;
use crate::domain::account::{Account, AccountModel};
use crate::domain::grant::{Access, Grant};
use crate::domain::id::{AccountId, UserKey};
use crate::domain::permission::Operation;
use crate::domain::session::Session;
use crate::domain::token::SessionToken;
use crate::domain::user::{User, UserStatus};
use crate::store::{Found, Key};

/// A session token, not yet looked up. Malformed and forged tokens end here, without a request to the store.
#[derive(Debug)]
pub struct Bearer(SessionToken);

/// An active user of the account in the path.
#[derive(Debug)]
pub struct Caller {
    /// The session.
    pub session: Session,
    /// The account.
    pub account: Account,
    /// The account's access model.
    pub model: AccessModel,
    /// The version of the access model, for changes that are right under this one only.
    pub model_version: u64,
    /// The user.
    pub user: User,
    /// What the user may do now.
    pub access: Access,
    /// When the call was decided.
    pub now: Timestamp,
}

impl Bearer {
    /// The token in the `Authorization` header, the only place where one is looked for (RFC 6750 section 2.1).
    pub(super) fn of(headers: &HeaderMap) -> Answer<Self> {
        let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let (scheme, token) = value.and_then(|value| value.split_once(' ')).ok_or_else(Problem::unauthenticated)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Problem::unauthenticated());
        }
        SessionToken::parse(token.trim()).map(Self).map_err(|_| Problem::unauthenticated())
    }

    /// Where the session is stored.
    pub fn key(&self) -> Key {
        Key::session(self.0.person, self.0.session)
    }

    /// The person whose token it is, or is said to be.
    pub fn person(&self) -> crate::domain::id::PersonKey {
        self.0.person
    }

    /// The open session among `found`, which must have been read with [`Bearer::key`].
    pub fn session(&self, found: &Found, now: Timestamp) -> Answer<Session> {
        let session: Option<Session> = found.get(&self.key())?;
        session.filter(|session| session.is_open_with(&self.0, now)).ok_or_else(Problem::unauthenticated)
    }

    /// The open session, in one request.
    pub async fn identify(&self, app: &App) -> Answer<Session> {
        let found = app.store.read([self.key()]).await?;
        self.session(&found, app.now())
    }

    /// The caller, and whatever is at the keys in `also`, in one request.
    ///
    /// An account that does not exist, one that the person is not a user of, and one where the user is pending or deactivated are one and the same.
    pub async fn enter(&self, app: &App, account: AccountId, also: impl IntoIterator<Item = Key>) -> Answer<(Caller, Found)> {
        let user = Key::user(account, UserKey::of(account, self.0.person));
        let own = [self.key(), user.clone(), Key::account(account), Key::access_model(account)];
        let found = app.store.read(own.into_iter().chain(also)).await?;
        let now = app.now();
        let session = self.session(&found, now)?;
        let user: Option<User> = found.get(&user)?;
        let user = user.filter(|user| user.status == UserStatus::Active).ok_or_else(Problem::not_found)?;
        let account: Account = found.get(&Key::account(account))?.ok_or_else(Problem::not_found)?;
        let model: AccountModel = found.get(&Key::access_model(account.id))?.ok_or_else(Problem::not_found)?;
        let access = Access::of(&model.model, &user.grants, now);
        Ok((Caller { session, account, model: model.model, model_version: model.version, user, access, now }, found))
    }
}

impl Caller {
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
        Grant::may_give(&self.model, &self.user.grants, grants, self.now)
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

/// Nobody where the header is absent; a header that is there must be right.
impl<S: Send + Sync> OptionalFromRequestParts<S> for Bearer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Option<Self>> {
        parts.headers.contains_key(header::AUTHORIZATION).then(|| Self::of(&parts.headers)).transpose()
    }
}
