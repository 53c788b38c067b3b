//! The index of what is due: sparse, and spread over shards that no account shares alone.

use jiff::Timestamp;

use super::key::{AnyKey, DUE_SHARDS, Key, due, lists, moment};
use super::list::{Entry, List, Listed};
use super::record::Malformed;
use crate::domain::id::{AccountId, InvitationId};
use crate::domain::people::invitation::Invitation;

/// The place of an invitation that is due at `at`.
pub(super) fn place(invitation: InvitationId, at: Timestamp) -> (String, String) {
    let shard = invitation.as_bytes()[19] % DUE_SHARDS;
    (due(shard), lists::by(moment(at), invitation))
}

impl List {
    /// The shards of the index.
    pub fn due_shards() -> std::ops::Range<u8> {
        0..DUE_SHARDS
    }
}

/// The index holds keys alone, and those of invitations alone.
impl Listed for Key<Invitation> {
    fn of_entry(_: AccountId, entry: Entry) -> Result<Self, Malformed> {
        AnyKey::of_item(&entry.0).map(Self::of).map_err(|_| Malformed::at("pk"))
    }
}
