//! An account as its users see it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use usher::domain::locale::Locale;
use usher::domain::people::account::Account;
use usher::http::brand::BrandView;
use usher::http::metadata;
use utoipa::ToSchema;

/// An account: one customer of the portal, with its users.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account)]
pub struct AccountView {
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
    /// The name of the access model that it follows.
    #[schema(example = "invoicing")]
    access_model: String,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl AccountView {
    /// The account, and the name of the model that it follows.
    pub fn of(account: Account, access_model: &str) -> Self {
        Self {
            brand: BrandView::of(&account),
            id: account.id.to_string(),
            name: account.name.into(),
            product_name: account.product_name.into(),
            support_address: account.support_address.map(String::from),
            locale: account.locale,
            external_id: account.external_id.map(String::from),
            metadata: account.metadata.into(),
            access_model: access_model.to_owned(),
            created_at: account.created_at,
        }
    }
}
