//! Who calls, and what they may do.

mod api_token;
mod bearer;
pub mod guard;
mod operator;
pub mod place;
pub mod proof;
mod proven;
mod seen_units;
mod session;
pub mod user_in_path;

pub use self::api_token::ApiTokenBearer;
pub use self::bearer::{Bearer, READ_WITH_THE_CALLER};
pub use self::guard::Guard;
pub use self::operator::Operator;
pub use self::place::{Admission, Place, Places};
pub use self::proven::Proven;
pub use self::seen_units::SeenUnits;
pub use self::session::{SessionBearer, SignedInPerson, check_second_factor};

use std::sync::Arc;

use axum::http::StatusCode;
use jiff::Timestamp;

use crate::domain::access::grant::{Access, Grant};
use crate::domain::access::model::AccessModel;
use crate::domain::access::permission::Operation;
use crate::domain::credentials::api_token::ApiToken;
use crate::domain::credentials::session::Session;
use crate::domain::effects::audit::{Actor, Author};
use crate::domain::id::UserId;
use crate::domain::people::account::{Account, AccountModel};
use crate::domain::people::user::User;
use crate::http::{Answer, Known, Problem, Source};

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
    /// That it is known.
    pub known: Known,
    /// What shows who calls.
    pub pass: Pass,
    /// The account.
    pub account: Account,
    /// The account's access model.
    pub model: Arc<AccessModel>,
    /// The version of the access model, for changes that are right under this one only.
    pub model_version: u64,
    /// The user.
    pub user: User,
    /// What the caller may do now.
    pub access: Access,
    /// When the call was decided.
    pub now: Timestamp,
}

impl Caller {
    /// The author of the changes that the caller makes in the request that came from `source`.
    pub fn author(&self, source: &Source) -> Author {
        let actor = match &self.pass {
            Pass::Session(_) => Actor::User { id: self.user.id },
            Pass::ApiToken(token) => Actor::ApiToken { id: token.id, user: self.user.id },
        };
        source.author(actor, self.now)
    }

    /// Whether it is the user `user` in person who calls. A program has no say over its owner because it is theirs.
    pub fn is_in_person(&self, user: UserId) -> bool {
        self.user.id == user && matches!(self.pass, Pass::Session(_))
    }

    /// The epoch of the person who calls; none if a program does.
    pub fn epoch(&self) -> Option<u64> {
        match &self.pass {
            Pass::Session(session) => Some(session.epoch),
            Pass::ApiToken(_) => None,
        }
    }

    /// Goes on only if a person calls, and no program.
    pub fn require_session(&self) -> Answer<()> {
        match &self.pass {
            Pass::Session(_) => Ok(()),
            Pass::ApiToken(_) => Err(Problem::session_required()),
        }
    }

    /// Goes on only if the caller may perform `operation`.
    pub fn require(&self, operation: Operation) -> Answer<()> {
        if self.access.may(operation) {
            return Ok(());
        }
        Err(Problem::forbidden(format!("you need the permission `{}`", operation.permission())))
    }

    /// Goes on only if the caller may perform `operation` at least in one unit.
    pub fn require_somewhere(&self, operation: Operation) -> Answer<()> {
        if self.access.may_somewhere(operation) {
            return Ok(());
        }
        Err(Problem::forbidden(format!("you need the permission `{}`", operation.permission())))
    }

    /// Whether the caller may perform `operation` over a user who holds `grants`: in every unit that these reach.
    pub fn may_over(&self, operation: Operation, grants: &[Grant]) -> bool {
        self.access.may_over(operation, &self.model, grants, self.now)
    }

    /// Goes on only if the caller may perform `operation` over `user`.
    pub fn require_over(&self, operation: Operation, user: &User) -> Answer<()> {
        if self.may_over(operation, &user.grants) {
            return Ok(());
        }
        Err(Problem::forbidden(format!(
            "you need the permission `{}` in all of the user's units",
            operation.permission()
        )))
    }

    /// Goes on only if `user` has no more say over users, the account, its tokens and its trail than the caller
    /// (docs/decisions/0014).
    pub fn check_outranks(&self, user: &User) -> Answer<()> {
        if !self.access.is_outranked_by(&Access::of(&self.model, &user.grants, self.now)) {
            return Ok(());
        }
        Err(Problem::new(
            StatusCode::FORBIDDEN,
            "user_outranks_caller",
            "this user has administrative permissions that you do not have",
        ))
    }

    /// Whether the caller sees `user`: themselves always, others as [`Access::sees`] decides. Whom a caller does not
    /// see does not exist for them: answer as for an unknown id.
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
        Grant::may_give(&self.model, &self.user.grants, grants, self.now)
            && self.access.covers(&Access::of(&self.model, grants, self.now))
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
        AccountModel { account: self.account.id, model: Arc::clone(&self.model), version: self.model_version }
    }
}
