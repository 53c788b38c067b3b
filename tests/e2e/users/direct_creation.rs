//! Creating one user directly, and portals whose users are active from the start (seed 003: "By default, a new user is
//! Active").

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use usher_tests::{Account, Member, PASSWORD, Table, scenario, scenario_with};

use usher_tests::cost::measure;
use usher_tests::invariants::assert_sound;
use usher_tests::office::{self, event, path, post, recorded, user};
use usher_tests::{shop, whole_table};

const BOB: &str = "bob@example.com";

/// Policies of a portal whose users are active from the start.
fn at_once(offboarding: Value) -> Value {
    json!({ "activation": "on_create", "offboarding": offboarding })
}

fn both() -> Value {
    at_once(json!({ "deactivate": true, "remove": true }))
}

fn deactivate_only() -> Value {
    at_once(json!({ "deactivate": true, "remove": false }))
}

async fn create(by: &Member, account: &Account, email: &str, role: &str) -> Value {
    by.api.post(&account.path("/users"), Member::row(email, role)).await.expect(201)
}

/// The invitation of a user, as it is now.
async fn invitation_of(by: &Member, account: &Account, created: &Value) -> Value {
    by.invitation(account, created["invitation"].as_str().expect("an invitation")).await
}

#[test]
fn where_people_accept_first_a_created_user_is_pending_like_an_invited_one() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let reply = ada.api.post(&account.path("/users"), Member::row("Bob@Example.com", "read")).await;
        let (etag, location) = (reply.etag(), reply.headers["location"].to_str().expect("a path").to_owned());
        let created = reply.expect(201);
        assert_eq!(
            (&created["status"], &created["email"], &created["external"]),
            (&json!("pending"), &json!(BOB), &json!(false))
        );
        let read = ada.api.get(&location).await;
        assert_eq!((read.etag(), &read.body), (etag, &created));
        let event = event(world, &account, "invitation.created").await;
        assert_eq!((&event["target"], &event["after"]["grants"]), (&created["invitation"], &recorded(&["read"])));
        world.accept(BOB).await.expect(200);
        assert_eq!(user(&ada, &account, BOB).await["status"], "active");
        assert_sound(world).await;
    });
}

#[test]
fn what_is_wrong_or_taken_is_refused_with_a_status_of_its_own() {
    scenario_with(whole_table::quiet(), async |world| {
        let mut model = office::model(json!({ "offboarding": { "deactivate": true, "remove": true } }));
        model["policies"]["invitation"]["refuse_disposable"] = json!(true);
        let (account, ada) = shop::open_with(world, model, "ada@example.com").await;
        ada.invite_rows(&account, vec![Member::row("pending@example.com", "worker")]).await.expect(200);
        shop::hire(world, &account, &ada, BOB, "worker").await;
        post(&ada, &path(&ada, &account, BOB).await, "deactivate").await.expect(200);
        let path = account.path("/users");
        whole_table::unchanged(world, async || {
            ada.api
                .post(&path, Member::row("pending@example.com", "worker"))
                .await
                .expect_problem(409, "already_invited");
            ada.api.post(&path, Member::row("Ada@Example.com", "worker")).await.expect_problem(409, "already_member");
            ada.api.post(&path, Member::row(BOB, "worker")).await.expect_problem(409, "deactivated");
            ada.api
                .post(&path, Member::row("x@mailinator.com", "worker"))
                .await
                .expect_fields(&[("email", "disposable_address")]);
            let wrong = json!({ "email": "x", "given_name": "X", "grants": [{ "role": "boss" }] });
            ada.api.post(&path, wrong).await.expect_fields(&[
                ("email", "invalid_email"),
                ("family_name", "required"),
                ("grants[0].units", "required"),
            ]);
        })
        .await;
    });
}

