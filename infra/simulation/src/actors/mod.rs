//! Those who call Usher: administrators, invitees, users, strangers, operators and programs. They know what they were
//! answered and what they got by email, and do all that the API offers.

mod accounts;
mod compose;
mod first;
mod links;
pub mod op;
mod people;
pub mod preset;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use self::preset::Preset;
use crate::model::Asking;
use crate::world::World;
use crate::world::functions::{Call, Reply};

/// How many people there are.
pub const PEOPLE: u64 = 6;

/// What callers know. Clones know the same.
#[derive(Clone)]
pub struct Actors {
    world: Arc<World>,
    known: Arc<Mutex<Known>>,
}

/// What callers know.
#[derive(Default)]
pub struct Known {
    /// The accounts.
    pub accounts: Vec<Account>,
    /// Who is or was signed in, with which token.
    pub sessions: Vec<Session>,
    /// The tokens of programs.
    pub tokens: Vec<Token>,
    /// Everybody's passwords: those that may work, and last the one that does.
    pub passwords: std::collections::BTreeMap<String, Vec<String>>,
    /// Units.
    pub units: Vec<(String, String)>,
    /// Tokens of sessions and programs that are over.
    pub over: std::collections::BTreeSet<String>,
    /// Every secret that anybody was given.
    pub secrets: Vec<String>,
    numbers: u64,
}

impl Known {
    /// Those of the first sessions that are someone's are over, but the one that is kept.
    fn end_sessions(&mut self, email: &str, kept: &str, first: usize) {
        let sessions = self.sessions.iter().take(first).filter(|session| session.email == email);
        let ended = sessions.filter(|session| session.token != kept);
        let ended: Vec<String> = ended.map(|session| session.token.clone()).collect();
        self.over.extend(ended);
    }
}

/// An account.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its id.
    pub id: String,
    /// The preset that it follows.
    pub preset: Preset,
}

/// A session.
#[derive(Debug, Clone)]
pub struct Session {
    /// Whose.
    pub email: String,
    /// The token.
    pub token: String,
}

/// An API token.
#[derive(Debug, Clone)]
pub struct Token {
    /// The account.
    pub account: String,
    /// Its id.
    pub id: String,
    /// The secret.
    pub secret: String,
    /// On whose behalf it acts.
    pub owner: String,
}

/// Something to do: what to send, how to judge the answer, and what to learn from it.
#[derive(Clone)]
pub struct Deed {
    /// What to send.
    pub call: Call,
    /// How to judge the answer.
    pub asking: Asking,
    /// What to learn.
    pub lesson: Lesson,
}

/// What a caller learns from an answer.
#[derive(Debug, Clone)]
pub enum Lesson {
    /// Nothing.
    Nothing,
    /// A session of someone.
    Session(String),
    /// An API token in an account, of someone.
    Token(String, String),
    /// A unit in an account.
    Unit(String),
    /// A password that someone has from now on; only the caller's own session goes on.
    Password(String, String),
    /// An API token is over.
    Over(String),
    /// The caller's own session is over.
    OwnOver,
    /// All sessions of someone are over but the caller's own.
    OthersOver(String),
}

/// The number by which a deed chooses, used up bit by bit.
pub struct Pick(u64, Option<u64>);

impl Pick {
    /// Begins to choose.
    pub fn new(number: u64) -> Self {
        Self(number, None)
    }

    /// Begins to choose, about one person if there is one.
    pub fn about(number: u64, focus: Option<u64>) -> Self {
        Self(number, focus)
    }

    /// The number of the person, or of any.
    pub fn person(&mut self) -> u64 {
        let any = self.below(PEOPLE);
        self.1.unwrap_or(any)
    }

    /// The number of the person whom it is about.
    pub fn focus(&self) -> Option<u64> {
        self.1
    }

    /// Whether a choice may fall on someone.
    pub fn is_about(&self, email: &str) -> bool {
        self.1.is_none_or(|focus| address(focus) == email)
    }

    /// A number below `most`.
    pub fn below(&mut self, most: u64) -> u64 {
        let most = most.max(1);
        let chosen = self.0 % most;
        self.0 = (self.0 / most).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(17) ^ self.0;
        chosen
    }

    /// One of these.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let place = usize::try_from(self.below(of.len() as u64)).unwrap_or_default();
        of.get(place)
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }
}

/// The address of a person.
pub fn address(number: u64) -> String {
    format!("person{number}@example.com")
}

/// The first administrator of an account.
pub fn founder(account: usize) -> String {
    format!("founder{account}@example.com")
}

impl Actors {
    /// Callers who know nothing yet.
    pub fn new(world: &Arc<World>) -> Self {
        Self { world: Arc::clone(world), known: Arc::default() }
    }

    /// What they know.
    pub fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Learns from an answer to what was asked when so many sessions were known.
    pub fn learn(&self, deed: &Deed, reply: &Reply, sessions: usize) {
        let (lesson, own) = (&deed.lesson, deed.call.bearer.as_deref().unwrap_or_default());
        let text = |place: &str| reply.body.pointer(place).and_then(Value::as_str).map(str::to_owned);
        if !(200..300).contains(&reply.status) {
            return;
        }
        let mut known = self.known();
        match lesson {
            Lesson::Nothing => {}
            Lesson::Password(email, password) => {
                known.passwords.entry(email.clone()).or_default().push(password.clone());
                known.end_sessions(email, own, sessions);
            }
            Lesson::Over(token) => {
                known.over.insert(token.clone());
            }
            Lesson::OwnOver => {
                known.over.insert(own.to_owned());
            }
            Lesson::OthersOver(email) => known.end_sessions(email, own, sessions),
            Lesson::Session(email) => {
                if let Some(token) = text("/token") {
                    known.secrets.push(token.clone());
                    known.sessions.push(Session { email: email.clone(), token });
                }
            }
            Lesson::Token(account, owner) => {
                if let (Some(secret), Some(id)) = (text("/token"), text("/api_token/id")) {
                    known.secrets.push(secret.clone());
                    let (account, owner) = (account.clone(), owner.clone());
                    known.tokens.retain(|token| token.id != id);
                    known.tokens.push(Token { account, id, secret, owner });
                }
            }
            Lesson::Unit(account) => {
                if let Some(id) = text("/id") {
                    known.units.push((account.clone(), id));
                }
            }
        }
    }

    /// A password that nobody had yet.
    fn new_password(&self) -> String {
        let mut known = self.known();
        known.numbers += 1;
        let password = format!("zq-{}-velvet-otter-{}", known.numbers * 7919, known.numbers);
        known.secrets.push(password.clone());
        password
    }

    /// A password that may be someone's.
    fn password(&self, email: &str, pick: &mut Pick) -> String {
        let known = self.known();
        let passwords = known.passwords.get(email).cloned().unwrap_or_default();
        if pick.once_in(4) { pick.one(&passwords).cloned() } else { passwords.last().cloned() }.unwrap_or_default()
    }

    /// The password that someone set last.
    pub fn last_password(&self, email: &str) -> Option<String> {
        self.known().passwords.get(email)?.last().cloned()
    }

    /// Remembers a password that someone wants to set.
    fn remember(&self, email: &str, password: &str) {
        self.known().passwords.entry(email.to_owned()).or_default().insert(0, password.to_owned());
    }

    /// The grant of a role for everything.
    fn grants(role: &str) -> Value {
        json!([{ "role": role, "units": "all" }])
    }
}
