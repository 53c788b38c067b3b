//! What calls of the built functions take of the machine. `infra/bench/run` asks for these figures and shows them; here
//! nothing is held to a limit.

mod call;
mod calls;
mod figures;
mod first_calls;
mod hash;
mod stage;

use std::path::PathBuf;

use serde::Deserialize;

/// What `infra/bench/run` asks for, in the environment as `USHER_BENCH`.
#[derive(Deserialize)]
struct Asked {
    /// The file for the figures.
    figures: PathBuf,
    /// How often everything has its turn.
    turns: usize,
    /// How many calls are made in a turn, one after the other.
    calls: usize,
    /// The names of the kinds of calls; none for all.
    only: Vec<String>,
    /// The list of processes of a cgroup that has the share of a core of a small function.
    share: Option<PathBuf>,
}

impl Asked {
    #[expect(clippy::disallowed_methods, reason = "a setting of the tests")]
    fn read() -> Self {
        let asked = std::env::var("USHER_BENCH").expect("infra/bench/run says what it asks for");
        serde_json::from_str(&asked).expect("what it asks for")
    }

    fn is_for(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == name)
    }
}
