//! `PUT /v1/accounts/{account}/access-model`: follow another access model.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use usher::app::App;
use usher::caller::{Bearer, Caller};
use usher::changes::{accounts, administrators};
use usher::domain::Coded;
use usher::domain::access::model::{AccessModel, Obstacle};
use usher::domain::access::permission::Operation;
use usher::domain::id::{AccountId, UserId};
use usher::domain::people::account::AccountModel;
use usher::domain::people::user::User;
use usher::http::body::LARGEST_MODEL;
use usher::http::document;
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::{FieldFault, Problems};
use usher::http::{Answer, Body, InPath, Json as Raw, Problem, Source, until_decided};
use usher::store::Key;

use crate::holders;

/// Replace an account's access model
///
/// The document must be valid as a whole; all faults are reported at once, each with its path. Refused with 409 while
/// users hold what the new model does not have (`role_in_use`, `units_in_use`, `several_roles_in_use`; `errors` names
/// each with an example), or if no active user could permanently manage users (`last_administrator`). Requires
/// `account:manage`.
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
        caller.require(Operation::AccountManage)?;
        caller.require_session()?;
        let followed = found.get(&Key::access_model(account))?.ok_or_else(Problem::not_found)?;
        if_match.check(followed.version)?;
        let model = body.judge(caller.known, |document, _| document::read(document, ""));
        let model = model.map_err(Problem::invalid_fields)?;
        if model == *followed.model {
            return Ok((etag(followed.version), Json(model)));
        }
        refuse_while_in_use(&app, account, &followed.model, &model).await?;
        let mut next = AccountModel { model: Arc::new(model), version: followed.version, account };
        let witness = witness(&app, &caller, &next).await?;
        let author = caller.author(&source);
        app.store.commit(accounts::model_replaced(&app, &followed, &mut next, &witness, &author)).await?;
        Ok((etag(next.version), Json(Arc::unwrap_or_clone(next.model))))
    })
    .await
}

async fn refuse_while_in_use(app: &App, account: AccountId, before: &AccessModel, after: &AccessModel) -> Answer<()> {
    let met = holders::met(app, account, Obstacle::possible(before, after)).await?;
    let Some((first, _)) = met.first() else { return Ok(()) };
    let code = first.code();
    let detail = "users hold what the new access model does not have; change their grants first";
    Err(Problem::conflict(code, detail).about(met.iter().map(in_the_way).collect()))
}

fn in_the_way((obstacle, holder): &(Obstacle, UserId)) -> FieldFault {
    FieldFault::new(obstacle.path(), obstacle.code(), format_args!("{obstacle}; {holder}, for example"))
}

/// Someone active who manages users for good under the new model: the caller, or another user who is found. The change
/// goes through only while they stay as they were read.
async fn witness(app: &App, caller: &Caller, followed: &AccountModel) -> Answer<User> {
    if caller.user.administers(&followed.model) {
        return Ok(caller.user.clone());
    }
    let other = administrators::another(app, followed, caller.user.id).await?;
    other.ok_or_else(|| {
        Problem::conflict(
            "last_administrator",
            "under the new access model no active user could permanently manage users",
        )
    })
}
