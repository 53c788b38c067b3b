//! An account: the tenant.

use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use rand::Rng;
use serde::{Deserialize, Serialize};

use crate::domain::access::model::{AccessModel, stored};
use crate::domain::effects::audit::record::{AccountRecord, NewAccountRecord};
use crate::domain::email::EmailAddress;
use crate::domain::id::AccountId;
use crate::domain::locale::Locale;
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
        }
    }

    /// What audit events record of an account that comes to be and follows `model`.
    pub fn recorded_with(&self, model: &AccessModel) -> NewAccountRecord {
        let AccountRecord { name, product_name, support_address, locale } = self.recorded();
        NewAccountRecord { name, product_name, support_address, locale, access_model: model.name().to_owned() }
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
