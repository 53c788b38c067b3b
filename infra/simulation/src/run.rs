//! A history takes place, and is judged.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::actors::op::Op;
use crate::actors::{Account, Actors, Deed, Lesson, Pick, address, founder};
use crate::checks;
use crate::history::{History, Step};
use crate::model::Asking;
use crate::world::World;
use crate::world::background::Background;
use crate::world::executor::Stuck;
use crate::world::fault::Fault;
use crate::world::functions::{Call, Functions, Reply};
use crate::world::invocation::Invocation;
use crate::world::planted::Planted;
use crate::world::trace::Trace;

/// How a history went.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What was not as it must be.
    pub broken: Vec<String>,
    /// The steps, if they were to be kept.
    pub trace: Vec<String>,
    /// How many requests DynamoDB got.
    pub requests: u64,
    /// How many calls of the API there were.
    pub calls: u64,
    /// How often which fault happened to which operation.
    pub covered: BTreeMap<(String, Fault), u64>,
    /// How often which operation was answered what.
    pub done: BTreeMap<(Op, String), u64>,
}

/// The longest that all may take to come to rest, in sweeps.
const ROUNDS: usize = 40;

/// How often it is looked whether something is over, before it is taken for endless.
const PATIENCE: usize = 400;

/// Lets a history take place.
pub fn run(history: &History, planted: Option<Planted>, is_traced: bool) -> Outcome {
    let trace = if is_traced { Trace::kept() } else { Trace::default() };
    let world = World::new(history.seed, trace, planted);
    let functions = Functions::start(&world);
    let stage = Stage {
        actors: Actors::new(&world),
        functions,
        calls: Arc::default(),
        done: Arc::default(),
        running: Arc::default(),
        world: Arc::clone(&world),
    };
    let ended = world.executor.run(stage.play(history));
    world.executor.end();
    if let Err(Stuck) = ended {
        world.model().break_with("everything waits for something that never comes".to_owned());
    }
    let broken = std::mem::take(&mut world.model().broken);
    let done = stage.done.lock().map(|done| done.clone()).unwrap_or_default();
    Outcome {
        broken,
        trace: world.trace.lines(),
        requests: world.requests(),
        calls: stage.calls.load(Ordering::Relaxed) as u64,
        covered: world.covered(),
        done,
    }
}

/// Where a history takes place. Clones are the same.
#[derive(Clone)]
struct Stage {
    world: Arc<World>,
    functions: Functions,
    actors: Actors,
    calls: Arc<AtomicUsize>,
    done: Arc<std::sync::Mutex<BTreeMap<(Op, String), u64>>>,
    running: Arc<AtomicUsize>,
}

impl Stage {
    async fn play(&self, history: &History) {
        let background = Background::start(&self.world, &self.functions);
        for (number, preset) in history.presets.iter().enumerate() {
            self.found(number, *preset, &background).await;
            if number == 0 {
                self.populate(&background).await;
            }
        }
        self.world.trouble(history.ambient.clone());
        for (number, step) in history.steps.iter().enumerate() {
            self.world.executor.sleep(step.after).await;
            if step.recycles {
                self.functions.recycle();
                self.world.cover("all".to_owned(), Fault::Recycled);
            }
            let (stage, step) = (self.clone(), step.clone());
            self.running.fetch_add(1, Ordering::Relaxed);
            self.world.executor.spawn(async move {
                stage.act(number, &step).await;
                stage.running.fetch_sub(1, Ordering::Relaxed);
            });
        }
        self.settle(&background).await;
        checks::all(&self.world, &self.actors);
    }

    /// Waits until everybody has their answer and all that was promised is done.
    async fn settle(&self, background: &Background) {
        for _ in 0..PATIENCE {
            if self.running.load(Ordering::Relaxed) == 0 {
                break;
            }
            self.world.executor.sleep(Duration::from_millis(500)).await;
        }
        self.world.calm();
        for _ in 0..ROUNDS {
            self.world.executor.sleep(Duration::from_secs(61)).await;
            let is_open = self.world.items().iter().any(|item| item["kind"] == "promised_mail");
            if !is_open && background.is_idle() {
                return;
            }
            self.world.jump(SignedDuration::from_mins(3));
        }
        self.world.model().break_with("I5: mail that was promised does not leave".to_owned());
    }