#[test]
fn a_user_created_active_is_in_once_they_have_set_their_password() {
    scenario(async |world| {
        let (account, ada) = office::open(world, deactivate_only(), "ada@example.com").await;
        let created = create(&ada, &account, BOB, "manager").await;
        assert_eq!((&created["status"], created["activated_at"].is_string()), (&json!("active"), true));
        assert_eq!(ada.users(&account, "active").await, ["ada@example.com", BOB]);
        let event = event(world, &account, "user.created").await;
        assert_eq!((&event["target"], &event["after"]["status"]), (&created["id"], &json!("active")));
        assert_eq!(
            (&event["after"]["grants"], &event["after"]["invitation"]),
            (&recorded(&["manager"]), &created["invitation"])
        );
        world
            .api
            .post("/v1/sessions", json!({ "email": BOB, "password": PASSWORD }))
            .await
            .expect_problem(401, "wrong_credentials");
        world.system.settle().await.expect("the outbox runs empty");
        assert_eq!(
            world.system.mailbox().to(BOB)[0].subject,
            "Your access to Northwind Dental on iCorePay",
            "not an invitation: they are in"
        );
        assert_eq!(world.accept(BOB).await.expect(200)["status"], "active");
        let bob = world.sign_in(BOB).await;
        bob.api.get(&account.path("/users")).await.expect(200);
        assert_eq!(invitation_of(&ada, &account, &created).await["status"], "accepted");
        assert_eq!(user(&ada, &account, BOB).await["invitation"], Value::Null);
        assert_sound(world).await;
    });
}

#[test]
fn someone_known_is_in_once_they_have_accepted_and_the_creator_cannot_tell() {
    scenario_with(whole_table::quiet(), async |world| {
        let (elsewhere, olga) = world.account("invoicing", "olga@example.com").await;
        shop::hire(world, &elsewhere, &olga, BOB, "read").await;
        let bob = world.sign_in(BOB).await;
        let (account, ada) = office::open(world, both(), "ada@example.com").await;
        let mut answers = Vec::new();
        for email in [BOB, "new@example.com"] {
            let (mut created, cost) = measure(world, create(&ada, &account, email, "manager")).await;
            for field in ["id", "email", "invitation", "created_at", "activated_at"] {
                created[field].take();
            }
            answers.push((created, cost));
        }
        assert_eq!(answers[0], answers[1]);
        world.system.resume_stream();
        // Bob is signed in all along, and signs in again: neither is an act for this account.
        for bob in [&bob, &world.sign_in(BOB).await] {
            bob.api.get(&account.path("/users")).await.expect_problem(404, "not_found");
        }
        let waiting = user(&ada, &account, BOB).await;
        assert_eq!((&waiting["external"], waiting["invitation"].is_string()), (&json!(false), true));
        bob.api.post("/v1/invitations/accept", json!({ "token": world.link(BOB).await })).await.expect(200);
        bob.api.get(&account.path("/users")).await.expect(200);
        let arrived = user(&ada, &account, BOB).await;
        assert_eq!((&arrived["external"], &arrived["invitation"]), (&json!(true), &Value::Null));
        assert_sound(world).await;
    });
}

#[test]
fn someone_known_whose_link_has_expired_asks_for_another_and_is_in() {
    scenario(async |world| {
        let (elsewhere, olga) = world.account("invoicing", "olga@example.com").await;
        shop::hire(world, &elsewhere, &olga, BOB, "read").await;
        let (account, ada) = office::open(world, both(), "ada@example.com").await;
        let created = create(&ada, &account, BOB, "worker").await;
        let expired = json!({ "token": world.link(BOB).await });
        world.advance(SignedDuration::from_hours(49)).await;
        let ada = world.sign_in(&ada.email).await;
        assert_eq!(invitation_of(&ada, &account, &created).await["status"], "expired");
        assert_eq!(user(&ada, &account, BOB).await["status"], "active", "the invitation expired, not the user");
        let bob = world.sign_in(BOB).await;
        assert_eq!(invitation_of(&ada, &account, &created).await["status"], "expired", "a sign-in accepts nothing");
        bob.api.post("/v1/invitations/accept", expired.clone()).await.expect_problem(410, "invitation_expired");
        world.api.post("/v1/invitations/request-new", expired).await.expect(202);
        bob.api.post("/v1/invitations/accept", json!({ "token": world.link(BOB).await })).await.expect(200);
        bob.api.get(&account.path("")).await.expect(200);
        assert_eq!(invitation_of(&ada, &account, &created).await["status"], "accepted");
        assert_sound(world).await;
    });
}

