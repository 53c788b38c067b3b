//! Invitations, the lists of an account's invitations (by status, the newest first, and by address), and their place in the index of
//! what is due.

mod card;

use super::due::Due;
use super::key::{Key, in_list, moment};
use super::list::{Entry, List, Listed};
use super::record::{Record, Versioned};
use super::{Change, StoreFault};
use crate::domain::id::AccountId;
use crate::domain::invitation::{Invitation, InvitationStatus, InvitationSummary, Offer};
use crate::domain::search::Prefix;

/// The list by status and time.
const LIST: &str = "I";

/// The list by address.
const ADDRESSES: &str = "IA";

impl Record for Invitation {
    const KIND: &'static str = "invitation";

    fn key(&self) -> Key {
        Key::invitation(self.account, self.id)
    }

    fn listed(&self) -> [Option<(String, String)>; 3] {
        let by_status = (in_list(self.account, LIST), format!("{}#{}", self.status.as_str(), moment(self.created_at)));
        let by_address = (in_list(self.account, ADDRESSES), format!("{}#{}", self.email, moment(self.created_at)));
        [Some(by_status), Some(by_address), None]
    }

    fn card(&self) -> Option<String> {
        Some(card::write(self))
    }

    /// Only what is pending expires.
    fn due(&self) -> Option<(String, String)> {
        (self.status == InvitationStatus::Pending).then(|| Due::place(self.id, self.expires_at))
    }
}

impl Versioned for Invitation {
    fn version(&mut self) -> &mut u64 {
        &mut self.version
    }
}

impl Listed for InvitationSummary {
    fn of_entry(account: AccountId, entry: Entry) -> Result<Self, StoreFault> {
        card::read(account, entry.text("card")?)
    }
}

impl Change {
    /// Writes all that an offer consists of.
    #[must_use]
    pub fn offer(self, offer: &Offer) -> Self {
        let change = self.add_user(&offer.user).create(&offer.invitation).create(&offer.event).create(&offer.mail);
        offer.membership.iter().fold(change, Self::create)
    }
}

impl List {
    /// The invitations of an account, or those with one status, the newest first.
    pub fn invitations(account: AccountId, status: Option<InvitationStatus>) -> Self {
        let list = Self::indexed(account, 1, LIST).newest_first();
        match status {
            Some(status) => list.beginning(format!("{}#", status.as_str())),
            None => list,
        }
    }

    /// The invitations to addresses that begin so: by address, the oldest first.
    pub fn invitations_to(account: AccountId, prefix: &Prefix) -> Self {
        Self::indexed(account, 2, ADDRESSES).beginning(prefix.as_str())
    }
}
