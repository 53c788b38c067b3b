//! `GET /v1/accounts/{account}/api-tokens`: the API tokens of an account, or of one of its users.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use usher::app::App;
use usher::caller::{Bearer, Caller};
use usher::domain::access::permission::Operation;
use usher::domain::credentials::api_token::ApiToken;
use usher::domain::id::{AccountId, UserId, UserKey};
use usher::domain::people::user::User;
use usher::http::pages::{PageRequest, Paged};
use usher::http::problem::Problems;
use usher::http::{Answer, InPath, ListQuery, Problem};
use usher::store::{AnyKey, Found, Key, List};
use utoipa::IntoParams;

use crate::view::ApiTokenView;

/// Whose tokens to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ApiTokensQuery {
    /// The user on whose behalf the tokens act. By default every user's if the caller holds `api_tokens:manage` for the
    /// whole account, otherwise the caller's own.
    #[param(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    owner: Option<String>,
}

/// A page of API tokens.
type ApiTokenPage = Paged<ApiTokenView>;

/// List API tokens
///
/// Lists the tokens that have not ended, grouped by owner, without their secrets.
#[utoipa::path(
    get,
    operation_id = "listApiTokens",
    path = "/v1/accounts/{account}/api-tokens",
    tag = "api tokens",
    params(("account" = String, Path, description = "The account"), ApiTokensQuery, PageRequest),
    responses((status = 200, description = "A page of tokens", body = ApiTokenPage), Problems),
    security(("bearer" = []))
)]
pub async fn list(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(account): InPath<AccountId>,
    query: ListQuery<ApiTokensQuery>,
) -> Answer<Json<ApiTokenPage>> {
    let owner = query.peek().and_then(|filter| filter.owner.as_deref()?.parse::<UserId>().ok());
    let (caller, found) = bearer.enter(&app, account, owner.map(|owner| Key::user(account, owner.key()).any())).await?;
    caller.acting().require_any_tokens()?;
    let (_, page) = query.read(caller.known, |filter, fields| {
        if filter.owner.is_some() && owner.is_none() {
            fields.refuse("owner", "invalid_id", "not the id of a user");
        }
    })?;
    let owner = whose(&caller, owner, &found)?;
    let lists = [List::api_tokens(account, owner.map(|owner| owner.key()))];
    // Ended tokens wait for DynamoDB to delete them.
    let examined = page.examine(&app, &caller.account, &lists, "not ended").await?;
    let end = |token: &ApiToken| Key::api_tokens_end(account, token.owner.key());
    let owners: BTreeSet<UserKey> = examined.records().map(|token: &ApiToken| token.owner.key()).collect();
    let keys = owners.into_iter().flat_map(|owner| owner_and_end(account, owner));
    let owned = app.store.read(keys).await?;
    let is_shown = |token: &ApiToken| {
        !token.is_over(owned.readable(&end(token)).as_ref(), caller.now)
            && owner.is_none_or(|owner| owner == token.owner)
    };
    let view = |token: ApiToken| {
        let owner = owned.readable(&Key::user(account, token.owner.key()));
        ApiTokenView::of(token, owner.as_ref(), &caller)
    };
    examined.page(|_, token| is_shown(&token).then(|| view(token))).map(Json)
}

/// What tells whether a token of an owner's is over, and what may be done with it.
fn owner_and_end(account: AccountId, owner: UserKey) -> [AnyKey; 2] {
    [Key::user(account, owner).any(), Key::api_tokens_end(account, owner).any()]
}

/// Whose tokens are listed; nobody named for everybody's.
fn whose(caller: &Caller, asked: Option<UserId>, found: &Found) -> Answer<Option<UserId>> {
    let Some(id) = asked else {
        return Ok(if caller.access.may(Operation::ApiTokensManage) { None } else { Some(caller.user.id) });
    };
    let owner = if id == caller.user.id {
        Some(caller.user.clone())
    } else {
        found.get(&Key::user(caller.account.id, id.key()))?
    };
    let owner = owner
        .filter(|owner: &User| owner.id == id && caller.acting().manages_tokens_of(owner))
        .ok_or_else(Problem::not_found)?;
    Ok(Some(owner.id))
}
