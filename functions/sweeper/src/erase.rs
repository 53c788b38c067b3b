//! Accounts whose grace period is over are erased.
//!
//! A run reads what is left of an account from its beginning and removes it, so that a run that was interrupted is
//! continued by the next. Once nothing is left that is written down, and the account itself goes in a later run: what
//! was under way in between has come to its end, and would be found.

use futures_util::stream::{self, StreamExt, TryStreamExt};
use jiff::SignedDuration;
use usher::app::App;
use usher::changes::erasure;
use usher::domain::effects::audit::Author;
use usher::domain::people::account::{Account, Deletion};
use usher::domain::people::user::User;
use usher::store::{Belonging, Change, CommitFault, Key, List, Page, Position, StoreFault};

use crate::deadline::Deadline;
use crate::sum_to_the_end;

/// How many accounts a run looks at, at most. The next looks at others.
const ACCOUNTS: u16 = 10;

/// How many items are read at once: as many as one transaction can remove.
const PAGE: u16 = 100;

/// How many pages of an account one run removes, so that it ends.
const PAGES: usize = 50;

/// How many users are removed at once.
const AT_ONCE: usize = 8;

/// How long nothing must have been left. Longer than any function runs.
const QUIET: SignedDuration = SignedDuration::from_mins(1);

/// Erases what is due, and says how many accounts are gone with it. One that cannot be erased keeps no other.
pub async fn all_due(app: &App, deadline: Deadline<'_>) -> Result<usize, StoreFault> {
    let due: Page<Key<Account>> = app.store.list(&List::accounts_due(app.now()), None, ACCOUNTS).await?;
    let keys = due.entries.into_iter().map(|(_, key)| key);
    sum_to_the_end(stream::iter(keys).then(async |key| account(app, key, deadline).await.map(usize::from))).await
}

/// Whether the account is gone.
async fn account(app: &App, key: Key<Account>, deadline: Deadline<'_>) -> Result<bool, StoreFault> {
    let Some(account) = app.store.get(&key).await? else { return Ok(false) };
    let now = app.now();
    let Some(deletion) = account.deletion_due(now) else { return Ok(false) };
    let emptied_at = match (emptied(app, &account, deadline).await?, deletion.emptied_at) {
        (true, Some(emptied_at)) if emptied_at + QUIET <= now => {
            return committed(app, erasure::finished(app, account, &Author::system(now))).await;
        }
        (true, emptied_at) => emptied_at.or(Some(now)),
        (false, _) => None,
    };
    if emptied_at != deletion.emptied_at {
        let deletion = Some(Deletion { emptied_at, ..deletion });
        committed(app, Change::new().replace(&mut Account { deletion, ..account })).await?;
    }
    Ok(false)
}

/// Whether the change was made. If something came between, the next run decides.
async fn committed(app: &App, change: Change) -> Result<bool, StoreFault> {
    match app.store.commit(change).await {
        Ok(()) => Ok(true),
        Err(CommitFault::Refused(_) | CommitFault::Limited(_)) => Ok(false),
        Err(CommitFault::Store(fault)) => Err(fault),
    }
}

/// Removes what is in the account's partitions; whether nothing was left in them from the beginning.
async fn emptied(app: &App, account: &Account, deadline: Deadline<'_>) -> Result<bool, StoreFault> {
    let (mut was_empty, mut pages) = (true, 0);
    for list in List::belongings(account.id) {
        let mut after = None;
        loop {
            if pages == PAGES || deadline.is_over() {
                return Ok(false);
            }
            pages += 1;
            let (removed, next) = page(app, &list, after.as_ref()).await?;
            was_empty &= removed == 0;
            after = next;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(was_empty)
}

/// Removes a page of a list, and says how much was on it and where the list goes on. What cannot be read stays, and
/// the account with it, until it is mended.
async fn page(app: &App, list: &List, after: Option<&Position>) -> Result<(usize, Option<Position>), StoreFault> {
    let Page { entries, unreadable, next } = app.store.list(list, after, PAGE).await?;
    let (mut users, mut others): (Vec<User>, Vec<Change>) = (Vec::new(), Vec::new());
    for (_, item) in entries {
        match item {
            Belonging::Account => {}
            Belonging::User(user) => users.push(*user),
            Belonging::Other(key) => others.push(Change::new().forget(key)),
        }
    }
    let removed = users.len() + others.len() + unreadable;
    erasure::in_steps(app, others).await?;
    let users = stream::iter(users).map(Ok).try_for_each_concurrent(AT_ONCE, |user| erasure::user(app, user));
    users.await?;
    Ok((removed, next))
}
