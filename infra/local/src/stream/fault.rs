//! What goes wrong between the stream and a function, when a test asks for it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What happens to a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamFault {
    /// The function is not invoked.
    NotInvoked,
    /// The function does it, and nobody hears of that.
    AnswerLost,
    /// The function gets the batch once more than it should.
    InvokedTwice,
}

/// The faults that have not happened yet. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct StreamFaults(Arc<Mutex<VecDeque<StreamFault>>>);

impl StreamFaults {
    /// Lets these happen, one with each invocation, after those that were asked for before.
    pub(crate) fn add(&self, faults: impl IntoIterator<Item = StreamFault>) {
        self.queue().extend(faults);
    }

    pub(crate) fn next(&self) -> Option<StreamFault> {
        self.queue().pop_front()
    }

    /// Whether all have happened.
    pub(crate) fn are_over(&self) -> bool {
        self.queue().is_empty()
    }

    fn queue(&self) -> MutexGuard<'_, VecDeque<StreamFault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
