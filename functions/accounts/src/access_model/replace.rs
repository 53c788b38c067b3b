//! `PUT /v1/accounts/{account}/access-model`: follow another access model.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::json;
use usher::app::App;
use usher::domain::Coded;
use usher::domain::access_model::{AccessModel, Obstacle};
use usher::domain::account::AccountModel;
use usher::domain::audit::Action;
use usher::domain::id::{AccountId, UserId};
use usher::domain::permission::Operation;
use usher::domain::user::User;
use usher::http::administrators;
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::{FieldFault, Problems};
use usher::http::{Answer, Bearer, Body, Caller, InPath, Json as Raw, Problem, Source, until_decided};
use usher::store::{Change, Key};

use super::holders;
use crate::document::{self, ModelView};

/// Replace an account's access model
///
/// With a document that is valid as a whole; all that is wrong with it is reported at once, each fault at its path. Refused with 409 while
/// somebody holds what the new model has no place for (`role_in_use`, `units_in_use`, `several_roles_in_use`; `errors` names each with an
/// example), and where no active user would manage users for good (`last_administrator`). Needs `account:manage`.
#[utoipa::path(
    put,
    operation_id = "replaceAccessModel",
    path = "/v1/accounts/{account}/access-model",
    tag = "access models",
    params(
        ("account" = String, Path, description = "The account"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the access model as it was read")
    ),
    request_body = ModelView,
    responses((status = 200, description = "The access model, replaced", body = ModelView, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn replace(
    State(app): State<Arc<App>>,
    InPath(account): InPath<AccountId>,
    bearer: Bearer,
    source: Source,
    if_match: IfMatch,
    Body(document): Body<Raw>,
) -> Answer<(HeaderMap, Json<ModelView>)> {
    let read = document::read(&document, "");
    until_decided(|| async {
        let (caller, found) = bearer.enter(&app, account, []).await?;
        caller.require(Operation::AccountManage)?;
        caller.require_session()?;
        let followed: AccountModel = found.get(&Key::access_model(account))?.ok_or_else(Problem::not_found)?;
        if_match.check(followed.version)?;
        let model = read.clone().map_err(Problem::invalid_fields)?;
        if model == followed.model {
            return Ok((etag(followed.version), Json(model.into())));
        }
        refuse_while_in_use(&app, account, &followed.model, &model).await?;
        let mut next = AccountModel { model, version: followed.version, account };
        let witness = witness(&app, &caller, &next).await?;
        let author = source.author(caller.actor(), caller.now);
        let changed = (json!(followed.model), json!(next.model));
        let event = author.event(account, Action::AccessModelReplaced, account, changed, &mut app.rng());
        // Written, not only looked at: a change of the witness that was decided under the old model is then decided anew.
        let mut witnessed = User { witnessed: followed.version + 1, ..witness.clone() };
        let change = Change::new().replace(&mut next).replace_user(&witness, &mut witnessed).create(&event);
        app.store.commit(change).await?;
        Ok((etag(next.version), Json(next.model.into())))
    })
    .await
}

async fn refuse_while_in_use(app: &App, account: AccountId, before: &AccessModel, after: &AccessModel) -> Answer<()> {
    let met = holders::met(app, account, Obstacle::possible(before, after)).await?;
    let Some((first, _)) = met.first() else { return Ok(()) };
    let code = first.code();
    let detail = "somebody holds what the new access model has no place for: change what they hold first";
    Err(Problem::conflict(code, detail).about(met.iter().map(in_the_way).collect()))
}

fn in_the_way((obstacle, holder): &(Obstacle, UserId)) -> FieldFault {
    FieldFault { field: obstacle.path(), code: obstacle.code().to_owned(), message: format!("{obstacle}; in the way is {holder}, for one") }
}

/// Somebody active who manages users for good under the new model: the caller, or whoever else is found. The change goes through only while
/// they stay as they were read.
async fn witness(app: &App, caller: &Caller, followed: &AccountModel) -> Answer<User> {
    if caller.user.administers(&followed.model) {
        return Ok(caller.user.clone());
    }
    let other = administrators::another(app, followed, caller.user.id).await?;
    other.ok_or_else(|| Problem::conflict("last_administrator", "under the new access model no active user would manage users for good"))
}
