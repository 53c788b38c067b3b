//! A world that a seed makes: DynamoDB, SES, KMS and EventBridge, their faults, the time and all randomness.

pub mod background;
pub mod connector;
pub mod engine;
pub mod executor;
pub mod fault;
pub mod functions;
pub mod invocation;
pub mod planted;
mod services;
pub mod trace;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use serde_json::Value;
use tokio::sync::Notify;

use self::connector::Asked;
use self::engine::{Answer, Engine};
use self::executor::Executor;
use self::fault::Fault;
use self::invocation::Invocation;
use self::planted::Planted;
pub use self::services::Mail;
use self::services::Vault;
use self::trace::Trace;
use crate::model::Model;

/// When every history begins.
const BEGIN: &str = "2026-01-05T09:00:00Z";

/// The least and the most that a message to a service travels, in microseconds.
const TRAVEL: std::ops::Range<u64> = 200..9_000;

/// Everything but the functions and those who call them.
pub struct World {
    /// Tasks and time.
    pub executor: Executor,
    /// What was done, step by step.
    pub trace: Trace,
    /// What must be true.
    pub model: Mutex<Model>,
    /// What is broken on purpose.
    pub planted: Option<Planted>,
    state: Mutex<State>,
    /// Something arrived for the mailer.
    pub arrived: Notify,
}

struct State {
    engine: Engine,
    latency: StdRng,
    randomness: StdRng,
    ambient: StdRng,
    /// Which faults happen beside the callers.
    faults: BTreeSet<Fault>,
    jumped: SignedDuration,
    vault: Vault,
    mails: Vec<Mail>,
    published: Vec<Value>,
    to_mailer: VecDeque<Value>,
    committed: BTreeSet<String>,
    written: BTreeMap<String, Duration>,
    directory: BTreeMap<(String, String), String>,
    covered: BTreeMap<(String, Fault), u64>,
    requests: u64,
}

