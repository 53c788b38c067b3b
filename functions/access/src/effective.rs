//! `GET /v1/accounts/{account}/users/{user}/access`: what a user may do, unit by unit.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use usher::app::App;
use usher::caller::{Bearer, Caller, SeenUnits};
use usher::domain::access::grant::{Access, Effective, next_end};
use usher::domain::access::unit::UnitStatus;
use usher::domain::id::{AccountId, UnitId, UserId};
use usher::domain::people::user::{User, UserStatus};
use usher::http::problem::Problems;
use usher::http::{Answer, InPath};
use usher::store::Key;
use utoipa::ToSchema;

/// What a user may do now.
#[derive(Debug, Serialize, ToSchema)]
pub struct EffectiveAccess {
    /// The user.
    #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    user: String,
    /// The user's status. Only active users may do anything.
    status: UserStatus,
    /// What the user may do everywhere: in every unit, including future ones, and on records that belong to no unit.
    #[schema(example = json!(["invoices:read", "payment_plans:read"]))]
    everywhere: BTreeSet<String>,
    /// What the user may do in each unit that a grant names.
    units: Vec<AccessInUnit>,
    /// When this next changes because a grant ends.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    changes_at: Option<Timestamp>,
}

/// What a user may do in one unit.
#[derive(Debug, Serialize, ToSchema)]
struct AccessInUnit {
    /// The unit.
    #[schema(example = "unt_a2b3c4d5e6f7a2b3")]
    unit: String,
    /// The unit's name; null if the caller asks about another user and cannot see the unit.
    #[schema(required, example = "Harbour Street")]
    name: Option<String>,
    /// `active`, or `retired`, which gives access to nothing. Null if the name is null.
    #[schema(required)]
    status: Option<UnitStatus>,
    /// What the user may do there, including what they may do everywhere.
    permissions: BTreeSet<String>,
}

/// Get a user's effective permissions
///
/// Returns what the user may do now, by unit. For yourself, or for another user whom you can see, which requires
/// `users:read`.
#[utoipa::path(
    get,
    operation_id = "getUserAccess",
    path = "/v1/accounts/{account}/users/{user}/access",
    tag = "access",
    params(("account" = String, Path, description = "The account"), ("user" = String, Path, description = "The user")),
    responses((status = 200, description = "What the user may do", body = EffectiveAccess), Problems),
    security(("bearer" = []))
)]
pub async fn effective(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath((account, user)): InPath<(AccountId, UserId)>,
) -> Answer<Json<EffectiveAccess>> {
    let (caller, found) = bearer.enter(&app, account, [Key::user(account, user.key()).any()]).await?;
    let user = crate::asked_about(&caller, user, &found)?;
    let grants = if user.status == UserStatus::Active { user.grants.as_slice() } else { &[] };
    let effective = Effective::of(&Access::of(&caller.model, grants, caller.now));
    let changes_at = next_end(grants, caller.now);
    let units = by_unit(&app, &caller, &user, effective.units).await?;
    Ok(Json(EffectiveAccess {
        user: user.id.to_string(),
        status: user.status,
        everywhere: effective.everywhere,
        units,
        changes_at,
    }))
}

/// The units by name, and behind them those that the caller does not see; a second request, if there are any.
async fn by_unit(
    app: &App,
    caller: &Caller,
    user: &User,
    held: BTreeMap<UnitId, BTreeSet<String>>,
) -> Answer<Vec<AccessInUnit>> {
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let found = app.store.read(held.keys().map(|unit| Key::unit(user.account, *unit).any())).await?;
    let (is_own, seen) = (caller.user.id == user.id, SeenUnits::by(caller));
    let mut units = Vec::with_capacity(held.len());
    for (id, permissions) in held {
        let Some(unit) = found.readable(&Key::unit(user.account, id)) else { continue };
        let permissions = if unit.is_retired() { BTreeSet::new() } else { permissions };
        let (name, status) =
            if is_own || seen.has(id) { (Some(unit.name.clone().into()), Some(unit.status())) } else { (None, None) };
        units.push(AccessInUnit { unit: id.to_string(), name, status, permissions });
    }
    units.sort_by(|one, other| {
        (one.name.is_none(), &one.name, &one.unit).cmp(&(other.name.is_none(), &other.name, &other.unit))
    });
    Ok(units)
}
