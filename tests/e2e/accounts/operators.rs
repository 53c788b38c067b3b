//! What operators do for an account in which nobody can: invite an administrator.

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_tests::{Member, Reply, Table, World, scenario, scenario_with};

use usher_tests::invariants::assert_sound;
use usher_tests::office::{self, event, recorded, user};
use usher_tests::presets::open;
use usher_tests::{shop, whole_table};

const PATH: &str = "/administrators";

/// An account whose first administrator is invited, and has not come.
async fn account(world: &World) -> usher_tests::Account {
    let body = json!({
        "name": "Northwind", "access_model": office::model(json!({})),
        "administrator": { "email": "mistyped@example.com", "given_name": "Ada", "family_name": "Lovelace" },
    });
    let created = world.operator().post("/v1/accounts", body).await.expect(201);
    let text = |value: &Value| value.as_str().expect("an id").to_owned();
    usher_tests::Account {
        id: text(&created["account"]["id"]),
        administrator: text(&created["administrator"]["user"]),
        role: "worker",
    }
}

async fn invite(world: &World, account: &usher_tests::Account, email: &str) -> Reply {
    world
        .operator()
        .post(&account.path(PATH), json!({ "email": email, "given_name": "Ada", "family_name": "Lovelace" }))
        .await
}

#[test]
fn an_account_whose_first_administrator_declined_gets_another() {
    scenario(async |world| {
        let account = account(world).await;
        let link = world.link("mistyped@example.com").await;
        world.api.post("/v1/invitations/decline", json!({ "token": link })).await.expect(204);
        let invited = invite(world, &account, "ada@example.com").await.expect(201);
        let event = event(world, &account, "invitation.created").await;
        assert_eq!((&event["target"], &event["actor"]["type"]), (&invited["invitation"], &json!("operator")));
        world.accept("ada@example.com").await.expect(200);
        let ada = world.sign_in("ada@example.com").await;
        assert_eq!(user(&ada, &account, "ada@example.com").await["grants"][0]["role"], "owner");
        assert_sound(world).await;
    });
}

#[test]
fn someone_who_has_not_come_gets_another_email_and_the_role() {
    scenario(async |world| {
        let (account, ada) = office::open(world, json!({}), "ada@example.com").await;
        let invitation = ada.invite_one(&account, "bob@example.com").await;
        world.advance(SignedDuration::from_hours(49)).await;
        let invited = invite(world, &account, "bob@example.com").await.expect(201);
        assert_eq!(invited["invitation"], invitation.as_str());
        let event = event(world, &account, "invitation.resent").await;
        assert_eq!(
            (&event["before"]["grants"], &event["after"]["grants"]),
            (&recorded(&["worker"]), &recorded(&["owner"]))
        );
        world.accept("bob@example.com").await.expect(200);
        let bob = world.sign_in("bob@example.com").await;
        bob.api.get(&account.path("/users")).await.expect(200);
        assert_sound(world).await;
    });
}

#[test]
fn nobody_else_can_and_a_user_of_the_account_is_left_as_they_are() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = office::open(world, json!({}), "ada@example.com").await;
        let bob: Member = shop::hire(world, &account, &ada, "bob@example.com", "worker").await;
        whole_table::unchanged(world, async || {
            for api in [&ada.api, &bob.api, &world.api] {
                assert_eq!(api.post(&account.path(PATH), json!({ "email": "eve@example.com" })).await.status, 403);
            }
            invite(world, &account, "bob@example.com").await.expect_problem(409, "already_member");
            let wrong = json!({ "email": "x", "role": "worker" });
            world
                .operator()
                .post(&account.path(PATH), wrong)
                .await
                .expect_fields(&[("email", "invalid_email"), ("role", "unknown_role")]);
            let unknown = usher_tests::Account { id: "acc_aaaaaaaaaaaaaaaaaaaaaaaaaa".to_owned(), ..account.clone() };
            invite(world, &unknown, "eve@example.com").await.expect_problem(404, "not_found");
        })
        .await;
        assert!(
            Table::of(world)
                .events(&account)
                .await
                .iter()
                .all(|event| event["actor"]["type"] != "operator" || event["action"] != "invitation.resent")
        );
    });
}

#[test]
fn operators_invite_no_address_that_the_access_model_refuses_either() {
    scenario_with(whole_table::quiet(), async |world| {
        let disposable = json!({ "email": "z@mailinator.com", "given_name": "Zoe", "family_name": "Zeal" });
        let create = async |preset: &str| {
            let body = json!({ "name": "Northwind", "preset": preset, "administrator": disposable });
            world.operator().post("/v1/accounts", body).await
        };
        let (portal, _) = open(world, "portal", "ada@example.com").await;
        let (billing, _) = open(world, "billing", "bob@example.com").await;
        whole_table::unchanged(world, async || {
            create("portal").await.expect_fields(&[("administrator.email", "disposable_address")]);
            world
                .operator()
                .post(&portal.path(PATH), disposable.clone())
                .await
                .expect_fields(&[("email", "disposable_address")]);
        })
        .await;
        create("billing").await.expect(201);
        world.operator().post(&billing.path(PATH), disposable.clone()).await.expect(201);
    });
}
