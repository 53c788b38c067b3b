//! The settings of an account that its own users and operators change alike.

use usher::domain::brand::Logo;
use usher::domain::email::EmailAddress;
use usher::domain::locale::Locale;
use usher::domain::people::account::Account;
use usher::domain::text::Title;
use usher::http::{Edit, Fields};

use crate::brand::{self, BrandChange};

/// The changes; what is left out stays as it is.
pub struct Settings<'a> {
    pub name: &'a Edit,
    pub product_name: &'a Edit,
    pub support_address: &'a Edit,
    pub locale: &'a Edit,
    pub brand: &'a Edit<BrandChange>,
}

impl Settings<'_> {
    /// The account with the changes, and its logo if that is new; what is wrong is noted in `fields`.
    pub fn apply(&self, account: &Account, fields: &mut Fields) -> (Account, Option<Logo>) {
        let title = |field: &str, edit: &Edit, fields: &mut Fields| {
            let text = edit.kept(field, fields);
            fields.optional(field, text.map(String::as_str), Title::parse)
        };
        let name = title("name", self.name, fields);
        let product_name = title("product_name", self.product_name, fields);
        let support_address = match self.support_address {
            Edit::Leave => account.support_address.clone(),
            Edit::Clear => None,
            Edit::Set(address) => fields.optional("support_address", Some(address), EmailAddress::parse),
        };
        let locale = self.locale.kept("locale", fields);
        let locale = fields.one_of("locale", locale.map(String::as_str), Locale::parse);
        let (brand, logo) = brand::changed(&account.brand, self.brand, fields);
        let changed = Account {
            name: name.unwrap_or_else(|| account.name.clone()),
            product_name: product_name.unwrap_or_else(|| account.product_name.clone()),
            support_address,
            locale: locale.unwrap_or(account.locale),
            brand,
            ..account.clone()
        };
        (changed, logo)
    }
}