impl World {
    /// The world of a seed.
    pub fn new(seed: u64, trace: Trace, planted: Option<Planted>) -> Arc<Self> {
        let dice = |salt: u64| StdRng::seed_from_u64(seed ^ salt.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        // The SDK spreads its tries and makes its tokens with it.
        fastrand::seed(seed);
        Arc::new(Self {
            executor: Executor::start(),
            trace,
            model: Mutex::default(),
            planted,
            arrived: Notify::new(),
            state: Mutex::new(State {
                engine: Engine::start(),
                latency: dice(1),
                randomness: dice(2),
                ambient: dice(3),
                faults: BTreeSet::new(),
                jumped: SignedDuration::ZERO,
                vault: Vault::default(),
                mails: Vec::new(),
                published: Vec::new(),
                to_mailer: VecDeque::new(),
                committed: BTreeSet::new(),
                written: BTreeMap::new(),
                directory: BTreeMap::new(),
                covered: BTreeMap::new(),
                requests: 0,
            }),
        })
    }

    /// The time, as the invocation that runs now knows it.
    pub fn now(&self) -> Timestamp {
        let skew = Invocation::current().map_or(0, |invocation| invocation.skew);
        self.true_now() + SignedDuration::from_millis(skew)
    }

    /// The time.
    pub fn true_now(&self) -> Timestamp {
        let begin: Timestamp = BEGIN.parse().unwrap_or_default();
        let passed = SignedDuration::try_from(self.executor.passed()).unwrap_or_default();
        begin + passed + self.state().jumped
    }

    /// Lets time go on that nobody waits for.
    pub fn jump(&self, by: SignedDuration) {
        self.state().jumped += by;
    }

    /// A source of random bits for the functions.
    pub fn rng(&self) -> StdRng {
        StdRng::seed_from_u64(self.state().randomness.next_u64())
    }

    /// Waits as long as a message travels.
    pub async fn travel(&self) {
        let micros = self.state().latency.random_range(TRAVEL);
        self.executor.sleep(Duration::from_micros(micros)).await;
    }

    /// Whether a fault happens beside the callers, once in so many times.
    pub fn strikes(&self, fault: Fault, once_in: u32) -> bool {
        let mut state = self.state();
        // Drawn in any case, so that a fault less changes as little as it can.
        let is_drawn = state.ambient.random_range(0..once_in) == 0;
        let strikes = is_drawn && state.faults.contains(&fault);
        drop(state);
        if strikes {
            match Invocation::current() {
                Some(invocation) => self.meet(&invocation, fault),
                None => {
                    self.cover("beside".to_owned(), fault);
                    self.trace.line(self, || format!("fault {fault}"));
                }
            }
        }
        strikes
    }

    /// A number below `most`, for what happens beside the callers.
    pub fn draw(&self, most: u64) -> u64 {
        self.state().ambient.random_range(0..most.max(1))
    }

    /// From now on, these faults happen beside the callers.
    pub fn trouble(&self, faults: BTreeSet<Fault>) {
        self.state().faults = faults;
    }

    /// From now on, nothing goes wrong any more.
    pub fn calm(&self) {
        self.state().faults.clear();
    }

    /// A fault happens to an invocation.
    pub fn meet(&self, invocation: &Invocation, fault: Fault) {
        invocation.meet(fault);
        self.cover(invocation.operation.clone(), fault);
        self.trace.line(self, || format!("{} fault {fault}", invocation.id));
    }

    /// Counts that a fault happened to an operation.
    pub fn cover(&self, operation: String, fault: Fault) {
        *self.state().covered.entry((operation, fault)).or_default() += 1;
    }

    /// Asks DynamoDB, and tells the model what was done.
    pub fn ask(&self, asked: &Asked, invocation: Option<&Invocation>) -> Answer {
        let mut state = self.state();
        state.requests += 1;
        let body = match &self.planted {
            Some(planted) => planted.spoil(&asked.operation, &asked.body),
            None => asked.body.clone(),
        };
        let answer = state.engine.ask(&asked.operation, &body);
        let passed = self.executor.passed();
        let done = (answer.0 == 200).then(|| state.done(asked, passed)).flatten();
        let answer = if asked.operation == "Query" { state.shown(answer, passed) } else { answer };
        drop(state);
        self.trace.asked(self, asked, answer.0, invocation);
        if let Some(done) = done {
            let id = invocation.map(|invocation| invocation.id.as_str()).unwrap_or_default();
            self.model().committed(&done, id, self.true_now());
        }
        answer
    }

    /// Every item of the table.
    pub fn items(&self) -> Vec<Value> {
        self.state().engine.items()
    }

    /// The next records of the stream.
    pub fn records(&self) -> Vec<Value> {
        self.state().engine.records()
    }

    /// All emails that SES took.
    pub fn mails(&self) -> Vec<Mail> {
        self.state().mails.clone()
    }

    /// The events that were published.
    pub fn published(&self) -> Vec<Value> {
        self.state().published.clone()
    }

    /// Who is or was a user of an account, by address, with their ids.
    pub fn directory(&self, account: &str) -> Vec<(String, String)> {
        let state = self.state();
        let users = state.directory.iter().filter(|((of, _), _)| of == account);
        users.map(|((_, email), id)| (email.clone(), id.clone())).collect()
    }

    /// What arrived for the mailer.
    pub fn next_for_mailer(&self) -> Option<Value> {
        self.state().to_mailer.pop_front()
    }

    /// How often which fault happened to which operation.
    pub fn covered(&self) -> BTreeMap<(String, Fault), u64> {
        self.state().covered.clone()
    }

    /// How many requests DynamoDB got.
    pub fn requests(&self) -> u64 {
        self.state().requests
    }

    /// What must be true.
    pub fn model(&self) -> MutexGuard<'_, Model> {
        self.model.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// What a request wrote, unless it is one that came before.
    fn done(&mut self, asked: &Asked, passed: Duration) -> Option<Vec<Value>> {
        let request: Value = serde_json::from_slice(&asked.body).ok()?;
        let writes = match asked.operation.as_str() {
            "TransactWriteItems" => {
                let token = request["ClientRequestToken"].as_str()?;
                if !self.committed.insert(token.to_owned()) {
                    return None;
                }
                request["TransactItems"].as_array()?.clone()
            }
            "PutItem" => vec![serde_json::json!({ "Put": request })],
            _ => return None,
        };
        for put in writes.iter().filter_map(|write| write.get("Put")) {
            let item = &put["Item"];
            self.written.insert(place(item), passed);
            if item["kind"]["S"] == "user" {
                let text = |name: &str| item[name]["S"].as_str().unwrap_or_default().to_owned();
                self.directory.insert((text("account"), text("email")), text("id"));
            }
        }
        Some(writes)
    }

    /// A page of a list, without what an index does not show yet.
    fn shown(&mut self, (status, body): Answer, passed: Duration) -> Answer {
        if !self.faults.contains(&Fault::IndexLags) || self.ambient.random_range(0..3) != 0 {
            return (status, body);
        }
        let Ok(mut page) = serde_json::from_slice::<Value>(&body) else { return (status, body) };
        let lag = Duration::from_millis(800);
        if let Some(items) = page["Items"].as_array_mut() {
            items.retain(|item| self.written.get(&place(item)).is_none_or(|at| *at + lag < passed));
            page["Count"] = items.len().into();
        }
        *self.covered.entry(("Query".to_owned(), Fault::IndexLags)).or_default() += 1;
        (status, page.to_string().into_bytes())
    }
}

/// Where an item is.
fn place(item: &Value) -> String {
    format!("{}|{}", item["pk"]["S"].as_str().unwrap_or_default(), item["sk"]["S"].as_str().unwrap_or_default())
}
