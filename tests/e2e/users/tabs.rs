//! What the screen of an account's people asks for: several statuses at once, who has not been here for long, who has
//! no second factor, and how many there are behind each tab.

use jiff::Timestamp;
use serde_json::{Value, json};
use usher::domain::people::user::UserStatus;
use usher_tests::cost::{measure, still, units_count};
use usher_tests::crowd::{email, fill, items_of};
use usher_tests::directory::{change, invite, listed, listed_by, model, open, row};
use usher_tests::{Account, Member, World, scenario, stream};

use super::visibility::{shared_unit, stores};

/// Olga, and people of each status.
async fn people(world: &World) -> (Account, Member) {
    let (account, olga) = open(world, model()).await;
    let rows = ["a1", "a2", "d1", "d2", "p1", "p2"];
    let rows = rows.map(|name| row(&format!("{name}@example.com"), json!([{ "role": "clerk", "units": "all" }])));
    invite(&account, &olga, rows.into()).await;
    for (name, status) in [("a", UserStatus::Active), ("d", UserStatus::Deactivated)] {
        for number in [1, 2] {
            change(world, &account, &format!("{name}{number}@example.com"), |user| user.status = status).await;
        }
    }
    (account, olga)
}

async fn names(account: &Account, by: &Member, query: &str) -> Vec<String> {
    let found = listed(account, by, query).await;
    found.iter().map(|email| email.trim_end_matches("@example.com").to_owned()).collect()
}

#[test]
fn several_statuses_are_one_filter_whatever_else_is_asked_for() {
    scenario(async |world| {
        let (account, olga) = people(world).await;
        let cases: [(&str, &[&str]); 8] = [
            ("status=pending,active", &["a1", "a2", "olga", "p1", "p2"]),
            ("status=active,pending", &["a1", "a2", "olga", "p1", "p2"]),
            ("status=deactivated,pending", &["d1", "d2", "p1", "p2"]),
            ("status=pending,deactivated,active", &["a1", "a2", "olga", "d1", "d2", "p1", "p2"]),
            ("status=active,pending&role=clerk", &["a1", "a2", "p1", "p2"]),
            ("status=active,pending&external=false", &["a1", "a2", "olga", "p1", "p2"]),
            ("status=active,deactivated&query=hop", &["a1", "a2", "d1", "d2"]),
            ("status=deactivated,pending&query=d", &["d1", "d2"]),
        ];
        for (query, expected) in cases {
            let mut found = names(&account, &olga, query).await;
            if query.contains("query=") {
                found.sort_unstable();
            }
            assert_eq!(found, expected, "{query}");
            let all = listed(&account, &olga, query).await;
            for limit in [1, 2, 3] {
                assert_eq!(listed_by(&account, &olga, query, limit).await, all, "{query} in pages of {limit}");
            }
        }
        let ask = async |query: &str| olga.api.get(&account.path(&format!("/users?{query}"))).await;
        for wrong in ["status=", "status=active,", "status=active,%20pending", "status=active,gone"] {
            ask(wrong).await.expect_fields(&[("status", "unknown_value")]);
        }
        ask("status=active,active").await.expect_fields(&[("status", "duplicate")]);
        let page = ask("status=active,pending&limit=2").await.expect(200);
        let after = page["page"]["after"].as_str().expect("another page");
        ask(&format!("status=active,deactivated&limit=2&after={after}")).await.expect_problem(422, "invalid_fields");
    });
}

#[test]
fn who_has_no_second_factor_and_who_has_not_been_here_is_found() {
    scenario(async |world| {
        let (account, olga) = people(world).await;
        let at = |text: &str| text.parse::<Timestamp>().expect("a time");
        change(world, &account, "a1@example.com", |user| {
            (user.second_factor, user.last_active_at) = (true, Some(at("2026-03-01T10:00:00Z")));
        })
        .await;
        change(world, &account, "a2@example.com", |user| user.last_active_at = Some(at("2026-03-02T00:00:00Z"))).await;
        let cases: [(&str, &[&str]); 7] = [
            ("second_factor=true", &["a1"]),
            ("second_factor=false&status=active", &["a2", "olga"]),
            // Before the beginning of that day; and those who never were.
            ("inactive_since=2026-03-02&status=active", &["a1"]),
            ("inactive_since=2026-03-02T00:00:00.001Z&status=active", &["a1", "a2"]),
            ("inactive_since=2026-03-01T10:00:00Z&status=active", &[]),
            ("inactive_since=2026-03-01", &["d1", "d2", "p1", "p2"]),
            ("inactive_since=2026-03-03&second_factor=false&role=clerk&status=active,pending", &["a2", "p1", "p2"]),
        ];
        for (query, expected) in cases {
            assert_eq!(names(&account, &olga, query).await, expected, "{query}");
            for limit in [1, 2] {
                let pages = listed_by(&account, &olga, query, limit).await;
                assert_eq!(pages.len(), expected.len(), "{query} in pages of {limit}: {pages:?}");
            }
        }
        let wrong = olga.api.get(&account.path("/users?second_factor=on&inactive_since=lately")).await;
        wrong.expect_fields(&[("second_factor", "unknown_value"), ("inactive_since", "invalid_timestamp")]);
    });
}

