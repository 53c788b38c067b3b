//! What leaves Usher of what happened: one form for audit events and for news of emails, stable and versioned
//! (docs/events.md).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::audit::Target;
use crate::domain::external_id::ExternalId;
use crate::domain::id::{AccountId, EventId, UnitId, UserId};

/// The version of the form. Fields and types of events may come to it; all else would be another version.
pub const VERSION: u32 = 1;

/// What an item of the table tells of something that happened. It is read loosely: an action that only a newer function
/// knows leaves Usher all the same.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Happening {
    /// The account; nothing if it happened in none.
    pub account: Option<AccountId>,
    /// The event's own id.
    pub id: EventId,
    /// When it happened.
    pub at: Timestamp,
    /// The actor.
    pub actor: Value,
    /// The action.
    pub action: String,
    /// The id of the user or thing that was changed.
    pub target: String,
    /// The gateway's id of the request.
    pub request_id: Option<String>,
    /// The network address that the gateway saw.
    pub source_ip: Option<String>,
    /// What changed, before.
    #[serde(default)]
    pub before: Value,
    /// What changed, after.
    #[serde(default)]
    pub after: Value,
}

/// An event as it leaves Usher.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PublishedEvent {
    /// The version of this form.
    #[schema(example = 1)]
    pub version: u32,
    /// The event's id, with the time in it: a UUID of version 7. If it comes twice, it is the same event.
    #[schema(value_type = String, example = "evt_0193a1b2c3d47e5f8a9b0c1d2e3f4a5b")]
    pub id: EventId,
    /// What happened.
    #[serde(rename = "type")]
    #[schema(example = "invitation.accepted")]
    pub kind: String,
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    pub time: Timestamp,
    /// Of two events about one target, the later one has the larger text.
    #[schema(example = "0000000000000000000000000000000000001742")]
    pub sequence: String,
    /// The account; null if it happened in none.
    #[schema(required, inline)]
    pub account: Option<PublishedAccount>,
    /// Who did it.
    #[schema(value_type = Object)]
    pub actor: Value,
    /// What was changed.
    #[schema(inline)]
    pub target: PublishedTarget,
    /// The gateway's id of the request; null if Usher acted by itself.
    #[schema(required)]
    pub request_id: Option<String>,
    /// The network address that the request came from; null if there is none.
    #[schema(required, example = "203.0.113.7")]
    pub source_ip: Option<String>,
    /// What changed, before.
    #[schema(value_type = Option<Object>, required)]
    pub before: Value,
    /// What changed, after.
    #[schema(value_type = Option<Object>, required)]
    pub after: Value,
    /// Whether `before` and `after` are left out because they are longer than an event may be. The audit trail has
    /// them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pub abridged: bool,
}

/// The account that an event is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublishedAccount {
    /// The account's id.
    #[schema(value_type = String, example = "acc_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    pub id: AccountId,
    /// What the portal calls it; absent if it has no such name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub external_id: Option<String>,
}

/// What an event is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublishedTarget {
    /// What it is.
    #[serde(rename = "type")]
    #[schema(example = "invitation")]
    pub kind: String,
    /// Its id.
    #[schema(example = "inv_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    pub id: String,
    /// What the portal calls it; absent if it has no such name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub external_id: Option<String>,
}

/// What the ids of things begin with.
const KINDS: [(&str, &str); 7] = [
    ("acc", "account"),
    ("usr", "user"),
    ("inv", "invitation"),
    ("unt", "unit"),
    ("tok", "api_token"),
    ("mod", "model"),
    ("per", "person"),
];

/// Longer than any number of the stream: text of one width sorts as numbers do.
const WIDTH: usize = 40;

/// What events are about that portals have names for, beside accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CalledTarget {
    /// A user.
    User(UserId),
    /// A unit.
    Unit(UnitId),
}

/// What the portal calls what an event is about.
#[derive(Debug, Clone, Default)]
pub struct Called {
    /// The account.
    pub account: Option<ExternalId>,
    /// The user or the unit.
    pub target: Option<ExternalId>,
}

impl Happening {
    /// All events about one subject leave in the order in which they happened.
    pub fn subject(&self) -> (Option<AccountId>, Target) {
        (self.account, Target::of(&self.target))
    }

