//! Audit events: written once, with the change that they record. By time in the account's partition of the table, and
//! by actor, by target and by action in the indexes. And news of emails, which are in no list.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{SignedDuration, Timestamp};

use super::StoreFault;
use super::key::{AnyKey, Key, event_at, in_list, lists, moment};
use super::list::{Entry, List, Listed};
use super::record::{Item, Malformed, Record, decode};
use crate::domain::effects::audit::{Action, AuditEvent, EventFilter, Target, VendorEvent};
use crate::domain::effects::published::Happening;
use crate::domain::id::AccountId;
use crate::domain::people::invitation::DeliveryEvent;

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

impl Record for DeliveryEvent {
    const KIND: &'static str = "delivery_event";

    fn key(&self) -> Key<Self> {
        Key::delivery_event(self.account, self.at, self.id)
    }

    fn garbage_from(&self) -> Option<Timestamp> {
        Some(self.kept_until())
    }
}

/// The kinds of items that tell of something that happened, and leave Usher.
pub const PUBLISHED_KINDS: [&str; 3] = [AuditEvent::KIND, DeliveryEvent::KIND, VendorEvent::KIND];

impl Happening {
    /// What an item tells that came through the table's stream; nothing if another item of the same change tells it.
    pub fn of_stream_image(image: serde_dynamo::Item) -> Result<Option<Self>, StoreFault> {
        let item = Item::from(image);
        let key = AnyKey::of_item(&item)?;
        let is_of_vendor =
            item.get("kind").and_then(|kind| kind.as_s().ok()).is_some_and(|kind| kind == VendorEvent::KIND);
        let happening: Self = decode(item).map_err(|malformed| malformed.report(&key))?;
        let is_told = is_of_vendor && happening.account.is_some() && happening.action != Action::AccountErased.as_str();
        Ok(Some(happening).filter(|_| !is_told))
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
        let period = period(filter.from, filter.to)?;
        let list = if let Some(target) = &filter.target {
            Self::indexed(account, 2, lists::by_target(target)).between(period.first(), period.last())
        } else if let Some(actor) = &filter.actor {
            Self::indexed(account, 1, lists::by_actor(actor)).between(period.first(), period.last())
        } else if let Some(action) = filter.action {
            Self::indexed(account, 3, lists::by_action(action)).between(period.first(), period.last())
        } else {
            let (first, last) = period.in_table();
            Self::in_table(account, None).between(first, last)
        };
        Some(list.newest_first())
    }
}

/// A time in which events lie, its ends included.
pub(super) struct Period {
    from: Timestamp,
    last: Timestamp,
}

/// From `from` on and before `to`; nothing if that is none.
pub(super) fn period(from: Option<Timestamp>, to: Option<Timestamp>) -> Option<Period> {
    let from = from.unwrap_or(Timestamp::UNIX_EPOCH).max(Timestamp::UNIX_EPOCH);
    let last = to.unwrap_or(END).min(END).checked_sub(SignedDuration::from_nanos(1)).ok()?;
    (moment(from) <= moment(last)).then_some(Period { from, last })
}

impl Period {
    /// Where it begins in the indexes.
    pub(super) fn first(&self) -> String {
        moment(self.from)
    }

    /// Where it ends in the indexes.
    pub(super) fn last(&self) -> String {
        moment(self.last)
    }

    /// Where it begins and ends in the table's keys: behind the time comes `#` and the event's id.
    pub(super) fn in_table(&self) -> (String, String) {
        (event_at(self.from), lists::behind(event_at(self.last)))
    }
}

/// After every event.
const END: Timestamp = Timestamp::MAX;
