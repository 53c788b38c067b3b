//! An account: the tenant.

mod standing;
mod summary;

use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use rand::Rng;
use serde::{Deserialize, Serialize};

pub use self::standing::{AccountStatus, Deletion, StandingFault};
pub use self::summary::{AccountFilter, AccountOrder, AccountSummary};
use crate::domain::access::model::{AccessModel, stored};
use crate::domain::access::vendors::Follows;
use crate::domain::brand::Brand;
use crate::domain::effects::audit::record::{AccountRecord, NewAccountRecord};
use crate::domain::effects::limit::OwnMailLimits;
use crate::domain::email::EmailAddress;
use crate::domain::external_id::ExternalId;
use crate::domain::id::AccountId;
use crate::domain::locale::Locale;
use crate::domain::metadata::Metadata;
use crate::domain::secret::SecretHash;
use crate::domain::text::Title;

/// What the product is called to someone who is in no account: each account names its own.
pub const NAMELESS: &str = "Usher";

/// A tenant: a merchant, a practice group, a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// The account's own id.
    pub id: AccountId,
    /// The account's name.
    pub name: Title,
    /// The product that its users know; is in the emails.
    pub product_name: Title,
    /// Where its users get help; is in the emails, which are answered there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_address: Option<EmailAddress>,
    /// The language of its emails.
    pub locale: Locale,
    /// What it looks like on pages and in emails.
    #[serde(default, skip_serializing_if = "Brand::is_empty")]
    pub brand: Brand,
    /// What the vendor calls it in their own systems.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<ExternalId>,
    /// What the vendor notes on it.
    #[serde(default, skip_serializing_if = "Metadata::is_empty")]
    pub metadata: Metadata,
    /// How many emails it may promise, if an operator has said so.
    #[serde(default, skip_serializing_if = "OwnMailLimits::is_empty")]
    pub mail_limits: OwnMailLimits,
    /// Since when it is suspended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended_at: Option<Timestamp>,
    /// Its deletion, if one is scheduled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deletion: Option<Deletion>,
    /// Authenticates the account's list cursors. It opens nothing.
    pub cursor_key: CursorKey,
    /// When it was created.
    pub created_at: Timestamp,
    /// Counts the changes; the `ETag`.
    pub version: u64,
}

impl Account {
    /// What audit events record of the account's settings.
    pub fn recorded(&self) -> AccountRecord {
        AccountRecord {
            name: self.name.clone(),
            product_name: self.product_name.clone(),
            support_address: self.support_address.clone(),
            locale: self.locale,
            accent_colour: self.brand.accent_colour,
            logo: self.brand.logo.clone(),
            external_id: self.external_id.clone(),
            metadata: Some(self.metadata.clone()).filter(|metadata| !metadata.is_empty()),
            invitations_per_day: self.mail_limits.per_account,
            invitations_per_user_and_day: self.mail_limits.per_user,
        }
    }

    /// What audit events record of an account that comes to be and follows `model`.
    pub fn recorded_with(&self, model: &AccessModel) -> NewAccountRecord {
        let AccountRecord { name, product_name, support_address, locale, external_id, metadata, .. } = self.recorded();
        let Brand { accent_colour, logo } = self.brand.clone();
        NewAccountRecord {
            name,
            product_name,
            support_address,
            locale,
            accent_colour,
            logo,
            external_id,
            metadata,
            access_model: model.name().to_owned(),
        }
    }
}

/// The access model that an account follows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AccountModel {
    /// The account.
    pub account: AccountId,
    /// The access model.
    #[serde(with = "stored")]
    pub model: Arc<AccessModel>,
    /// The model of the vendor's that it follows; nothing if it has a document of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<Follows>,
    /// Counts the changes; the `ETag`.
    pub version: u64,
}

/// 256 random bits that authenticate cursors.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CursorKey(String);

impl CursorKey {
    /// A new key.
    pub fn random(rng: &mut impl Rng) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(BASE64URL_NOPAD.encode(&bytes))
    }

    /// The key for lists that belong to no account: made of what only Usher keeps of the caller's session.
    pub fn of_session(token: &SecretHash) -> Self {
        Self(BASE64URL_NOPAD.encode(&token.derived(b"usher session cursor\0")))
    }

    /// The key for the vendor's own lists. It is no secret: operators see every account there is.
    pub fn of_vendor() -> Self {
        Self("the vendor's lists".to_owned())
    }

    /// The key for an HMAC.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl std::fmt::Debug for CursorKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CursorKey(…)")
    }
}