#[test]
fn an_expired_link_can_be_sent_again_to_someone_active() {
    scenario(async |world| {
        let (account, ada) = office::open(world, deactivate_only(), "ada@example.com").await;
        let created = create(&ada, &account, BOB, "worker").await;
        world.link(BOB).await;
        world.advance(SignedDuration::from_hours(49)).await;
        let ada = world.sign_in(&ada.email).await;
        world.accept(BOB).await.expect_problem(410, "invitation_expired");
        let path = account.path(&format!("/invitations/{}", created["invitation"].as_str().expect("an id")));
        post(&ada, &path, "resend").await.expect(200);
        world.accept(BOB).await.expect(200);
        assert_sound(world).await;
    });
}

#[test]
fn to_revoke_sends_a_user_away_who_has_not_come_as_declining_does() {
    scenario(async |world| {
        for (policies, owner, statuses) in [(both(), "ada@example.com", 1), (deactivate_only(), "eve@example.com", 2)] {
            let (account, ada) = office::open(world, policies, owner).await;
            let created = create(&ada, &account, BOB, "worker").await;
            let token = json!({ "name": "Nightly export", "owner": created["id"] });
            ada.api.post(&account.path("/api-tokens"), token).await.expect(201);
            let path = account.path(&format!("/invitations/{}", created["invitation"].as_str().expect("an id")));
            world.link(BOB).await;
            assert_eq!(post(&ada, &path, "revoke").await.expect(200)["status"], "revoked");
            world.accept(BOB).await.expect_problem(409, "invitation_not_pending");
            let items = Table::of(world).items().await;
            assert!(items.iter().all(|item| item["kind"] != "api_token"), "nothing stays that a removal would take");
            assert_eq!(ada.users(&account, "active").await, [owner]);
            assert_eq!(ada.pages(&account.path("/users?limit=100")).await.len(), statuses);
            // The way back is the one that the access model has for people who left.
            if statuses == 1 {
                create(&ada, &account, BOB, "worker").await;
            } else {
                let of_bob = office::path(&ada, &account, BOB).await;
                assert_eq!(post(&ada, &of_bob, "reactivate").await.expect(200)["status"], "active");
            }
            let link = json!({ "token": world.link(BOB).await });
            assert_eq!(world.api.post("/v1/invitations/lookup", link).await.expect(200)["status"], "pending");
        }
        assert_sound(world).await;
    });
}

#[test]
fn to_revoke_takes_what_it_takes_to_send_the_user_away() {
    scenario(async |world| {
        let (account, ada) = office::open(world, deactivate_only(), "ada@example.com").await;
        let manager = shop::hire(world, &account, &ada, "manager@example.com", "manager").await;
        let created = create(&manager, &account, BOB, "worker").await;
        let path = account.path(&format!("/invitations/{}", created["invitation"].as_str().expect("an id")));
        post(&manager, &path, "revoke").await.expect_problem(403, "forbidden");
        assert_eq!(user(&ada, &account, BOB).await["status"], "active");
        post(&ada, &path, "revoke").await.expect(200);
        assert_eq!(user(&ada, &account, BOB).await["status"], "deactivated");
    });
}

