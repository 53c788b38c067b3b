//! Tasks on one thread, in a time of their own: when nothing is left to do, time goes on to the next thing that waits
//! for it. The same tasks run in the same order every time.

use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use aws_smithy_async::rt::sleep::Sleep;
use usher::machine::Passing;

type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The tasks, and the time. Clones are the same.
#[derive(Clone)]
pub struct Executor(Arc<Shared>);

struct Shared {
    began: Instant,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    passed: Duration,
    last: u64,
    spawned: Vec<(u64, Task)>,
    ready: VecDeque<u64>,
    /// Who waits until when, in the order of asking.
    waiting: BTreeMap<(Duration, u64), Waker>,
}

/// Everything waits for something that never comes.
#[derive(Debug)]
pub struct Stuck;

/// The number of the task that a world's own future has.
const MAIN: u64 = 0;

impl Executor {
    /// Without tasks, at the beginning of time.
    pub fn start() -> Self {
        let began = Instant::now();
        Self(Arc::new(Shared { began, state: Mutex::default() }))
    }

    /// How much time has passed.
    pub fn passed(&self) -> Duration {
        self.state().passed
    }

    /// Runs `task` beside the others.
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut state = self.state();
        state.last += 1;
        let id = state.last;
        state.spawned.push((id, Box::pin(task)));
        state.ready.push_back(id);
    }

    /// Comes back after `pause`.
    pub async fn sleep(&self, pause: Duration) {
        let until = self.passed() + pause;
        let mut asked = None;
        std::future::poll_fn(|context| {
            let mut state = self.state();
            if state.passed >= until {
                return Poll::Ready(());
            }
            let place = *asked.get_or_insert_with(|| {
                state.last += 1;
                (until, state.last)
            });
            state.waiting.insert(place, context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// Runs everything until `main` has come to its end. What has not, is dropped.
    ///
    /// # Errors
    /// When nothing can go on any more.
    pub fn run<T>(&self, main: impl Future<Output = T>) -> Result<T, Stuck> {
        let mut main = pin!(main);
        let mut tasks: BTreeMap<u64, Task> = BTreeMap::new();
        self.state().ready.push_back(MAIN);
        loop {
            let next = self.next(&mut tasks).ok_or(Stuck)?;
            let waker = Waker::from(Arc::new(Woken { id: next, executor: self.clone() }));
            let mut context = Context::from_waker(&waker);
            if next == MAIN {
                if let Poll::Ready(result) = main.as_mut().poll(&mut context) {
                    return Ok(result);
                }
            } else if tasks.get_mut(&next).is_some_and(|task| task.as_mut().poll(&mut context).is_ready()) {
                tasks.remove(&next);
            }
        }
    }

    /// Forgets all that is left, so that nothing holds on to it.
    pub fn end(&self) {
        let left = std::mem::take(&mut *self.state());
        drop(left);
    }

    /// The next task that can go on, if need be after some time.
    fn next(&self, tasks: &mut BTreeMap<u64, Task>) -> Option<u64> {
        loop {
            let mut state = self.state();
            tasks.extend(state.spawned.drain(..));
            if let Some(next) = state.ready.pop_front() {
                return Some(next);
            }
            let ((until, _), waker) = state.waiting.pop_first()?;
            state.passed = until;
            drop(state);
            waker.wake();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Passing for Executor {
    fn now(&self) -> Instant {
        self.0.began + self.passed()
    }

    fn sleep(&self, pause: Duration) -> Sleep {
        let executor = self.clone();
        Sleep::new(async move { executor.sleep(pause).await })
    }
}

/// Lets a task go on.
struct Woken {
    id: u64,
    executor: Executor,
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        let mut state = self.executor.state();
        if !state.ready.contains(&self.id) {
            state.ready.push_back(self.id);
        }
    }
}
