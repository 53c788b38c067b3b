//! Units, and the list of an account's units: those in use before those that are retired, each by name.

use super::key::{Key, in_list, lists};
use super::list::{Entry, List, Listed};
use super::record::{Malformed, Record, versioned};
use crate::domain::access::unit::{Unit, UnitStatus};
use crate::domain::id::AccountId;
use crate::domain::people::search;

impl Record for Unit {
    const KIND: &'static str = "unit";

    fn key(&self) -> Key<Self> {
        Key::unit(self.account, self.id)
    }

    fn listed(&self) -> [Option<(String, String)>; 3] {
        let name = search::key(self.name.as_str());
        [Some((in_list(self.account, lists::UNITS), lists::by(self.status().as_str(), name))), None, None]
    }

    /// Units are few and short: all of it.
    fn card(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }
}

versioned!(Unit);

impl Listed for Unit {
    fn of_entry(_: AccountId, entry: Entry) -> Result<Self, Malformed> {
        serde_json::from_str(entry.text("card")?).map_err(|_| Malformed::at("card"))
    }
}

impl List {
    /// The units of an account, or only those with this status, by name.
    pub fn units(account: AccountId, status: Option<UnitStatus>) -> Self {
        let list = Self::indexed(account, 1, lists::UNITS);
        match status {
            Some(status) => list.beginning(lists::beginning_with(status.as_str())),
            None => list,
        }
    }
}
