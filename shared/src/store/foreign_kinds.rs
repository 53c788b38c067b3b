//! The kinds of foreign hashes that people moved in with: one item for the whole table.

use jiff::Timestamp;

use super::limits::Limited;
use super::record::{Record, versioned};
use super::{Key, Store, StoreFault};
use crate::domain::id::NetworkId;
use crate::domain::secret::foreign::ForeignKinds;

impl Record for ForeignKinds {
    const KIND: &'static str = "foreign_kinds";

    fn key(&self) -> Key<Self> {
        Key::foreign_kinds()
    }
}

versioned!(ForeignKinds);

impl Store {
    /// Whether there is room for another failure from `network`, in this hour; and what a failure takes as work. One
    /// request.
    pub async fn network_and_kinds(
        &self,
        network: NetworkId,
        now: Timestamp,
    ) -> Result<(Result<(), Limited>, ForeignKinds), StoreFault> {
        let (count, kinds) = (Key::network_count_at(network, now), Key::foreign_kinds());
        let found = self.read([count.any(), kinds.any()]).await?;
        Ok((Self::has_room(found.get(&count)?, now), found.get(&kinds)?.unwrap_or_default()))
    }
}
