//! `GET /v1/accounts/{account}/api-tokens`: the API tokens of an account, or of one of its users.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use usher::app::App;
use usher::domain::api_token::ApiToken;
use usher::domain::id::{AccountId, UserId};
use usher::domain::permission::Operation;
use usher::domain::user::User;
use usher::http::api_tokens;
use usher::http::pages::{PageRequest, Paged};
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Caller, Fields, InPath, InQuery, Problem};
use usher::store::{Found, Key, List};
use utoipa::IntoParams;

use super::view::ApiTokenView;

/// Whose tokens to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// The user on whose behalf they act. Where it is left out: everybody's, for those who hold `api_tokens:manage` for the whole account; for all others
    /// their own.
    #[param(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    owner: Option<String>,
    /// How many at most, from 1 to 100; 25 where it is left out.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// The `page.after` of the page before.
    after: Option<String>,
}

/// List API tokens
///
/// Those that have not ended, owner by owner, without their secrets.
#[utoipa::path(
    get,
    operation_id = "listApiTokens",
    path = "/v1/accounts/{account}/api-tokens",
    tag = "api tokens",
    params(("account" = String, Path, description = "The account"), Filter),
    responses((status = 200, description = "A page of tokens", body = Paged<ApiTokenView>), Problems),
    security(("bearer" = []))
)]
pub async fn list(
    State(app): State<Arc<App>>,
    InPath(account): InPath<AccountId>,
    bearer: Bearer,
    InQuery(filter): InQuery<Filter>,
) -> Answer<Json<Paged<ApiTokenView>>> {
    let mut fields = Fields::new();
    let owner = filter.owner.as_deref().map(str::parse::<UserId>);
    if let Some(Err(_)) = owner {
        fields.refuse("owner", "invalid_id", "not the id of a user");
    }
    let owner = owner.and_then(Result::ok);
    let page = PageRequest::parse(filter.limit.as_deref(), filter.after, &mut fields);
    let (caller, found) = bearer.enter(&app, account, owner.map(|owner| Key::user(account, owner.key()))).await?;
    api_tokens::require_any(&caller)?;
    fields.finish()?;
    let owner = whose(&caller, owner, &found)?;
    let lists = [List::api_tokens(account, owner.map(|owner| owner.key()))];
    let now = caller.now;
    let shown =
        |_, token: ApiToken| (now < token.expires_at && owner.is_none_or(|owner| owner == token.owner)).then(|| ApiTokenView::of(token, &caller));
    // Ended tokens wait for DynamoDB to delete them.
    page.read(&app, &caller.account, &lists, "not ended", shown).await.map(Json)
}

/// Whose tokens are listed; nobody named for everybody's.
fn whose(caller: &Caller, asked: Option<UserId>, found: &Found) -> Answer<Option<UserId>> {
    let Some(id) = asked else {
        return Ok(if caller.access.may(Operation::ApiTokensManage) { None } else { Some(caller.user.id) });
    };
    let owner = if id == caller.user.id { Some(caller.user.clone()) } else { found.get(&Key::user(caller.account.id, id.key()))? };
    let owner = owner.filter(|owner: &User| owner.id == id && api_tokens::manages(caller, owner)).ok_or_else(Problem::not_found)?;
    Ok(Some(owner.id))
}
