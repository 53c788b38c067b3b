//! All event source mappings of the stream, each with a pump that waits for no other.

use futures_util::future::join_all;
use serde_json::Value;

use super::Stream;
use super::fault::StreamFault;
use super::mapping::MAPPINGS;
use super::pump::Pump;
use super::writes::Writes;
use crate::lambda::Function;

/// A hold on the running pumps. Clones hold the same ones.
#[derive(Clone)]
pub(crate) struct Pumps([Pump; MAPPINGS.len()]);

impl Pumps {
    /// Pumps to the functions that `function` knows by their names.
    pub(crate) fn new(function: impl Fn(&str) -> Function, writes: &Writes) -> Self {
        Self(writes.listeners().map(|(mapping, told)| Pump::new(mapping, function(mapping.function), told)))
    }

    /// Lets these faults happen to what goes to a function.
    pub(crate) fn disturb(&self, function: &str, faults: &[StreamFault]) {
        let led = self.0.iter().filter(|pump| pump.leads_to(function));
        led.for_each(|pump| pump.faults().add(faults.iter().copied()));
    }

    /// Whether some faults have not happened yet.
    pub(crate) fn are_disturbed(&self) -> bool {
        self.0.iter().any(|pump| !pump.faults().are_over())
    }

    /// Stops handing out batches, after those that are being handled.
    pub(crate) fn pause(&self) {
        self.0.iter().for_each(Pump::pause);
    }

    /// Goes on where [`Pumps::pause`] stopped.
    pub(crate) fn resume(&self) {
        self.0.iter().for_each(Pump::resume);
    }

    pub(crate) fn are_paused(&self) -> bool {
        self.0.iter().any(Pump::is_paused)
    }

    /// The records that were given up: the mappings' failure queue.
    pub(crate) fn failed(&self) -> Vec<Value> {
        self.0.iter().flat_map(Pump::failed).collect()
    }

    /// Waits until everything that was in the stream at the time of the call has been handled.
    pub(crate) async fn caught_up(&self) {
        join_all(self.0.iter().map(Pump::caught_up)).await;
    }

    /// Reads and hands out for ever, each pump from a stream of its own; the caller aborts it.
    pub(crate) async fn run(self, stream: impl Fn() -> Stream) {
        join_all(self.0.map(|pump| pump.run(stream()))).await;
    }
}
