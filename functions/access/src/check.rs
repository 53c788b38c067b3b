//! `POST /v1/accounts/{account}/access/check`: may a user do this, and why? One request to DynamoDB: portals ask it all
//! the time.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use usher::app::App;
use usher::caller::{Bearer, Caller};
use usher::domain::id::AccountId;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, InPath, Problem, Unrepeated};
use usher::service::UnrepeatedIdempotencyKey;

use crate::question::{AccessDecision, CheckAccessRequest};

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
    let keys: Vec<_> = body.peek().into_iter().flat_map(|question| question.keys(account)).collect();
    let (caller, found) = bearer.enter(&app, account, keys).await?;
    let user = match body.peek().and_then(|question| question.user.as_ref()) {
        None => caller.user.clone(),
        Some(id) => crate::asked_about(&caller, id.parse().map_err(|_| not_found(&body, &caller))?, &found)?,
    };
    let asked = body.judge(caller.known, |question, mut fields| {
        let asked = question.read("", &caller, &found, &mut fields)?;
        fields.finish(asked)
    })?;
    // What was right a moment ago may be wrong now.
    Ok(Unrepeated(Json(asked.decide(&user, &caller))))
}

/// There is no user who is called like this; or what was sent in place of an id is none at all.
fn not_found(body: &Body<CheckAccessRequest>, caller: &Caller) -> Problem {
    body.shape(caller.known).err().unwrap_or_else(Problem::not_found)
}
