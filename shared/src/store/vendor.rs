//! The vendor's trail: by time in a partition of the table, and by account, by operator and by action in the indexes.

use aws_sdk_dynamodb::types::AttributeValue;

use super::Change;
use super::audit::period;
use super::key::{Key, VENDOR, in_vendor_list, lists, moment};
use super::list::{Entry, List, Listed};
use super::record::{Malformed, Record, decode};
use crate::domain::effects::audit::{Actor, AuditEvent, VendorEvent, VendorFilter};
use crate::domain::id::AccountId;

impl Record for VendorEvent {
    const KIND: &'static str = "vendor_event";

    fn key(&self) -> Key<Self> {
        Key::vendor_event(self.at, self.id)
    }

    fn listed(&self) -> [Option<(String, String)>; 3] {
        let lists = [
            self.account.map(|account| lists::by_actor(&account.to_string())),
            self.actor.principal().map(|principal| lists::by_principal(principal)),
            Some(lists::by_action(self.action)),
        ];
        lists.map(|list| list.map(|list| (in_vendor_list(list), moment(self.at))))
    }

    /// The account, which the indexes do not copy otherwise.
    fn card(&self) -> Option<String> {
        self.account.map(|account| account.to_string())
    }
}

impl Listed for VendorEvent {
    /// The indexes copy an event's attributes but for what its key tells, and the account as its card.
    fn of_entry(_: AccountId, mut entry: Entry) -> Result<Self, Malformed> {
        let id = entry.text("sk")?.rsplit_once('#').map(|(_, id)| id.to_owned()).unwrap_or_default();
        entry.0.insert("id".to_owned(), AttributeValue::S(id));
        if let Some(account) = entry.0.get("card").cloned() {
            entry.0.insert("account".to_owned(), account);
        }
        decode(entry.0)
    }
}

impl Change {
    /// Writes an audit event into the trail of its account, and into the vendor's if an operator is its actor.
    #[must_use]
    pub fn record(self, event: &AuditEvent) -> Self {
        let change = self.create(event);
        match event.actor {
            Actor::Operator { .. } => change.create(&VendorEvent::of(event)),
            _ => change,
        }
    }
}

impl List {
    /// A list that holds all of the vendor's events that `filter` admits, the newest first: those of the account, or
    /// else of the operator, or else of the action, or else all, within the time asked for. What it holds is to be
    /// filtered by the others. Nothing if the time is none.
    pub fn vendor_events(filter: &VendorFilter) -> Option<Self> {
        let period = period(filter.from, filter.to)?;
        let list = if let Some(account) = filter.account {
            Self::of_vendor(1, lists::by_actor(&account.to_string())).between(period.first(), period.last())
        } else if let Some(principal) = &filter.principal {
            Self::of_vendor(2, lists::by_principal(principal)).between(period.first(), period.last())
        } else if let Some(action) = filter.action {
            Self::of_vendor(3, lists::by_action(action)).between(period.first(), period.last())
        } else {
            let (first, last) = period.in_table();
            Self::in_partition(VENDOR).between(first, last)
        };
        Some(list.newest_first())
    }
}
