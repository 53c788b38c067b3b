//! What is known of the email that carries an invitation's link.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::text::{cleaned, shortened};
use crate::domain::words::words;

/// How many bytes are kept of what a mail server says.
const LONGEST_REASON: usize = 600;

words! {
    // In the order in which an email passes through them; see `Delivery::advance`.
    /// The delivery status of an email.
    pub enum DeliveryStatus {
        /// Nobody asked for an email: people were moved in without one.
        Unsent = "unsent",
        /// Promised.
        Queued = "queued",
        /// Taken by SES.
        Sent = "sent",
        /// Not sent: SES refused it, or could not take it for too long. Of two emails of one issue, the one that
        /// arrived counts.
        Failed = "failed",
        /// Taken by the recipient's mail server.
        Delivered = "delivered",
        /// Not sent: the address is on SES's suppression list.
        Suppressed = "suppressed",
        /// Returned by the recipient's mail server.
        Bounced = "bounced",
        /// Delivered, and reported as unwanted.
        Complained = "complained",
    }
}

/// The state of an email, since when, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The status.
    pub status: DeliveryStatus,
    /// Since when it has this status.
    pub at: Timestamp,
    /// Why it went no further, in the words of SES or of a mail server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Delivery {
    /// An email promised now.
    pub fn queued(now: Timestamp) -> Self {
        Self { status: DeliveryStatus::Queued, at: now, reason: None }
    }

    /// No email, as of now.
    pub fn unsent(now: Timestamp) -> Self {
        Self { status: DeliveryStatus::Unsent, at: now, reason: None }
    }

    /// The delivery after it is known to have come as far as `status`; nothing if it has come further already. SES
    /// reports events twice and out of order, and "delivered" may arrive before the mailer has noted "sent".
    pub fn advance(&self, status: DeliveryStatus, reason: Option<String>, now: Timestamp) -> Option<Self> {
        let reason = reason.map(|reason| shortened(&cleaned(&reason), LONGEST_REASON));
        (status > self.status).then_some(Self { status, at: now, reason })
    }
}
