//! `GET /v1/accounts/{account}/access/grantable-roles`: what the caller may give.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use usher::app::App;
use usher::caller::{Bearer, Caller};
use usher::domain::access::grant::UnitScope;
use usher::domain::access::model::AccessModel;
use usher::domain::access::permission::Operation;
use usher::domain::decision::Givable;
use usher::domain::id::AccountId;
use usher::http::problem::Problems;
use usher::http::{Answer, InPath};
use utoipa::ToSchema;

/// The roles that the caller may give.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantableRoles {
    /// What they may give to people whom they invite or create.
    to_invite: Vec<GrantableRole>,
    /// What they may give to users whose grants they may change.
    to_update: Vec<GrantableRole>,
}

/// A role, as far as the caller may give it.
#[derive(Debug, Serialize, ToSchema)]
struct GrantableRole {
    /// The role.
    #[schema(example = "read")]
    role: String,
    /// The role's name for people.
    #[schema(example = "Read")]
    title: String,
    /// What its holders can do, in the portal's words; may be empty.
    description: String,
    /// The units for which it may be given, together or each alone: `"all"`, or a list of unit ids. Retired units may
    /// be among them.
    units: UnitScope,
    /// The permissions that may be added to it.
    permissions: Vec<String>,
    /// Until when it may be given at most; null if it may be given without an end.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    ends_at: Option<Timestamp>,
}

/// List the roles that you may give
///
/// For each role, the units, the added permissions and the end that you may give at most: no more than you hold, and in
/// the units where you may invite or change users. A role that you may not give at all is left out. Available to every
/// user of the account.
#[utoipa::path(
    get,
    operation_id = "listGrantableRoles",
    path = "/v1/accounts/{account}/access/grantable-roles",
    tag = "access",
    params(("account" = String, Path, description = "The account")),
    responses((status = 200, description = "The roles", body = GrantableRoles), Problems),
    security(("bearer" = []))
)]
pub async fn grantable(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(account): InPath<AccountId>,
) -> Answer<Json<GrantableRoles>> {
    let (caller, _) = bearer.enter(&app, account, []).await?;
    Ok(Json(GrantableRoles {
        to_invite: roles(&caller, Operation::UsersInvite),
        to_update: roles(&caller, Operation::UsersUpdate),
    }))
}

fn roles(caller: &Caller, operation: Operation) -> Vec<GrantableRole> {
    let givable = caller.acting().givable(operation).into_iter();
    givable.filter_map(|givable| GrantableRole::of(givable, &caller.model)).collect()
}

impl GrantableRole {
    fn of(Givable { grant, permissions }: Givable, model: &AccessModel) -> Option<Self> {
        let role = model.role(&grant.role)?;
        Some(Self {
            role: role.name.to_string(),
            title: role.title.clone(),
            description: role.description.clone(),
            units: grant.units,
            permissions: permissions.iter().map(ToString::to_string).collect(),
            ends_at: grant.ends_at,
        })
    }
}
