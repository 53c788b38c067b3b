//! Who manages less undoes nothing that those have who manage more, and nothing is given that has ended.

use serde_json::{Value, json};
use usher_tests::{Account, Member, World, scenario, scenario_with};

use usher_tests::office::{self, grant, patch, post};
use usher_tests::whole_table;

/// An office whose personnel may invite as well; Petra is one of them. Ben was an owner and is deactivated.
async fn office(world: &World) -> (Account, Member, Member) {
    let mut model = office::model(json!({}));
    model["roles"]["personnel"]["permissions"] =
        json!(["users:read", "users:invite", "users:update", "users:deactivate", "tasks:read"]);
    let (account, ada) = world.account_with(json!({ "access_model": model }), "worker", "ada@example.com").await;
    let petra = usher_tests::shop::hire(world, &account, &ada, "petra@example.com", "personnel").await;
    usher_tests::shop::hire(world, &account, &ada, "ben@example.com", "owner").await;
    post(&ada, &office::path(&ada, &account, "ben@example.com").await, "deactivate").await.expect(200);
    (account, ada, petra)
}

#[test]
fn letting_someone_in_again_takes_nothing_away_that_a_change_could_not() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada, petra) = office(world).await;
        let ben = office::path(&ada, &account, "ben@example.com").await;
        let less = json!({ "grants": [grant("worker")] });
        whole_table::unchanged(world, async || {
            patch(&petra, &ben, less.clone()).await.expect_problem(403, "user_outranks_caller");
            petra
                .api
                .post(&format!("{ben}/reactivate"), less.clone())
                .await
                .expect_problem(403, "user_outranks_caller");
            petra.api.post(&format!("{ben}/reactivate"), json!({})).await.expect_problem(403, "grant_exceeds_own");
        })
        .await;
        ada.api.post(&format!("{ben}/reactivate"), less).await.expect(200);
    });
}

#[test]
fn the_invitation_of_someone_who_manages_more_is_not_taken_back() {
    scenario(async |world| {
        let (account, ada, petra) = office(world).await;
        let revoke = async |by: &Member, role: &str| {
            let email = format!("{role}@example.com");
            let invited = ada.invite_rows(&account, vec![Member::row(&email, role)]).await.expect(200);
            let id = invited["results"][0]["invitation"].as_str().expect("an id").to_owned();
            by.api.post(&account.path(&format!("/invitations/{id}/revoke")), json!({})).await
        };
        revoke(&petra, "owner").await.expect_problem(403, "user_outranks_caller");
        revoke(&petra, "manager").await.expect(200);
    });
}

#[test]
fn what_has_ended_is_not_given_and_what_ended_since_may_stay() {
    scenario(async |world| {
        let (account, ada) = office::open(world, json!({}), "ada@example.com").await;
        let until = |end: &str| json!([{ "role": "worker", "units": "all", "ends_at": end }]);
        let row = |grants: Value| {
            json!({
                "email": "bob@example.com", "given_name": "Bob", "family_name": "Builder", "grants": grants,
            })
        };
        let now = world.system.clock().now();
        for past in ["2000-01-01T00:00:00Z".to_owned(), now.to_string()] {
            ada.api
                .post(&account.path("/users"), row(until(&past)))
                .await
                .expect_fields(&[("grants[0].ends_at", "in_the_past")]);
        }
        let soon = (now + jiff::SignedDuration::from_mins(20)).to_string();
        ada.api.post(&account.path("/users"), row(until(&soon))).await.expect(201);
        world.advance(jiff::SignedDuration::from_mins(30)).await;
        let bob = office::path(&ada, &account, "bob@example.com").await;
        let held = ada.api.get(&bob).await.expect(200)["grants"].clone();
        patch(&ada, &bob, json!({ "given_name": "Robert", "grants": held })).await.expect(200);
        patch(&ada, &bob, json!({ "grants": [held[0], grant("manager")] })).await.expect(200);
    });
}

#[test]
fn a_grant_for_a_retired_unit_may_stay_and_is_not_given_again() {
    scenario(async |world| {
        let (account, ada) = office::open(world, json!({}), "ada@example.com").await;
        let floor = async |name: &str| {
            ada.api.post(&account.path("/units"), json!({ "name": name })).await.expect(201)["id"].clone()
        };
        let (old, new) = (floor("Old").await, floor("New").await);
        let on = |role: &str, floors: Value| json!({ "role": role, "units": floors });
        let row = json!({
            "email": "bob@example.com", "given_name": "Bob", "family_name": "Builder",
            "grants": [on("worker", json!([old]))],
        });
        ada.api.post(&account.path("/users"), row).await.expect(201);
        ada.api.delete(&account.path(&format!("/units/{}", old.as_str().expect("an id")))).await.expect(200);
        let bob = office::path(&ada, &account, "bob@example.com").await;
        let grants = json!([on("worker", json!([old])), on("manager", json!([new]))]);
        patch(&ada, &bob, json!({ "grants": grants })).await.expect(200);
        let moved = json!([on("manager", json!([new]))]);
        patch(&ada, &bob, json!({ "grants": moved })).await.expect(200);
        patch(&ada, &bob, json!({ "grants": grants })).await.expect_fields(&[("grants[0].units[0]", "unit_retired")]);
    });
}

#[test]
fn a_user_who_manages_users_must_be_able_to_see_them() {
    scenario(async |world| {
        let mut model = usher_tests::shop::model();
        model["roles"]["owner"]["permissions"] = json!(["users:invite", "users:update", "orders:*", "account:update"]);
        model["roles"]["lead"]["permissions"] = json!(["orders:read"]);
        let body = json!({
            "name": "Shop", "access_model": model,
            "administrator": { "email": "ada@example.com", "given_name": "A", "family_name": "L" },
        });
        world.operator().post("/v1/accounts", body).await.expect_fields(&[("access_model.roles", "no_administrator")]);
    });
}
