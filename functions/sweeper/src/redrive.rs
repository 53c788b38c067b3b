//! Mail that was promised a while ago and is still in the outbox: the stream was down, or a mailer was killed, or SES
//! took nothing.

use std::collections::VecDeque;

use futures_util::stream::{self, StreamExt};
use jiff::{SignedDuration, Timestamp};
use usher::app::App;
use usher::domain::effects::outbox::{PromisedMail, Queue};
use usher::mail::delivery::{Post, PostFault, Sent};
use usher::store::{List, Page, Position, StoreFault};

use crate::SweepFault;
use crate::deadline::Deadline;

/// How long the stream has before the sweep takes over.
const GRACE: SignedDuration = SignedDuration::from_mins(2);

/// How many emails of a shard are read at once.
const BATCH: u16 = 50;

/// How many emails are under way at once, at most: each may wait for as many turns.
const AT_ONCE: usize = 8;

/// How many batches of a queue one run reads at most, so that a run ends. The next begins at another shard.
const BATCHES: usize = 200;

/// A run.
#[derive(Clone, Copy)]
struct Sending<'a> {
    app: &'a App,
    post: &'a Post,
    deadline: Deadline<'a>,
}

/// What became of the emails that were read.
#[derive(Default)]
struct Stuck {
    settled: usize,
    /// When the oldest of the others was promised.
    oldest: Option<Timestamp>,
}

/// Sends everything that is stuck, one queue after the other, and says how much of it is settled, and for how many
/// seconds the oldest of the rest has been promised.
pub async fn all_stuck(app: &App, post: &Post, deadline: Deadline<'_>) -> Result<(usize, u64), SweepFault> {
    let sending = Sending { app, post, deadline };
    let mut all = Ok(Stuck::default());
    for queue in Queue::ALL {
        // What cannot be read of one queue keeps the other from nothing.
        let stuck = sending.queue(queue).await;
        all = all.and_then(|all: Stuck| stuck.map(|stuck| all.and(stuck)));
    }
    let Stuck { settled, oldest } = all?;
    let age = oldest.map(|oldest| app.now().duration_since(oldest).as_secs());
    Ok((settled, age.and_then(|age| age.try_into().ok()).unwrap_or_default()))
}

impl Stuck {
    fn and(self, other: Self) -> Self {
        let oldest = self.oldest.into_iter().chain(other.oldest).min();
        Self { settled: self.settled + other.settled, oldest }
    }

    fn of(mail: &PromisedMail, is_settled: bool) -> Self {
        Self { settled: usize::from(is_settled), oldest: (!is_settled).then_some(mail.promised_at) }
    }
}

impl Sending<'_> {
    /// A batch of each shard in turn, and then the next of those that have more: what stays, because SES refused it
    /// lately or nobody can read it, keeps nothing behind it from being sent. Each minute another shard is the first,
    /// so that none is always too late.
    async fn queue(self, queue: Queue) -> Result<Stuck, SweepFault> {
        let before = self.app.now() - GRACE;
        let mut shards: VecDeque<_> = List::outbox_shards().collect();
        let turned = usize::try_from(before.as_second() / 60).unwrap_or_default() % shards.len();
        shards.rotate_left(turned);
        let mut lists: VecDeque<_> =
            shards.into_iter().map(|shard| (List::unsent(queue, shard, before), None)).collect();
        let mut all = Ok(Stuck::default());
        for _ in 0..BATCHES {
            let Some((list, after)) = lists.pop_front().filter(|_| !self.deadline.is_over()) else { break };
            let batch = self.batch(&list, after.as_ref()).await.map(|(batch, next)| {
                lists.extend(next.map(|next| (list, Some(next))));
                batch
            });
            all = all.and_then(|all: Stuck| batch.map(|batch| all.and(batch)));
        }
        Ok(all?)
    }

    /// What became of a batch, and where the list goes on.
    async fn batch(self, list: &List, after: Option<&Position>) -> Result<(Stuck, Option<Position>), PostFault> {
        let page: Page<PromisedMail> = self.app.store.list(list, after, BATCH).await?;
        let sent = stream::iter(page.entries).map(async |(_, mail)| self.send(mail).await).buffer_unordered(AT_ONCE);
        let all = sent.fold(Ok(Stuck::default()), async |all, one| Ok::<_, PostFault>(all?.and(one?)));
        Ok((all.await?, page.next))
    }

    /// An email that fails again stays where it is; the next run finds it. It does not keep the others from being sent.
    async fn send(self, mail: PromisedMail) -> Result<Stuck, PostFault> {
        if self.deadline.is_over() {
            return Ok(Stuck::of(&mail, false));
        }
        match self.post.send(&mail).await {
            Ok(sent) => Ok(Stuck::of(&mail, sent == Sent::Settled)),
            Err(PostFault::Store(fault)) if !matches!(fault, StoreFault::Unreadable) => Err(fault.into()),
            Err(cause) => {
                tracing::warn!(%cause, "could not send a stuck mail");
                Ok(Stuck::of(&mail, false))
            }
        }
    }
}
