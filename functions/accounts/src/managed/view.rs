//! An account as operators see it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use usher::app::App;
use usher::domain::locale::Locale;
use usher::domain::people::account::{Account, AccountStatus, AccountSummary};
use usher::http::brand::BrandView;
use usher::http::metadata;
use utoipa::ToSchema;

use super::limits::LimitsView;

/// An account in the list of all accounts.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ListedAccount)]
pub struct ListedAccountView {
    /// The account's id.
    #[schema(example = "acc_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    id: String,
    /// The account's name.
    #[schema(example = "Northwind Dental")]
    name: String,
    /// The product that its users know.
    #[schema(example = "Brightbill")]
    product_name: String,
    /// The address where its users get help.
    #[schema(required, example = "help@brightbill.example")]
    support_address: Option<String>,
    /// The language of its emails.
    locale: Locale,
    /// The id of the account in the vendor's own systems.
    #[schema(required, example = "crm-4711")]
    external_id: Option<String>,
    #[schema(schema_with = metadata::schema)]
    metadata: BTreeMap<String, String>,
    /// Whether its users come in.
    status: AccountStatus,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// An account with all that operators know of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ManagedAccount)]
pub struct ManagedAccountView {
    /// The account's id.
    #[schema(example = "acc_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    id: String,
    /// The account's name.
    #[schema(example = "Northwind Dental")]
    name: String,
    /// The product that its users know.
    #[schema(example = "Brightbill")]
    product_name: String,
    /// The address where its users get help.
    #[schema(required, example = "help@brightbill.example")]
    support_address: Option<String>,
    /// The language of its emails.
    locale: Locale,
    /// What it looks like.
    brand: BrandView,
    /// The id of the account in the vendor's own systems.
    #[schema(required, example = "crm-4711")]
    external_id: Option<String>,
    #[schema(schema_with = metadata::schema)]
    metadata: BTreeMap<String, String>,
    /// Whether its users come in.
    status: AccountStatus,
    /// How many emails it and its users may cause.
    limits: LimitsView,
    /// Since when it is suspended.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    suspended_at: Option<Timestamp>,
    /// From when on it is erased; null unless its deletion is scheduled.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    erased_from: Option<Timestamp>,
    /// The name of the access model that it follows.
    #[schema(example = "invoicing")]
    access_model: String,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<AccountSummary> for ListedAccountView {
    fn from(account: AccountSummary) -> Self {
        Self {
            id: account.id.to_string(),
            name: account.name.into(),
            product_name: account.product_name.into(),
            support_address: account.support_address.map(String::from),
            locale: account.locale,
            external_id: account.external_id.map(String::from),
            metadata: account.metadata.into(),
            status: account.status,
            created_at: account.created_at,
        }
    }
}

impl ManagedAccountView {
    /// The account, and the name of the model that it follows.
    pub fn of(app: &App, account: Account, access_model: &str) -> Self {
        let (status, limits) = (account.status(), app.mail_limits(&account).into());
        Self {
            brand: BrandView::of(&account),
            id: account.id.to_string(),
            name: account.name.into(),
            product_name: account.product_name.into(),
            support_address: account.support_address.map(String::from),
            locale: account.locale,
            external_id: account.external_id.map(String::from),
            metadata: account.metadata.into(),
            status,
            limits,
            suspended_at: account.suspended_at,
            erased_from: account.deletion.map(|deletion| deletion.erased_from),
            access_model: access_model.to_owned(),
            created_at: account.created_at,
        }
    }
}
