//! Invitations whose time is over become `expired`.

use futures_util::stream::{self, StreamExt};
use serde_json::json;
use usher::app::App;
use usher::domain::audit::{Action, Author};
use usher::domain::invitation::Invitation;
use usher::store::{Change, CommitFault, Due, Key, Refusal, StoreFault};

use crate::sum_to_the_end;

/// How many are read together: what one request takes.
const BATCH: u16 = 100;

/// How many are written at once.
const AT_ONCE: usize = 8;

/// How often one is decided anew because it changed meanwhile. The next run tries again.
const ATTEMPTS: u32 = 4;

/// How many batches of a shard one run does at most, so that a run ends. The next continues.
const BATCHES_PER_SHARD: usize = 50;

/// Lets everything expire that is due, and says how much it was.
pub async fn all_due(app: &App) -> Result<usize, StoreFault> {
    sum_to_the_end(stream::iter(Due::shards()).map(|shard| shard_due(app, shard)).buffer_unordered(AT_ONCE)).await
}

async fn shard_due(app: &App, shard: u8) -> Result<usize, StoreFault> {
    let mut sum = 0;
    for _ in 0..BATCHES_PER_SHARD {
        let keys = app.store.due(shard, app.now(), BATCH).await?;
        let is_last = keys.len() < usize::from(BATCH);
        let expired = batch(app, keys).await?;
        sum += expired;
        // The index follows the table within moments: a batch of which nothing expired has been dealt with before.
        if is_last || expired == 0 {
            break;
        }
    }
    Ok(sum)
}

async fn batch(app: &App, keys: Vec<Key>) -> Result<usize, StoreFault> {
    let found = app.store.read(keys.clone()).await?;
    // One that cannot be read must not keep the others from expiring.
    let readable = |invitation: Result<Invitation, StoreFault>| invitation.inspect_err(|cause| tracing::error!(%cause, "not an invitation")).ok();
    let due: Vec<Invitation> = keys.iter().filter_map(|key| found.get(key).transpose()).filter_map(readable).collect();
    let written = stream::iter(due).map(async |invitation| expire(app, invitation).await.map(usize::from)).buffer_unordered(AT_ONCE);
    sum_to_the_end(written).await
}

/// Whether this run is the one that let the invitation expire. The user stays as they are: pending, or active where the model has them active from the
/// start. Where somebody accepts, revokes or resends it meanwhile, they come first;
/// news of its mail does not keep it from expiring.
async fn expire(app: &App, mut invitation: Invitation) -> Result<bool, StoreFault> {
    for _ in 0..ATTEMPTS {
        let now = app.now();
        let Ok(mut expired) = invitation.expire(now) else { return Ok(false) };
        let change = (json!({ "status": "pending" }), json!({ "status": expired.status }));
        let event = Author::system(now).event(expired.account, Action::InvitationExpired, expired.id, change, &mut app.rng());
        let refusals = match app.store.commit(Change::new().replace(&mut expired).create(&event)).await {
            Ok(()) => return Ok(true),
            Err(CommitFault::Store(fault)) => return Err(fault),
            Err(CommitFault::Refused(refusals)) => refusals,
            Err(CommitFault::Limited(_)) => return Ok(false),
        };
        let newer = refusals.into_iter().find(|refusal| refusal.write == 0).map(Refusal::found).transpose()?.flatten();
        let Some(newer) = newer else { return Ok(false) };
        invitation = newer;
    }
    Ok(false)
}
