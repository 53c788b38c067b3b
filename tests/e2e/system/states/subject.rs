//! Someone who comes to be in a state, and goes on from there.

use std::fmt;

use serde_json::{Value, json};
use usher_tests::{Authenticator, PASSWORD, Reply, World};

use super::acts::Act;
use super::cells::{Fate, histories, persons};

/// An account: the one that the map is about, or the only other one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Here,
    Elsewhere,
}

/// What for someone is in a state: to go on to an active user, or to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    On,
    Out,
}

/// The ids of someone's user and invitation in an account, the newest ones.
#[derive(Default)]
pub struct Entry {
    pub user: Option<String>,
    pub invitation: Option<String>,
}

/// Someone of whom all is known that they know.
pub struct Subject {
    pub email: String,
    pub purpose: Purpose,
    pub fate: Fate,
    pub is_known: bool,
    pub app: Option<Authenticator>,
    path: Vec<Act>,
    entries: [Entry; 2],
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} after {:?} ({:?})", self.email, self.path, self.fate)
    }
}

impl Subject {
    /// Everyone whom the map needs: each person with each history, to go on from there, and one of them to leave.
    pub fn all(policies: &Value) -> Vec<Self> {
        let (mut all, persons) = (Vec::new(), persons(policies));
        for (number, history) in histories(policies).into_iter().enumerate() {
            let leaving = (Purpose::Out, 0, persons[0].1);
            let going_on = persons.iter().map(|(kind, person)| (Purpose::On, *kind, *person));
            for (purpose, kind, person) in going_on.chain([leaving]) {
                all.push(Self {
                    email: format!("{purpose:?}-{number}-{kind}@example.com").to_lowercase(),
                    purpose,
                    fate: history.fate,
                    is_known: false,
                    app: None,
                    path: history.acts.iter().flat_map(|act| expanded(*act, person.acts)).collect(),
                    entries: Default::default(),
                });
            }
        }
        all
    }

    /// What has led them to where they are.
    pub fn path(&self) -> Vec<Act> {
        self.path.clone()
    }

    pub fn at(&self, place: Place) -> &Entry {
        &self.entries[place as usize]
    }

    pub fn at_mut(&mut self, place: Place) -> &mut Entry {
        &mut self.entries[place as usize]
    }

    /// Signs in, with both factors if there are two. `invitation` is the token of a link to accept.
    pub async fn sign_in(&self, world: &World, invitation: Option<&str>) -> Reply {
        let first = json!({ "email": self.email, "password": PASSWORD, "invitation": invitation });
        let first = world.api.post("/v1/sessions", first).await;
        let Some(challenge) = first.body["second_factor"]["challenge"].as_str() else { return first };
        let code = self.app.as_ref().expect("a second factor").code(world);
        let second = json!({ "challenge": challenge, "code": code, "invitation": invitation });
        world.api.post("/v1/sessions/second-factor", second).await
    }
}

fn expanded(act: Act, known: &[Act]) -> Vec<Act> {
    if act == Act::BecomeKnown { known.to_vec() } else { vec![act] }
}
