//! What an account looks like: its colour and its logo.
//!
//! Its product name and support address are the account's own. An account names its logo; the picture itself is an
//! item apart, so that nothing that reads the account reads it as well.

mod accent;
mod logo;

use serde::{Deserialize, Serialize};

pub use self::accent::{AccentColour, AccentFault};
pub use self::logo::{Logo, LogoFault, LogoName};
use crate::domain::id::AccountId;

/// The look of an account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brand {
    /// The colour of buttons and links.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accent_colour: Option<AccentColour>,
    /// What its logo is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<LogoName>,
}

impl Brand {
    /// Whether the account looks as Usher does.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What anybody may see of an account: its look, apart from all else that it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicBrand {
    /// The account.
    pub account: AccountId,
    /// Its look.
    pub brand: Brand,
}

/// The logo of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicLogo {
    /// The account.
    pub account: AccountId,
    /// What it is called.
    pub name: LogoName,
    /// The file.
    #[serde(with = "serde_bytes")]
    pub file: Vec<u8>,
}

/// The path of a logo on the origin of the API.
pub fn logo_path(account: AccountId, name: &LogoName) -> String {
    format!("/brands/{account}/{name}")
}
