//! What many histories come to.

use std::collections::BTreeMap;
use std::fmt;

use crate::actors::op::Op;
use crate::run::Outcome;
use crate::world::fault::Fault;

/// Sums over histories.
#[derive(Debug, Default)]
pub struct Figures {
    /// How many there were.
    pub histories: u64,
    /// In how many something was broken.
    pub failed: u64,
    /// How many requests DynamoDB got.
    pub requests: u64,
    /// How many calls the API got.
    pub calls: u64,
    covered: BTreeMap<(String, Fault), u64>,
    answered: BTreeMap<(Op, String), u64>,
}

impl Figures {
    /// Adds a history.
    pub fn add(&mut self, outcome: &Outcome) {
        self.histories += 1;
        self.failed += u64::from(!outcome.broken.is_empty());
        self.requests += outcome.requests;
        self.calls += outcome.calls;
        for (cell, times) in &outcome.covered {
            *self.covered.entry(cell.clone()).or_default() += times;
        }
        for (answer, times) in &outcome.done {
            *self.answered.entry(answer.clone()).or_default() += times;
        }
    }

    /// How often each fault happened.
    fn by_fault(&self) -> BTreeMap<Fault, u64> {
        self.covered.iter().fold(BTreeMap::new(), |mut sums, ((_, fault), times)| {
            *sums.entry(*fault).or_default() += times;
            sums
        })
    }

    /// How often a fault of a request met an operation.
    fn met(&self, op: Op, fault: Fault) -> u64 {
        self.covered.get(&(op.to_string(), fault)).copied().unwrap_or_default()
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "answers")?;
        self.answered.iter().try_for_each(|((op, answer), times)| writeln!(f, "{times:>9} {op} {answer}"))?;
        writeln!(f, "faults")?;
        self.by_fault().iter().try_for_each(|(fault, times)| writeln!(f, "{times:>9} {fault}"))?;
        writeln!(f, "operations, and how often each fault of a request met them: {:?}", Fault::OF_A_REQUEST)?;
        let (mut cells, mut full) = (0, 0);
        for (op, _) in Op::ALL.iter().filter(|(op, _)| *op != Op::Wait) {
            let row = Fault::OF_A_REQUEST.map(|fault| self.met(*op, fault));
            cells += row.len();
            full += row.iter().filter(|times| **times >= 100).count();
            writeln!(f, "{:>24} {row:?}", op.to_string())?;
        }
        write!(f, "{full} of {cells} cells at least 100 times")
    }
}
