//! Units, and the list of an account's units: those in use before those that are retired, each by name.

use super::key::Key;
use super::list::List;
use super::record::{Record, Versioned};
use crate::domain::id::AccountId;
use crate::domain::unit::Unit;

const LIST: &str = "UNITS";

impl Record for Unit {
    const KIND: &'static str = "unit";

    fn key(&self) -> Key {
        Key::unit(self.account, self.id)
    }

    fn listed(&self) -> Option<(String, String)> {
        let name = self.name.as_str().to_lowercase();
        Some((List::partition(self.account, LIST), format!("{}#{name}#{}", state(self.is_retired()), self.id)))
    }
}

impl Versioned for Unit {
    fn version(&mut self) -> &mut u64 {
        &mut self.version
    }
}

impl List {
    /// The units of an account, or only those that are (not) retired, by name.
    pub fn units(account: AccountId, retired: Option<bool>) -> Self {
        Self { account, name: LIST, prefix: retired.map(|retired| format!("{}#", state(retired))), newest_first: false }
    }
}

fn state(retired: bool) -> &'static str {
    if retired { "retired" } else { "active" }
}
