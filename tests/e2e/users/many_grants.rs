//! One user's grants are bounded, in every request that gives some.

use serde_json::{Value, json};
use usher_tests::office::{patch, path, post};
use usher_tests::{Account, Member, World, scenario};

use usher_tests::directory::row;
use usher_tests::shop;

/// Grants that differ in nothing but their ends.
fn ending(count: usize) -> Value {
    let end = |n: usize| format!("2090-01-01T{:02}:{:02}:00Z", n / 60, n % 60);
    (0..count).map(|n| json!({ "role": "clerk", "units": "all", "ends_at": end(n) })).collect()
}

/// One grant that lists so many permissions, none of which can be added.
fn listing(count: usize) -> Value {
    json!([{ "role": "clerk", "units": "all", "permissions": vec!["users:read"; count] }])
}

async fn hired(world: &World, account: &Account, by: &Member) -> [String; 2] {
    for email in ["bob@example.com", "eve@example.com"] {
        shop::hire(world, account, by, email, "clerk").await;
    }
    let [bob, eve] = [path(by, account, "bob@example.com").await, path(by, account, "eve@example.com").await];
    post(by, &eve, "deactivate").await.expect(200);
    [bob, eve]
}

#[test]
fn fifty_are_taken_everywhere_and_one_more_nowhere() {
    scenario(async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        let [bob, eve] = hired(world, &account, &olga).await;
        for many in [ending(51), ending(600), listing(401)] {
            let wrong = [("grants", "too_many_grants")];
            let new = row("new@example.com", many.clone());
            olga.api.post(&account.path("/users"), new.clone()).await.expect_fields(&wrong);
            patch(&olga, &bob, json!({ "grants": many })).await.expect_fields(&wrong);
            olga.api.post(&format!("{eve}/reactivate"), json!({ "grants": many })).await.expect_fields(&wrong);
            let invited = olga.invite_rows(&account, vec![new]).await.expect(200);
            assert_eq!(invited["results"][0]["verdict"], "invalid", "{invited}");
            let errors: Vec<_> = invited["results"][0]["errors"].as_array().expect("errors").iter().collect();
            assert_eq!((errors.len(), &errors[0]["code"]), (1, &json!("too_many_grants")), "{invited}");
        }
        let most = ending(50);
        patch(&olga, &bob, json!({ "grants": most })).await.expect(200);
        olga.api.post(&format!("{eve}/reactivate"), json!({ "grants": most })).await.expect(200);
        olga.api.post(&account.path("/users"), row("new@example.com", most.clone())).await.expect(201);
        let invited = olga.invite_rows(&account, vec![row("newer@example.com", most)]).await.expect(200);
        assert_eq!(invited["results"][0]["verdict"], "invited", "{invited}");
        assert_eq!(olga.api.get(&bob).await.expect(200)["grants"].as_array().expect("grants").len(), 50);
    });
}
