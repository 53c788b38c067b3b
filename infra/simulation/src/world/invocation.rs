//! One invocation of a function: what happens to its requests, and its death.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use super::fault::Fault;

/// An invocation.
#[derive(Debug, Default)]
pub struct Invocation {
    /// Under which id its audit events name it.
    pub id: String,
    /// What is asked of it, for the coverage of operations and faults.
    pub operation: String,
    /// By how many milliseconds its clock is wrong.
    pub skew: i64,
    /// What happens to which of its requests.
    faults: Mutex<BTreeMap<u32, Fault>>,
    met: Mutex<BTreeSet<Fault>>,
    requests: AtomicU32,
    is_killed: AtomicBool,
}

thread_local! {
    static CURRENT: RefCell<Option<Arc<Invocation>>> = const { RefCell::new(None) };
}

impl Invocation {
    /// An invocation to whose requests these faults happen.
    pub fn new(id: String, operation: &str, faults: &[(u32, Fault)], skew: i64) -> Arc<Self> {
        let faults = Mutex::new(faults.iter().copied().collect());
        Arc::new(Self { id, operation: operation.to_owned(), skew, faults, ..Self::default() })
    }

    /// The one that runs now.
    pub fn current() -> Option<Arc<Self>> {
        CURRENT.with_borrow(Clone::clone)
    }

    /// What happens to its next request.
    pub fn next_fault(&self) -> Option<Fault> {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).remove(&number)
    }

    /// A fault has happened to it.
    pub fn meet(&self, fault: Fault) {
        self.met.lock().unwrap_or_else(PoisonError::into_inner).insert(fault);
    }

    /// The faults that have happened to it.
    pub fn met(&self) -> BTreeSet<Fault> {
        self.met.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Nothing of it runs any more.
    pub fn kill(&self) {
        self.is_killed.store(true, Ordering::Relaxed);
    }

    /// Runs `work`; nothing if it is killed meanwhile.
    pub async fn run<F: Future + Send>(self: &Arc<Self>, work: F) -> Option<F::Output> {
        Running { invocation: Arc::clone(self), work: Box::pin(work) }.await
    }
}

struct Running<F: Future> {
    invocation: Arc<Invocation>,
    work: Pin<Box<F>>,
}

impl<F: Future> Future for Running<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outer = CURRENT.replace(Some(Arc::clone(&self.invocation)));
        let polled = self.work.as_mut().poll(context);
        CURRENT.set(outer);
        match polled {
            Poll::Ready(result) => Poll::Ready(Some(result)),
            Poll::Pending if self.invocation.is_killed.load(Ordering::Relaxed) => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }
}
