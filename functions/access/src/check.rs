//! `POST /v1/accounts/{account}/access/check`: may a user do this, and why? One request to DynamoDB: portals ask it all
//! the time.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use usher::app::App;
use usher::caller::{Bearer, Caller, Pass};
use usher::domain::access::permission::Permission;
use usher::domain::access::unit::Unit;
use usher::domain::decision::Check;
use usher::domain::id::{AccountId, UnitId, UserId};
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, InPath, Problem, Unrepeated};
use usher::service::UnrepeatedIdempotencyKey;
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
    user: Option<String>,
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

/// Check whether a user may do something
///
/// For yourself, or for another user whom you can see, which requires `users:read`. Changes nothing. A grant gives
/// nothing once it has ended, and a retired unit gives access to nothing.
#[utoipa::path(
    post,
    operation_id = "checkAccess",
    path = "/v1/accounts/{account}/access/check",
    tag = "access",
    params(("account" = String, Path, description = "The account"), UnrepeatedIdempotencyKey),
    request_body = CheckAccessRequest,
    responses((status = 200, description = "The decision", body = AccessDecision), Problems),
    security(("bearer" = []))
)]
pub async fn check(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(account): InPath<AccountId>,
    body: Body<CheckAccessRequest>,
) -> Answer<Unrepeated<Json<AccessDecision>>> {
    let (caller, found) = bearer.enter(&app, account, keys(&body, account)).await?;
    let user = match body.peek().and_then(|question| question.user.as_ref()) {
        None => caller.user.clone(),
        Some(id) => crate::asked_about(&caller, id.parse().map_err(|_| not_found(&body, &caller))?, &found)?,
    };
    let asked = body.judge(caller.known, |question, fields| question.read(&caller, &found, fields))?;
    let check = Check { permission: &asked.permission, unit: asked.unit.as_ref(), owner: asked.owner };
    let decided = match &caller.pass {
        Pass::ApiToken(token) if user.id == caller.user.id => {
            check.decide_with(token, &user, &caller.model, caller.now)
        }
        _ => check.decide(&user, &caller.model, caller.now),
    };
    let allowed = decided.is_ok();
    // What was right a moment ago may be wrong now.
    Ok(Unrepeated(Json(AccessDecision {
        allowed,
        reason: decided.map_or_else(DecisionReason::from, DecisionReason::from),
    })))
}

/// There is no user who is called like this; or what was sent in place of an id is none at all.
fn not_found(body: &Body<CheckAccessRequest>, caller: &Caller) -> Problem {
    body.shape(caller.known).err().unwrap_or_else(Problem::not_found)
}

/// What is to be read with the caller: the user and the unit.
fn keys(body: &Body<CheckAccessRequest>, account: AccountId) -> Vec<AnyKey> {
    let Some(question) = body.peek() else { return Vec::new() };
    let user = question
        .user
        .as_deref()
        .and_then(|id| id.parse::<UserId>().ok())
        .map(|user| Key::user(account, user.key()).any());
    let unit = question.unit.as_deref().and_then(|id| id.parse().ok()).map(|unit| Key::unit(account, unit).any());
    user.into_iter().chain(unit).collect()
}

/// The question, understood.
struct Asked {
    permission: Permission,
    unit: Option<Unit>,
    owner: Option<UserId>,
}

impl CheckAccessRequest {
    fn read(&self, caller: &Caller, found: &Found, mut fields: Fields) -> Answer<Asked> {
        let permission = self.read_permission(caller, &mut fields);
        let unit = self.read_unit(caller, found, &mut fields)?;
        let owner = self.owner.as_deref().map(str::parse::<UserId>);
        if let Some(Err(_)) = owner {
            fields.refuse("owner", "invalid_id", "not the id of a user");
        }
        let permission = fields.finish(permission)?;
        Ok(Asked { permission, unit, owner: owner.and_then(Result::ok) })
    }

    fn read_permission(&self, caller: &Caller, fields: &mut Fields) -> Option<Permission> {
        match self.permission.parse::<Permission>() {
            Err(_) => fields.refuse(
                "permission",
                "invalid_permission",
                "must have the form `resource:action` or `resource:action:own`",
            ),
            Ok(permission) if caller.model.knows(&permission) => return Some(permission),
            Ok(_) => fields.refuse("permission", "unknown_permission", "unknown resource or action"),
        }
        None
    }

    fn read_unit(&self, caller: &Caller, found: &Found, fields: &mut Fields) -> Answer<Option<Unit>> {
        let Some(text) = &self.unit else { return Ok(None) };
        let unit = match text.parse::<UnitId>() {
            Ok(id) => found.get(&Key::unit(caller.account.id, id))?,
            Err(_) => None,
        };
        if unit.is_none() {
            fields.refuse("unit", "unknown_unit", "unknown unit");
        }
        Ok(unit)
    }
}
