//! `POST /v1/accounts/{account}/access/check-many`: up to a hundred questions at once, for a page that shows or hides
//! many things. What they name is read with the caller.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use usher::app::App;
use usher::caller::{Bearer, Caller};
use usher::domain::access::permission::Operation;
use usher::domain::id::AccountId;
use usher::domain::people::user::User;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, InPath, Unrepeated};
use usher::service::UnrepeatedIdempotencyKey;
use usher::store::Found;
use utoipa::ToSchema;

use crate::question::{AccessDecision, Asked, CheckAccessRequest};

/// How many questions a call has at most.
const MOST: usize = 100;

/// Questions, each of its own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "checks": [{ "permission": "invoices:read" }, { "permission": "invoices:delete" }] }))]
pub struct CheckAccessManyRequest {
    /// The questions.
    #[schema(min_items = 1, max_items = 100)]
    checks: Vec<CheckAccessRequest>,
}

/// The decisions.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessDecisions {
    /// A decision for each question, in the order of the questions.
    decisions: Vec<AccessDecision>,
}

/// Check many things at once
///
/// Answers up to 100 questions, as `checkAccess` answers one. If a question is wrong, or about a user whom you cannot
/// see, all that is wrong is told, and nothing is decided. Asking about others requires `users:read`. Changes nothing.
#[utoipa::path(
    post,
    operation_id = "checkAccessMany",
    path = "/v1/accounts/{account}/access/check-many",
    tag = "access",
    params(("account" = String, Path, description = "The account"), UnrepeatedIdempotencyKey),
    request_body = CheckAccessManyRequest,
    responses((status = 200, description = "The decisions", body = AccessDecisions), Problems),
    security(("bearer" = []))
)]
pub async fn check_many(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(account): InPath<AccountId>,
    body: Body<CheckAccessManyRequest>,
) -> Answer<Unrepeated<Json<AccessDecisions>>> {
    let questions = body.peek().map(|asked| asked.checks.as_slice()).filter(|checks| checks.len() <= MOST);
    let keys: Vec<_> = questions.unwrap_or_default().iter().flat_map(|question| question.keys(account)).collect();
    let (caller, found) = bearer.enter(&app, account, keys).await?;
    if questions.unwrap_or_default().iter().any(|question| question.is_about_another(&caller)) {
        caller.require_somewhere(Operation::UsersRead)?;
    }
    let asked = body.judge(caller.known, |sent, fields| sent.read(&caller, &found, fields))?;
    let decisions = asked.iter().map(|(user, asked)| asked.decide(user, &caller)).collect();
    Ok(Unrepeated(Json(AccessDecisions { decisions })))
}

impl CheckAccessManyRequest {
    /// Each question, and the user whom it is about.
    fn read(&self, caller: &Caller, found: &Found, mut fields: Fields) -> Answer<Vec<(User, Asked)>> {
        if self.checks.is_empty() || self.checks.len() > MOST {
            fields.refuse("checks", "out_of_range", format_args!("must have from 1 to {MOST} questions"));
            return fields.finish(None);
        }
        let mut read = Vec::with_capacity(self.checks.len());
        for (number, question) in self.checks.iter().enumerate() {
            let at = format!("checks[{number}].");
            let user = question.user(&at, caller, found, &mut fields)?;
            let asked = question.read(&at, caller, found, &mut fields)?;
            read.push(user.zip(asked));
        }
        fields.finish(read.into_iter().collect::<Option<Vec<_>>>())
    }
}

impl CheckAccessRequest {
    fn is_about_another(&self, caller: &Caller) -> bool {
        self.user.as_ref().is_some_and(|user| *user != caller.user.id.to_string())
    }

    /// The user whom it is about. A user whom the caller does not see is as unknown as one who does not exist.
    fn user(&self, at: &str, caller: &Caller, found: &Found, fields: &mut Fields) -> Answer<Option<User>> {
        let Some(id) = &self.user else { return Ok(Some(caller.user.clone())) };
        let user = match id.parse() {
            Ok(id) => crate::seen(caller, id, found)?,
            Err(_) => None,
        };
        if user.is_none() {
            fields.refuse(format_args!("{at}user"), "unknown_user", "unknown user");
        }
        Ok(user)
    }
}
