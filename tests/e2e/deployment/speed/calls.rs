//! What calls take of a function that is in use.

use std::time::Duration;

use serde_json::Value;
use usher_tests::{scenario_with, whole_table};

use super::Asked;
use super::call::Call;
use super::figures::Figures;
use super::hash::Hash;
use super::stage;
use crate::deployment::binaries::{Deployed, Function, Request, built, event};

/// How many calls one that hashes is worth.
const HASH: usize = 10;

/// How often many are invited in one call: each time takes the local DynamoDB some seconds.
const MANY_TURNS: usize = 3;

#[test]
#[ignore = "measures: run infra/bench/run"]
fn calls_of_the_built_functions_are_measured_in_turns() {
    let asked = Asked::read();
    scenario_with(whole_table::quiet(), async |world| {
        let guests = if asked.is_for("accept") { (asked.turns + 1) * asked.calls.div_ceil(HASH) } else { 0 };
        let mut calls = stage::set(world, guests).await;
        calls.retain(|call| asked.is_for(call.name));
        let (mut many, mut calls): (Vec<Call>, Vec<Call>) =
            calls.into_iter().partition(|call| call.name == "invitations");
        let deployed = Deployed::start(world).await;
        let mut beside = Beside::start().await;
        let mut figures = Figures::default();
        // What only the first call takes is no sample.
        turn(&asked, &mut calls, &deployed, &mut beside, &mut Figures::default()).await;
        for _ in 0..asked.turns {
            turn(&asked, &mut calls, &deployed, &mut beside, &mut figures).await;
        }
        for call in calls.iter().filter(|call| call.hashes) {
            let function = call.function(&deployed);
            figures.resident(&format!("{function} after hashing"), &deployed.process(function));
        }
        for call in &mut many {
            let function = call.function(&deployed);
            let process = deployed.process(function);
            for _ in 0..MANY_TURNS.min(asked.turns) {
                let before = process.cpu();
                call.make(&deployed).await;
                figures.cpu(call.name, process.cpu().saturating_sub(before));
            }
            figures.resident(&format!("{function} after many"), &process);
        }
        deployed.end().await;
        figures.write(&asked.figures);
    });
}

/// What calls are compared with: the empty function, or a hash for those that hash. It does its work in turns with the
/// call, so that whatever the machine does changes both alike.
struct Beside {
    empty: Function,
    event: Value,
    hash: Hash,
    hashed: Duration,
}

impl Beside {
    async fn start() -> Self {
        let request = Request { token: Some("ush_ses_of_nobody".to_owned()), ..Request::default() };
        let path = "/v1/sessions/current";
        Self {
            empty: Function::start(built::binary("empty"), [].into()).await,
            event: event((&format!("GET {path}"), "GET", path), false, &request),
            hash: Hash::start(),
            hashed: Duration::ZERO,
        }
    }

    async fn once(&mut self, hashes: bool) {
        if hashes {
            self.hashed += self.hash.once().await;
        } else {
            self.empty.invoke(&self.event).await.expect("an answer");
        }
    }

    /// The CPU time so far.
    fn cpu(&self, hashes: bool) -> Duration {
        if hashes { self.hashed } else { self.empty.process().cpu() }
    }
}

async fn turn(asked: &Asked, calls: &mut [Call], deployed: &Deployed, beside: &mut Beside, figures: &mut Figures) {
    for call in calls {
        let count = if call.hashes { asked.calls.div_ceil(HASH) } else { asked.calls };
        let process = deployed.process(call.function(deployed));
        let before = (process.cpu(), beside.cpu(call.hashes));
        for _ in 0..count {
            beside.once(call.hashes).await;
            call.make(deployed).await;
        }
        figures.cpu(call.name, each(process.cpu().saturating_sub(before.0), count));
        figures.beside(call.name, each(beside.cpu(call.hashes).saturating_sub(before.1), count));
    }
}

fn each(time: Duration, count: usize) -> Duration {
    time / u32::try_from(count).expect("few calls")
}
