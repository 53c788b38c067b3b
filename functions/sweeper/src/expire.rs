//! Invitations whose time is over become `expired`.

use futures_util::stream::{self, StreamExt};
use usher::app::App;
use usher::changes::invitations;
use usher::domain::effects::audit::Author;
use usher::domain::people::invitation::Invitation;
use usher::store::{CommitFault, Key, List, Page, Record, StoreFault};

use crate::deadline::Deadline;
use crate::sum_to_the_end;

/// How many are read together: what one request takes.
const BATCH: u16 = 100;

/// How many are written at once.
const AT_ONCE: usize = 8;

/// How often one is decided again because it changed meanwhile. The next run tries again.
const TRIES: u32 = 4;

/// How many batches of a shard one run does at most, so that a run ends. The next continues.
const BATCHES_PER_SHARD: usize = 50;

/// Lets everything expire that is due, and says how much it was.
pub async fn all_due(app: &App, deadline: Deadline<'_>) -> Result<usize, StoreFault> {
    let shards = stream::iter(List::due_shards()).map(|shard| shard_due(app, shard, deadline));
    sum_to_the_end(shards.buffer_unordered(AT_ONCE)).await
}

async fn shard_due(app: &App, shard: u8, deadline: Deadline<'_>) -> Result<usize, StoreFault> {
    let (list, mut sum, mut after) = (List::due(shard, app.now()), 0, None);
    for _ in 0..BATCHES_PER_SHARD {
        let Page { entries, next, .. } = app.store.list(&list, after.as_ref(), BATCH).await?;
        sum += batch(app, entries.into_iter().map(|(_, key)| key).collect()).await?;
        after = next;
        if after.is_none() || deadline.is_over() {
            break;
        }
    }
    Ok(sum)
}

/// One that cannot be read keeps no other from expiring.
async fn batch(app: &App, keys: Vec<Key<Invitation>>) -> Result<usize, StoreFault> {
    let found = app.store.read(keys.iter().map(Key::any)).await?;
    let due: Vec<Invitation> = keys.iter().filter_map(|key| found.readable(key)).collect();
    let written = stream::iter(due)
        .map(async |invitation| expire(app, invitation).await.map(usize::from))
        .buffer_unordered(AT_ONCE);
    sum_to_the_end(written).await
}

/// Whether this run is the one that let the invitation expire. The user stays as they are: pending, or active if the
/// model has them active from the start. If someone accepts, revokes or resends it meanwhile, they come first; news of
/// its email does not keep it from expiring.
async fn expire(app: &App, mut invitation: Invitation) -> Result<bool, StoreFault> {
    let key = invitation.key();
    for _ in 0..TRIES {
        let author = Author::system(app.now());
        let Some((_, change)) = invitations::expired(app, invitation, &author) else { return Ok(false) };
        let met = match app.store.commit(change).await {
            Ok(()) => return Ok(true),
            Err(CommitFault::Store(fault)) => return Err(fault),
            Err(CommitFault::Refused(met)) => met,
            Err(CommitFault::Limited(_)) => return Ok(false),
        };
        let Some(newer) = met.get(&key)? else { return Ok(false) };
        invitation = newer;
    }
    Ok(false)
}
