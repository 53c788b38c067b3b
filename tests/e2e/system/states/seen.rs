//! What administrators see of everyone: the state that each is in.

use std::collections::HashMap;

use serde_json::Value;

use super::cells::{INVITATIONS, PERSONS, USERS};
use super::stage::Stage;
use super::subject::{Place, Subject};

/// A state: places in [`USERS`], [`INVITATIONS`] and [`PERSONS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    pub user: usize,
    pub invitation: usize,
    pub person: usize,
}

impl Cell {
    pub fn words(self) -> [&'static str; 3] {
        [USERS[self.user], INVITATIONS[self.invitation], PERSONS[self.person].name]
    }
}

/// The statuses of all users and invitations, by their ids.
pub struct Seen(HashMap<String, String>);

impl Seen {
    /// Reads the lists of both accounts.
    pub async fn look(stage: &Stage<'_>) -> Self {
        let mut statuses = HashMap::new();
        for place in [Place::Here, Place::Elsewhere] {
            for list in ["/users?limit=100", "/invitations?limit=100"] {
                let desk = stage.at(place);
                let found = desk.admin.pages(&desk.path(list)).await;
                let id = |entry: &Value| entry["id"].as_str().expect("an id").to_owned();
                statuses.extend(found.iter().map(|entry| (id(entry), status(entry))));
            }
        }
        Self(statuses)
    }

    /// The status of someone's user.
    pub fn user(&self, place: Place, subject: &Subject) -> &str {
        self.status(subject.at(place).user.as_ref())
    }

    /// What became of someone's newest invitation here.
    pub fn invitation(&self, subject: &Subject) -> &str {
        self.status(subject.at(Place::Here).invitation.as_ref())
    }

    fn status(&self, id: Option<&String>) -> &str {
        id.and_then(|id| self.0.get(id)).map_or("none", String::as_str)
    }

    /// Who someone is outside the account.
    fn person(&self, subject: &Subject) -> String {
        let credentials = if subject.app.is_some() { "factor" } else { "password" };
        match self.user(Place::Elsewhere, subject) {
            _ if !subject.is_known => "unknown".to_owned(),
            "none" => credentials.to_owned(),
            status => format!("{credentials} ({status} elsewhere)"),
        }
    }

    /// The state that someone is in.
    pub fn cell(&self, subject: &Subject) -> Cell {
        let place = |names: &[&str], found: &str| {
            names.iter().position(|name| *name == found).unwrap_or_else(|| panic!("{subject:?}: {found}"))
        };
        Cell {
            user: place(&USERS, self.user(Place::Here, subject)),
            invitation: place(&INVITATIONS, self.invitation(subject)),
            person: place(&PERSONS.map(|person| person.name), &self.person(subject)),
        }
    }
}

/// The status of a user or an invitation, in words of the map. To be active and hold nothing is not what any way leads
/// to.
fn status(entry: &Value) -> String {
    let status = match entry["status"].as_str().expect("a status") {
        "pending" if entry["delivery"]["status"] == "bounced" => "bounced",
        "active" if entry["grants"].as_array().is_some_and(Vec::is_empty) => "active without grants",
        status => status,
    };
    status.to_owned()
}
