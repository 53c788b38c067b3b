//! Invitations, the lists of an account's invitations (by status, the newest first, and by address), and their place in
//! the index of what is due.

mod card;

use super::Change;
use super::due;
use super::key::{Key, in_list, lists, moment};
use super::list::{Entry, List, Listed};
use super::record::{Malformed, Record, versioned};
use crate::domain::id::AccountId;
use crate::domain::people::invitation::{Invitation, InvitationStatus, InvitationSummary, Offer};
use crate::domain::people::search::Prefix;

impl Record for Invitation {
    const KIND: &'static str = "invitation";

    fn key(&self) -> Key<Self> {
        Key::invitation(self.account, self.id)
    }

    fn listed(&self) -> [Option<(String, String)>; 3] {
        let by_status =
            (in_list(self.account, lists::INVITATIONS), lists::by(self.status.as_str(), moment(self.created_at)));
        let by_address =
            (in_list(self.account, lists::INVITATIONS_BY_ADDRESS), lists::by(&self.email, moment(self.created_at)));
        [Some(by_status), Some(by_address), None]
    }

    fn card(&self) -> Option<String> {
        Some(card::write(self))
    }

    /// Only what is pending expires.
    fn due(&self) -> Option<(String, String)> {
        (self.status == InvitationStatus::Pending).then(|| due::place(self.id, self.expires_at))
    }
}

versioned!(Invitation);

impl Listed for InvitationSummary {
    fn of_entry(account: AccountId, entry: Entry) -> Result<Self, Malformed> {
        card::read(account, entry.text("card")?)
    }
}

impl Change {
    /// Writes all that an offer consists of.
    #[must_use]
    pub fn offer(self, offer: &Offer) -> Self {
        self.invitation_of(offer, &offer.invitation).create(&offer.mail)
    }

    /// Writes all that an offer consists of but the email.
    #[must_use]
    pub fn untold_offer(self, offer: &Offer) -> Self {
        self.invitation_of(offer, &offer.untold())
    }

    fn invitation_of(self, offer: &Offer, invitation: &Invitation) -> Self {
        let change = self.add_user(&offer.user).create(invitation).record(&offer.event);
        offer.activation.iter().fold(change, Self::record)
    }
}

/// No address begins so.
const NO_ADDRESS: &str = "@";

impl List {
    /// The invitations of an account, or those with one status, the newest first.
    pub fn invitations(account: AccountId, status: Option<InvitationStatus>) -> Self {
        let list = Self::indexed(account, 1, lists::INVITATIONS).newest_first();
        match status {
            Some(status) => list.beginning(lists::beginning_with(status.recorded().as_str())),
            None => list,
        }
    }

    /// The invitations to addresses that begin so: by address, the oldest first.
    pub fn invitations_to(account: AccountId, prefix: &Prefix) -> Self {
        // What no address begins with finds nothing here, either.
        let beginning = prefix.of_addresses().unwrap_or(NO_ADDRESS);
        Self::indexed(account, 2, lists::INVITATIONS_BY_ADDRESS).beginning(beginning)
    }
}
