//! One of Lambda's event source mappings: the table's stream, batch by batch, to its function.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::{Notify, watch};

use super::Stream;
use super::event::{record, sequence_number};
use super::fault::{StreamFault, StreamFaults};
use super::mapping::Mapping;
use crate::lambda::Function;

/// How long an idle stream is left alone at most: another process may have written, and an engine may show what was
/// written a moment late.
const IDLE: Duration = Duration::from_millis(250);

/// How long it is left alone while someone waits for [`Pump::caught_up`].
const SHORTLY: Duration = Duration::from_millis(5);

/// How long the first retry waits.
const RETRY: Duration = Duration::from_millis(50);

/// How often the wait is doubled at most.
const MOST_DOUBLED: u32 = 6;

/// A hold on the running pump. Clones hold the same one.
#[derive(Clone)]
pub(crate) struct Pump {
    mapping: Mapping,
    function: Function,
    faults: StreamFaults,
    told: watch::Receiver<()>,
    paused: Arc<watch::Sender<bool>>,
    rounds: Arc<watch::Sender<Rounds>>,
    failed: Arc<Mutex<Vec<Value>>>,
    awaited: Arc<AtomicUsize>,
    hurry: Arc<Notify>,
}

/// Which round of reading runs, and which was the last that found nothing to do.
#[derive(Debug, Clone, Copy, Default)]
struct Rounds {
    started: u64,
    idle: u64,
}

impl Pump {
    /// A pump that is told when something is written that may concern the mapping.
    pub(crate) fn new(mapping: Mapping, function: Function, told: watch::Receiver<()>) -> Self {
        let paused = Arc::new(watch::Sender::new(false));
        Self {
            mapping,
            function,
            faults: StreamFaults::default(),
            told,
            paused,
            rounds: Arc::default(),
            failed: Arc::default(),
            awaited: Arc::default(),
            hurry: Arc::default(),
        }
    }

    /// Which function it hands batches to.
    pub(crate) fn leads_to(&self, function: &str) -> bool {
        self.mapping.function == function
    }

    /// What goes wrong with the next batches.
    pub(crate) fn faults(&self) -> &StreamFaults {
        &self.faults
    }

    /// Stops handing out batches, after the one that is being handled.
    pub(crate) fn pause(&self) {
        self.paused.send_replace(true);
    }

    /// Goes on where [`Pump::pause`] stopped.
    pub(crate) fn resume(&self) {
        self.paused.send_replace(false);
    }

    pub(crate) fn is_paused(&self) -> bool {
        *self.paused.borrow()
    }

    /// The records that were given up: the mapping's failure queue.
    pub(crate) fn failed(&self) -> Vec<Value> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until everything that was in the stream at the time of the call has been handled.
    pub(crate) async fn caught_up(&self) {
        let _awaiting = Awaiting::start(self);
        let now = self.rounds.borrow().started;
        // The second idle round: an engine may show a committed write in its stream a moment late.
        let _ = self.rounds.subscribe().wait_for(|rounds| rounds.idle > now + 1).await;
    }

    /// Reads and hands out for ever; the caller aborts it.
    pub(crate) async fn run(mut self, mut stream: Stream) {
        loop {
            let _ = self.paused.subscribe().wait_for(|paused| !paused).await;
            self.told.mark_unchanged();
            let round = self.start_round();
            match self.round(&mut stream).await {
                Ok(true) => {}
                Ok(false) => {
                    self.rounds.send_modify(|rounds| rounds.idle = round);
                    self.rest().await;
                }
                Err(failure) => {
                    tracing::warn!(
                        failure = %aws_smithy_types::error::display::DisplayErrorContext(&*failure),
                        "could not read the stream",
                    );
                    tokio::time::sleep(RETRY * 4).await;
                }
            }
        }
    }

    /// Leaves the idle stream alone, shortly when someone waits for [`Pump::caught_up`].
    async fn rest(&mut self) {
        if self.awaited.load(Ordering::SeqCst) > 0 {
            return tokio::time::sleep(SHORTLY).await;
        }
        tokio::select! {
            () = tokio::time::sleep(IDLE) => {}
            () = self.hurry.notified() => {}
            Ok(()) = self.told.changed() => {}
        }
    }

