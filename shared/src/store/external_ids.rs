//! External ids: an item for each makes it unique in its scope, and leads to the thing that has it.

use super::key::Key;
use super::record::Record;
use super::{Change, Found, StoreFault};
use crate::domain::external_id::{ExternalId, Holder, Scope};

impl Record for Holder {
    const KIND: &'static str = "external_id";

    fn key(&self) -> Key<Self> {
        Key::external_id(self.scope, &self.external_id)
    }
}

impl Found {
    /// Whether the external id at `key`, which was read, is another thing's than `holder`.
    pub fn is_held_by_another(&self, key: &Key<Holder>, holder: &str) -> Result<bool, StoreFault> {
        Ok(self.get(key)?.is_some_and(|held| held.holder != holder))
    }
}

impl Change {
    /// Gives a thing of `scope` the external id `after` instead of `before`. For a change that depends on the version
    /// of the thing, or creates it. It is refused if another thing has that id.
    #[must_use]
    pub fn rename(self, scope: Scope, holder: &str, before: Option<&ExternalId>, after: Option<&ExternalId>) -> Self {
        if before == after {
            return self;
        }
        let change = match before {
            Some(before) => self.forget(Key::external_id(scope, before)),
            None => self,
        };
        match after {
            Some(after) => change.create(&Holder { scope, external_id: after.clone(), holder: holder.to_owned() }),
            None => change,
        }
    }
}
