//! The scheduled sweep: what is due expires, deleted accounts are erased, and mail that got stuck is sent.
//!
//! A run costs one query for each shard, and what there is to do, and begins nothing more once its time is over. Runs
//! may overlap, be interrupted and be repeated: each thing is done in a transaction that only the first run gets
//! through.

mod deadline;
mod erase;
mod expire;
mod redrive;

use std::sync::Arc;

use aws_lambda_events::cloudwatch_events::CloudWatchEvent;
use futures_util::stream::{Stream, StreamExt};
use serde::Serialize;
use usher::app::{App, Aws};
use usher::mail::delivery::{Post, PostFault};
use usher::store::StoreFault;

use self::deadline::Deadline;

/// The function's handler.
pub struct Sweeper {
    app: Arc<App>,
    post: Post,
}

/// What a run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SweepReport {
    /// How many invitations expired.
    pub expired: usize,
    /// How many accounts are erased.
    pub erased: usize,
    /// How many emails that were stuck are settled.
    pub redriven: usize,
    /// For how many seconds the oldest email that it left has been promised. For an alarm, not for who invokes it.
    #[serde(skip)]
    pub oldest_mail_seconds: u64,
}

/// A run that got stuck. The next one continues.
#[derive(Debug, thiserror::Error)]
pub enum SweepFault {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// An email could not be sent.
    #[error(transparent)]
    Post(#[from] PostFault),
}

impl Sweeper {
    /// A sweeper for `app`, which reaches SES through `aws`.
    pub fn new(app: Arc<App>, aws: &Aws) -> Self {
        let post = Post::new(Arc::clone(&app), aws);
        Self { app, post }
    }

    /// Handles the schedule's event, which says no more than when the run was due.
    pub async fn handle(&self, event: CloudWatchEvent) -> Result<SweepReport, SweepFault> {
        // On the heap: futures nest deeper here than the compiler takes.
        let report = Box::pin(self.run()).await?;
        let SweepReport { expired, erased, redriven, oldest_mail_seconds } = report;
        let quota_used_percent = self.post.quota().await.map_or(0.0, |quota| quota.used_percent());
        // Metrics are made of these: infra/observability.yaml.
        tracing::info!(due = %event.time, expired, erased, redriven, oldest_mail_seconds, quota_used_percent, "swept");
        Ok(report)
    }

    /// Does all there is to do now. What cannot be done keeps nothing else from being done.
    pub async fn run(&self) -> Result<SweepReport, SweepFault> {
        let expired = expire::all_due(&self.app, Deadline::of_a_third(&self.app.timer)).await;
        let redriven = redrive::all_stuck(&self.app, &self.post, Deadline::of_a_third(&self.app.timer)).await;
        let erased = erase::all_due(&self.app, Deadline::of_a_third(&self.app.timer)).await;
        let (redriven, oldest_mail_seconds) = redriven?;
        Ok(SweepReport { expired: expired?, erased: erased?, redriven, oldest_mail_seconds })
    }
}

/// Adds up all parts, those behind a fault as well: cut off, one that is under way would have been done, and not be on
/// record.
async fn sum_to_the_end<F>(parts: impl Stream<Item = Result<usize, F>>) -> Result<usize, F> {
    parts.fold(Ok(0), async |sum, part| Ok(sum? + part?)).await
}
