//! Audit events: written once, with the change that they record. By time in the account's partition of the table, and by actor, by target
//! and by action in the indexes.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{SignedDuration, Timestamp};

use super::StoreFault;
use super::key::{Key, in_list, moment};
use super::list::{Entry, List, Listed};
use super::record::{Record, from_item};
use crate::domain::audit::{Action, AuditEvent, EventFilter, Target};
use crate::domain::id::AccountId;

/// What stands before the time in the table's sort keys.
const EVENT: &str = "EVENT#";

impl Record for AuditEvent {
    const KIND: &'static str = "audit_event";

    fn key(&self) -> Key {
        Key::event(self.account, self.at, self.id)
    }

    fn listed(&self) -> [Option<(String, String)>; 3] {
        let lists = [by_actor(&self.actor.word()), by_target(&Target::of(&self.target)), by_action(self.action)];
        lists.map(|list| Some((in_list(self.account, list), moment(self.at))))
    }
}

impl Listed for AuditEvent {
    /// The indexes copy an event's attributes but for what its key tells.
    fn of_entry(account: AccountId, mut entry: Entry) -> Result<Self, StoreFault> {
        let id = entry.text("sk")?.rsplit_once('#').map(|(_, id)| id.to_owned()).unwrap_or_default();
        entry.0.insert("id".to_owned(), AttributeValue::S(id));
        entry.0.insert("account".to_owned(), AttributeValue::S(account.to_string()));
        from_item(entry.0)
    }
}

fn by_actor(actor: &str) -> String {
    format!("EA#{actor}")
}

fn by_target(target: &Target) -> String {
    format!("ET#{}", target.as_str())
}

fn by_action(action: Action) -> String {
    format!("EC#{}", action.word())
}

impl List {
    /// A list that holds all events that `filter` admits, the newest first: those of the target, or else of the actor, or else of the action, or
    /// else all, within the time asked for. What it holds is to be filtered by the others. Nothing where the time is none.
    pub fn events(account: AccountId, filter: &EventFilter) -> Option<Self> {
        let from = filter.from.unwrap_or(Timestamp::UNIX_EPOCH).max(Timestamp::UNIX_EPOCH);
        let last = filter.to.unwrap_or(END).min(END).checked_sub(SignedDuration::from_nanos(1)).ok()?;
        let (first, last) = (moment(from), moment(last));
        if first > last {
            return None;
        }
        let list = if let Some(target) = &filter.target {
            Self::indexed(account, 2, by_target(target)).between(first, last)
        } else if let Some(actor) = &filter.actor {
            Self::indexed(account, 1, by_actor(actor)).between(first, last)
        } else if let Some(action) = filter.action {
            Self::indexed(account, 3, by_action(action)).between(first, last)
        } else {
            // Behind the time in the table's keys comes `#` and the event's id.
            Self::in_table(account, None).between(format!("{EVENT}{first}"), format!("{EVENT}{last}$"))
        };
        Some(list.newest_first())
    }
}

/// After every event.
const END: Timestamp = Timestamp::MAX;
