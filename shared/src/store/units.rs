//! Units, and the list of an account's units: those in use before those that are retired, each by name.

use super::StoreFault;
use super::key::{Key, in_list};
use super::list::{Entry, List, Listed};
use super::record::{Record, Versioned};
use crate::domain::id::AccountId;
use crate::domain::unit::Unit;

const LIST: &str = "UNITS";

impl Record for Unit {
    const KIND: &'static str = "unit";

    fn key(&self) -> Key {
        Key::unit(self.account, self.id)
    }

    fn listed(&self) -> [Option<(String, String)>; 3] {
        let name = self.name.as_str().to_lowercase();
        [Some((in_list(self.account, LIST), format!("{}#{name}", state(self.is_retired())))), None, None]
    }

    /// Units are few and short: all of it.
    fn card(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }
}

impl Versioned for Unit {
    fn version(&mut self) -> &mut u64 {
        &mut self.version
    }
}

impl Listed for Unit {
    fn of_entry(_: AccountId, entry: Entry) -> Result<Self, StoreFault> {
        serde_json::from_str(entry.text("card")?).map_err(|cause| StoreFault::new("read a list", &cause))
    }
}

impl List {
    /// The units of an account, or only those that are (not) retired, by name.
    pub fn units(account: AccountId, retired: Option<bool>) -> Self {
        let list = Self::indexed(account, 1, LIST);
        match retired {
            Some(retired) => list.beginning(format!("{}#", state(retired))),
            None => list,
        }
    }
}

fn state(retired: bool) -> &'static str {
    if retired { "retired" } else { "active" }
}