    /// The user or the unit that the event is about, if it is about one.
    pub fn called(&self) -> Option<CalledTarget> {
        let (user, unit) = (self.target.parse().ok(), self.target.parse().ok());
        let target = user.map(CalledTarget::User).or(unit.map(CalledTarget::Unit));
        target.filter(|_| self.account.is_some())
    }

    /// The event as it leaves. `number` is the one that the table's stream gave to it, and `called` is what the portal
    /// calls the account and the target.
    pub fn published(self, number: &str, called: Called) -> PublishedEvent {
        let is_the_account = self.account.is_some_and(|account| account.to_string() == self.target);
        let Called { account: external_id, target } = called;
        let [external_id, target] = [external_id, target].map(|id| id.map(String::from));
        let prefix = self.target.split('_').next().unwrap_or_default();
        let kind = KINDS.iter().find(|(known, _)| *known == prefix).map_or(prefix, |(_, kind)| kind).to_owned();
        PublishedEvent {
            version: VERSION,
            id: self.id,
            kind: self.action,
            time: self.at,
            sequence: format!("{number:0>WIDTH$}"),
            actor: self.actor,
            target: PublishedTarget {
                kind,
                id: self.target,
                external_id: if is_the_account { external_id.clone() } else { target },
            },
            account: self.account.map(|id| PublishedAccount { id, external_id }),
            request_id: self.request_id,
            source_ip: self.source_ip,
            before: self.before,
            after: self.after,
            abridged: false,
        }
    }
}

impl PublishedEvent {
    /// The event without what changed.
    pub fn abridged(self) -> Self {
        Self { before: Value::Null, after: Value::Null, abridged: true, ..self }
    }
}

/// A value as it is signed and sent: the canonical form of RFC 8785, for values without fractions. What is written in
/// another way can be brought into it, and its signature be checked all the same.
pub fn canonical(value: &impl Serialize) -> serde_json::Result<String> {
    // Names in order: serde_json sorts them.
    serde_json::to_value(value).map(|value| value.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn happening(action: &str, target: &str) -> Happening {
        let item = json!({
            "account": "acc_aaaaaaaaaaaaaaaaaaaaaaaaaa", "id": "evt_0193a1b2c3d47e5f8a9b0c1d2e3f4a5b",
            "at": "2026-11-30T12:00:00Z", "actor": { "type": "system" }, "action": action, "target": target,
            "after": { "z": 1, "a": "é\u{1}\u{7f}\u{2028}\"/<" },
        });
        serde_json::from_value(item).unwrap()
    }

    #[test]
    fn names_are_in_order_and_texts_are_as_short_as_can_be() {
        let event = happening("unit.created", "unt_aaaaaaaaaaaaaaaa").published("17", Called::default());
        let text = canonical(&event).unwrap();
        let after = "{\"a\":\"é\\u0001\u{7f}\u{2028}\\\"/<\",\"z\":1}";
        assert_eq!(
            text,
            format!(
                "{{\"account\":{{\"id\":\"acc_aaaaaaaaaaaaaaaaaaaaaaaaaa\"}},\"actor\":{{\"type\":\"system\"}},\
                 \"after\":{after},\"before\":null,\"id\":\"evt_0193a1b2c3d47e5f8a9b0c1d2e3f4a5b\",\
                 \"request_id\":null,\"sequence\":\"0000000000000000000000000000000000000017\",\
                 \"source_ip\":null,\"target\":{{\"id\":\"unt_aaaaaaaaaaaaaaaa\",\"type\":\"unit\"}},\
                 \"time\":\"2026-11-30T12:00:00Z\",\"type\":\"unit.created\",\"version\":1}}"
            )
        );
    }

    #[test]
    fn a_user_and_their_invitation_are_one_subject_and_what_nobody_knows_leaves_as_it_is() {
        let user = happening("user.activated", "usr_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        let invitation = happening("invitation.accepted", "inv_aaaaaaaaaaaaaaaaaaaaaaaabbbbbbbb");
        assert_eq!(user.subject(), invitation.subject());
        let unknown = happening("model.published", "mod_7").published("1", Called::default());
        assert_eq!((unknown.kind.as_str(), unknown.target.kind.as_str()), ("model.published", "model"));
    }
}
