//! Judging and hashing passwords off the async threads, a few at a time, in memory that is reused.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;

use rand::rngs::StdRng;
use tokio::sync::{Semaphore, oneshot};

use crate::domain::credentials::password::{
    HashFault, HashMemory, HashWork, NewPassword, Password, PasswordFault, PasswordHash,
};
use crate::domain::secret::foreign::ForeignKinds;

/// The work on passwords of a process. A hash takes 19 MiB and some 20 ms of CPU, and to judge a password takes up to
/// as long, so that at most one per core runs at once.
pub struct Hasher {
    turns: Semaphore,
    memories: Arc<Mutex<Vec<HashMemory>>>,
    work: HashWork,
    threads: Threads,
}

/// Where what takes long is done.
pub type Threads = fn(Box<dyn FnOnce() + Send>);

impl Hasher {
    /// A hasher that has no memory yet: it takes some when the first hash is computed.
    pub fn new() -> Self {
        Self::with(HashWork::USUAL, |work| drop(tokio::task::spawn_blocking(work)))
    }

    /// A hasher whose hashes are this much work, done there.
    pub fn with(work: HashWork, threads: Threads) -> Self {
        let at_once = available_parallelism().map_or(1, usize::from);
        Self { turns: Semaphore::new(at_once), memories: Arc::default(), work, threads }
    }

    /// Whether a hash was made with other work than hashes are made with today.
    pub fn is_outdated(&self, hash: &PasswordHash) -> bool {
        hash.is_outdated(self.work)
    }

    /// Judges and hashes a password that someone sets. Both are work, and take one turn.
    pub async fn set(
        &self,
        password: NewPassword,
        mut rng: StdRng,
    ) -> Result<Result<PasswordHash, PasswordFault>, HashFault> {
        self.run(move |memory| match password.judged() {
            Ok(password) => PasswordHash::of(&password, &mut rng, memory).map(Ok),
            Err(fault) => Ok(Err(fault)),
        })
        .await
    }

    /// Hashes a password that someone has already.
    pub async fn hash(&self, password: Password, mut rng: StdRng) -> Result<PasswordHash, HashFault> {
        self.run(move |memory| PasswordHash::of(&password, &mut rng, memory)).await
    }

    /// Whether `password` is the one behind `hash`, of someone who is known.
    pub async fn verify(&self, password: Password, hash: PasswordHash) -> Result<bool, HashFault> {
        self.run(move |memory| hash.verify(&password, memory)).await
    }

    /// Whether `password` is the one behind `hash`, of an address that is someone's or nobody's. If the password is
    /// wrong, or nobody's, every address takes the same work, also if people have moved in with hashes of other
    /// `kinds`.
    pub async fn verify_anybodys(
        &self,
        password: Password,
        hash: Option<PasswordHash>,
        kinds: ForeignKinds,
    ) -> Result<bool, HashFault> {
        let is_someones = hash.is_some();
        let hash = hash.unwrap_or_else(|| PasswordHash::of_nobody_with(self.work));
        self.run(move |memory| {
            let is_right = hash.verify(&password, memory)? & is_someones;
            if !is_right {
                kinds.pad(&hash, &password, memory)?;
            }
            Ok(is_right)
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut HashMemory) -> Result<T, HashFault> + Send + 'static,
    ) -> Result<T, HashFault> {
        tracing::trace!("a password is hashed");
        let _turn = self.turns.acquire().await.map_err(|_| HashFault)?;
        let (memories, usual) = (Arc::clone(&self.memories), self.work);
        let (done, result) = oneshot::channel();
        (self.threads)(Box::new(move || {
            let mut memory = lock(&memories).pop().unwrap_or_else(|| HashMemory::of(usual));
            let result = work(&mut memory);
            lock(&memories).push(memory);
            let _ = done.send(result);
        }));
        result.await.map_err(|_| HashFault)?
    }
}

impl Default for Hasher {
    fn default() -> Self {
        Self::new()
    }
}

fn lock(memories: &Mutex<Vec<HashMemory>>) -> std::sync::MutexGuard<'_, Vec<HashMemory>> {
    memories.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread::sleep;
    use std::time::Duration;

    use rand::SeedableRng;

    use super::*;
    use crate::domain::credentials::password::PasswordRules;

    /// Many hashes asked for at once; how many ran at the same time, at most.
    async fn most_at_once(hasher: &Arc<Hasher>, asked: usize) -> usize {
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let hashes = (0..asked).map(|_| {
            let (hasher, running, most) = (Arc::clone(hasher), Arc::clone(&running), Arc::clone(&most));
            tokio::spawn(async move {
                let work = move |_: &mut HashMemory| {
                    most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    sleep(Duration::from_millis(5));
                    running.fetch_sub(1, Ordering::SeqCst);
                    Ok(())
                };
                hasher.run(work).await
            })
        });
        for hash in hashes.collect::<Vec<_>>() {
            hash.await.unwrap().unwrap();
        }
        most.load(Ordering::SeqCst)
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 8)]
    async fn requirement_05_no_more_hashes_run_at_once_than_there_are_cores_and_their_memory_is_reused() {
        let cores = available_parallelism().map_or(1, usize::from);
        let hasher = Arc::new(Hasher::new());
        for _ in 0..2 {
            let most = most_at_once(&hasher, 8 * cores).await;
            assert!((1..=cores).contains(&most), "{most} at once on {cores} cores");
            let memories = lock(&hasher.memories).len();
            assert!((1..=cores).contains(&memories), "{memories} memories for {cores} at once");
        }
    }

    #[tokio::test]
    async fn a_hash_that_fails_gives_its_turn_and_its_memory_back() {
        let hasher = Hasher::new();
        for _ in 0..4 * available_parallelism().map_or(1, usize::from) {
            assert_eq!(hasher.run(|_| Err::<(), _>(HashFault)).await, Err(HashFault));
        }
        assert_eq!(lock(&hasher.memories).len(), 1);
        assert_eq!(hasher.run(|_| Ok(7)).await, Ok(7));
    }

    #[tokio::test]
    async fn a_password_is_hashed_only_if_it_is_not_too_easy_to_guess() {
        let set = async |text: &str| {
            let password = NewPassword::parse(text, PasswordRules::new(false)).unwrap();
            Hasher::new().set(password, StdRng::seed_from_u64(1)).await.unwrap()
        };
        assert_eq!(set("passwordpassword").await, Err(PasswordFault::Common));
        let text = "correct horse battery staple";
        let hash = set(text).await.unwrap();
        assert_eq!(Hasher::new().verify(Password::to_verify(text).unwrap(), hash).await, Ok(true));
    }
}
