//! What is known of the mail that carries an invitation's link.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How far a mail has come. In the order in which a mail passes through them; see [`Delivery::advance`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryStatus {
    /// Promised.
    Queued,
    /// Taken by SES.
    Sent,
    /// Not sent: SES refused it, or could not take it for too long. Of two mails of one issue, the one that arrived counts.
    Failed,
    /// Taken by the recipient's mail server.
    Delivered,
    /// Not sent: the address is on SES's suppression list.
    Suppressed,
    /// Returned by the recipient's mail server.
    Bounced,
    /// Delivered, and reported as unwanted.
    Complained,
}

impl DeliveryStatus {
    /// Every status.
    pub const ALL: [Self; 7] = [Self::Queued, Self::Sent, Self::Failed, Self::Delivered, Self::Suppressed, Self::Bounced, Self::Complained];

    /// The word that stands for the status everywhere.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Suppressed => "suppressed",
            Self::Bounced => "bounced",
            Self::Complained => "complained",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// The state of a mail, since when, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// How far it has come.
    pub status: DeliveryStatus,
    /// Since when.
    pub at: Timestamp,
    /// Why it went no further, in SES's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Delivery {
    /// A mail promised now.
    pub fn queued(now: Timestamp) -> Self {
        Self { status: DeliveryStatus::Queued, at: now, reason: None }
    }

    /// The delivery after it is known to have come as far as `status`; nothing where it has come further already.
    /// SES reports events twice and out of order, and "delivered" may arrive before the mailer has noted "sent".
    pub fn advance(&self, status: DeliveryStatus, reason: Option<String>, now: Timestamp) -> Option<Self> {
        (status > self.status).then_some(Self { status, at: now, reason })
    }
}
