//! The rules of Usher in plain words, knowing nothing of how anything is stored.
//!
//! The model is told what was committed, in the order in which it was, by the audit events of each commit. Each must be
//! one that is allowed just then; what the model comes to must be what the table holds in the end.

mod judge;
mod rules;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::Value;

pub use self::judge::Asking;
use crate::world::engine::plain;

/// What became of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Nothing yet.
    Pending,
    /// It was accepted.
    Accepted,
    /// It was declined.
    Declined,
    /// It was revoked.
    Revoked,
    /// It was not accepted in time.
    Expired,
}

/// How it is with a user of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Invited.
    Pending,
    /// In.
    Active,
    /// Out, and kept.
    Deactivated,
    /// Gone.
    Removed,
}

/// An invitation.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Which account invites.
    pub account: String,
    /// Whom.
    pub email: String,
    /// What became of it, and since which commit, the newest last.
    pub endings: Vec<(u64, Ending)>,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
    /// Until when it could be accepted before, and which commit gave it more time.
    pub renewals: Vec<(u64, Timestamp)>,
    /// How many emails were promised for it.
    pub issues: u64,
}

/// A user.
#[derive(Debug, Clone)]
pub struct User {
    /// How it was and is with them, and since which commit, the newest last.
    pub standings: Vec<(u64, Standing)>,
    /// What they hold.
    pub grants: Value,
    /// The id that the API knows them by, once it is known.
    pub id: Option<String>,
    /// Their invitation.
    pub invitation: String,
}

/// An event of the audit trail.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its own id.
    pub id: String,
    /// The account.
    pub account: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub target: String,
    /// Who did it, if a user did.
    pub actor: String,
    /// With which request.
    pub request: String,
    /// When.
    pub at: Timestamp,
    /// What was so before.
    pub before: Value,
    /// What is so after.
    pub after: Value,
}

/// Who is in an account with which address.
pub type Place = (String, String);

/// What must be true.
#[derive(Debug, Default)]
pub struct Model {
    /// How many commits there were.
    pub commits: u64,
    /// All that happened, in its order.
    pub events: Vec<Event>,
    /// The users, also those who are gone.
    pub users: BTreeMap<Place, User>,
    /// The invitations.
    pub invitations: BTreeMap<String, Invitation>,
    /// The accounts, and since which commits they are closed or open.
    pub accounts: BTreeMap<String, Vec<(u64, bool)>>,
    /// The accounts that have had an administrator.
    pub managed: BTreeSet<String>,
    /// What is not as it must be.
    pub broken: Vec<String>,
}

impl Model {
    /// Takes note of a commit.
    pub fn committed(&mut self, writes: &[Value], request: &str, now: Timestamp) {
        self.commits += 1;
        let items = writes.iter().filter_map(|write| write.get("Put")).map(|put| plain(&put["Item"]));
        let events: Vec<Event> =
            items.filter(|item| item["kind"] == "audit_event").filter_map(|it| Event::of(&it)).collect();
        for event in events {
            if !request.is_empty() && !request.starts_with("bg-") && event.request != request {
                self.break_with(format!("{} of {} names {}", event.action, request, event.request));
            }
            if event.at > now + jiff::SignedDuration::from_secs(3) {
                self.break_with(format!("{} at {} is not yet: {now}", event.action, event.at));
            }
            self.step(&event);
            self.events.push(event);
        }
        self.keep_administrators();
    }

    /// Whether an account was closed at some time since a commit.
    pub fn was_closed(&self, account: &str, since: u64) -> bool {
        self.accounts.get(account).is_some_and(|history| held(history, false, since))
    }

    /// Something is not as it must be.
    pub fn break_with(&mut self, what: String) {
        self.broken.push(what);
    }

    /// The events of one request.
    pub fn of_request(&self, request: &str) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(move |event| event.request == request)
    }
}

impl Event {
    fn of(item: &Value) -> Option<Self> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Some(Self {
            id: text(&item["id"]),
            account: text(&item["account"]),
            action: text(&item["action"]),
            target: text(&item["target"]),
            actor: text(&item["actor"]["id"]),
            request: text(&item["request_id"]),
            at: item["at"].as_str()?.parse().ok()?,
            before: item["before"].clone(),
            after: item["after"].clone(),
        })
    }
}

impl User {
    /// How it is with them.
    pub fn now(&self) -> Standing {
        self.standings.last().map_or(Standing::Removed, |(_, standing)| *standing)
    }

    /// Whether it was so with them at some time since a commit.
    pub fn was(&self, standing: Standing, since: u64) -> bool {
        held(&self.standings, standing, since)
    }
}

impl Invitation {
    /// One that a commit has made.
    pub fn new((account, email): Place, commit: u64, expires_at: Timestamp) -> Self {
        let endings = vec![(commit, Ending::Pending)];
        Self { account, email, endings, expires_at, renewals: Vec::new(), issues: 1 }
    }

    /// Gives it more time.
    pub fn renew(&mut self, commit: u64, expires_at: Timestamp) {
        self.renewals.push((commit, self.expires_at));
        self.expires_at = expires_at;
    }

    /// Whether its time was over at some time since a commit, and at the latest at `now`.
    pub fn was_late(&self, since: u64, now: Timestamp) -> bool {
        let before = self.renewals.iter().filter(|(commit, _)| *commit > since).map(|(_, expires_at)| *expires_at);
        before.chain([self.expires_at]).any(|expires_at| now >= expires_at)
    }

    /// What became of it.
    pub fn now(&self) -> Ending {
        self.endings.last().map_or(Ending::Pending, |(_, ending)| *ending)
    }

    /// Whether it was so with it at some time since a commit.
    pub fn was(&self, ending: Ending, since: u64) -> bool {
        held(&self.endings, ending, since)
    }
}

/// Whether something was so at some time since a commit: then, or at any of the changes after it.
fn held<T: Copy + PartialEq>(history: &[(u64, T)], what: T, since: u64) -> bool {
    let before = history.iter().rev().find(|(at, _)| *at <= since);
    let after = history.iter().filter(|(at, _)| *at > since);
    before.into_iter().chain(after).any(|(_, found)| *found == what)
}
