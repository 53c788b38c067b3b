//! Invitations, the list of an account's invitations (by status, the newest first), and their place in the index of what is due.

use super::Change;
use super::due::Due;
use super::key::{Key, moment};
use super::list::List;
use super::record::{Record, Versioned};
use crate::domain::id::AccountId;
use crate::domain::invitation::{Invitation, InvitationStatus, Offer};

const LIST: &str = "INVITATIONS";

impl Record for Invitation {
    const KIND: &'static str = "invitation";

    fn key(&self) -> Key {
        Key::invitation(self.account, self.id)
    }

    fn listed(&self) -> Option<(String, String)> {
        Some((List::partition(self.account, LIST), format!("{}#{}#{}", self.status.as_str(), moment(self.created_at), self.id)))
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

impl Change {
    /// How many writes an offer takes.
    pub fn writes_of(offer: &Offer) -> usize {
        4 + usize::from(offer.membership.is_some())
    }

    /// Writes all that an offer consists of. The first write is the user: the one that meets another offer to the same address.
    #[must_use]
    pub fn offer(self, offer: &Offer) -> Self {
        let change = self.add_user(&offer.user).create(&offer.invitation).create(&offer.event).create(&offer.mail);
        offer.membership.iter().fold(change, Self::create)
    }
}

impl List {
    /// The invitations of an account, or those with one status, the newest first.
    pub fn invitations(account: AccountId, status: Option<InvitationStatus>) -> Self {
        Self { account, name: LIST, prefix: status.map(|status| format!("{}#", status.as_str())), newest_first: true }
    }
}
