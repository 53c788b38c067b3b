//! Every list of the document ends with a page that holds something, and says that it is the last.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use usher_tests::{Api, Member, World, scenario, shop};

use super::openapi::operations;
use super::stage::Stage;

/// What each list is asked for, besides all that it holds.
const ASKED: [(&str, &[&str]); 11] = [
    (
        "/v1/accounts/{account}/users",
        &["", "status=active", "role=read", "unit={unit}", "external=false", "query=e", "role=read&query=e"],
    ),
    ("/v1/accounts/{account}/invitations", &["", "status=pending", "query=e", "delivery=delivered", "status=accepted"]),
    ("/v1/accounts/{account}/units", &["", "status=active"]),
    ("/v1/accounts/{account}/api-tokens", &[""]),
    (
        "/v1/accounts/{account}/audit-events",
        &["", "actor=operator", "action=unit.created", "target={user}&action=invitation.created"],
    ),
    ("/v1/operator/accounts", &["", "sort=name", "status=active", "query=n"]),
    ("/v1/operator/accounts/{account}/users", &["", "status=active", "query=e"]),
    ("/v1/operator/accounts/{account}/invitations", &["", "status=pending", "query=e"]),
    ("/v1/operator/accounts/{account}/audit-events", &["", "actor=operator"]),
    ("/v1/operator/audit-events", &["", "account={account}", "action=account.created"]),
    ("/v1/sessions", &[""]),
];

/// The pages of a list, each with what it says of the next.
async fn pages(api: &Api, list: &str, limit: usize) -> Vec<(usize, bool)> {
    let (mut pages, mut after) = (Vec::new(), String::new());
    let separator = if list.contains('?') { '&' } else { '?' };
    loop {
        let page = api.get(&format!("{list}{separator}limit={limit}{after}")).await.expect(200);
        let next = page["page"]["after"].as_str().map(|next| format!("&after={next}"));
        pages.push((page["data"].as_array().expect("a page").len(), next.is_some()));
        assert!(pages.len() <= 200, "{list} has no end");
        match next {
            Some(next) => after = next,
            None => return pages,
        }
    }
}

/// The pages of `many` entries, full, the last of which is the last.
fn full(many: usize, limit: usize) -> Vec<(usize, bool)> {
    (1..=many / limit).map(|page| (limit, page * limit < many)).collect()
}

/// What is wrong with the pages of a list whose length is a multiple of their size.
async fn faults(api: &Api, list: &str) -> Vec<String> {
    let all = pages(api, list, 100).await;
    let many = all[0].0;
    assert!(many > 0, "put something into {list}");
    let mut faults = Vec::new();
    for limit in (1..=many.min(100)).filter(|limit| many % limit == 0) {
        let pages = pages(api, list, limit).await;
        if pages != full(many, limit) {
            faults.push(format!("{list}, {many} by {limit}: {pages:?}"));
        }
    }
    faults
}

/// More of everything that is listed.
async fn fill(stage: &Stage<'_>) {
    let (desk, ada) = (&stage.desk, &stage.desk.admin);
    for name in ["Quay", "Pier", "Dock"] {
        desk.unit(name).await;
        ada.api.post(&desk.path("/api-tokens"), json!({ "name": name })).await.expect(201);
        desk.world.sign_in(&ada.email).await;
    }
    let rows: Vec<Value> = (0..4).map(|n| desk.row(&format!("e{n}@example.com"), "read")).collect();
    desk.invite(json!(rows)).await;
    desk.join(desk.row("eve@example.com", "read")).await;
    desk.world.system.settle().await.expect("the outbox runs empty");
}

#[test]
fn a_list_whose_length_is_a_multiple_of_the_limit_has_no_page_behind_its_last() {
    scenario(async |world: &World| {
        let stage = Stage::set(world).await;
        fill(&stage).await;
        let parameters = |operation: &Value| operation["parameters"].as_array().cloned().unwrap_or_default();
        let operations = operations();
        // Those of models begin with the presets, which are there from the start.
        let others = operations.iter().filter(|(name, _)| !name.contains("/v1/models"));
        let lists = others.filter(|(_, list)| parameters(list).iter().any(|one| one["name"] == "limit"));
        let lists: BTreeSet<_> = lists.map(|(name, _)| name.trim_start_matches("GET ")).collect();
        assert_eq!(lists, ASKED.map(|(list, _)| list).into(), "say in `ASKED` what a list is to be asked for");
        let mut wrong = Vec::new();
        for (list, queries) in ASKED {
            for query in queries {
                let asked = if query.is_empty() { list.to_owned() } else { format!("{list}?{query}") };
                let operator = world.operator();
                let api = if list.starts_with("/v1/operator/") { &operator } else { &stage.desk.admin.api };
                wrong.extend(faults(api, &stage.path(&asked)).await);
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

/// As many as a page looks at if it leaves some out.
#[test]
fn nor_has_one_that_is_filtered_and_as_long_as_a_page_looks() {
    scenario(async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        let rows = (0..100).map(|n| Member::row(&format!("p{n:02}@example.com"), "clerk"));
        olga.invite_rows(&account, rows.collect()).await.expect(200);
        for query in ["role=clerk&status=pending", "role=clerk&query=p", "role=clerk&external=false"] {
            let list = account.path(&format!("/users?{query}"));
            for limit in [100, 50, 25] {
                assert_eq!(pages(&olga.api, &list, limit).await, full(100, limit), "{query} by {limit}");
            }
        }
    });
}
