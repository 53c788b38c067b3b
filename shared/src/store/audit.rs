//! Audit events: written once, with the change that they record. By time in the account's partition of the table, and
//! by actor, by target and by action in the indexes.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{SignedDuration, Timestamp};

use super::key::{Key, event_at, in_list, lists, moment};
use super::list::{Entry, List, Listed};
use super::record::{Malformed, Record, decode};
use crate::domain::effects::audit::{AuditEvent, EventFilter, Target};
use crate::domain::id::AccountId;

impl Record for AuditEvent {
    const KIND: &'static str = "audit_event";

    fn key(&self) -> Key<Self> {
        Key::event(self.account, self.at, self.id)
    }

    fn listed(&self) -> [Option<(String, String)>; 3] {
        let lists = [
            lists::by_actor(&self.actor.word()),
            lists::by_target(&Target::of(&self.target)),
            lists::by_action(self.action),
        ];
        lists.map(|list| Some((in_list(self.account, list), moment(self.at))))
    }
}

impl Listed for AuditEvent {
    /// The indexes copy an event's attributes but for what its key tells.
    fn of_entry(account: AccountId, mut entry: Entry) -> Result<Self, Malformed> {
        let id = entry.text("sk")?.rsplit_once('#').map(|(_, id)| id.to_owned()).unwrap_or_default();
        entry.0.insert("id".to_owned(), AttributeValue::S(id));
        entry.0.insert("account".to_owned(), AttributeValue::S(account.to_string()));
        decode(entry.0)
    }
}

impl List {
    /// A list that holds all events that `filter` admits, the newest first: those of the target, or else of the actor,
    /// or else of the action, or else all, within the time asked for. What it holds is to be filtered by the others.
    /// Nothing if the time is none.
    pub fn events(account: AccountId, filter: &EventFilter) -> Option<Self> {
        let from = filter.from.unwrap_or(Timestamp::UNIX_EPOCH).max(Timestamp::UNIX_EPOCH);
        let last = filter.to.unwrap_or(END).min(END).checked_sub(SignedDuration::from_nanos(1)).ok()?;
        if moment(from) > moment(last) {
            return None;
        }
        let list = if let Some(target) = &filter.target {
            Self::indexed(account, 2, lists::by_target(target)).between(moment(from), moment(last))
        } else if let Some(actor) = &filter.actor {
            Self::indexed(account, 1, lists::by_actor(actor)).between(moment(from), moment(last))
        } else if let Some(action) = filter.action {
            Self::indexed(account, 3, lists::by_action(action)).between(moment(from), moment(last))
        } else {
            // Behind the time in the table's keys comes `#` and the event's id.
            Self::in_table(account, None).between(event_at(from), lists::behind(event_at(last)))
        };
        Some(list.newest_first())
    }
}

/// After every event.
const END: Timestamp = Timestamp::MAX;