#[test]
fn a_user_who_declines_leaves_as_the_access_model_lets_people_leave() {
    scenario(async |world| {
        for (policies, owner, statuses) in [(both(), "ada@example.com", 1), (deactivate_only(), "eve@example.com", 2)] {
            let (account, ada) = office::open(world, policies, owner).await;
            let created = create(&ada, &account, BOB, "owner").await;
            let token = json!({ "name": "Nightly export", "owner": created["id"] });
            ada.api.post(&account.path("/api-tokens"), token).await.expect(201);
            let link = world.link(BOB).await;
            world.api.post("/v1/invitations/decline", json!({ "token": link })).await.expect(204);
            let items = Table::of(world).items().await;
            assert!(items.iter().all(|item| item["kind"] != "api_token"), "nothing stays that a removal would take");
            assert_eq!(invitation_of(&ada, &account, &created).await["status"], "declined");
            assert_eq!(ada.users(&account, "active").await, [owner]);
            assert_eq!(ada.pages(&account.path("/users?limit=100")).await.len(), statuses);
            let action = if statuses == 1 { "user.removed" } else { "user.deactivated" };
            let event = event(world, &account, action).await;
            assert_eq!((&event["before"]["grants"], &event["actor"]["id"]), (&recorded(&["owner"]), &created["id"]));
            if action == "user.removed" {
                assert_eq!(event["before"]["email"], BOB);
                assert_eq!(event["before"]["names"], json!({ "given_name": "Grace", "family_name": "Hopper" }));
            }
        }
        assert_sound(world).await;
    });
}

#[test]
fn the_first_administrator_is_active_from_the_start_and_cannot_decline() {
    scenario(async |world| {
        let body = json!({
            "name": "Northwind", "access_model": office::model(both()),
            "administrator": { "email": "ada@example.com", "given_name": "Ada", "family_name": "Lovelace" },
        });
        let account = world.operator().post("/v1/accounts", body).await.expect(201);
        let link = world.link("ada@example.com").await;
        world
            .api
            .post("/v1/invitations/decline", json!({ "token": link }))
            .await
            .expect_problem(409, "last_administrator");
        world.accept("ada@example.com").await.expect(200);
        let ada = world.sign_in("ada@example.com").await;
        let path = format!("/v1/accounts/{}/users", account["account"]["id"].as_str().expect("an id"));
        assert_eq!(ada.api.get(&path).await.expect(200)["data"][0]["status"], "active");
        assert_sound(world).await;
    });
}

#[test]
fn a_list_of_people_is_created_active_too() {
    scenario(async |world| {
        let (account, ada) = office::open(world, both(), "ada@example.com").await;
        let emails: Vec<String> = (0..45).map(|number| format!("p{number:02}@example.com")).collect();
        let rows = emails.iter().map(|email| Member::row(email, "worker")).collect();
        let body = ada.invite_rows(&account, rows).await.expect(200);
        assert!(body["results"].as_array().expect("results").iter().all(|result| result["verdict"] == "invited"));
        assert_eq!(ada.users(&account, "active").await.len(), 46);
        let again = ada.invite(&account, &["p07@example.com", "new@example.com"]).await;
        assert_eq!(again, ["already_member", "invited"]);
        assert_sound(world).await;
    });
}

#[test]
fn someone_removed_before_they_came_leaves_nothing_behind() {
    scenario(async |world| {
        let (account, ada) = office::open(world, both(), "ada@example.com").await;
        for _ in 0..2 {
            create(&ada, &account, BOB, "worker").await;
            ada.api.delete(&path(&ada, &account, BOB).await).await.expect(204);
            assert_eq!(Table::of(world).of_kind("membership").await.len(), 1, "the administrator's own");
        }
        create(&ada, &account, BOB, "worker").await;
        world.accept(BOB).await.expect(200);
        assert_eq!(
            world.sign_in(BOB).await.api.get("/v1/me").await.expect(200)["accounts"].as_array().map(Vec::len),
            Some(1)
        );
        assert_sound(world).await;
    });
}

#[test]
fn creating_under_a_key_again_creates_once() {
    scenario(async |world| {
        let (account, ada) = office::open(world, both(), "ada@example.com").await;
        let call = async |key: &str| {
            let body = Member::row(BOB, "worker").to_string();
            ada.api.send(Method::POST, &account.path("/users"), &[("idempotency-key", key)], Some(body)).await
        };
        let (first, second) = (call("once").await, call("once").await);
        assert_eq!(
            (first.status.as_u16(), &first.body, first.headers.get("location")),
            (201, &second.body, second.headers.get("location"))
        );
        call("twice").await.expect_problem(409, "already_member");
        assert_sound(world).await;
    });
}
