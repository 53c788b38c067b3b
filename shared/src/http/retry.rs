//! Deciding again when someone else's change came first.

use super::Answer;

/// How often something is decided. Each time someone else has got something done.
const TRIES: u32 = 8;

/// Runs `decide`, which reads, decides and writes, until its write meets what it read.
pub async fn until_decided<T, F: Future<Output = Answer<T>>>(decide: impl Fn() -> F) -> Answer<T> {
    for _ in 1..TRIES {
        match decide().await {
            Err(problem) if problem.is_contended() => {}
            decided => return decided,
        }
    }
    decide().await
}
