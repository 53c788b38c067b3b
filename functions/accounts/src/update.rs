//! `PATCH /v1/accounts/{account}`: the account's name, product name, support address and language.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use usher::app::App;
use usher::caller::Bearer;
use usher::changes::accounts;
use usher::domain::access::permission::Operation;
use usher::domain::email::EmailAddress;
use usher::domain::id::AccountId;
use usher::domain::locale::Locale;
use usher::domain::people::account::Account;
use usher::domain::text::Title;
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Edit, Fields, InPath, Source, until_decided};
use utoipa::ToSchema;

use crate::view::AccountView;

/// The changes; what is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateAccountRequest {
    /// The account's name.
    #[schema(value_type = String, example = "Northwind Dental", required = false, min_length = 1, max_length = 120)]
    name: Edit,
    /// The product that its users know.
    #[schema(value_type = String, example = "Brightbill", required = false, min_length = 1, max_length = 120)]
    product_name: Edit,
    /// The address where its users get help; null for none.
    #[schema(value_type = Option<String>, example = "help@brightbill.example", required = false)]
    support_address: Edit,
    /// The language of its emails.
    #[schema(value_type = Locale, required = false)]
    locale: Edit,
}

/// Change an account
///
/// Requires `account:manage`. Emails sent from now on use the new names and the new language.
#[utoipa::path(
    patch,
    operation_id = "updateAccount",
    path = "/v1/accounts/{account}",
    tag = "accounts",
    params(
        ("account" = String, Path, description = "The account"),
        IfMatch
    ),
    request_body = Option<UpdateAccountRequest>,
    responses(
        (status = 200, description = "The account, changed", body = AccountView, headers(("ETag" = String))), Problems,
    ),
    security(("bearer" = []))
)]
pub async fn update(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(account): InPath<AccountId>,
    source: Source,
    if_match: IfMatch,
    body: Body<UpdateAccountRequest>,
) -> Answer<(HeaderMap, Json<AccountView>)> {
    until_decided(|| async {
        let (caller, _) = bearer.enter(&app, account, []).await?;
        caller.require(Operation::AccountManage)?;
        if_match.check(caller.account.version)?;
        let mut changed = body.read(caller.known, |request, fields| request.apply(&caller.account, fields))?;
        if changed != caller.account {
            let author = caller.author(&source);
            app.store.commit(accounts::updated(&app, &caller.account, &mut changed, &author)).await?;
        }
        Ok((etag(changed.version), Json(AccountView::of(changed, caller.model.name()))))
    })
    .await
}

impl UpdateAccountRequest {
    fn apply(&self, account: &Account, fields: &mut Fields) -> Option<Account> {
        let title = |field: &str, edit: &Edit, fields: &mut Fields| {
            let text = edit.kept(field, fields);
            fields.optional(field, text.map(String::as_str), Title::parse)
        };
        let name = title("name", &self.name, fields);
        let product_name = title("product_name", &self.product_name, fields);
        let support_address = match &self.support_address {
            Edit::Leave => account.support_address.clone(),
            Edit::Clear => None,
            Edit::Set(address) => fields.optional("support_address", Some(address), EmailAddress::parse),
        };
        let locale = self.locale.kept("locale", fields);
        let locale = fields.one_of("locale", locale.map(String::as_str), Locale::parse);
        Some(Account {
            name: name.unwrap_or_else(|| account.name.clone()),
            product_name: product_name.unwrap_or_else(|| account.product_name.clone()),
            support_address,
            locale: locale.unwrap_or(account.locale),
            ..account.clone()
        })
    }
}