    fn start_round(&self) -> u64 {
        self.rounds.send_modify(|rounds| rounds.started += 1);
        self.rounds.borrow().started
    }

    /// Reads once and hands out what it read. Whether there may be more at once.
    async fn round(&self, stream: &mut Stream) -> Result<bool, Box<dyn std::error::Error + Send + Sync>> {
        let read = stream.read().await?;
        let outbox: Vec<Value> = read
            .iter()
            .filter(|change| self.mapping.passes(change))
            .map(|change| record(change, &stream.arn))
            .collect();
        for batch in outbox.chunks(self.mapping.batch_size) {
            let _ = self.paused.subscribe().wait_for(|paused| !paused).await;
            self.hand_out(batch).await;
        }
        Ok(!read.is_empty() || stream.has_more())
    }

    /// Hands a batch to the function until all of it is processed or given up.
    async fn hand_out(&self, batch: &[Value]) {
        let mut left = batch;
        for tried in 0..=self.mapping.retries {
            match self.invoke(left).await {
                Ok(answer) => left = failed_part(left, &answer),
                // `BisectBatchOnFunctionError`: one poison record must not take the others with it.
                Err(reason) if left.len() > 1 => {
                    tracing::warn!(reason, records = left.len(), "a function failed on a batch; splitting it");
                    let (first, second) = left.split_at(left.len() / 2);
                    Box::pin(self.hand_out(first)).await;
                    return Box::pin(self.hand_out(second)).await;
                }
                Err(reason) => tracing::warn!(reason, tried, "a function failed on a record"),
            }
            if left.is_empty() {
                return;
            }
            // A fault that a test asked for is not waited for.
            if tried < self.mapping.retries && self.faults.are_over() {
                tokio::time::sleep(RETRY * 2_u32.pow(tried.min(MOST_DOUBLED))).await;
            }
        }
        self.give_up(left);
    }

    async fn invoke(&self, batch: &[Value]) -> Result<Value, String> {
        let event = json!({ "Records": batch });
        match self.faults.next() {
            None => self.function.invoke(event).await,
            Some(StreamFault::NotInvoked) => Err("the function could not be invoked".to_owned()),
            Some(StreamFault::AnswerLost) => {
                let _ = self.function.invoke(event).await;
                Err("the answer was lost".to_owned())
            }
            Some(StreamFault::InvokedTwice) => {
                let _ = self.function.invoke(event.clone()).await;
                self.function.invoke(event).await
            }
        }
    }

    fn give_up(&self, records: &[Value]) {
        for record in records {
            tracing::error!(sequence_number = sequence_number(record), "a stream record was given up");
        }
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(records);
    }
}

/// Counts a caller of [`Pump::caught_up`] for as long as it waits.
struct Awaiting<'a>(&'a Pump);

impl<'a> Awaiting<'a> {
    fn start(pump: &'a Pump) -> Self {
        pump.awaited.fetch_add(1, Ordering::SeqCst);
        pump.hurry.notify_one();
        Self(pump)
    }
}

impl Drop for Awaiting<'_> {
    fn drop(&mut self) {
        self.0.awaited.fetch_sub(1, Ordering::SeqCst);
    }
}

/// What Lambda retries: everything from the lowest sequence number that the function reported.
/// A report of a record that was not in the batch makes all of it failed, as in Lambda.
fn failed_part<'a>(batch: &'a [Value], answer: &Value) -> &'a [Value] {
    let failures = answer["batchItemFailures"].as_array().map(Vec::as_slice).unwrap_or_default();
    let place = |failure: &Value| {
        let name = failure["itemIdentifier"].as_str();
        batch.iter().position(|record| name.is_some() && sequence_number(record) == name)
    };
    let lowest = failures.iter().map(|failure| place(failure).unwrap_or(0)).min();
    lowest.map_or(&[], |lowest| &batch[lowest..])
}

#[cfg(test)]
mod tests;
