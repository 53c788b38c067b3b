//! An account always keeps an active user who manages its users for good, whatever is done to it, and however many do
//! it at once.

use jiff::SignedDuration;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use usher::domain::access::grant::Grant;
use usher::domain::access::model::AccessModel;
use usher_tests::{Account, Member, Reply, Table, World, scenario, scenario_with};

use usher_tests::invariants::assert_sound;
use usher_tests::office::{self, grant, patch, path, post};
use usher_tests::{shop, whole_table};

/// An office that allows deactivation and removal.
async fn open(world: &World) -> (Account, Member) {
    office::open(world, json!({ "offboarding": { "deactivate": true, "remove": true } }), "ada@example.com").await
}

/// The addresses of those who manage users for good, as the table has them.
async fn administrators(world: &World, account: &Account) -> Vec<String> {
    let model = AccessModel::from_json(office::model(json!({}))).expect("a model");
    let manages = |user: &Value| {
        let grants: Vec<Grant> = serde_json::from_value(user["grants"].clone()).expect("grants");
        user["status"] == "active"
            && user["account"] == account.id.as_str()
            && Grant::manage_users_for_good(&grants, &model)
    };
    let users = Table::of(world).of_kind("user").await;
    users.iter().filter(|user| manages(user)).map(|user| user["email"].as_str().expect("a text").to_owned()).collect()
}

/// Every way in which `by` can take `path`'s say away.
async fn take_away(world: &World, by: &Member, path: &str, way: usize) -> Reply {
    let soon = world.system.clock().now() + SignedDuration::from_hours(1);
    let until_soon = |roles: &[&str]| -> Value {
        roles.iter().map(|role| json!({ "role": role, "units": "all", "ends_at": soon })).collect()
    };
    match way % 5 {
        0 => by.api.delete(path).await,
        1 => post(by, path, "deactivate").await,
        2 => patch(by, path, json!({ "grants": until_soon(&["owner"]) })).await,
        3 => patch(by, path, json!({ "grants": until_soon(&["worker"]) })).await,
        _ => patch(by, path, json!({ "grants": until_soon(&["worker", "personnel"]) })).await,
    }
}

#[test]
fn the_last_one_cannot_be_taken_away_in_any_way() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = open(world).await;
        // An owner for a time may do everything now, but is nobody to rely on.
        let otto = shop::hire(world, &account, &ada, "otto@example.com", "owner").await;
        let end = world.system.clock().now() + SignedDuration::from_hours(6);
        let passing = json!({ "grants": [{ "role": "owner", "units": "all", "ends_at": end }] });
        patch(&ada, &path(&ada, &account, "otto@example.com").await, passing).await.expect(200);
        // Neither are owners who are pending or deactivated.
        ada.invite_rows(&account, vec![Member::row("pending@example.com", "owner")]).await.expect(200);
        shop::hire(world, &account, &ada, "gone@example.com", "owner").await;
        post(&ada, &path(&ada, &account, "gone@example.com").await, "deactivate").await.expect(200);
        assert_eq!(administrators(world, &account).await, ["ada@example.com"]);
        let of_ada = account.path(&format!("/users/{}", account.administrator));
        whole_table::unchanged(world, async || {
            for way in 0..5 {
                take_away(world, &otto, &of_ada, way).await.expect_problem(409, "last_administrator");
            }
        })
        .await;
        patch(&otto, &of_ada, json!({ "given_name": "Augusta", "grants": [grant("owner")] })).await.expect(200);
    });
}

#[test]
fn someone_who_manages_nobody_finds_a_witness_among_the_others() {
    scenario_with(whole_table::quiet(), async |world| {
        let mut model = office::model(json!({ "offboarding": { "deactivate": true, "remove": true } }));
        model["roles"]["guard"] = json!({
            "title": "Guard",
            "permissions": ["users:*", "account:*", "units:*", "access_model:*", "audit:*", "api_tokens:*"],
        });
        let (account, ada) = shop::open_with(world, model, "ada@example.com").await;
        let guard = shop::hire(world, &account, &ada, "guard@example.com", "guard").await;
        let end = world.system.clock().now() + SignedDuration::from_hours(6);
        let passing = json!({ "grants": [{ "role": "guard", "units": "all", "ends_at": end }] });
        patch(&ada, &path(&ada, &account, "guard@example.com").await, passing).await.expect(200);
        let of_ada = account.path(&format!("/users/{}", account.administrator));
        guard.api.delete(&of_ada).await.expect_problem(409, "last_administrator");
        shop::hire(world, &account, &ada, "zoe@example.com", "manager").await;
        guard.api.delete(&of_ada).await.expect(204);
        guard
            .api
            .delete(&path(&guard, &account, "zoe@example.com").await)
            .await
            .expect_problem(409, "last_administrator");
        assert_eq!(administrators(world, &account).await, ["zoe@example.com"]);
    });
}

