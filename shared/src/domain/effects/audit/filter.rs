//! Which audit events are asked for.

use jiff::Timestamp;

use super::{Action, AuditEvent};
use crate::domain::id::{InvitationId, UserId, UserKey};

/// What events must be to be listed; everything that is given must be so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventFilter {
    /// Who did it, in the form of [`super::Actor::word`].
    pub actor: Option<String>,
    /// To whom or what it was done.
    pub target: Option<Target>,
    /// The action.
    pub action: Option<Action>,
    /// The beginning of the period, inclusive.
    pub from: Option<Timestamp>,
    /// The end of the period, exclusive.
    pub to: Option<Timestamp>,
}

/// To whom or what something is done: a person's place in the account, or a thing.
///
/// A user and all invitations to the same address share a place: what was done to any of them was done to that person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target(String);

impl Target {
    /// The target that an id stands for.
    pub fn of(id: &str) -> Self {
        let place = id.parse().map(|id: UserId| id.key()).or_else(|_| id.parse().map(|id: InvitationId| id.key()));
        Self(place.map_or_else(|_| id.to_owned(), |key| key.to_string()))
    }

    /// A person's place in an account.
    pub fn of_user(key: UserKey) -> Self {
        Self(key.to_string())
    }

    /// What it is in keys.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl EventFilter {
    /// Whether `event` is one of those.
    pub fn admits(&self, event: &AuditEvent) -> bool {
        self.actor.as_ref().is_none_or(|actor| event.actor.word() == *actor)
            && self.target.as_ref().is_none_or(|target| Target::of(&event.target) == *target)
            && self.action.is_none_or(|action| event.action == action)
            && self.from.is_none_or(|from| from <= event.at)
            && self.to.is_none_or(|to| event.at < to)
    }
}
