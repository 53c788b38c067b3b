//! `PUT /v1/accounts/{account}/model`: an operator has an account follow another access model.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use usher::app::App;
use usher::caller::Operator;
use usher::changes::accounts;
use usher::changes::following::Choice;
use usher::domain::access::model::AccessModel;
use usher::domain::id::AccountId;
use usher::domain::people::account::AccountModel;
use usher::http::body::LARGEST_MODEL;
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, Body, InPath, Json as Raw, Problem, Source, until_decided};
use usher::presets::Preset;
use usher::store::Key;
use utoipa::ToSchema;

use crate::account::AccountModelView;
use crate::obstacles;

/// The access model that an account is to follow.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "preset": "portal" }))]
pub struct SetAccountModelRequest {
    /// The name of a preset. One of `preset`, `model` and `access_model` is required.
    #[schema(value_type = Option<Preset>)]
    preset: Option<String>,
    /// The id of a model.
    #[schema(example = "mod_a2b3c4d5e6f7a2b3")]
    model: Option<String>,
    /// The version of the model or the preset at which the account stays; by default it follows what is rolled out.
    #[schema(example = 2)]
    model_version: Option<u32>,
    /// An access model of its own.
    #[schema(value_type = Option<AccessModel>)]
    access_model: Option<Raw>,
}

/// Set an account's access model
///
/// For operators: replaces the access model whatever its `customization`, roles of the account's own included. Refused
/// as for the account's own administrators while users hold what the new model does not have, or if nobody could
/// permanently manage users any more (409, with everything that is in the way).
#[utoipa::path(
    put,
    operation_id = "setAccountModel",
    path = "/v1/accounts/{account}/model",
    tag = "access models",
    params(
        ("account" = String, Path, description = "The account"),
        IfMatch
    ),
    request_body = Option<SetAccountModelRequest>,
    extensions(("x-max-body-bytes" = json!(LARGEST_MODEL))),
    responses(
        (status = 200, description = "The access model", body = AccountModelView, headers(("ETag" = String))),
        OperatorProblems,
        Problems,
    ),
    security(("operator" = []))
)]
pub async fn set(
    State(app): State<Arc<App>>,
    operator: Operator,
    InPath(account): InPath<AccountId>,
    source: Source,
    if_match: IfMatch,
    body: Body<SetAccountModelRequest>,
) -> Answer<(HeaderMap, Json<AccountModelView>)> {
    until_decided(|| async {
        let followed = app.store.get(&Key::access_model(account)).await?.ok_or_else(Problem::not_found)?;
        if_match.check(followed.version)?;
        let loaded = match body.peek() {
            Some(request) => request.choice().load(&app).await?,
            None => body.shape(operator.known)?.choice().load(&app).await?,
        };
        let chosen = body.read(operator.known, |request, fields| request.choice().read(loaded.as_ref(), fields))?;
        let mut next = AccountModel { model: chosen.document, follows: chosen.follows, ..followed.clone() };
        let current = loaded.map(|loaded| loaded.model.current);
        if next.model == followed.model && next.follows == followed.follows {
            return Ok((etag(followed.version), Json(AccountModelView::of(followed, current))));
        }
        obstacles::refuse_while_in_use(&app, account, &followed.model, &next.model).await?;
        let witness = obstacles::witness(&app, &followed, &next).await?.ok_or_else(obstacles::last_administrator)?;
        let author = operator.author(&source, app.now());
        app.store.commit(accounts::model_replaced(&app, &followed, &mut next, witness.as_ref(), &author)).await?;
        Ok((etag(next.version), Json(AccountModelView::of(next, current))))
    })
    .await
}

impl SetAccountModelRequest {
    fn choice(&self) -> Choice<'_> {
        Choice {
            preset: self.preset.as_deref(),
            access_model: self.access_model.as_ref(),
            model: self.model.as_deref(),
            model_version: self.model_version,
        }
    }
}
