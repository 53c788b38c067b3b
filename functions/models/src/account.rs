//! `GET /v1/accounts/{account}/model`: an operator sees which access model an account follows, and how.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Serialize;
use usher::app::App;
use usher::caller::Operator;
use usher::changes::following;
use usher::domain::access::model::AccessModel;
use usher::domain::id::AccountId;
use usher::domain::people::account::AccountModel;
use usher::http::etag::etag;
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, InPath, Problem};
use usher::store::Key;
use utoipa::ToSchema;

/// The access model of an account, as operators see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccountModel)]
pub struct AccountModelView {
    /// The model that the account follows; null if it has an access model of its own.
    #[schema(required)]
    follows: Option<FollowsView>,
    /// The document, with roles of the account's own.
    access_model: AccessModel,
}

/// How an account follows a model.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FollowedModel)]
pub struct FollowsView {
    /// The model.
    #[schema(example = "mod_a2b3c4d5e6f7a2b3")]
    model: String,
    /// The version whose document the account has.
    #[schema(example = 2)]
    version: u32,
    /// The version of the model that is rolled out. If it is another one, a roll-out has yet to come to the account, or
    /// something was in its way.
    #[schema(example = 2)]
    current_version: u32,
    /// Whether the account stays at its version.
    pinned: bool,
    /// Whether the account's own administrators have replaced the document; then nothing is rolled out to it.
    customized: bool,
}

impl AccountModelView {
    /// What the account has, and the version of its model that is rolled out.
    pub fn of(followed: AccountModel, current: Option<u32>) -> Self {
        let follows = followed.follows.map(|follows| FollowsView {
            model: follows.model.to_string(),
            version: follows.version,
            current_version: current.unwrap_or(follows.version),
            pinned: follows.pinned,
            customized: follows.customized,
        });
        Self { follows, access_model: Arc::unwrap_or_clone(followed.model) }
    }
}

/// Get an account's access model and how it follows it
///
/// For operators.
#[utoipa::path(
    get,
    operation_id = "getAccountModel",
    path = "/v1/accounts/{account}/model",
    tag = "access models",
    params(("account" = String, Path, description = "The account")),
    responses(
        (status = 200, description = "The access model", body = AccountModelView, headers(("ETag" = String))),
        OperatorProblems,
        Problems,
    ),
    security(("operator" = []))
)]
pub async fn get(
    State(app): State<Arc<App>>,
    _: Operator,
    InPath(account): InPath<AccountId>,
) -> Answer<(HeaderMap, Json<AccountModelView>)> {
    let followed = app.store.get(&Key::access_model(account)).await?.ok_or_else(Problem::not_found)?;
    let current = match &followed.follows {
        Some(follows) => following::load(&app, follows.model, None).await?.map(|loaded| loaded.model.current),
        None => None,
    };
    Ok((etag(followed.version), Json(AccountModelView::of(followed, current))))
}
