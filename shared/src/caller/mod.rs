//! Who calls, and what they may do.

mod activity;
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

pub use self::activity::note_activity;
pub use self::api_token::ApiTokenBearer;
pub use self::bearer::{Bearer, READ_WITH_THE_CALLER};
pub use self::guard::Guard;
pub use self::operator::Operator;
pub use self::place::{Admission, Place, Places};
pub use self::proven::Proven;
pub use self::seen_units::SeenUnits;
pub use self::session::{SessionBearer, SignedInPerson, check_second_factor};

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::access::grant::{Access, Grant};
use crate::domain::access::model::AccessModel;
use crate::domain::access::permission::Operation;
use crate::domain::credentials::api_token::ApiToken;
use crate::domain::credentials::session::Session;
use crate::domain::decision::Acting;
use crate::domain::effects::audit::{Actor, Author};
use crate::domain::id::UserId;
use crate::domain::people::account::{Account, AccountModel};
use crate::domain::people::user::User;
use crate::http::{Answer, Known, Source};

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

    /// Who acts, as far as it matters to what the caller may do.
    pub fn acting(&self) -> Acting<'_> {
        let Self { user, model, access, now, .. } = self;
        Acting { user, model, access, in_person: matches!(self.pass, Pass::Session(_)), now: *now }
    }

    /// Whether it is the user `user` in person who calls.
    pub fn is_in_person(&self, user: UserId) -> bool {
        self.acting().is_in_person(user)
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
        Ok(self.acting().require_person()?)
    }

    /// Goes on only if the caller may perform `operation`.
    pub fn require(&self, operation: Operation) -> Answer<()> {
        Ok(self.acting().require(operation)?)
    }

    /// Goes on only if the caller may perform `operation` at least in one unit.
    pub fn require_somewhere(&self, operation: Operation) -> Answer<()> {
        Ok(self.acting().require_somewhere(operation)?)
    }

    /// Whether the caller may perform `operation` over a user who holds `grants`: in every unit that these reach.
    pub fn may_over(&self, operation: Operation, grants: &[Grant]) -> bool {
        self.acting().may_over(operation, grants)
    }

    /// Whether the caller sees `user`. Whom a caller does not see does not exist for them: answer as for an unknown id.
    pub fn sees(&self, user: &User) -> bool {
        self.acting().sees(user)
    }

    /// Whether the caller sees every user of the account, whatever they hold.
    pub fn sees_everybody(&self) -> bool {
        self.acting().sees_everybody()
    }

    /// Whether the caller holds all that `grants` give, for as long as they give it, and so may give them.
    pub fn covers(&self, grants: &[Grant]) -> bool {
        self.acting().covers(grants)
    }

    /// The access model as the account follows it: to decide by and to be required, not to be written.
    pub fn followed(&self) -> AccountModel {
        let (account, model, version) = (self.account.id, Arc::clone(&self.model), self.model_version);
        AccountModel { account, model, follows: None, version }
    }
}
