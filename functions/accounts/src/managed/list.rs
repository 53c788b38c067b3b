//! `GET /v1/operator/accounts`: all accounts, for operators.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use usher::app::App;
use usher::caller::Operator;
use usher::domain::external_id::{ExternalId, Scope};
use usher::domain::people::account::{AccountFilter, AccountOrder, AccountStatus, AccountSummary};
use usher::domain::people::search::Prefix;
use usher::http::pages::{PageInfo, PageRequest, Paged};
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, Fields, ListQuery};
use usher::store::{Key, List};
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
    /// By what to sort: by creation, the newest first, which is the default, or by name. With `query` it is by name.
    #[param(value_type = Option<AccountOrder>, inline)]
    sort: Option<String>,
}

/// A page of accounts.
type AccountPage = Paged<ListedAccountView>;

/// List accounts
///
/// All accounts; all given filters apply. If `status` is given together with `query` or with `sort=name`, a page may
/// hold fewer accounts than `limit`, or none, although `page.after` says that there are more. The list follows changes
/// within moments; the account with an `external_id` is found at once.
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
    let ((asked, order), page) = query.read(operator.known, |query, fields| Some(query.read(fields)))?;
    if let Some(id) = &asked.external_id {
        page.check_first()?;
        let found = called(&app, id).await?.filter(|account| asked.admits(account));
        let data = found.into_iter().map(ListedAccountView::from).collect();
        return Ok(Json(Paged { data, page: PageInfo { after: None } }));
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

/// The account that the vendor calls `id`.
async fn called(app: &App, id: &ExternalId) -> Answer<Option<AccountSummary>> {
    let Some(holder) = app.store.get(&Key::external_id(Scope::Accounts, id)).await? else { return Ok(None) };
    let Ok(account) = holder.holder.parse() else { return Ok(None) };
    let account = app.store.get(&Key::account(account)).await?;
    Ok(account.as_ref().map(AccountSummary::from))
}

impl AccountsQuery {
    fn read(&self, fields: &mut Fields) -> (AccountFilter, AccountOrder) {
        let filter = AccountFilter {
            status: fields.one_of("status", self.status.as_deref(), AccountStatus::parse),
            external_id: fields.optional("external_id", self.external_id.as_deref(), ExternalId::parse),
            query: fields.optional("query", self.query.as_deref(), Prefix::parse),
        };
        (filter, fields.one_of("sort", self.sort.as_deref(), AccountOrder::parse).unwrap_or_default())
    }
}
