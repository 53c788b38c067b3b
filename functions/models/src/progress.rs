//! How far a roll-out is.

use serde::Serialize;
use usher::domain::id::AccountId;
use utoipa::ToSchema;

use crate::roll_out::{RollOutOutcome, RolledOutAccount};

/// How many accounts of a call came to what.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = RollOutCounts)]
pub struct Counts {
    /// Follow the version now; in a dry run, would.
    #[schema(example = 8)]
    changed: usize,
    /// Had that document already.
    #[schema(example = 1)]
    unchanged: usize,
    /// Are pinned.
    #[schema(example = 0)]
    pinned: usize,
    /// Had something in the way.
    #[schema(example = 1)]
    refused: usize,
}

impl Counts {
    /// Of these accounts.
    pub fn of(accounts: &[RolledOutAccount]) -> Self {
        let mut counts = Self::default();
        for one in accounts {
            let count = match one.outcome {
                RollOutOutcome::Changed => &mut counts.changed,
                RollOutOutcome::Unchanged => &mut counts.unchanged,
                RollOutOutcome::Pinned => &mut counts.pinned,
                RollOutOutcome::Refused => &mut counts.refused,
            };
            *count += 1;
        }
        counts
    }
}

/// Which part of the accounts is not behind `last`; all of it if there is no more. Ids are random, so that those up to
/// one are as many as it is great.
pub fn of(last: Option<&str>) -> f64 {
    let id = last.and_then(|last| last.parse::<AccountId>().ok());
    id.map_or(1.0, |id| {
        let [first, second, ..] = *id.as_bytes();
        f64::from(u16::from_be_bytes([first, second])) / 65_536.0
    })
}