    /// Waits until the emails of the beginning are there.
    async fn rest(&self, background: &Background) {
        self.world.executor.sleep(Duration::from_secs(1)).await;
        for _ in 0..PATIENCE {
            if background.is_idle() {
                return;
            }
            self.world.executor.sleep(Duration::from_millis(100)).await;
        }
    }

    /// Makes an account with an administrator who is signed in.
    async fn found(&self, number: usize, preset: crate::actors::preset::Preset, background: &Background) {
        let email = founder(number);
        let mut administrator = json!({ "email": email });
        if preset.inviter_names {
            administrator["given_name"] = json!("Ada");
            administrator["family_name"] = json!("Founder");
        }
        let body =
            json!({ "name": format!("Account {number}"), "preset": preset.name, "administrator": administrator });
        let create = Deed::of("POST", "/v1/accounts".to_owned(), Some(body)).by_operator();
        let created = self.must(create).await;
        let id = created.body.pointer("/account/id").and_then(Value::as_str).unwrap_or_default().to_owned();
        self.actors.known().accounts.push(Account { id, preset });
        self.rest(background).await;
        let mails = self.world.mails();
        let link = mails.iter().rev().find(|mail| mail.to == email).and_then(|mail| mail.link.clone());
        let password = format!("founder-{number}-of-velvet-otters");
        let mut body = json!({ "token": link.unwrap_or_default().1, "password": password });
        if preset.invitee_names {
            body["given_name"] = json!("Ada");
            body["family_name"] = json!("Founder");
        }
        self.must(Deed::of("POST", "/v1/invitations/accept".to_owned(), Some(body))).await;
        let body = json!({ "email": email, "password": password });
        let sign_in = Deed::of("POST", "/v1/sessions".to_owned(), Some(body));
        self.must(sign_in.teaching(Lesson::Session(email.clone()))).await;
        {
            let mut known = self.actors.known();
            known.secrets.push(password.clone());
            known.passwords.entry(email).or_default().push(password);
        }
    }

    /// The founder invites two people, who come and sign in.
    async fn populate(&self, background: &Background) {
        let Some(invite) = self.actors.first_invitations() else { return };
        self.must(invite).await;
        self.rest(background).await;
        for number in 0..2 {
            let Some(accept) = self.actors.first_acceptance(number) else { continue };
            self.must(accept).await;
            if let Some(sign_in) = self.actors.sign_in(&address(number)) {
                self.must(sign_in).await;
            }
        }
    }

    /// Does what must succeed.
    async fn must(&self, deed: Deed) -> Reply {
        let number = self.calls.load(Ordering::Relaxed);
        let invocation = Invocation::new(format!("setup-{number}"), "setup", &[], 0);
        let reply = self.send(&invocation, &deed, false).await;
        if !(200..300).contains(&reply.status) {
            let Call { method, path, .. } = &deed.call;
            self.world
                .model()
                .break_with(format!("setup: {method} {path} was answered {} {}", reply.status, reply.body));
        }
        reply
    }

