//! How long the first call of a function takes that has just started.

use std::time::Instant;

use usher_tests::{World, scenario_with, whole_table};

use super::Asked;
use super::call::Call;
use super::figures::Figures;
use super::stage;
use crate::deployment::binaries::Deployed;

#[test]
#[ignore = "measures: run infra/bench/run"]
fn first_calls_of_the_built_functions_are_measured_in_turns() {
    let asked = Asked::read();
    scenario_with(whole_table::quiet(), async |world| {
        let mut calls = stage::set(world, 0).await;
        calls.retain(|call| asked.is_for(call.name) && !call.hashes && call.name != "invitations");
        let mut figures = Figures::default();
        for _ in 0..asked.turns {
            for call in &mut calls {
                first(&asked, call, world, &mut figures).await;
            }
        }
        figures.write(&asked.figures);
    });
}

/// The start has used up what the share allows for the moment: the call gets no more than its share. Lambda lets some
/// calls begin with more.
async fn first(asked: &Asked, call: &mut Call, world: &World, figures: &mut Figures) {
    let gateway = Deployed::start_some(world, |_| false).await;
    let function = call.function(&gateway);
    let deployed = Deployed::start_some(world, |name| name == function).await;
    let process = deployed.process(function);
    if let Some(share) = &asked.share {
        process.join(share);
    }
    deployed.asks_for_work(function).await;
    let (before, since) = (process.cpu(), Instant::now());
    call.make(&deployed).await;
    figures.waited(call.name, since.elapsed());
    figures.cpu(call.name, process.cpu().saturating_sub(before));
}
