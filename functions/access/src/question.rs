//! A question about access, as it is asked, read and decided.

use std::iter;

use serde::{Deserialize, Serialize};
use usher::caller::{Caller, Pass};
use usher::domain::access::permission::Permission;
use usher::domain::access::unit::Unit;
use usher::domain::decision::Check;
use usher::domain::id::{AccountId, UnitId, UserId};
use usher::domain::people::user::User;
use usher::http::{Answer, Fields};
use usher::store::{AnyKey, Found, Key};
use utoipa::ToSchema;

use crate::reason::DecisionReason;

/// A question: may this user do this?
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "permission": "invoices:read" }))]
pub struct CheckAccessRequest {
    /// The user in question; by default the caller. A program that asks about its owner gets what it may do itself,
    /// within the limits of its token.
    #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    pub(crate) user: Option<String>,
    /// The permission in question: `resource:action`. With `:own`, the question is about a record of the user's own.
    #[schema(example = "invoices:read")]
    permission: String,
    /// The unit in question; by default the account as a whole.
    #[schema(example = "unt_a2b3c4d5e6f7a2b3")]
    unit: Option<String>,
    /// The user whose record it is.
    #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    owner: Option<String>,
}

/// The decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessDecision {
    /// Whether it is allowed now.
    #[schema(example = true)]
    allowed: bool,
    /// The reason: why it is allowed, or what is missing.
    reason: DecisionReason,
}

/// The question, understood.
pub(crate) struct Asked {
    permission: Permission,
    unit: Option<Unit>,
    owner: Option<UserId>,
}

impl Asked {
    /// Whether `user` may do it, and why. A program asks about its owner within the limits of its token.
    pub(crate) fn decide(&self, user: &User, caller: &Caller) -> AccessDecision {
        let check = Check { permission: &self.permission, unit: self.unit.as_ref(), owner: self.owner };
        let decided = match &caller.pass {
            Pass::ApiToken(token) if user.id == caller.user.id => {
                check.decide_with(token, user, &caller.model, caller.now)
            }
            _ => check.decide(user, &caller.model, caller.now),
        };
        AccessDecision {
            allowed: decided.is_ok(),
            reason: decided.map_or_else(DecisionReason::from, DecisionReason::from),
        }
    }
}

impl CheckAccessRequest {
    /// What is to be read with the caller: the user and the unit.
    pub(crate) fn keys(&self, account: AccountId) -> impl Iterator<Item = AnyKey> {
        let user = self.user.as_deref().and_then(|id| id.parse::<UserId>().ok());
        let unit = self.unit.as_deref().and_then(|id| id.parse::<UnitId>().ok());
        let user = user.map(|user| Key::user(account, user.key()).any());
        iter::chain(user, unit.map(|unit| Key::unit(account, unit).any()))
    }

    /// The question, if nothing is wrong with it; `at` leads to its fields. Only a store that fails ends it at once.
    pub(crate) fn read(&self, at: &str, caller: &Caller, found: &Found, fields: &mut Fields) -> Answer<Option<Asked>> {
        let permission = self.read_permission(at, caller, fields);
        let unit = self.read_unit(at, caller, found, fields)?;
        let owner = self.owner.as_deref().map(str::parse::<UserId>);
        if let Some(Err(_)) = owner {
            fields.refuse(format_args!("{at}owner"), "invalid_id", "not the id of a user");
        }
        Ok(permission.map(|permission| Asked { permission, unit, owner: owner.and_then(Result::ok) }))
    }

    fn read_permission(&self, at: &str, caller: &Caller, fields: &mut Fields) -> Option<Permission> {
        let field = format!("{at}permission");
        match self.permission.parse::<Permission>() {
            Err(_) => fields.refuse(
                field,
                "invalid_permission",
                "must have the form `resource:action` or `resource:action:own`",
            ),
            Ok(permission) if caller.model.knows(&permission) => return Some(permission),
            Ok(_) => fields.refuse(field, "unknown_permission", "unknown resource or action"),
        }
        None
    }

    fn read_unit(&self, at: &str, caller: &Caller, found: &Found, fields: &mut Fields) -> Answer<Option<Unit>> {
        let Some(text) = &self.unit else { return Ok(None) };
        let unit = match text.parse::<UnitId>() {
            Ok(id) => found.get(&Key::unit(caller.account.id, id))?,
            Err(_) => None,
        };
        if unit.is_none() {
            fields.refuse(format_args!("{at}unit"), "unknown_unit", "unknown unit");
        }
        Ok(unit)
    }
}
