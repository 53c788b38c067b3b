//! The keys of what is no record: listings, and what limits count.

use super::{AnyKey, in_account, in_part, lists, moment, of_person};
use crate::domain::effects::limit::Window;
use crate::domain::email::EmailAddress;
use crate::domain::id::{AccountId, NetworkId, PersonKey, UserKey};
use crate::domain::people::user::UserStatus;

impl AnyKey {
    /// Where a user is listed among those who have something in common, such as a role.
    pub(in crate::store) fn listing(account: AccountId, facet: &str, status: UserStatus, email: &EmailAddress) -> Self {
        Self::new(in_part(account, facet), lists::by(status.as_str(), email))
    }

    /// What is counted of the emails that an account promises in a time.
    pub(in crate::store) fn invitation_count(account: AccountId, window: Window) -> Self {
        Self::new(in_account(account), format!("COUNT#INVITATIONS#{}", moment(window.start)))
    }

    /// What is counted of the emails that a person gets in a time.
    pub(in crate::store) fn recipient_count(person: PersonKey, window: Window) -> Self {
        Self::new(of_person(person), format!("COUNT#INVITATIONS#{}", moment(window.start)))
    }

    /// What is counted of the resets that are asked for with an address in a time.
    pub(in crate::store) fn reset_count(person: PersonKey, window: Window) -> Self {
        Self::new(of_person(person), format!("COUNT#RESETS#{}", moment(window.start)))
    }

    /// What is counted of the resets that are asked for from a network in a time.
    pub(in crate::store) fn network_reset_count(network: NetworkId, window: Window) -> Self {
        Self::new(format!("NETWORK#{network}"), format!("COUNT#RESETS#{}", moment(window.start)))
    }

    /// What is counted of the resets that an account's users send in a time.
    pub(in crate::store) fn sent_reset_count(account: AccountId, window: Window) -> Self {
        Self::new(in_account(account), format!("COUNT#RESETS#{}", moment(window.start)))
    }

    /// What is counted of the resets that a user is sent in a time.
    pub(in crate::store) fn received_reset_count(account: AccountId, user: UserKey, window: Window) -> Self {
        Self::new(in_account(account), format!("COUNT#RESETS_TO#{user}#{}", moment(window.start)))
    }
}
