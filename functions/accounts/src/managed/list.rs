//! `GET /v1/operator/accounts`: all accounts, for operators.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use usher::app::App;
use usher::caller::Operator;
use usher::domain::external_id::{ExternalId, Scope};
use usher::domain::id::ModelId;
use usher::domain::people::account::{AccountFilter, AccountOrder, AccountStatus, AccountSummary};
use usher::domain::people::search::Prefix;
use usher::http::pages::{PageInfo, PageRequest, Paged};
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, Fields, ListQuery};
use usher::store::{Follower, Key, List};
use utoipa::IntoParams;

use super::view::ListedAccountView;

/// Which accounts to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AccountsQuery {
    /// The status.
    #[param(value_type = Option<AccountStatus>)]
    status: Option<String>,
    /// The id of the account in the vendor's own systems.
    #[param(example = "crm-4711")]
    external_id: Option<String>,
    /// The beginning of the account's name, whatever the case and the diacritics.
    #[param(example = "north")]
    query: Option<String>,
    /// The model that they follow, at whatever version. They come in the order of their ids.
    #[param(example = "mod_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    model: Option<String>,
    /// By what to sort: by creation, the newest first, which is the default, or by name. With `query` it is by name.
    #[param(value_type = Option<AccountOrder>, inline)]
    sort: Option<String>,
}

/// A page of accounts.
type AccountPage = Paged<ListedAccountView>;

/// List accounts
///
/// All accounts; all given filters apply. If `status` is given together with `query` or with `sort=name`, or another
/// filter together with `model`, a page may hold fewer accounts than `limit`, or none, although `page.after` says that
/// there are more. The list follows changes within moments; the account with an `external_id` is found at once.
#[utoipa::path(
    get,
    operation_id = "listAccounts",
    path = "/v1/operator/accounts",
    tag = "operators",
    params(AccountsQuery, PageRequest),
    responses((status = 200, description = "A page of accounts", body = AccountPage), OperatorProblems, Problems),
    security(("operator" = []))
)]
pub async fn list(
    State(app): State<Arc<App>>,
    operator: Operator,
    query: ListQuery<AccountsQuery>,
) -> Answer<Json<AccountPage>> {
    let ((asked, order, model), page) = query.read(operator.known, |query, fields| Some(query.read(fields)))?;
    if let Some(id) = &asked.external_id {
        page.check_first()?;
        let found = called(&app, id, model).await?.filter(|account| asked.admits(account));
        let data = found.into_iter().map(ListedAccountView::from).collect();
        return Ok(Json(Paged { data, page: PageInfo { after: None } }));
    }
    if let Some(model) = model {
        return following(&app, model, &asked, page).await.map(Json);
    }
    let is_by_name = asked.query.is_some() || order == AccountOrder::Name;
    let left_out = match asked.status.filter(|_| is_by_name) {
        Some(status) => status.as_str(),
        None => "",
    };
    let list = List::accounts(&asked, order);
    let shown = |account: AccountSummary| asked.admits(&account).then(|| account.into());
    page.read_for_vendor(&app, list, left_out, shown).await.map(Json)
}

/// The account that the vendor calls `id`, if it follows the model, should one be asked for.
async fn called(app: &App, id: &ExternalId, model: Option<ModelId>) -> Answer<Option<AccountSummary>> {
    let Some(holder) = app.store.get(&Key::external_id(Scope::Accounts, id)).await? else { return Ok(None) };
    let Ok(id) = holder.holder.parse() else { return Ok(None) };
    let (account, rules) = (Key::account(id), Key::access_model(id));
    let found = app.store.read([account.any(), rules.any()]).await?;
    let follows = found.get(&rules)?.and_then(|rules| rules.follows);
    let is_asked = model.is_none_or(|model| follows.is_some_and(|follows| follows.model == model));
    Ok(found.get(&account)?.as_ref().map(AccountSummary::from).filter(|_| is_asked))
}

/// A page of those that follow the model: the list names them, and they are read as they are now.
async fn following(app: &App, model: ModelId, asked: &AccountFilter, page: PageRequest) -> Answer<AccountPage> {
    let list = List::followers(model, None);
    let Paged { data: followers, page } =
        page.read_for_vendor(app, list, "", |one: Follower| Some(one.account)).await?;
    let found = app.store.read(followers.iter().map(|account| Key::account(*account).any())).await?;
    let mut data = Vec::with_capacity(followers.len());
    for account in followers {
        // One that was erased a moment ago is still in the list.
        let account = found.get(&Key::account(account))?;
        data.extend(account.as_ref().map(AccountSummary::from).filter(|one| asked.admits(one)).map(Into::into));
    }
    Ok(Paged { data, page })
}

impl AccountsQuery {
    fn read(&self, fields: &mut Fields) -> (AccountFilter, AccountOrder, Option<ModelId>) {
        let filter = AccountFilter {
            status: fields.one_of("status", self.status.as_deref(), AccountStatus::parse),
            external_id: fields.optional("external_id", self.external_id.as_deref(), ExternalId::parse),
            query: fields.optional("query", self.query.as_deref(), Prefix::parse),
        };
        let order = fields.one_of("sort", self.sort.as_deref(), AccountOrder::parse).unwrap_or_default();
        let model = self.model.as_deref().and_then(|id| {
            let model = id.parse().ok();
            if model.is_none() {
                fields.refuse("model", "invalid_id", "not a model's id");
            }
            model
        });
        (filter, order, model)
    }
}
