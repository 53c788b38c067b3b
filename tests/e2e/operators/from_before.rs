//! An account that a former version wrote, which knew no lists of accounts.

use std::slice::from_ref;

use serde_json::json;
use usher_tests::{Table, World, scenario_with, text, whole_table};

use super::{all, create, get, patch};

/// What a former version did not write.
const NEWER: [&str; 7] = ["card", "p1", "s1", "p2", "s2", "p3", "s3"];

async fn from_before(world: &World, name: &str) -> String {
    let id = create(world, json!({ "name": name })).await;
    let table = Table::of(world);
    let mut items = table.raw().await.into_iter();
    let mut account = items.find(|item| text(item, "kind") == "account" && text(item, "id") == id).expect("an account");
    NEWER.iter().for_each(|name| drop(account.remove(*name)));
    table.put(account).await;
    id
}

#[test]
fn it_works_as_before_and_a_change_or_a_call_that_changes_nothing_puts_it_into_the_lists() {
    scenario_with(whole_table::quiet(), async |world| {
        let one = from_before(world, "One").await;
        let two = from_before(world, "Two").await;
        assert_eq!(all(&get(world, "/accounts").await, "id"), Vec::<String>::new());
        let path = format!("/v1/operator/accounts/{one}");
        let before = world.operator().get(&path).await;
        let (etag, before) = (before.etag(), before.expect(200));
        let same = patch(world, &format!("/accounts/{one}"), json!({})).await;
        assert_eq!((same.etag(), same.expect(200)), (etag, before));
        assert_eq!(all(&get(world, "/accounts").await, "id"), from_ref(&one));
        assert_eq!(all(&get(world, "/accounts?query=one").await, "id"), from_ref(&one));
        assert_eq!(all(&get(world, "/accounts?status=active").await, "id"), from_ref(&one));
        patch(world, &format!("/accounts/{two}"), json!({ "locale": "fr" })).await.expect(200);
        let mut listed = all(&get(world, "/accounts").await, "id");
        let mut both = vec![one.clone(), two];
        listed.sort();
        both.sort();
        assert_eq!(listed, both);
        whole_table::unchanged(world, async || {
            patch(world, &format!("/accounts/{one}"), json!({})).await.expect(200);
        })
        .await;
    });
}
