//! What runs beside the callers: the stream to its functions, events to the mailer, and the schedule.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use usher_local::mapping::{MAPPINGS, Mapping};

use super::World;
use super::fault::Fault;
use super::functions::Functions;
use super::invocation::Invocation;
use super::planted::Planted;

/// How often the stream is read.
const POLL: Duration = Duration::from_millis(200);

/// How long a retry waits.
const RETRY: Duration = Duration::from_secs(1);

/// The interval of the schedule.
const SWEEP_EVERY: Duration = Duration::from_secs(60);

/// How many shards the stream has.
const SHARDS: usize = 2;

/// How often Lambda tries an event that is not of a stream.
const TRIES: u32 = 3;

/// The tasks, and how much they still have to do. Clones are the same.
#[derive(Clone)]
pub struct Background {
    world: Arc<World>,
    functions: Functions,
    queues: Arc<Vec<Mutex<VecDeque<Value>>>>,
    busy: Arc<AtomicUsize>,
    number: Arc<AtomicUsize>,
}

impl Background {
    /// Starts them.
    pub fn start(world: &Arc<World>, functions: &Functions) -> Self {
        let queues = (0..MAPPINGS.len() * SHARDS).map(|_| Mutex::default()).collect();
        let background = Self {
            world: Arc::clone(world),
            functions: functions.clone(),
            queues: Arc::new(queues),
            busy: Arc::default(),
            number: Arc::default(),
        };
        for place in 0..MAPPINGS.len() * SHARDS {
            world.executor.spawn(background.clone().deliver(place));
        }
        world.executor.spawn(background.clone().read());
        world.executor.spawn(background.clone().hand_over());
        world.executor.spawn(background.clone().follow_schedule());
        background
    }

    /// Whether nothing is under way.
    pub fn is_idle(&self) -> bool {
        self.busy.load(Ordering::Relaxed) == 0 && self.queues.iter().all(|queue| lock(queue).is_empty())
    }

    /// Reads the stream for ever.
    async fn read(self) {
        loop {
            for record in self.world.records() {
                let image = &record["dynamodb"]["NewImage"];
                let text = |name: &str| image[name]["S"].as_str();
                let shard = if self.world.strikes(Fault::StreamReordered, 2) { shard(text("pk")) } else { 0 };
                for (number, mapping) in MAPPINGS.iter().enumerate() {
                    let passes = mapping.filters.iter().any(|filter| filter.passes(text));
                    if record["eventName"] == mapping.event_name && passes {
                        lock(&self.queues[number * SHARDS + shard]).push_back(record.clone());
                    }
                }
            }
            self.world.executor.sleep(POLL).await;
        }
    }

    /// Hands the records of a shard to its function for ever.
    async fn deliver(self, place: usize) {
        let mapping = &MAPPINGS[place / SHARDS];
        loop {
            if self.world.strikes(Fault::StreamDelayed, 60) {
                self.world.executor.sleep(Duration::from_secs(20)).await;
            }
            let batch: Vec<Value> = {
                let mut queue = lock(&self.queues[place]);
                let most = queue.len().min(mapping.batch_size);
                queue.drain(..most).collect()
            };
            if !batch.is_empty() {
                self.busy.fetch_add(1, Ordering::Relaxed);
                self.hand_out(mapping, &batch).await;
                self.busy.fetch_sub(1, Ordering::Relaxed);
            }
            self.world.executor.sleep(POLL).await;
        }
    }

