//! Hashing passwords off the async threads, a few at a time, in memory that is reused.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;

use rand::rngs::StdRng;
use tokio::sync::Semaphore;

use crate::domain::password::{HashFault, HashMemory, Password, PasswordHash};

/// The password hash function of a process. A hash takes 19 MiB and some 20 ms of CPU, so that at most one per core runs at once.
pub struct Hasher {
    turns: Semaphore,
    memories: Arc<Mutex<Vec<HashMemory>>>,
}

impl Hasher {
    /// A hasher that has no memory yet: it takes some when the first hash is computed.
    pub(crate) fn new() -> Self {
        let at_once = available_parallelism().map_or(1, usize::from);
        Self { turns: Semaphore::new(at_once), memories: Arc::default() }
    }

    /// Hashes a password that somebody sets.
    pub async fn hash(&self, password: Password, mut rng: StdRng) -> Result<PasswordHash, HashFault> {
        self.run(move |memory| PasswordHash::of(&password, &mut rng, memory)).await
    }

    /// Whether `password` is the one behind `hash`. Without a hash the same work is done, for nothing.
    pub async fn verify(&self, password: Password, hash: Option<PasswordHash>) -> Result<bool, HashFault> {
        let is_somebodys = hash.is_some();
        let hash = hash.unwrap_or_else(PasswordHash::of_nobody);
        self.run(move |memory| Ok(hash.verify(&password, memory)? & is_somebodys)).await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce(&mut HashMemory) -> Result<T, HashFault> + Send + 'static) -> Result<T, HashFault> {
        let _turn = self.turns.acquire().await.map_err(|_| HashFault)?;
        let memories = Arc::clone(&self.memories);
        let hashing = tokio::task::spawn_blocking(move || {
            let mut memory = lock(&memories).pop().unwrap_or_default();
            let result = work(&mut memory);
            lock(&memories).push(memory);
            result
        });
        hashing.await.map_err(|_| HashFault)?
    }
}

fn lock(memories: &Mutex<Vec<HashMemory>>) -> std::sync::MutexGuard<'_, Vec<HashMemory>> {
    memories.lock().unwrap_or_else(PoisonError::into_inner)
}
