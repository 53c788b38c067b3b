//! What an inviter adds to an invitation beside what it gives.

use serde::{Deserialize, Serialize};

use super::InviterMessage;
use crate::domain::locale::Locale;
use crate::domain::return_url::ReturnUrl;

/// How the invited person is met. Sending the invitation again changes nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Greeting {
    /// What the inviter writes to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<InviterMessage>,
    /// The language of the emails, and the person's own once they accept; the account's if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// Where the page of the link leads on to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_to: Option<ReturnUrl>,
}

impl Greeting {
    /// This greeting; of what it lacks, that of `other`.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        Self {
            message: self.message.or_else(|| other.message.clone()),
            locale: self.locale.or(other.locale),
            return_to: self.return_to.or_else(|| other.return_to.clone()),
        }
    }
}
