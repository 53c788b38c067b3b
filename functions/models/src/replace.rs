//! `PUT /v1/accounts/{account}/access-model`: follow another access model.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use usher::app::App;
use usher::caller::{Bearer, Caller};
use usher::changes::{accounts, administrators};
use usher::domain::access::model::{AccessModel, BeyondCustomization, Customization};
use usher::domain::access::permission::Operation;
use usher::domain::access::vendors::Follows;
use usher::domain::id::AccountId;
use usher::domain::people::account::AccountModel;
use usher::domain::people::user::User;
use usher::http::body::LARGEST_MODEL;
use usher::http::document;
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::{FieldFault, Problems};
use usher::http::{Answer, Body, InPath, Json as Raw, Problem, Source, until_decided};
use usher::store::Key;

use crate::obstacles;

/// Replace an account's access model
///
/// The document must be valid as a whole; all faults are reported at once, each with its path. Refused with 409 while
/// users hold what the new model does not have (`role_in_use`, `units_in_use`, `several_roles_in_use`; `errors` names
/// each with an example), or if no active user could permanently manage users (`last_administrator`). Requires
/// `access_model:manage`, and an access model whose `customization` lets the account change what is changed
/// (`customization_not_allowed`).
#[utoipa::path(
    put,
    operation_id = "replaceAccessModel",
    path = "/v1/accounts/{account}/access-model",
    tag = "access models",
    params(
        ("account" = String, Path, description = "The account"),
        IfMatch
    ),
    request_body = AccessModel,
    extensions(("x-max-body-bytes" = json!(LARGEST_MODEL))),
    responses(
        (status = 200, description = "The access model, replaced", body = AccessModel, headers(("ETag" = String))),
        Problems,
    ),
    security(("bearer" = []))
)]
pub async fn replace(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(account): InPath<AccountId>,
    source: Source,
    if_match: IfMatch,
    body: Body<Raw>,
) -> Answer<(HeaderMap, Json<AccessModel>)> {
    until_decided(|| async {
        let (caller, found) = bearer.enter(&app, account, []).await?;
        caller.require(Operation::AccessModelManage)?;
        caller.require_session()?;
        let followed = found.get(&Key::access_model(account))?.ok_or_else(Problem::not_found)?;
        if_match.check(followed.version)?;
        let model = body.judge(caller.known, |document, _| document::read(document, ""));
        let model = model.map_err(Problem::invalid_fields)?;
        if model == *followed.model {
            return Ok((etag(followed.version), Json(model)));
        }
        check_customized(&followed.model, &model)?;
        obstacles::refuse_while_in_use(&app, account, &followed.model, &model).await?;
        let is_customized = followed.model.customization() == Customization::Everything;
        let follows = followed.follows.clone().map(|follows| Follows { customized: is_customized, ..follows });
        let mut next = AccountModel { model: Arc::new(model), follows, version: followed.version, account };
        let witness = witness(&app, &caller, &next).await?;
        let author = caller.author(&source);
        app.store.commit(accounts::model_replaced(&app, &followed, &mut next, Some(&witness), &author)).await?;
        Ok((etag(next.version), Json(Arc::unwrap_or_clone(next.model))))
    })
    .await
}

/// Goes on only if the account's administrators may change what they change. That is the model's to say.
fn check_customized(followed: &AccessModel, next: &AccessModel) -> Answer<()> {
    followed.check_customized(next).map_err(|beyond| {
        let problem = Problem::new(StatusCode::FORBIDDEN, "customization_not_allowed", beyond.to_string());
        match &beyond {
            BeyondCustomization::Anything => problem,
            BeyondCustomization::Vendors(places) => {
                let fault = |place: &String| FieldFault::new(place, "customization_not_allowed", &beyond);
                problem.about(places.iter().map(fault).collect())
            }
        }
    })
}

/// Someone active who manages users for good under the new model: the caller, or another user who is found. The change
/// goes through only while they stay as they were read.
async fn witness(app: &App, caller: &Caller, next: &AccountModel) -> Answer<User> {
    if caller.user.administers(&next.model) {
        return Ok(caller.user.clone());
    }
    let other = administrators::another(app, next, Some(caller.user.id)).await?;
    other.ok_or_else(obstacles::last_administrator)
}
