//! Support looks an account's users up, its invitations and its trail, and sees no secret.

use serde_json::{Value, json};
use usher_tests::desk::Desk;
use usher_tests::{scenario, scenario_with, whole_table};

use super::{all, get};

/// What is on a page, without what the caller may do with it: support looks, and changes nothing.
fn looked_at(page: &Value) -> Vec<Value> {
    let mut entries = page["data"].as_array().expect("a page").clone();
    entries.iter_mut().for_each(|entry| drop(entry.as_object_mut().expect("an entry").remove("allowed_actions")));
    entries
}

#[test]
fn support_finds_the_users_of_an_account_as_its_administrators_do() {
    scenario(async |world| {
        let desk = Desk::open_as(world, "invoicing", "ada@example.com").await;
        desk.join(desk.row("bob@example.com", "read")).await;
        desk.invite(json!([desk.row("grace@example.com", "read")])).await;
        let path = format!("/accounts/{}/users", desk.account.id);
        let queries =
            ["", "?status=active", "?query=grace", "?query=lovelace", "?role=admin", "?external=false&limit=2"];
        for query in queries {
            let seen = desk.admin.api.get(&desk.path(&format!("/users{query}"))).await.expect(200);
            assert_eq!(looked_at(&get(world, &format!("{path}{query}")).await), looked_at(&seen), "{query}");
        }
        let bob = desk.user("bob@example.com").await;
        let id = bob["id"].as_str().expect("an id");
        let seen = desk.admin.api.get(&desk.path(&format!("/users/{id}"))).await.expect(200);
        let found = get(world, &format!("{path}/{id}")).await;
        assert_eq!((&found["email"], &found["grants"]), (&seen["email"], &seen["grants"]));
        assert_eq!(found["allowed_actions"], json!([]), "support looks, and changes nothing");
        let first = get(world, &format!("{path}?limit=1")).await;
        let after = first["page"]["after"].as_str().expect("a next page");
        let second = get(world, &format!("{path}?limit=1&after={after}")).await;
        assert_ne!(all(&first, "email"), all(&second, "email"));
    });
}

#[test]
fn support_sees_invitations_with_their_delivery_and_the_trail() {
    scenario(async |world| {
        let desk = Desk::open_as(world, "invoicing", "ada@example.com").await;
        desk.invite(json!([desk.row("grace@example.com", "read"), desk.row("bob@example.com", "read")])).await;
        world.system.settle().await.expect("the outbox runs empty");
        for query in ["", "?status=pending", "?status=accepted", "?query=grace", "?delivery=sent"] {
            let seen = desk.admin.api.get(&desk.path(&format!("/invitations{query}"))).await.expect(200);
            let found = get(world, &format!("/accounts/{}/invitations{query}", desk.account.id)).await;
            assert_eq!(looked_at(&found), looked_at(&seen), "{query}");
        }
        for query in ["", "?action=invitation.created", "?actor=operator", "?from=2000-01-01&limit=2"] {
            let seen = desk.admin.api.get(&desk.path(&format!("/audit-events{query}"))).await.expect(200);
            let found = get(world, &format!("/accounts/{}/audit-events{query}", desk.account.id)).await;
            assert_eq!(found["data"], seen["data"], "{query}");
        }
    });
}

#[test]
fn what_is_not_there_is_not_found_and_looking_changes_nothing() {
    scenario_with(whole_table::quiet(), async |world| {
        let desk = Desk::open_as(world, "invoicing", "ada@example.com").await;
        let user = desk.user("ada@example.com").await;
        let id = user["id"].as_str().expect("an id");
        whole_table::unchanged(world, async || {
            let unknown = "/v1/operator/accounts/acc_aaaaaaaaaaaaaaaaaaaaaaaaaa";
            for rest in ["/users", "/invitations", "/audit-events", &format!("/users/{id}")] {
                world.operator().get(&format!("{unknown}{rest}")).await.expect_problem(404, "not_found");
            }
            let other = format!("{}{}", &id[..id.len() - 4], "aaaa");
            let path = format!("/v1/operator/accounts/{}/users/{other}", desk.account.id);
            world.operator().get(&path).await.expect_problem(404, "not_found");
            get(world, &format!("/accounts/{}/users/{id}", desk.account.id)).await;
            let path = format!("/v1/operator/accounts/{}/users?status=x&role=y", desk.account.id);
            let reply = world.operator().get(&path).await;
            reply.expect_fields(&[("status", "unknown_value"), ("role", "unknown_role")]);
        })
        .await;
    });
}
