//! `PATCH /v1/accounts/{account}`: the account's name, product name, support address, language and brand.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use usher::app::App;
use usher::caller::Bearer;
use usher::changes::accounts;
use usher::domain::access::permission::Operation;
use usher::domain::brand::Logo;
use usher::domain::id::AccountId;
use usher::domain::locale::Locale;
use usher::domain::people::account::Account;
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Edit, Fields, InPath, Source, until_decided};
use utoipa::ToSchema;

use crate::brand::BrandChange;
use crate::settings::Settings;
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
    /// What it looks like on pages and in emails; null for what Usher looks like.
    #[schema(value_type = Option<BrandChange>, required = false)]
    brand: Edit<BrandChange>,
}

/// Change an account
///
/// Requires `account:update`. Pages and emails have the new names, the new language and the new
/// brand from now on.
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
        caller.require(Operation::AccountUpdate)?;
        if_match.check(caller.account.version)?;
        let (mut changed, logo) = body.read(caller.known, |request, fields| request.apply(&caller.account, fields))?;
        if changed != caller.account {
            let author = caller.author(&source);
            app.store.commit(accounts::updated(&app, &caller.account, &mut changed, logo, &author)).await?;
        }
        Ok((etag(changed.version), Json(AccountView::of(changed, caller.model.name()))))
    })
    .await
}

impl UpdateAccountRequest {
    fn apply(&self, account: &Account, fields: &mut Fields) -> Option<(Account, Option<Logo>)> {
        let Self { name, product_name, support_address, locale, brand } = self;
        Some(Settings { name, product_name, support_address, locale, brand }.apply(account, fields))
    }
}
