//! `PATCH /v1/operator/accounts/{account}`: an operator changes an account, and what the vendor notes on it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use usher::app::App;
use usher::caller::Operator;
use usher::changes::accounts;
use usher::domain::brand::Logo;
use usher::domain::external_id::{ExternalId, Scope};
use usher::domain::id::AccountId;
use usher::domain::locale::Locale;
use usher::domain::people::account::Account;
use usher::http::etag::{IfMatch, etag};
use usher::http::metadata::{self, MetadataChange};
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, Body, Edit, Fields, InPath, Source, until_decided};
use usher::store::Key;
use utoipa::ToSchema;

use super::limits::{self, LimitsChange};
use super::taken;
use super::view::ManagedAccountView;
use crate::brand::BrandChange;
use crate::settings::Settings;

/// The changes; what is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateManagedAccountRequest {
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
    /// The id of the account in the vendor's own systems, which no other account has; null for none.
    #[schema(value_type = Option<String>, example = "crm-4711", required = false, min_length = 1, max_length = 128)]
    external_id: Edit,
    #[schema(schema_with = metadata::schema_of_change, required = false)]
    metadata: Edit<MetadataChange>,
    /// How many emails it and its users may cause; null for what the deployment says.
    #[schema(value_type = Option<LimitsChange>, required = false)]
    limits: Edit<LimitsChange>,
}

/// Change an account as an operator
///
/// Of `metadata`, the entries that are named change, and null takes one away; the others stay. A request that changes
/// nothing writes the account again as it is: one that was created before there were lists of accounts gets into them.
#[utoipa::path(
    patch,
    operation_id = "updateManagedAccount",
    path = "/v1/operator/accounts/{account}",
    tag = "operators",
    params(("account" = String, Path, description = "The account"), IfMatch),
    request_body = Option<UpdateManagedAccountRequest>,
    responses(
        (status = 200, description = "The account, changed", body = ManagedAccountView, headers(("ETag" = String))),
        OperatorProblems,
        Problems,
    ),
    security(("operator" = []))
)]
pub async fn update(
    State(app): State<Arc<App>>,
    operator: Operator,
    InPath(account): InPath<AccountId>,
    source: Source,
    if_match: IfMatch,
    body: Body<UpdateManagedAccountRequest>,
) -> Answer<(HeaderMap, Json<ManagedAccountView>)> {
    let wanted = body.peek().and_then(|request| ExternalId::parse(request.external_id.value()?).ok());
    let wanted = wanted.map(|id| Key::external_id(Scope::Accounts, &id));
    until_decided(|| async {
        let (before, followed, found) = operator.find(&app, account, wanted.as_ref().map(Key::any)).await?;
        if_match.check(before.version)?;
        let (mut changed, logo) = body.read(operator.known, |request, fields| request.apply(&before, fields))?;
        if let Some(key) = &wanted
            && found.is_held_by_another(key, &account.to_string())?
        {
            return Err(taken());
        }
        let author = operator.author(&source, app.now());
        app.store.commit(accounts::updated(&app, &before, &mut changed, logo, &author)).await?;
        Ok((etag(changed.version), Json(ManagedAccountView::of(&app, changed, followed.model.name()))))
    })
    .await
}

impl UpdateManagedAccountRequest {
    fn apply(&self, account: &Account, fields: &mut Fields) -> Option<(Account, Option<Logo>)> {
        let Self { name, product_name, support_address, locale, brand, .. } = self;
        let (changed, logo) = Settings { name, product_name, support_address, locale, brand }.apply(account, fields);
        let external_id = match &self.external_id {
            Edit::Leave => account.external_id.clone(),
            Edit::Clear => None,
            Edit::Set(id) => fields.optional("external_id", Some(id), ExternalId::parse),
        };
        let metadata = metadata::changed(&account.metadata, &self.metadata, "metadata", fields);
        let mail_limits = limits::changed(account.mail_limits, &self.limits, fields);
        Some((Account { external_id, metadata, mail_limits, ..changed }, logo))
    }
}
