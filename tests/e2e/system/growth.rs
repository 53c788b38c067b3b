//! No operation costs more in a large account than in a small one.

use std::ops::Range;

use serde_json::json;
use usher::domain::people::invitation::Offer;
use usher_tests::{Account, Member, PASSWORD, World};

use usher_tests::cost::{Cost, measure, still, units_count};
use usher_tests::crowd::{email, fill, items_of};
use usher_tests::directory;
use usher_tests::{offers, stream, whole_table};

/// How many users the large account has: 20,000 unless the environment says `USHER_TEST_USERS`, as CI does with
/// 100,000, which takes minutes. Every tenth of them has an invitation and events.
#[expect(clippy::disallowed_methods, reason = "a setting of the tests")]
fn many() -> usize {
    let said = std::env::var("USHER_TEST_USERS").map(|users| users.parse().expect("a number"));
    said.unwrap_or(if units_count() { 20_000 } else { 2_000 })
}

/// What the everyday operations cost: each list from its beginning and from its middle, each filter, and the rest.
/// `round` keeps the invited apart.
async fn costs(world: &World, account: &Account, ada: &Member, round: u8) -> Vec<(String, Cost)> {
    let mut costs = Vec::new();
    let lists = [
        "/users?",
        "/users?status=active",
        "/users?status=active,pending",
        "/users?role=read",
        "/users?role=read&status=active",
        "/users?unit=unt_aaaaaaaaaaaaaaaa",
        "/users?external=true",
        "/users?query=hop",
        "/users?query=person-00",
        "/users?query=nobody",
        "/invitations?",
        "/invitations?status=accepted",
        "/invitations?query=person",
        "/audit-events?",
        "/audit-events?action=invitation.created",
        "/audit-events?from=2020-01-01T00:00:00Z&to=2200-01-01T00:00:00Z",
        "/audit-events?actor=system",
    ];
    // What leaves entries out looks at 100 of them, if there are as many; there are on the first page of the small
    // account.
    let bounded = [
        "/users?external=false",
        "/users?second_factor=true",
        "/users?inactive_since=2020-01-01&status=active",
        "/users?role=read&external=false&unit=unt_aaaaaaaaaaaaaaaa",
        "/users?query=hop&role=read&status=active",
        "/invitations?delivery=queued",
    ];
    for list in bounded {
        costs.push((list.to_owned(), measure(world, ada.api.get(&account.path(&format!("{list}&limit=20")))).await.1));
    }
    let actor = format!("/audit-events?actor={}", account.administrator);
    let target = format!("/audit-events?target={}", account.administrator);
    for list in lists.into_iter().chain([actor.as_str(), target.as_str()]) {
        let path = account.path(&format!("{list}&limit=20"));
        let (page, cost) = measure(world, ada.api.get(&path)).await;
        costs.push((list.to_owned(), cost));
        if let Some(after) = page.expect(200)["page"]["after"].as_str() {
            let (_, next) = measure(world, ada.api.get(&format!("{path}&after={after}"))).await;
            costs.push((format!("{list}, the next page"), next));
        }
    }
    let user = format!("/users/{}", account.administrator);
    costs.push(("a user".to_owned(), measure(world, ada.api.get(&account.path(&user))).await.1));
    costs.push(("counts".to_owned(), measure(world, ada.api.get(&account.path("/users/counts"))).await.1));
    costs.push(("me".to_owned(), measure(world, ada.api.get("/v1/me")).await.1));
    let sign_in = world.api.post("/v1/sessions", json!({ "email": ada.email, "password": PASSWORD }));
    let (signed_in, session) = measure(world, sign_in).await;
    signed_in.expect(201);
    costs.push(("sign in".to_owned(), session));
    costs.push((
        "invite".to_owned(),
        measure(world, ada.invite_one(account, &format!("invited-{round}@example.com"))).await.1,
    ));
    costs
}

#[test]
fn every_list_filter_and_search_and_all_else_cost_the_same_among_100_users_and_among_many_thousands() {
    still(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        whole_table::add_unit(world, &account, directory::NORTH).await;
        ada.invite_one(&account, &email(0)).await;
        world.accept(&email(0)).await.expect(200);
        stream::end(world).await;
        let users = many();
        let model = items_of(world, &account, &email(0)).await;
        assert_eq!((model.0.len(), model.1.len()), (2, 4), "a user and a listing; an invitation and three events");
        fill(world, &account, &model, 1..100, 100).await;
        let small = costs(world, &account, &ada, 1).await;
        fill(world, &account, &model, 100..users, users / 10).await;
        let large = costs(world, &account, &ada, 2).await;
        for (small, large) in small.iter().zip(&large) {
            assert_eq!(small, large);
        }
        assert_eq!(small.len(), large.len());
        assert_eq!(items_of(world, &account, &email(users - 1)).await.0.len(), 2, "the last is there");
    });
}

#[test]
fn a_sweep_costs_what_is_due_and_nothing_for_what_is_not() {
    still(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let sweep = async || {
            let (report, cost) = measure(world, world.system.sweep()).await;
            (report.expect("swept")["expired"].as_u64().expect("a number"), cost)
        };
        let (_, idle) = sweep().await;
        let rows = (0..200).map(|number| Member::row(&email(number), account.role)).collect();
        ada.invite_rows(&account, rows).await.expect(200);
        assert_eq!(sweep().await, (0, idle.clone()), "200 that are pending and not due");

        let due = |numbers: Range<usize>| -> Vec<Offer> {
            numbers.map(|number| offers::to(&account, &email(number), offers::long_ago(world))).collect()
        };
        for (numbers, count) in [(1_000..1_001, 1), (2_000..2_020, 20)] {
            offers::make(world, &due(numbers)).await;
            let (expired, cost) = sweep().await;
            assert_eq!(expired, count);
            // Each takes a transaction; what is due in one shard is read together.
            let batches = cost.rounds.iter().flatten().filter(|operation| *operation == "BatchGetItem").count();
            assert!(batches <= usher::store::List::due_shards().len());
            assert_eq!(cost.count(), idle.count() + batches + usize::try_from(count).expect("few"));
        }
        assert_eq!(sweep().await, (0, idle), "nothing is left");
    });
}
