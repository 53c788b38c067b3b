//! A suspended account: nobody comes in, nothing is lost, and no email goes out, from the next request on.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use usher_tests::desk::Desk;
use usher_tests::{Api, Member, PASSWORD, Reply, Table, World, office, scenario, scenario_with, whole_table};

use super::{all, get, post};

/// What is to be refused of each of the ways in.
async fn ways_in(desk: &Desk<'_>, program: &Api) -> Vec<(&'static str, Reply)> {
    let ada = &desk.admin.api;
    let check = json!({ "permission": "invoices:read" });
    let body = json!({ "account": desk.account.id });
    vec![
        ("a session", ada.get(&desk.path("")).await),
        ("a list", ada.get(&desk.path("/users")).await),
        ("a change", ada.post(&desk.path("/units"), json!({ "name": "Harbour" })).await),
        ("an access check", ada.post(&desk.path("/access/check"), check.clone()).await),
        ("a program", program.get(&desk.path("/users")).await),
        ("a program's access check", program.post(&desk.path("/access/check"), check).await),
        ("a switch", ada.post("/v1/sessions/switch", body.clone()).await),
        ("a token for others", ada.post("/v1/sessions/token", body).await),
    ]
}

async fn sign_in(world: &World, email: &str) -> Reply {
    world.api.post("/v1/sessions", json!({ "email": email, "password": PASSWORD })).await
}

#[test]
fn nobody_comes_in_from_the_next_request_on_and_everybody_again_once_it_is_resumed() {
    scenario_with(whole_table::quiet(), async |world| {
        let desk = Desk::open_as(world, "invoicing", "ada@example.com").await;
        let token = desk.admin.api.post(&desk.path("/api-tokens"), json!({ "name": "Export" })).await.expect(201);
        let program = world.api.with_token(token["token"].as_str().expect("a token"));
        desk.invite(json!([desk.row("grace@example.com", "read")])).await;
        let link = json!({ "token": world.link("grace@example.com").await, "password": PASSWORD });
        for (way, reply) in ways_in(&desk, &program).await {
            assert!(reply.status.is_success(), "{way}: {}", reply.body);
        }
        let (_, olga) = world.account("invoicing", "olga@example.com").await;
        let account = &desk.account.id;
        let suspended = post(world, &format!("/accounts/{account}/suspend")).await.expect(200);
        assert_eq!(suspended["status"], "suspended");
        assert!(suspended["suspended_at"].is_string());
        whole_table::unchanged(world, async || {
            for (way, reply) in ways_in(&desk, &program).await {
                assert_eq!((way, reply.status.as_u16()), (way, 403), "{}", reply.body);
                reply.expect_problem(403, "account_suspended");
            }
            let lookup = json!({ "token": link["token"] });
            for (path, body) in [("lookup", &lookup), ("accept", &link), ("request-new", &lookup)] {
                let reply = world.api.post(&format!("/v1/invitations/{path}"), body.clone()).await;
                reply.expect_problem(403, "account_suspended");
            }
            sign_in(world, "ada@example.com").await.expect_problem(403, "account_suspended");
            let wrong = json!({ "email": "ada@example.com", "password": "a wrong battery staple" });
            world.api.post("/v1/sessions", wrong).await.expect_problem(401, "wrong_credentials");
            let me = desk.admin.api.get("/v1/me").await.expect(200);
            let mine = &me["accounts"][0];
            assert_eq!((&mine["suspended"], &mine["second_factor_required"]), (&json!(true), &json!(false)));
            assert_eq!((mine.get("user"), mine.get("permissions")), (None, None));
            let names = json!({ "given_name": "Eve" }).to_string();
            let reply = desk.admin.api.send(Method::PATCH, "/v1/me", &[], Some(names)).await;
            reply.expect_problem(403, "account_suspended");
            let eve = json!({ "email": "eve@example.com", "given_name": "Eve", "family_name": "Eden" });
            let reply = world.operator().post(&desk.path("/administrators"), eve).await;
            reply.expect_problem(403, "account_suspended");
            // A stranger to the account learns nothing.
            olga.api.get(&desk.path("")).await.expect_problem(404, "not_found");
        })
        .await;
        assert_eq!(post(world, &format!("/accounts/{account}/resume")).await.expect(200)["status"], "active");
        for (way, reply) in ways_in(&desk, &program).await {
            assert!(reply.status.is_success(), "{way}: {}", reply.body);
        }
        world.api.post("/v1/invitations/accept", link).await.expect(200);
        sign_in(world, "ada@example.com").await.expect(201);
    });
}

#[test]
fn who_is_in_another_account_goes_on_there() {
    scenario(async |world| {
        let (one, ada) = world.account("invoicing", "ada@example.com").await;
        let (two, olga) = world.account("invoicing", "olga@example.com").await;
        let row = Member::row("ada@example.com", "read");
        olga.invite_rows(&two, vec![row]).await.expect(200);
        let link = json!({ "token": world.link("ada@example.com").await });
        ada.api.post("/v1/invitations/accept", link).await.expect(200);
        post(world, &format!("/accounts/{}/suspend", one.id)).await.expect(200);
        let again = world.sign_in("ada@example.com").await;
        again.api.get(&two.path("")).await.expect(200);
        again.api.get(&one.path("")).await.expect_problem(403, "account_suspended");
        let token = again.api.post("/v1/sessions/token", json!({})).await;
        token.expect(200);
        let me = again.api.get("/v1/me").await.expect(200);
        let mut suspended: Vec<bool> =
            me["accounts"].as_array().expect("accounts").iter().map(|one| one["suspended"] == true).collect();
        suspended.sort_unstable();
        assert_eq!(suspended, [false, true]);
    });
}

