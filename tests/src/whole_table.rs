//! The table itself, for proofs of what is stored and of what refusals leave alone.

use std::collections::BTreeMap;

use crate::{Account, Item, Request, Table, World, text};
use usher_local::Options;

/// Every item of the table, by its key.
pub type Items = BTreeMap<(String, String), Item>;

/// No sweep comes between two looks at the table.
pub fn quiet() -> Options {
    Options { scheduler: false, ..Options::default() }
}

/// The whole table as it is now.
pub async fn items(world: &World) -> Items {
    let items = Table::of(world).raw().await;
    items.into_iter().map(|item| ((text(&item, "pk"), text(&item, "sk")), item)).collect()
}

/// Runs `story`, and fails the test unless the table and the mailbox are afterwards as they were before. What is
/// counted, towards limits and of attempts, is no change.
pub async fn unchanged<T>(world: &World, story: impl AsyncFnOnce() -> T) -> T {
    let look = async || {
        world.system.settle().await.expect("the outbox runs empty");
        (items(world).await, world.system.mailbox().count())
    };
    let (before, mails) = look().await;
    let told = story().await;
    let (after, mails_after) = look().await;
    let keys = before.keys().chain(after.keys()).filter(|(_, sk)| !sk.starts_with("COUNT#") && sk != "PERSON#ATTEMPTS");
    let changed: Vec<_> = keys.filter(|key| before.get(*key) != after.get(*key)).collect();
    assert!(changed.is_empty(), "changed: {changed:?}");
    assert_eq!(mails_after, mails, "emails were sent");
    told
}

/// Puts a unit into an account, as the endpoint that is to come will.
pub async fn add_unit(world: &World, account: &Account, unit: &str) {
    let pk = format!("ACCOUNT#{}", account.id);
    Table::of(world).put_texts(&[("pk", &pk), ("sk", &format!("UNIT#{unit}"))]).await;
}

/// The operations of these requests.
pub fn operations(requests: &[Request]) -> Vec<&str> {
    requests.iter().map(|request| request.operation.as_str()).collect()
}