fn count(count: usize, more: bool) -> Value {
    json!({ "count": count, "more": more })
}

async fn counts(account: &Account, by: &Member) -> Value {
    by.api.get(&account.path("/users/counts")).await.expect(200)
}

#[test]
fn each_tab_has_its_count() {
    scenario(async |world| {
        let (account, olga) = people(world).await;
        change(world, &account, "d2@example.com", |user| user.external = true).await;
        let expected = json!({
            "pending": count(2, false), "active": count(3, false), "deactivated": count(2, false),
            "external": count(1, false),
        });
        assert_eq!(counts(&account, &olga).await, expected);
        let owner = olga;

        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        ada.invite_one(&account, "bob@example.com").await;
        world.accept("bob@example.com").await.expect(200);
        let bob = world.sign_in("bob@example.com").await;
        let path = account.path("/users/counts");
        bob.api.get(&path).await.expect_problem(403, "forbidden");
        owner.api.get(&path).await.expect_problem(404, "not_found");
        ada.api.get(&format!("{path}?status=active")).await.expect_problem(422, "invalid_fields");
    });
}

#[test]
fn whom_a_caller_does_not_see_is_not_counted_for_them() {
    scenario(async |world| {
        let (account, olga, nora) = stores(world, shared_unit()).await;
        assert_eq!(counts(&account, &olga).await["pending"], count(6, false));
        assert_eq!(counts(&account, &nora).await["pending"], count(3, false));
    });
}

/// As many as are counted, with those who are there already, and one more.
#[test]
fn a_count_ends_at_100_and_costs_the_same_from_there_on() {
    still(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        ada.invite_one(&account, &email(0)).await;
        world.accept(&email(0)).await.expect(200);
        stream::end(world).await;
        let model = items_of(world, &account, &email(0)).await;
        let active = async || {
            let (counts, cost) = measure(world, ada.api.get(&account.path("/users/counts"))).await;
            (counts.expect(200)["active"].clone(), cost)
        };
        fill(world, &account, &model, 1..99, 0).await;
        assert_eq!(active().await.0, count(100, false));
        fill(world, &account, &model, 99..100, 0).await;
        let (hundred_and_one, cost) = active().await;
        assert_eq!(hundred_and_one, count(100, true));
        fill(world, &account, &model, 100..600, 0).await;
        assert_eq!(active().await, (count(100, true), cost));
    });
}

/// Two statuses are two ranges of one list. The second is read only where the first leaves room.
#[test]
fn two_statuses_cost_what_one_does() {
    still(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let rows = (0..60).map(|number| Member::row(&email(number), account.role)).collect();
        ada.invite_rows(&account, rows).await.expect(200);
        let page = async |query: &str| {
            let path = account.path(&format!("/users?{query}"));
            let (page, cost) = measure(world, ada.api.get(&path)).await;
            (page.expect(200)["data"].as_array().expect("users").len(), cost)
        };
        let (_, one) = page("status=pending&limit=50").await;
        let (users, two) = page("status=active,pending&limit=50").await;
        assert_eq!((users, two.requests().as_str()), (50, "BatchGetItem → 2 × Query"));
        if units_count() {
            assert!(two.read_units - one.read_units <= 0.5, "{} and {}", two.read_units, one.read_units);
        }
        let (users, full) = page("status=active,pending&limit=1").await;
        assert_eq!((users, full.requests().as_str()), (1, "BatchGetItem → 2 × Query"));
        let (_, filled) = page("status=deactivated,pending&limit=50").await;
        assert_eq!(filled.requests(), "BatchGetItem → 2 × Query");
        let (_, first) = page("status=pending&limit=10").await;
        assert_eq!(first.requests(), "BatchGetItem → Query");
    });
}
