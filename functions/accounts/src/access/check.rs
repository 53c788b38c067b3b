//! `POST /v1/accounts/{account}/access/check`: may a user do this, and why? One request to DynamoDB: portals ask it all the time.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use usher::app::App;
use usher::domain::check::Check;
use usher::domain::id::{AccountId, UnitId, UserId};
use usher::domain::permission::Permission;
use usher::domain::unit::Unit;
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Body, Caller, Fields, InPath, Pass, Problem, Unrepeated, UnrepeatedIdempotencyKey};
use usher::store::{Found, Key};
use utoipa::ToSchema;

use super::because::Because;

/// What to decide.
#[derive(Debug, eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessQuestion {
    /// Who wants to do it; the caller where it is left out. A program that asks about its owner asks what it may do itself: within what its token is limited to.
    #[serde(default)]
    #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    user: Option<String>,
    /// What is to be done: `resource:action`. With `:own` it is about a record of the user's own.
    #[serde(default)]
    #[schema(required, value_type = String, example = "invoices:read")]
    permission: Option<String>,
    /// Where; the account as a whole where it is left out.
    #[serde(default)]
    #[schema(example = "unt_a2b3c4d5e6f7a2b3")]
    unit: Option<String>,
    /// The user whose record it is.
    #[serde(default)]
    #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    owner: Option<String>,
}

/// The decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessDecision {
    /// Whether it is allowed, now.
    #[schema(example = true)]
    allowed: bool,
    /// Why, or what is missing.
    because: Because,
}

/// Check whether a user may do something
///
/// For oneself, or for a user whom one sees, which needs `users:read`. Changes nothing; a grant that has ended gives nothing from that
/// instant on, and neither does a retired unit.
#[utoipa::path(
    post,
    operation_id = "checkAccess",
    path = "/v1/accounts/{account}/access/check",
    tag = "access",
    params(("account" = String, Path, description = "The account"), UnrepeatedIdempotencyKey),
    request_body = AccessQuestion,
    responses((status = 200, description = "The decision", body = AccessDecision), Problems),
    security(("bearer" = []))
)]
pub async fn check(
    State(app): State<Arc<App>>,
    InPath(account): InPath<AccountId>,
    bearer: Bearer,
    Body(question): Body<AccessQuestion>,
) -> Answer<Unrepeated<Json<AccessDecision>>> {
    let (caller, found) = bearer.enter(&app, account, question.keys(account)).await?;
    let user = match &question.user {
        None => caller.user.clone(),
        Some(id) => super::asked_about(&caller, id.parse().map_err(|_| Problem::not_found())?, &found)?,
    };
    let asked = question.read(&caller, &found)?;
    let check = Check { permission: &asked.permission, unit: asked.unit.as_ref(), owner: asked.owner };
    let decided = match &caller.pass {
        Pass::ApiToken(token) if user.id == caller.user.id => check.decide_with(token, &user, &caller.model, caller.now),
        _ => check.decide(&user, &caller.model, caller.now),
    };
    let allowed = decided.is_ok();
    // What was right a moment ago may be wrong now.
    Ok(Unrepeated(Json(AccessDecision { allowed, because: decided.map_or_else(Because::from, Because::from) })))
}

/// The question, understood.
struct Asked {
    permission: Permission,
    unit: Option<Unit>,
    owner: Option<UserId>,
}

impl AccessQuestion {
    /// What is to be read with the caller: the user and the unit.
    fn keys(&self, account: AccountId) -> Vec<Key> {
        let user = self.user.as_deref().and_then(|id| id.parse::<UserId>().ok()).map(|user| Key::user(account, user.key()));
        let unit = self.unit.as_deref().and_then(|id| id.parse().ok()).map(|unit| Key::unit(account, unit));
        user.into_iter().chain(unit).collect()
    }

    fn read(&self, caller: &Caller, found: &Found) -> Answer<Asked> {
        let mut fields = Fields::new();
        let permission = self.read_permission(caller, &mut fields);
        let unit = self.read_unit(caller, found, &mut fields)?;
        let owner = self.owner.as_deref().map(str::parse::<UserId>);
        if let Some(Err(_)) = owner {
            fields.refuse("owner", "invalid_id", "not the id of a user");
        }
        fields.finish()?;
        Ok(Asked { permission: permission.ok_or_else(Problem::internal)?, unit, owner: owner.and_then(Result::ok) })
    }

    fn read_permission(&self, caller: &Caller, fields: &mut Fields) -> Option<Permission> {
        let Some(text) = &self.permission else {
            fields.refuse("permission", "required", "must be given");
            return None;
        };
        match text.parse::<Permission>() {
            Err(_) => fields.refuse("permission", "invalid_permission", "of the form `resource:action` or `resource:action:own`"),
            Ok(permission) if caller.model.knows(&permission) => return Some(permission),
            Ok(_) => fields.refuse("permission", "unknown_permission", "the access model has no such resource or action"),
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
            fields.refuse("unit", "unknown_unit", "no unit of this account");
        }
        Ok(unit)
    }
}
