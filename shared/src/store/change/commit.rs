//! A change becomes a transaction.

use std::time::Duration;

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{CancellationReason, ReturnConsumedCapacity, TransactWriteItem};
use rand::{Rng, RngExt};

use super::{Change, What, Write};
use crate::store::limits::Limited;
use crate::store::{Found, Store, StoreFault};

/// How often a transaction that met another is tried again. If every second one fails, 2⁻¹² are left.
const TRIES: u32 = 12;

/// The longest wait between two tries, in milliseconds.
const LONGEST_WAIT: u64 = 320;

/// Why a change was not made.
#[derive(Debug, thiserror::Error)]
pub enum CommitFault {
    /// What the change was decided on is no longer so. Nothing was written. This is what refused writes met: what is at
    /// their places instead, if anything is.
    #[error("some of the writes met something newer")]
    Refused(Found),
    /// It would be too much for now. Nothing was written.
    #[error(transparent)]
    Limited(Limited),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

impl Store {
    /// Makes `change` in one transaction. A reply that is lost is asked for again under the same token, so that the
    /// change is made once.
    pub async fn commit(&self, change: Change) -> Result<(), CommitFault> {
        let limits: Vec<Option<Limited>> = change.0.iter().map(Write::limited).collect();
        let writes: Vec<TransactWriteItem> =
            change.0.into_iter().map(|write| write.for_table(&self.table)).collect::<Result<_, _>>()?;
        for tried in 0..TRIES {
            let sent = self
                .client
                .transact_write_items()
                .set_transact_items(Some(writes.clone()))
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .await;
            match sent {
                Ok(_) => return Ok(()),
                Err(cause) => verdict(cause, &limits)?,
            }
            self.timer.pause(wait_before(tried, &mut self.randomness.rng())).await;
        }
        Err(StoreFault::failed("commit a change", "other transactions were in the way for too long").into())
    }
}

impl Store {
    /// Makes `change` unless something is in its way at this moment: then it is left to the next who would make it.
    pub(in crate::store) async fn commit_once(&self, change: Change) -> Result<(), StoreFault> {
        let writes: Vec<TransactWriteItem> =
            change.0.into_iter().map(|write| write.for_table(&self.table)).collect::<Result<_, _>>()?;
        let sent = self
            .client
            .transact_write_items()
            .set_transact_items(Some(writes))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        match sent.map_err(SdkError::into_service_error) {
            Ok(_) | Err(TransactWriteItemsError::TransactionCanceledException(_)) => Ok(()),
            Err(cause) => Err(StoreFault::new("attempt a change", &cause)),
        }
    }
}

impl Write {
    fn limited(&self) -> Option<Limited> {
        match &self.what {
            What::Count(limit) => Some(limit.limited()),
            _ => None,
        }
    }
}

/// Why a transaction did not go through; nothing if it is worth another try.
fn verdict(cause: SdkError<TransactWriteItemsError>, limits: &[Option<Limited>]) -> Result<(), CommitFault> {
    let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) = cause.as_service_error() else {
        return Err(CommitFault::Store(StoreFault::new("commit a change", &cause)));
    };
    let reasons = cancelled.cancellation_reasons();
    let failed = reasons.iter().enumerate().filter(|(_, reason)| reason.code() == Some("ConditionalCheckFailed"));
    let (limited, refused): (Vec<_>, Vec<_>) =
        failed.partition(|(write, _)| limits.get(*write).is_some_and(Option::is_some));
    // What is decided again first may need no room in a limit.
    if !refused.is_empty() {
        let met = refused.into_iter().filter_map(|(_, reason)| reason.item.clone());
        return Err(CommitFault::Refused(Found::of(met)?));
    }
    if let Some(limited) = limited.first().and_then(|(write, _)| limits[*write]) {
        return Err(CommitFault::Limited(limited));
    }
    if reasons.iter().any(is_passing) {
        Ok(())
    } else {
        Err(CommitFault::Store(StoreFault::new("commit a change", &cause)))
    }
}

fn is_passing(reason: &CancellationReason) -> bool {
    matches!(reason.code(), Some("TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded"))
}

/// Grows, and differs between rivals so that they do not meet again.
fn wait_before(tried: u32, rng: &mut impl Rng) -> Duration {
    let most = (10 << tried).min(LONGEST_WAIT);
    Duration::from_millis(rng.random_range(most / 2..=most))
}