    /// Hands a batch out until all of it is processed, or given up.
    async fn hand_out(&self, mapping: &Mapping, batch: &[Value]) {
        let mut left = batch;
        for _ in 0..=mapping.retries {
            let doubled = self.world.strikes(Fault::StreamDoubled, 3);
            let answer = if doubled {
                let (_, answer) = tokio::join!(self.invoke(mapping, left), self.invoke(mapping, left));
                answer
            } else {
                self.invoke(mapping, left).await
            };
            let bisected = left.len() > 1 && self.world.strikes(Fault::StreamBisected, 6);
            match answer.filter(|_| !bisected) {
                Some(answer) => left = failed_part(left, &answer),
                None if left.len() > 1 => {
                    let (first, second) = left.split_at(left.len() / 2);
                    Box::pin(self.hand_out(mapping, first)).await;
                    return Box::pin(self.hand_out(mapping, second)).await;
                }
                None => {}
            }
            if left.is_empty() {
                return;
            }
            self.world.executor.sleep(RETRY).await;
        }
    }

    async fn invoke(&self, mapping: &Mapping, batch: &[Value]) -> Option<Value> {
        let event = json!({ "Records": batch });
        let invocation = self.invocation(&format!("stream {}", mapping.function));
        let answer = match mapping.function {
            "events" => self.functions.events(&invocation, event).await,
            _ => self.functions.mailer(&invocation, event).await,
        };
        let is_forgotten = self.world.planted.is_some_and(|planted| planted.forgets(mapping.function));
        if is_forgotten { Some(Value::Null) } else { answer.and_then(Result::ok) }
    }

    /// Hands the mailer what arrives for it, for ever.
    async fn hand_over(self) {
        loop {
            while let Some(event) = self.world.next_for_mailer() {
                let background = self.clone();
                self.busy.fetch_add(1, Ordering::Relaxed);
                self.world.executor.spawn(async move {
                    background.world.travel().await;
                    for _ in 0..TRIES {
                        let invocation = background.invocation("event mailer");
                        let answer = background.functions.mailer(&invocation, event.clone()).await;
                        if matches!(answer, Some(Ok(_))) {
                            break;
                        }
                        background.world.executor.sleep(RETRY).await;
                    }
                    background.busy.fetch_sub(1, Ordering::Relaxed);
                });
            }
            self.world.arrived.notified().await;
        }
    }

    /// Sweeps every minute, for ever.
    async fn follow_schedule(self) {
        loop {
            self.world.executor.sleep(SWEEP_EVERY).await;
            if self.world.strikes(Fault::SweepOverlaps, 3) {
                let background = self.clone();
                self.world.executor.spawn(async move { background.sweep().await });
            }
            self.sweep().await;
        }
    }

    /// Sweeps once.
    pub async fn sweep(&self) {
        self.busy.fetch_add(1, Ordering::Relaxed);
        let invocation = self.invocation("sweep");
        if self.world.planted != Some(Planted::NothingSwept) {
            let _ = self.functions.sweep(&invocation).await;
        }
        self.busy.fetch_sub(1, Ordering::Relaxed);
    }

    /// An invocation that may meet a fault of its own.
    fn invocation(&self, operation: &str) -> Arc<Invocation> {
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let faults: Vec<_> = Fault::OF_A_REQUEST
            .into_iter()
            .filter(|fault| self.world.strikes(*fault, 60))
            .map(|fault| (u32::try_from(self.world.draw(6)).unwrap_or_default(), fault))
            .collect();
        let wrong = i64::try_from(self.world.draw(4_000)).unwrap_or_default() - 2_000;
        let skew = if self.world.strikes(Fault::ClockJumps, 4) { wrong } else { 0 };
        Invocation::new(format!("bg-{number}"), operation, &faults, skew)
    }
}

fn shard(key: Option<&str>) -> usize {
    key.map_or(0, |key| key.bytes().fold(0, |sum, byte| sum ^ usize::from(byte)) % SHARDS)
}

/// What Lambda retries: everything from the first record that the function reported.
fn failed_part<'a>(batch: &'a [Value], answer: &Value) -> &'a [Value] {
    let failures = answer["batchItemFailures"].as_array().into_iter().flatten();
    let place = |failure: &Value| {
        batch.iter().position(|record| record["dynamodb"]["SequenceNumber"] == failure["itemIdentifier"]).unwrap_or(0)
    };
    failures.map(place).min().map_or(&[], |first| &batch[first..])
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
