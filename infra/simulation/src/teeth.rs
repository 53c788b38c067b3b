//! How many histories it takes until a planted fault is found.

use crate::history::History;
use crate::run::run;
use crate::world::planted::Planted;

/// The first seed in which a planted fault is found, and what is said of it.
pub fn found(planted: Planted, seeds: u64) -> Option<(u64, String)> {
    (0..seeds).find_map(|seed| {
        let outcome = run(&History::of(seed), Some(planted), false);
        outcome.broken.first().map(|broken| (seed, broken.clone()))
    })
}
