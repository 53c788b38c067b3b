//! Whom a caller does not see makes no difference to what lists answer: not to what is on a page, nor to whether there
//! is another, nor to where it begins.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use serde_json::{Value, json};
use usher::domain::people::user::UserStatus;
use usher_tests::{scenario, scenario_with};

use super::visibility::{SEEN, shared_unit, stores};
use usher_tests::cost::measure;
use usher_tests::directory::change;
use usher_tests::whole_table;

/// The addresses on a page, and whether there is another.
fn on(page: &Value) -> (Vec<&str>, bool) {
    let emails = page["data"].as_array().unwrap().iter().map(|record| record["email"].as_str().unwrap()).collect();
    (emails, page["page"]["after"].is_string())
}

#[test]
fn a_search_finds_an_unseen_invitation_no_more_than_none() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, _, nora) = stores(world, shared_unit()).await;
        let nothing = json!({ "data": [], "page": { "after": null } });
        let mut costs = Vec::new();
        for query in [
            "query=sven",
            "query=s",
            "query=none@example.com",
            "query=x",
            "query=x&status=pending",
            "query=sven&status=pending",
        ] {
            for limit in [1, 2, 100] {
                let path = account.path(&format!("/invitations?{query}&limit={limit}"));
                let (reply, cost) = measure(world, nora.api.get(&path)).await;
                assert_eq!(reply.expect(200), nothing, "{query} in pages of {limit}");
                costs.push(cost.requests());
                world.system.resume_stream();
            }
        }
        costs.dedup();
        assert_eq!(costs.len(), 1, "nor does the time tell: {costs:?}");
    });
}

#[test]
fn pages_of_invitations_are_full_though_others_lie_between() {
    scenario(async |world| {
        let (account, olga, nora) = stores(world, shared_unit()).await;
        let mut pages = Vec::new();
        let mut after = String::new();
        loop {
            let page =
                nora.api.get(&account.path(&format!("/invitations?status=pending&limit=1{after}"))).await.expect(200);
            let (emails, goes_on) = on(&page);
            pages.push(emails.iter().map(|email| (*email).to_owned()).collect::<Vec<_>>());
            if !goes_on {
                break;
            }
            after = format!("&after={}", page["page"]["after"].as_str().unwrap());
        }
        assert!(pages.iter().all(|page| page.len() == 1), "{pages:?}");
        let mut shown = pages.concat();
        shown.sort_unstable();
        assert_eq!(shown, &SEEN[2..]);
        // What is sealed says who may send it back: a caller who sees other users has other pages.
        let page = olga.api.get(&account.path("/invitations?limit=1")).await.expect(200);
        let path = account.path(&format!("/invitations?limit=1&after={}", page["page"]["after"].as_str().unwrap()));
        nora.api.get(&path).await.expect_fields(&[("after", "invalid_cursor")]);
        olga.api.get(&path).await.expect(200);
    });
}

#[test]
fn a_full_page_of_users_is_the_last_if_only_unseen_ones_are_behind_it() {
    scenario(async |world| {
        let (account, _, nora) = stores(world, shared_unit()).await;
        let list = async |query: &str| nora.api.get(&account.path(&format!("/users?{query}"))).await.expect(200);
        assert_eq!(
            on(&list("status=pending&limit=3").await),
            (SEEN[2..].to_vec(), false),
            "two whom she does not see are behind them"
        );
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
