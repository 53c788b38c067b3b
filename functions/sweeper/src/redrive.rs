//! Mail that was promised a while ago and is still in the outbox: the stream was down, or a mailer was killed, or SES
//! took nothing.

use futures_util::stream::{self, StreamExt};
use jiff::SignedDuration;
use usher::app::App;
use usher::domain::effects::outbox::{PromisedMail, Queue};
use usher::mail::delivery::{Post, PostFault, Sent};
use usher::store::{List, Page, StoreFault};

use crate::{SweepFault, sum_to_the_end};

/// How long the stream has before the sweep takes over.
const GRACE: SignedDuration = SignedDuration::from_mins(2);

/// How many emails of a shard one run sends at most, so that a run ends. The next continues.
const BATCH: u16 = 50;

/// How many emails are under way at once.
const AT_ONCE: usize = 8;

/// How many batches of a shard one run reads at most.
const BATCHES_PER_SHARD: usize = 20;

/// Sends everything that is stuck, one queue after the other, and says how much of it is settled.
pub async fn all_stuck(app: &App, post: &Post) -> Result<usize, SweepFault> {
    let before = app.now() - GRACE;
    let shards = Queue::ALL.into_iter().flat_map(|queue| List::outbox_shards().map(move |shard| (queue, shard)));
    let lists = shards.map(|(queue, shard)| List::unsent(queue, shard, before));
    sum_to_the_end(stream::iter(lists).then(|list| list_stuck(app, post, list))).await
}

/// One batch, and the next one for as long as something in it cannot be read: that stays until someone mends it, and
/// must not keep what is behind it from being sent.
async fn list_stuck(app: &App, post: &Post, list: List) -> Result<usize, SweepFault> {
    let (mut settled, mut after) = (0, None);
    for _ in 0..BATCHES_PER_SHARD {
        let page: Page<PromisedMail> = app.store.list(&list, after.as_ref(), BATCH).await?;
        let sent = stream::iter(page.entries).map(async |(_, mail)| post.send(&mail).await).buffer_unordered(AT_ONCE);
        let batch = sent.fold(Ok(Batch { settled: 0, unreadable: page.unreadable }), count).await?;
        settled += batch.settled;
        after = page.next.filter(|_| batch.unreadable > 0);
        if after.is_none() {
            break;
        }
    }
    Ok(settled)
}

/// What became of a batch.
struct Batch {
    settled: usize,
    unreadable: usize,
}

/// An email that fails again stays where it is; the next run finds it. It does not keep the others from being sent.
async fn count(batch: Result<Batch, PostFault>, sent: Result<Sent, PostFault>) -> Result<Batch, PostFault> {
    let Batch { settled, unreadable } = batch?;
    match sent {
        Ok(sent) => Ok(Batch { settled: settled + usize::from(sent == Sent::Settled), unreadable }),
        Err(PostFault::Store(StoreFault::Unreadable)) => Ok(Batch { settled, unreadable: unreadable + 1 }),
        Err(PostFault::Store(fault)) => Err(PostFault::Store(fault)),
        Err(cause) => {
            tracing::warn!(%cause, "could not send a stuck mail");
            Ok(Batch { settled, unreadable })
        }
    }
}
