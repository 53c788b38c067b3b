//! Counting requests and units.

use usher::domain::effects::limit::Window;
use usher_local::Options;

use crate::{Request, World, scenario_on_one_thread};

/// What an operation cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Cost {
    /// The operations of each round: those of one round run side by side, those of the next wait for them.
    pub rounds: Vec<Vec<String>>,
    /// Capacity units of reading.
    pub read_units: f64,
    /// Capacity units of writing.
    pub write_units: f64,
}

/// What `operation` gives, and what it costs. Everything that was going on before has ended, and from now on mail waits
/// until someone asks for it.
pub async fn measure<T>(world: &World, operation: impl Future<Output = T>) -> (T, Cost) {
    world.system.settle().await.expect("everything settles");
    world.system.pause_stream();
    world.dynamodb.clear();
    let outcome = operation.await;
    (outcome, Cost::of(&world.dynamodb.take()))
}

impl Cost {
    /// What of it can be compared on any engine: DynamoDB Local charges nothing for a query that finds nothing, whereas
    /// DynamoDB does.
    pub fn on_any_engine(self) -> Self {
        if units_count() { self } else { Self { read_units: 0.0, write_units: 0.0, ..self } }
    }

    /// What these requests cost together.
    pub fn of(requests: &[Request]) -> Self {
        let units = |is_of_kind: fn(&Request) -> bool| {
            requests
                .iter()
                .filter(|request| is_of_kind(request))
                .map(|request| request.units)
                .fold(0.0, |sum, units| sum + units)
        };
        Self { rounds: rounds(requests), read_units: units(is_read), write_units: units(|request| !is_read(request)) }
    }

    /// How many requests there were.
    pub fn count(&self) -> usize {
        self.rounds.iter().map(Vec::len).sum()
    }

    /// The requests for people to read: `A + B` run side by side, `A → B` one after the other.
    pub fn requests(&self) -> String {
        let mut steps: Vec<(String, usize)> = Vec::new();
        for round in &self.rounds {
            let mut names = round.clone();
            names.dedup();
            match steps.last_mut() {
                // A long row of the same: how many of them overlap is a matter of chance.
                Some((name, count)) if names == [name.as_str()] => *count += round.len(),
                _ if names.len() == 1 => steps.push((names[0].clone(), round.len())),
                _ => steps.push((round.join(" + "), 1)),
            }
        }
        let step =
            |(name, count): &(String, usize)| if *count == 1 { name.clone() } else { format!("{count} × {name}") };
        let steps: Vec<String> = steps.iter().map(step).collect();
        if steps.is_empty() { "none".to_owned() } else { steps.join(" → ") }
    }
}

fn is_read(request: &Request) -> bool {
    match request.operation.as_str() {
        "BatchGetItem" | "Query" => true,
        "PutItem" | "UpdateItem" | "DeleteItem" | "TransactWriteItems" => false,
        other => panic!("`{other}` is not in the access patterns"),
    }
}

/// A request waits for those that were answered before it was sent: its round is the one after the last of theirs.
fn rounds(requests: &[Request]) -> Vec<Vec<String>> {
    let mut in_order: Vec<&Request> = requests.iter().collect();
    in_order.sort_by_key(|request| request.moments.0);
    let mut placed: Vec<(usize, &Request)> = Vec::new();
    for request in in_order {
        let before = placed.iter().filter(|(_, other)| other.moments.1 < request.moments.0);
        placed.push((before.map(|(round, _)| round + 1).max().unwrap_or(0), request));
    }
    let count = placed.iter().map(|(round, _)| round + 1).max().unwrap_or(0);
    let mut rounds = vec![Vec::new(); count];
    placed.iter().for_each(|(round, request)| rounds[*round].push(request.operation.clone()));
    rounds.iter_mut().for_each(|round| round.sort_unstable());
    rounds
}

/// Runs a story in which nothing happens by itself, and what is asked at once is recorded as asked at once. It begins
/// with an hour, so that what is noted once an hour is noted at the same places every time.
pub fn still(story: impl AsyncFnOnce(&World)) {
    scenario_on_one_thread(Options { scheduler: false, ..Options::default() }, async |world| {
        begin_hour(world).await;
        story(world).await;
    });
}

/// Moves the clock to where the next hour has just begun.
pub async fn begin_hour(world: &World) {
    let now = world.system.clock().now();
    world.advance(Window::hour_of(now).end.duration_since(now)).await;
}

/// DynamoDB Local counts the requests as DynamoDB does, but not the units: it charges nothing for what is missing,
/// doubles what a transaction writes to indexes, and takes hundreds of writes for one unit each dozen. The embedded
/// engine follows the documented rules.
#[expect(clippy::disallowed_methods, reason = "a setting of the tests")]
pub fn units_count() -> bool {
    std::env::var("USHER_TEST_DYNAMODB").is_err()
}
