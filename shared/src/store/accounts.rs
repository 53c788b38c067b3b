//! Accounts.

use super::erasure;
use super::key::{Key, in_vendor_list, lists, moment};
use super::list::{Entry, List, Listed};
use super::record::{Malformed, Record, versioned};
use crate::domain::id::AccountId;
use crate::domain::people::account::{Account, AccountFilter, AccountOrder, AccountSummary};
use crate::domain::people::search;

impl Record for Account {
    const KIND: &'static str = "account";

    fn key(&self) -> Key<Self> {
        Key::account(self.id)
    }

    /// Accounts that former versions wrote are in no list until they are written again.
    fn listed(&self) -> [Option<(String, String)>; 3] {
        let created = moment(self.created_at);
        [
            Some((in_vendor_list(lists::ACCOUNTS), created.clone())),
            Some((in_vendor_list(lists::ACCOUNT_NAMES), search::key(self.name.as_str()))),
            Some((in_vendor_list(lists::accounts_of_status(self.status())), created)),
        ]
    }

    fn due(&self) -> Option<(String, String)> {
        self.deletion.map(|deletion| erasure::place(self.id, deletion.erased_from))
    }

    /// All that the vendor's lists show: accounts are few beside their users.
    fn card(&self) -> Option<String> {
        serde_json::to_string(&AccountSummary::from(self)).ok()
    }
}

versioned!(Account);

impl Listed for AccountSummary {
    fn of_entry(_: AccountId, entry: Entry) -> Result<Self, Malformed> {
        serde_json::from_str(entry.text("card")?).map_err(|_| Malformed::at("card"))
    }
}

impl List {
    /// A list of all accounts that `filter` admits, in this order or, if the beginning of a name is given, by name.
    /// What it holds is to be filtered by the rest.
    pub fn accounts(filter: &AccountFilter, order: AccountOrder) -> Self {
        if let Some(query) = &filter.query {
            let beginning = query.of_names().first().copied().unwrap_or_default();
            return Self::of_vendor(2, lists::ACCOUNT_NAMES).beginning(beginning);
        }
        match (order, filter.status) {
            (AccountOrder::Name, _) => Self::of_vendor(2, lists::ACCOUNT_NAMES),
            (AccountOrder::CreatedAt, Some(status)) => {
                Self::of_vendor(3, lists::accounts_of_status(status)).newest_first()
            }
            (AccountOrder::CreatedAt, None) => Self::of_vendor(1, lists::ACCOUNTS).newest_first(),
        }
    }
}
