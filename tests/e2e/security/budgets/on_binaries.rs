//! The same on the built functions, which show what only a process can: the memory and the CPU that a request takes.

use std::collections::HashMap;
use std::fmt::{Display, Formatter};
use std::time::Duration;

use usher_tests::{scenario_with, whole_table};

use super::bodies::{Bad, mebibyte, worst};
use super::{nobodys, of_anyone};
use crate::contract::stage::Stage;
use crate::deployment::binaries::{Deployed, Request, built};

/// How many bytes of memory a request takes at most, beyond those of a function that has answered one before.
const MEMORY: u64 = 8 * 1024 * 1024;

/// How long a request keeps the CPU at most, if the functions are built as they are deployed.
const CPU: Duration = Duration::from_millis(20);

/// What a request took of the function that answered it.
#[derive(Debug, Clone, Copy, Default)]
struct Taken {
    memory: u64,
    cpu: Duration,
}

impl Taken {
    fn is_too_much(self) -> bool {
        self.memory > MEMORY || built::as_deployed() && self.cpu > CPU
    }

    /// The most of each.
    fn or(self, other: Self) -> Self {
        Self { memory: self.memory.max(other.memory), cpu: self.cpu.max(other.cpu) }
    }
}

impl Display for Taken {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:5} KiB {:6.2} ms", self.memory / 1024, self.cpu.as_secs_f64() * 1e3)
    }
}

/// The functions, and how much memory each of them has when it is in use.
struct Scales {
    deployed: Deployed,
    idle: HashMap<String, u64>,
}

impl Scales {
    fn new(deployed: Deployed) -> Self {
        Self { deployed, idle: HashMap::new() }
    }

    /// Sends a request, and says what it took. A function first gets an ordinary one, after which its memory is read.
    async fn weigh(&mut self, (method, path): (&str, &str), token: &str, bad: &Bad) -> Taken {
        let request = |body| Request { token: Some(token.to_owned()), body, ..Request::default() };
        let function = self.deployed.function(method, path).to_owned();
        let process = self.deployed.process(&function);
        if !self.idle.contains_key(&function) {
            self.deployed.send(method, path, request(None)).await;
            self.idle.insert(function.clone(), process.memory().saturating_sub(process.code()));
        }
        process.forget_peak();
        let before = process.cpu();
        self.deployed.send(method, &format!("{path}{}", bad.query), request(bad.body.clone())).await;
        // Code that this request is the first to use stays for the others.
        let memory = process.peak().saturating_sub(process.code()).saturating_sub(self.idle[&function]);
        Taken { memory, cpu: process.cpu().saturating_sub(before) }
    }
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "Linux counts what a process takes")]
fn the_worst_that_those_send_who_may_nothing_takes_8_mebibytes_and_20_milliseconds_of_a_built_function() {
    built::binary("mailer");
    scenario_with(whole_table::quiet(), async |world| {
        let stage = Stage::set(world).await;
        let carl = stage.desk.join(stage.desk.row("carl@example.com", "read")).await;
        world.system.settle().await.expect("the outbox runs empty");
        let [nobodys, _] = nobodys();
        let callers = [nobodys, carl.api.token().expect("a session").to_owned()];
        let mut scales = Scales::new(Deployed::start(world).await);
        let mut over = Vec::new();
        for (name, operation) in of_anyone() {
            let (method, path) = name.split_once(' ').expect("a method and a path");
            let (path, worst) = (stage.path(path), worst(&operation));
            let mut most = Taken::default();
            for (number, token) in callers.iter().enumerate() {
                for bad in worst.iter().chain([mebibyte(number)]) {
                    let taken = scales.weigh((method, &path), token, bad).await;
                    if taken.is_too_much() {
                        over.push(format!("{name} as caller {number}, {}: {taken}", bad.what));
                    }
                    most = most.or(taken);
                }
            }
            println!("{most}  {name}");
        }
        carl.api.get("/v1/sessions/current").await.expect(200);
        assert!(over.is_empty(), "{} over budget:\n{}", over.len(), over.join("\n"));
    });
}