    /// Does a step.
    async fn act(&self, number: usize, step: &Step) {
        if step.op == Op::Wait {
            let hours = [1, 25, 49, 170][usize::try_from(Pick::new(step.number).below(4)).unwrap_or_default()];
            self.world.jump(SignedDuration::from_hours(hours));
            return;
        }
        let Some(mut deed) = self.actors.compose(step.op, step.number, step.focus) else { return };
        let operation = step.op.to_string();
        self.refresh(&mut deed).await;
        let invocation = Invocation::new(format!("step-{number}"), &operation, &step.faults, step.skew);
        if step.skew != 0 {
            self.world.meet(&invocation, Fault::ClockJumps);
        }
        let reply = if step.is_sent_twice && deed.call.method != "GET" {
            deed.call.key = Some(format!("key-{number}"));
            self.world.cover(operation.clone(), Fault::SentTwice);
            let again = Invocation::new(format!("again-{number}"), &operation, &[], 0);
            let (first, _) = tokio::join!(self.send(&invocation, &deed, true), self.send(&again, &deed, true));
            let mut model = self.world.model();
            let both = [&invocation, &again].iter().all(|twin| model.of_request(&twin.id).next().is_some());
            // Only POST takes a key. A PATCH that is sent twice is done twice, if others change the same in between.
            let has_key = deed.call.method == "POST" && (deed.asking.changes || deed.asking.has_rows);
            if both && has_key && !is_killed(&invocation) {
                model.break_with(format!("{} is done twice under one key", invocation.id));
            }
            drop(model);
            first
        } else {
            self.send(&invocation, &deed, false).await
        };
        if let Ok(mut done) = self.done.lock() {
            let code = reply.body["code"].as_str().unwrap_or_default();
            *done.entry((step.op, format!("{} {code}", reply.status).trim_end().to_owned())).or_default() += 1;
        }
    }

    /// Has the caller sign in again if their session is over, as people do.
    async fn refresh(&self, deed: &mut Deed) {
        let Some(email) = deed.asking.caller.clone().filter(|_| deed.call.bearer.as_ref().is_some_and(is_session))
        else {
            return;
        };
        let ask = Deed::of("GET", "/v1/sessions/current".to_owned(), None);
        let ask = Deed { call: Call { bearer: deed.call.bearer.clone(), ..ask.call }, ..ask };
        let number = self.calls.load(Ordering::Relaxed);
        let invocation = Invocation::new(format!("refresh-{number}"), "refresh", &[], 0);
        if self.send(&invocation, &ask, true).await.status != 401 {
            return;
        }
        let Some(sign_in) = self.actors.sign_in(&email) else { return };
        let again = Invocation::new(format!("again-{number}"), "refresh", &[], 0);
        let reply = self.send(&again, &sign_in, true).await;
        if let Some(token) = reply.body["token"].as_str() {
            deed.call.bearer = Some(token.to_owned());
        }
    }

    /// Sends a request, has the answer judged, and learns from it.
    async fn send(&self, invocation: &Arc<Invocation>, deed: &Deed, is_twin: bool) -> Reply {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let Call { method, path, .. } = &deed.call;
        let sessions = self.actors.known().sessions.len();
        let was_over = deed.call.bearer.as_ref().is_some_and(|token| self.actors.known().over.contains(token));
        let (since, who) = (self.world.model().commits, deed.asking.caller.clone().unwrap_or_default());
        self.world.trace.line(&self.world, || format!("{} {who} {method} {path}", invocation.id));
        let reply = self.functions.call(invocation, &deed.call).await;
        let code = reply.body["code"].as_str().unwrap_or_default();
        self.world.trace.line(&self.world, || format!("{} answered {} {code}", invocation.id, reply.status));
        let asking = Asking { request: invocation.id.clone(), since, ..deed.asking.clone() };
        let asking = Asking { changes: asking.changes && !is_twin, ..asking };
        let is_disturbed = !invocation.met().is_empty();
        if was_over && (200..300).contains(&reply.status) {
            self.world
                .model()
                .break_with(format!("I4: {} was answered {} for what is over", invocation.id, reply.status));
        }
        self.world.model().judge(&asking, &reply, self.world.true_now(), is_disturbed);
        self.actors.learn(deed, &reply, sessions);
        reply
    }
}

/// Whether a function died of what happened to it.
fn is_killed(invocation: &Invocation) -> bool {
    let met = invocation.met();
    met.contains(&Fault::KilledBefore) || met.contains(&Fault::KilledAfter)
}

/// Whether a token is a person's, and not a program's.
#[expect(clippy::ptr_arg, reason = "it is what an option holds")]
fn is_session(token: &String) -> bool {
    token.starts_with("ush_ses_")
}