#[test]
fn its_emails_are_not_sent_and_invitations_can_be_sent_again_later() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        world.system.pause_stream();
        let invitation = ada.invite_one(&account, "grace@example.com").await;
        post(world, &format!("/accounts/{}/suspend", account.id)).await.expect(200);
        world.system.resume_stream();
        world.system.settle().await.expect("the outbox runs empty");
        assert!(world.system.mailbox().to("grace@example.com").is_empty());
        // Of their own password people are told all the same, and in nobody's name.
        let forgotten = json!({ "email": "ada@example.com" });
        world.api.post("/v1/password-resets", forgotten.clone()).await.expect(202);
        world.system.settle().await.expect("the outbox runs empty");
        let mails = world.system.mailbox().to("ada@example.com");
        let mail = mails.last().expect("an email");
        assert!(!mail.text.contains("Northwind") && !mail.text.contains("iCorePay"), "{}", mail.text);
        // Whom the account only expects hears nothing.
        world.api.post("/v1/password-resets", json!({ "email": "grace@example.com" })).await.expect(202);
        world.system.settle().await.expect("the outbox runs empty");
        assert!(world.system.mailbox().to("grace@example.com").is_empty());
        post(world, &format!("/accounts/{}/resume", account.id)).await.expect(200);
        let found = ada.invitation(&account, &invitation).await;
        assert_eq!((&found["status"], &found["delivery"]["status"]), (&json!("pending"), &json!("suppressed")));
        let resend = account.path(&format!("/invitations/{invitation}/resend"));
        ada.api.post(&resend, json!({})).await.expect(200);
        world.accept("grace@example.com").await.expect(200);
    });
}

#[test]
fn a_link_to_a_new_password_that_the_account_has_sent_waits_as_well() {
    scenario(async |world| {
        let (account, _) = world.account("invoicing", "ada@example.com").await;
        world.api.post("/v1/password-resets", json!({ "email": "ada@example.com" })).await.expect(202);
        let link = world.link("ada@example.com").await;
        post(world, &format!("/accounts/{}/suspend", account.id)).await.expect(200);
        let body = json!({ "token": link, "password": "another horse battery staple" });
        let complete = async || world.api.post("/v1/password-resets/complete", body.clone()).await;
        complete().await.expect_problem(403, "account_suspended");
        post(world, &format!("/accounts/{}/resume", account.id)).await.expect(200);
        complete().await.expect(204);
    });
}

#[test]
fn both_trails_tell_of_it_and_what_is_so_already_is_refused() {
    scenario(async |world| {
        let (account, _) = world.account("invoicing", "ada@example.com").await;
        let path = format!("/accounts/{}", account.id);
        post(world, &format!("{path}/resume")).await.expect_problem(409, "not_suspended");
        post(world, &format!("{path}/suspend")).await.expect(200);
        post(world, &format!("{path}/suspend")).await.expect_problem(409, "already_suspended");
        assert_eq!(all(&get(world, "/accounts?status=suspended").await, "id"), std::slice::from_ref(&account.id));
        assert_eq!(all(&get(world, "/accounts?status=active").await, "id"), Vec::<String>::new());
        let event = office::event(world, &account, "account.suspended").await;
        assert_eq!((&event["before"]["status"], &event["after"]["status"]), (&json!("active"), &json!("suspended")));
        assert_eq!(event["actor"]["type"], "operator");
        let trail = get(world, "/audit-events?action=account.suspended").await;
        assert_eq!((&trail["data"][0]["id"], trail["data"].as_array().map(Vec::len)), (&event["id"], Some(1)));
        world.advance(SignedDuration::from_secs(1)).await;
        post(world, &format!("{path}/resume")).await.expect(200);
        office::event(world, &account, "account.resumed").await;
        post(world, "/accounts/acc_aaaaaaaaaaaaaaaaaaaaaaaaaa/suspend").await.expect_problem(404, "not_found");
    });
}

#[test]
fn a_deletion_closes_the_account_can_be_cancelled_and_leaves_it_as_it_was() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let path = format!("/accounts/{}", account.id);
        let delete = async |path: &str| world.operator().delete(&format!("/v1/operator{path}")).await;
        delete(&format!("{path}/deletion")).await.expect_problem(409, "deletion_not_scheduled");
        let before = Table::of(world).of_kind("account").await;
        let scheduled = post(world, &format!("{path}/deletion")).await.expect(200);
        assert_eq!(scheduled["status"], "deletion_scheduled");
        let erased_from: jiff::Timestamp = scheduled["erased_from"].as_str().expect("a time").parse().expect("a time");
        let left = erased_from.duration_since(world.system.clock().now());
        assert!(left > SignedDuration::from_hours(29 * 24) && left <= SignedDuration::from_hours(30 * 24), "{left:?}");
        ada.api.get(&account.path("")).await.expect_problem(403, "account_suspended");
        for what in ["suspend", "resume", "deletion"] {
            post(world, &format!("{path}/{what}")).await.expect_problem(409, "deletion_scheduled");
        }
        let kept = delete(&format!("{path}/deletion")).await.expect(200);
        assert_eq!((&kept["status"], &kept["erased_from"]), (&json!("active"), &Value::Null));
        ada.api.get(&account.path("")).await.expect(200);
        let mut after = Table::of(world).of_kind("account").await;
        after[0]["version"] = before[0]["version"].clone();
        assert_eq!(after, before);
        for action in ["account.deletion_scheduled", "account.deletion_cancelled"] {
            let event = office::event(world, &account, action).await;
            let trail = get(world, &format!("/audit-events?action={action}")).await;
            assert_eq!(trail["data"][0]["id"], event["id"]);
        }
    });
}
