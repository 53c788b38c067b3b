//! Whom a caller does not see makes no difference to what lists answer: not to what is on a page, nor to whether there is another, nor to where it begins.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use serde_json::Value;
use usher::domain::user::UserStatus;
use usher_tests::scenario;

use crate::directory::change;
use crate::visibility::{SEEN, shared_unit, stores};

/// The addresses on a page, and whether there is another.
fn on(page: &Value) -> (Vec<&str>, bool) {
    let emails = page["data"].as_array().unwrap().iter().map(|record| record["email"].as_str().unwrap()).collect();
    (emails, page["page"]["after"].is_string())
}

#[test]
fn a_full_page_of_users_is_the_last_if_only_unseen_ones_are_behind_it() {
    scenario(async |world| {
        let (account, _, nora) = stores(world, shared_unit()).await;
        let list = async |query: &str| nora.api.get(&account.path(&format!("/users?{query}"))).await.expect(200);
        assert_eq!(on(&list("status=pending&limit=3").await), (SEEN[2..].to_vec(), false), "two whom she does not see are behind them");
        assert_eq!(on(&list("query=roam&limit=1").await), (vec!["roam@example.com"], false));
        assert_eq!(on(&list("query=grace&limit=5").await).0.len(), 4);
        assert!(!on(&list("query=grace&limit=4").await).1, "three of that name whom she does not see are behind them");
        assert!(on(&list("query=grace&limit=3").await).1);
        assert!(!on(&list("limit=5").await).1);
    });
}

#[test]
fn where_the_next_page_begins_does_not_depend_on_who_is_unseen() {
    scenario(async |world| {
        let (account, _, nora) = stores(world, shared_unit()).await;
        let first = async || nora.api.get(&account.path("/users?status=pending&limit=2")).await.expect(200);
        let before = first().await;
        assert_eq!(on(&before), (SEEN[2..4].to_vec(), true));
        // Between the second and the third of those whom she sees.
        change(world, &account, "none@example.com", |user| user.status = UserStatus::Deactivated).await;
        assert_eq!(first().await["page"], before["page"]);
    });
}
