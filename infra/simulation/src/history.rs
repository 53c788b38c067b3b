//! A history: what callers do when, and what goes wrong meanwhile. A seed makes it, and it can be made shorter.

use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};

use crate::actors::PEOPLE;
use crate::actors::op::Op;
use crate::actors::preset::{PRESETS, Preset};
use crate::world::fault::Fault;

/// What one caller does.
#[derive(Debug, Clone)]
pub struct Step {
    /// How long after the step before.
    pub after: Duration,
    /// What.
    pub op: Op,
    /// Chooses to whom, with what, and by whom.
    pub number: u64,
    /// About whom it is, if it is about the same person as others at the same time.
    pub focus: Option<u64>,
    /// What goes wrong with which of its requests.
    pub faults: Vec<(u32, Fault)>,
    /// Whether it is sent twice at once, under one key.
    pub is_sent_twice: bool,
    /// Whether all functions start again before.
    pub recycles: bool,
    /// By how many milliseconds the clock of the function is wrong.
    pub skew: i64,
}

/// A history.
#[derive(Debug, Clone)]
pub struct History {
    /// What all dice begin with.
    pub seed: u64,
    /// The presets of the accounts.
    pub presets: Vec<Preset>,
    /// What callers do, one after the other or at the same time.
    pub steps: Vec<Step>,
    /// What goes wrong beside them.
    pub ambient: BTreeSet<Fault>,
}

/// How many steps a history has.
const STEPS: std::ops::Range<usize> = 14..34;

impl History {
    /// The history of a seed.
    pub fn of(seed: u64) -> Self {
        let rng = &mut StdRng::seed_from_u64(seed);
        let mut presets = vec![PRESETS[rng.random_range(0..PRESETS.len())]];
        if rng.random_range(0..3) == 0 {
            presets.push(PRESETS[rng.random_range(0..PRESETS.len())]);
        }
        // A third of the histories are quiet: what they find is no matter of luck.
        let trouble = rng.random_range(0..3);
        let ambient = Fault::AMBIENT.into_iter().chain(Fault::OF_A_REQUEST);
        let ambient = ambient.filter(|_| trouble > 0 && rng.random_range(0..3) == 0).collect();
        let count = rng.random_range(STEPS);
        let mut steps: Vec<Step> = Vec::new();
        while steps.len() < count {
            match rng.random_range(0..3) {
                0 => steps.extend(Step::race(trouble, rng)),
                _ => steps.push(Step::draw(trouble, rng)),
            }
        }
        Self { seed, presets, steps, ambient }
    }
}

/// What is done to one person at the same time, so that they meet.
const RACES: [&[Op]; 6] = [
    &[Op::Accept, Op::Accept, Op::Revoke, Op::Decline, Op::Resend, Op::RequestNew, Op::AcceptSignedIn],
    &[Op::Invite, Op::Invite, Op::CreateUser, Op::InviteMany, Op::InviteAdministrator],
    &[Op::Regrant, Op::Regrant, Op::Deactivate, Op::Reactivate, Op::Remove, Op::Rename],
    &[Op::Demote, Op::Demote, Op::Deactivate, Op::Remove],
    &[
        Op::SignIn,
        Op::ChangePassword,
        Op::CompletePasswordReset,
        Op::Me,
        Op::EndOtherSessions,
        Op::SignOut,
        Op::ForgetPassword,
    ],
    &[Op::Accept, Op::SignIn, Op::Me, Op::Deactivate, Op::UseToken, Op::CreateToken, Op::Remove],
];

impl Step {
    /// Some steps at the same time, about one person.
    fn race(trouble: u32, rng: &mut StdRng) -> Vec<Self> {
        let ops = RACES[rng.random_range(0..RACES.len())];
        let (focus, count) = (rng.random_range(0..PEOPLE), rng.random_range(2..5));
        let mut steps: Vec<Self> = (0..count)
            .map(|_| Self {
                op: ops[rng.random_range(0..ops.len())],
                focus: Some(focus),
                after: Duration::from_millis(rng.random_range(0..6)),
                ..Self::draw(trouble, rng)
            })
            .collect();
        // What came before is over.
        steps[0].after = Duration::from_millis(rng.random_range(1_000..3_000));
        if ops.contains(&Op::RequestNew) {
            steps.insert(0, Self { op: Op::Invite, focus: Some(focus), ..Self::draw(0, rng) });
        }
        steps
    }

    fn draw(trouble: u32, rng: &mut StdRng) -> Self {
        let total: u32 = Op::ALL.iter().map(|(_, weight)| weight).sum();
        let mut drawn = rng.random_range(0..total);
        let mut op = Op::Wait;
        for (candidate, weight) in Op::ALL {
            if drawn < *weight {
                op = *candidate;
                break;
            }
            drawn -= weight;
        }
        let faults = if trouble > 0 && rng.random_range(0..3) == 0 {
            let fault = Fault::OF_A_REQUEST[rng.random_range(0..Fault::OF_A_REQUEST.len())];
            vec![(rng.random_range(0..4), fault)]
        } else {
            Vec::new()
        };
        // Half of them begin while others are under way.
        let after = if rng.random_range(0..2) == 0 { rng.random_range(0..20) } else { rng.random_range(200..3_000) };
        Self {
            after: Duration::from_millis(after),
            op,
            number: rng.next_u64(),
            focus: None,
            faults,
            is_sent_twice: rng.random_range(0..10) == 0,
            recycles: rng.random_range(0..25) == 0,
            skew: if trouble > 0 && rng.random_range(0..12) == 0 { rng.random_range(-2_000..2_000) } else { 0 },
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>6} ms later {} ({})", self.after.as_millis(), self.op, self.number % 10_000)?;
        if let Some(focus) = self.focus {
            write!(f, " about person{focus}")?;
        }
        for (request, fault) in &self.faults {
            write!(f, ", {fault} at its request {request}")?;
        }
        if self.is_sent_twice {
            f.write_str(", sent twice")?;
        }
        if self.recycles {
            f.write_str(", functions start again")?;
        }
        if self.skew != 0 {
            write!(f, ", clock wrong by {} ms", self.skew)?;
        }
        Ok(())
    }
}

impl fmt::Display for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let presets: Vec<&str> = self.presets.iter().map(|preset| preset.name).collect();
        writeln!(f, "seed {}, accounts {}", self.seed, presets.join(" and "))?;
        if !self.ambient.is_empty() {
            writeln!(f, "beside the callers: {:?}", self.ambient)?;
        }
        self.steps.iter().enumerate().try_for_each(|(number, step)| writeln!(f, "{number:>3} {step}"))
    }
}
