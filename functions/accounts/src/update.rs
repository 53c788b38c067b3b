//! `PATCH /v1/accounts/{account}`: the account's name, product name, support address and language.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::{Value, json};
use usher::app::App;
use usher::domain::account::Account;
use usher::domain::audit::Action;
use usher::domain::email::EmailAddress;
use usher::domain::id::AccountId;
use usher::domain::locale::Locale;
use usher::domain::permission::Operation;
use usher::domain::text::Title;
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Body, Edit, Fields, InPath, Source, until_decided};
use usher::store::Change;
use utoipa::ToSchema;

use crate::view::AccountView;

/// What to change; what is left out stays as it is.
#[derive(Debug, eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountChange {
    /// Its name.
    #[serde(default)]
    #[schema(value_type = String, example = "Northwind Dental")]
    name: Edit,
    /// The product that its users know.
    #[serde(default)]
    #[schema(value_type = String, example = "iCorePay")]
    product_name: Edit,
    /// Where its users get help; null for nowhere.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "help@icorepay.example")]
    support_address: Edit,
    /// The language of its mails, `en` or `fr`.
    #[serde(default)]
    #[schema(value_type = String, example = "en")]
    locale: Edit,
}

/// Change an account
///
/// Needs `account:manage`. Mails that are sent from now on have the new names and the new language.
#[utoipa::path(
    patch,
    operation_id = "updateAccount",
    path = "/v1/accounts/{account}",
    tag = "accounts",
    params(
        ("account" = String, Path, description = "The account"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the account as it was read")
    ),
    request_body = AccountChange,
    responses((status = 200, description = "The account, changed", body = AccountView, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn update(
    State(app): State<Arc<App>>,
    InPath(account): InPath<AccountId>,
    bearer: Bearer,
    source: Source,
    if_match: IfMatch,
    Body(request): Body<AccountChange>,
) -> Answer<(HeaderMap, Json<AccountView>)> {
    until_decided(|| async {
        let (caller, _) = bearer.enter(&app, account, []).await?;
        caller.require(Operation::AccountManage)?;
        if_match.check(caller.account.version)?;
        let mut changed = request.apply(&caller.account)?;
        if changed != caller.account {
            let author = source.author(caller.actor(), caller.now);
            let change = (recorded(&caller.account), recorded(&changed));
            let event = author.event(account, Action::AccountUpdated, account, change, &mut app.rng());
            app.store.commit(Change::new().replace(&mut changed).create(&event)).await?;
        }
        Ok((etag(changed.version), Json(AccountView::of(changed, caller.model.name()))))
    })
    .await
}

impl AccountChange {
    fn apply(&self, account: &Account) -> Answer<Account> {
        let mut fields = Fields::new();
        let title = |field: &str, edit: &Edit, fields: &mut Fields| {
            let text = edit.kept(field, fields);
            fields.optional(field, text.map(String::as_str), Title::parse)
        };
        let name = title("name", &self.name, &mut fields);
        let product_name = title("product_name", &self.product_name, &mut fields);
        let support_address = match &self.support_address {
            Edit::Leave => account.support_address.clone(),
            Edit::Clear => None,
            Edit::Set(address) => fields.optional("support_address", Some(address), EmailAddress::parse),
        };
        let locale = self.locale.kept("locale", &mut fields);
        let locale = fields.one_of("locale", locale.map(String::as_str), Locale::parse);
        fields.finish()?;
        Ok(Account {
            name: name.unwrap_or_else(|| account.name.clone()),
            product_name: product_name.unwrap_or_else(|| account.product_name.clone()),
            support_address,
            locale: locale.unwrap_or(account.locale),
            ..account.clone()
        })
    }
}

fn recorded(account: &Account) -> Value {
    json!({
        "name": account.name,
        "product_name": account.product_name,
        "support_address": account.support_address,
        "locale": account.locale,
    })
}
