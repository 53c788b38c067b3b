//! How many links are sent for one invitation.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::InvitationFault;

/// How many links may be sent in an [`ISSUE_WINDOW`], so that nobody can be flooded with mail.
const ISSUES_PER_WINDOW: u32 = 5;

/// The time over which issues are counted.
const ISSUE_WINDOW: SignedDuration = SignedDuration::from_hours(1);

/// How many links were sent since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct IssueCount {
    pub(super) since: Timestamp,
    pub(super) count: u32,
}

impl IssueCount {
    pub(super) fn with_another(self, now: Timestamp) -> Result<Self, InvitationFault> {
        let again = self.since + ISSUE_WINDOW;
        if again <= now {
            return Ok(Self { since: now, count: 1 });
        }
        if self.count >= ISSUES_PER_WINDOW {
            return Err(InvitationFault::TooMany { again });
        }
        Ok(Self { count: self.count + 1, ..self })
    }
}
