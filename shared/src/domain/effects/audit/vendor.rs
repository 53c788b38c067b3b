//! The vendor's own trail: what operators did, in whichever account, or in none. It names things by their ids and holds
//! nothing else of them, so that nothing need be erased from it: what changed is in the trail of the account.

use jiff::Timestamp;
use rand::Rng;
use serde::{Deserialize, Serialize};

use super::{Action, Actor, AuditEvent, Author, Happened, Origin};
use crate::domain::id::{AccountId, EventId};

/// Something that an operator did, or that Usher did because an operator had asked for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VendorEvent {
    /// The account in which it was done; nothing if it concerns none, or more than one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// The event's own id: the same as in the account's trail.
    pub id: EventId,
    /// When it happened.
    pub at: Timestamp,
    /// The actor.
    pub actor: Actor,
    /// The action.
    pub action: Action,
    /// The id of the thing that was changed.
    pub target: String,
    /// Where the request came from.
    #[serde(flatten)]
    pub origin: Origin,
}

impl VendorEvent {
    /// An account's event in the vendor's trail.
    pub fn of(event: &AuditEvent) -> Self {
        Self {
            account: Some(event.account),
            id: event.id,
            at: event.at,
            actor: event.actor.clone(),
            action: event.action,
            target: event.target.clone(),
            origin: event.origin.clone(),
        }
    }
}

impl Author {
    /// The record of what happened in no account, or in more than one.
    pub fn vendor_event(&self, happened: &Happened, rng: &mut impl Rng) -> VendorEvent {
        VendorEvent {
            account: None,
            id: EventId::new(self.at, rng),
            at: self.at,
            actor: self.actor.clone(),
            action: happened.action(),
            target: happened.target(),
            origin: self.origin.clone(),
        }
    }
}

/// Which of the vendor's events are asked for; everything that is given must be so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VendorFilter {
    /// The account.
    pub account: Option<AccountId>,
    /// The ARN of the operator.
    pub principal: Option<String>,
    /// The action.
    pub action: Option<Action>,
    /// The beginning of the period, inclusive.
    pub from: Option<Timestamp>,
    /// The end of the period, exclusive.
    pub to: Option<Timestamp>,
}

impl VendorFilter {
    /// Whether `event` is one of those.
    pub fn admits(&self, event: &VendorEvent) -> bool {
        self.account.is_none_or(|account| event.account == Some(account))
            && self.principal.as_ref().is_none_or(|principal| event.actor.principal() == Some(principal))
            && self.action.is_none_or(|action| event.action == action)
            && self.from.is_none_or(|from| from <= event.at)
            && self.to.is_none_or(|to| event.at < to)
    }
}
