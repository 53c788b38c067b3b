//! Mail that was promised a while ago and is still in the outbox: the stream was down, or a mailer was killed, or SES took nothing.

use futures_util::stream::{self, StreamExt};
use jiff::{SignedDuration, Timestamp};
use usher::app::App;
use usher::mail::delivery::{Post, PostFault, Sent};
use usher::store::Store;

use crate::{SweepFault, sum_to_the_end};

/// How long the stream has before the sweep takes over.
const GRACE: SignedDuration = SignedDuration::from_mins(2);

/// How many mails of a shard one run sends at most, so that a run ends. The next continues.
const BATCH: u16 = 50;

/// How many mails are under way at once.
const AT_ONCE: usize = 8;

/// Sends everything that is stuck, and says how much of it is settled.
pub async fn all_stuck(app: &App, post: &Post) -> Result<usize, SweepFault> {
    let before = app.now() - GRACE;
    sum_to_the_end(stream::iter(Store::outbox_shards()).then(|shard| shard_stuck(app, post, shard, before))).await
}

async fn shard_stuck(app: &App, post: &Post, shard: u8, before: Timestamp) -> Result<usize, SweepFault> {
    let stuck = app.store.unsent(shard, before, BATCH).await?;
    let sent = stream::iter(stuck).map(async |mail| post.send(&mail).await).buffer_unordered(AT_ONCE);
    Ok(sum_to_the_end(sent.map(count)).await?)
}

/// A mail that fails again stays where it is; the next run finds it. It does not keep the others from being sent.
fn count(sent: Result<Sent, PostFault>) -> Result<usize, PostFault> {
    match sent {
        Ok(sent) => Ok(usize::from(sent == Sent::Settled)),
        Err(PostFault::Store(fault)) => Err(PostFault::Store(fault)),
        Err(cause) => {
            tracing::warn!(%cause, "could not send a stuck mail");
            Ok(0)
        }
    }
}