#[test]
fn of_two_administrators_who_take_each_other_away_at_once_one_succeeds() {
    scenario(async |world| {
        for round in 0..25 {
            let (account, ada) = office::open(
                world,
                json!({ "offboarding": { "deactivate": true, "remove": true } }),
                &format!("ada{round}@example.com"),
            )
            .await;
            let email = format!("otto{round}@example.com");
            let otto = shop::hire(world, &account, &ada, &email, "owner").await;
            let of_ada = account.path(&format!("/users/{}", account.administrator));
            let of_otto = path(&ada, &account, &email).await;
            let (first, second) =
                tokio::join!(take_away(world, &ada, &of_otto, round), take_away(world, &otto, &of_ada, round / 5));
            let mut statuses = [first.status.as_u16(), second.status.as_u16()];
            statuses.sort_unstable();
            let is_one = matches!(statuses, [200 | 204, 403 | 404 | 409]);
            assert!(is_one, "round {round}: {statuses:?} {} {}", first.body, second.body);
            assert_eq!(administrators(world, &account).await.len(), 1, "round {round}");
        }
        assert_sound(world).await;
    });
}

#[test]
fn many_administrators_against_each_other_leave_one_at_least() {
    scenario(async |world| {
        for round in 0..4_u64 {
            let ada = format!("ada{round}@example.com");
            let (account, ada) =
                office::open(world, json!({ "offboarding": { "deactivate": true, "remove": true } }), &ada).await;
            let mut people = vec![(ada.clone(), account.path(&format!("/users/{}", account.administrator)))];
            for name in ["b", "c", "d", "e"] {
                let email = format!("{name}{round}@example.com");
                let member = shop::hire(world, &account, &ada, &email, "owner").await;
                people.push((member, path(&ada, &account, &email).await));
            }
            let mut rng = StdRng::seed_from_u64(round);
            let mut calls = Vec::new();
            for (by, own) in &people {
                for (_, other) in people.iter().filter(|(_, other)| other != own) {
                    calls.push(take_away(world, by, other, rng.random_range(0..5)));
                }
            }
            let answers = futures_util::future::join_all(calls).await;
            assert!(answers.iter().all(|answer| answer.status.as_u16() < 500), "nothing fails");
            assert!(!administrators(world, &account).await.is_empty(), "round {round}");
        }
        assert_sound(world).await;
    });
}

#[test]
fn no_sequence_of_changes_ends_without_an_administrator() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = open(world).await;
        let mut people = vec![("ada@example.com".to_owned(), ada.clone())];
        for name in ["bob", "cat", "dan"] {
            let email = format!("{name}@example.com");
            people.push((email.clone(), shop::hire(world, &account, &ada, &email, "owner").await));
        }
        let mut rng = StdRng::seed_from_u64(7);
        let mut refused = 0;
        for step in 0..250 {
            let (by, of) = (rng.random_range(0..people.len()), rng.random_range(0..people.len()));
            let present = Table::of(world).of_kind("user").await;
            let Some(user) = present.iter().find(|user| user["email"] == people[of].0.as_str()) else { continue };
            let path = account.path(&format!("/users/{}", user["id"].as_str().expect("an id")));
            let by = &people[by].1;
            let reply = match rng.random_range(0..8) {
                // Removal would soon leave nobody to go on with.
                0 => take_away(world, by, &path, 1).await,
                1..=3 => take_away(world, by, &path, 2).await,
                4 => take_away(world, by, &path, 3 + step % 2).await,
                5 | 6 => patch(by, &path, json!({ "grants": [grant("owner")] })).await,
                _ => by.api.post(&format!("{path}/reactivate"), json!({ "grants": [grant("owner")] })).await,
            };
            refused += usize::from(reply.body["code"] == "last_administrator");
            assert!(reply.status.as_u16() < 500, "{}", reply.body);
            assert!(!administrators(world, &account).await.is_empty(), "after step {step}");
            // A user who was away signs in again.
            if reply.status == 200 && reply.body["status"] == "active" {
                people[of].1 = world.sign_in(&people[of].0).await;
            }
        }
        assert!(refused > 0, "the last one was never in question");
    });
}
