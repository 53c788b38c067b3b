//! What lists show of accounts, and which of them are asked for.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Account, AccountStatus};
use crate::domain::email::EmailAddress;
use crate::domain::external_id::ExternalId;
use crate::domain::id::AccountId;
use crate::domain::locale::Locale;
use crate::domain::metadata::Metadata;
use crate::domain::people::search::Prefix;
use crate::domain::text::Title;
use crate::domain::words::words;

/// All that a list shows of an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccountSummary {
    /// The account's own id.
    pub id: AccountId,
    /// The account's name.
    pub name: Title,
    /// The product that its users know.
    pub product_name: Title,
    /// Where its users get help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_address: Option<EmailAddress>,
    /// The language of its emails.
    pub locale: Locale,
    /// What the vendor calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<ExternalId>,
    /// What the vendor notes on it.
    #[serde(default, skip_serializing_if = "Metadata::is_empty")]
    pub metadata: Metadata,
    /// Whether its users come in.
    pub status: AccountStatus,
    /// When it was created.
    pub created_at: Timestamp,
}

impl From<&Account> for AccountSummary {
    fn from(account: &Account) -> Self {
        Self {
            id: account.id,
            name: account.name.clone(),
            product_name: account.product_name.clone(),
            support_address: account.support_address.clone(),
            locale: account.locale,
            external_id: account.external_id.clone(),
            metadata: account.metadata.clone(),
            status: account.status(),
            created_at: account.created_at,
        }
    }
}

words! {
    /// By what accounts are sorted.
    #[derive(Default)]
    pub enum AccountOrder {
        /// By their creation, the newest first.
        #[default]
        CreatedAt = "created_at",
        /// By name.
        Name = "name",
    }
}

/// What accounts must be to be listed; everything that is given must be so.
#[derive(Debug, Clone, Default)]
pub struct AccountFilter {
    /// Whether their users come in.
    pub status: Option<AccountStatus>,
    /// What the vendor calls the one that is asked for.
    pub external_id: Option<ExternalId>,
    /// How their names begin.
    pub query: Option<Prefix>,
}

impl AccountFilter {
    /// Whether `account` is one of those.
    pub fn admits(&self, account: &AccountSummary) -> bool {
        self.status.is_none_or(|status| status == account.status)
            && self.external_id.as_ref().is_none_or(|id| account.external_id.as_ref() == Some(id))
            && self.query.as_ref().is_none_or(|query| query.begins(account.name.as_str()))
    }
}
