//! What is published, and how it is written.

use reqwest::Method;
use serde_json::{Value, json};
use usher_local::{BusFault, Options};
use usher_tests::invariants::record;
use usher_tests::resets::forgot;
use usher_tests::{PASSWORD, Table, World, scenario, scenario_with, shop, wire};

use super::*;

/// The types of an account's events, in their order.
fn types<'a>(events: &'a [Value], target: &str) -> Vec<&'a str> {
    let of_target = events.iter().filter(|event| event["target"]["id"] == target);
    of_target.map(|event| event["type"].as_str().expect("a type")).collect()
}

#[test]
fn every_audit_event_leaves_as_the_trail_has_it() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        shop::hire(world, &account, &ada, "grace@example.com", "read").await;
        let revoked = ada.invite_one(&account, "bob@example.com").await;
        ada.api.post(&account.path(&format!("/invitations/{revoked}/revoke")), json!({})).await.expect(200);
        let events = assert_published(world).await;
        let trail = ada.pages(&account.path("/audit-events?limit=100")).await;
        assert!(trail.len() >= 8, "{trail:?}");
        for listed in trail {
            let event = events.iter().find(|event| event["id"] == listed["id"]).expect("it was published");
            assert_eq!(event["version"], 1);
            assert_eq!((&event["type"], &event["time"]), (&listed["action"], &listed["at"]));
            assert_eq!((&event["actor"], &event["target"]["id"]), (&listed["actor"], &listed["target"]));
            for name in ["before", "after", "request_id", "source_ip"] {
                assert_eq!(event[name], listed[name], "{name} of {event}");
            }
            assert_eq!(event["account"], json!({ "id": account.id }));
        }
        let text = json!(events).to_string();
        for secret in [PASSWORD, "ush_", "argon2"] {
            assert!(!text.contains(secret), "{secret}");
        }
    });
}

#[test]
fn news_of_an_email_leave_with_what_was_known_before_and_why_it_came_no_further() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let email = "bounce@simulator.amazonses.com";
        let invitation = ada.invite_one(&account, email).await;
        let events = assert_published(world).await;
        assert_eq!(
            types(&events, &invitation),
            ["invitation.created", "invitation.delivery_changed", "invitation.delivery_changed"]
        );
        let news: Vec<&Value> = events.iter().filter(|event| event["target"]["id"] == invitation.as_str()).collect();
        assert_eq!(news[1]["before"], json!({ "issue": 1, "status": "queued" }));
        assert_eq!(news[1]["after"], json!({ "issue": 1, "status": "sent" }));
        assert_eq!(news[2]["before"], json!({ "issue": 1, "status": "sent" }));
        let reason = "smtp; 550 5.1.1 user unknown";
        assert_eq!(news[2]["after"], json!({ "issue": 1, "status": "bounced", "reason": reason }));
        assert_eq!(
            (&news[2]["actor"], &news[2]["target"]["type"]),
            (&json!({ "type": "system" }), &json!("invitation"))
        );
        let trail = ada.pages(&account.path("/audit-events?limit=100")).await;
        assert!(trail.iter().all(|event| event["action"] != "invitation.delivery_changed"), "nobody acted");
    });
}

#[test]
fn a_record_that_cannot_be_read_keeps_no_other_from_leaving() {
    scenario_with(Options { scheduler: false, ..Options::default() }, async |world| {
        let (_, _) = world.account("invoicing", "ada@example.com").await;
        world.system.settle().await.expect("everything settles");
        let raw = Table::of(world).raw().await;
        let good = raw.iter().find(|item| usher_tests::text(item, "kind") == "audit_event").expect("an event");
        let before = world.system.bus().published().len();
        let kind = json!({ "S": "audit_event" });
        let poison = [
            record(1, json!({ "pk": "garbage", "kind": kind })),
            record(2, json!({ "pk": { "S": "ACCOUNT#x" }, "sk": { "S": "EVENT#y" }, "kind": kind })),
            json!({ "eventName": "INSERT" }),
            json!(7),
        ];
        let batch = poison.into_iter().chain([record(3, wire(good))]).collect::<Vec<_>>();
        let answer = world.system.invoke_publisher(json!({ "Records": batch })).await;
        assert_eq!(answer, Ok(json!({ "batchItemFailures": [] })));
        let published = world.system.bus().published();
        assert_eq!(published.len(), before + 1);
        assert_eq!(published[before]["sequence"], format!("{:040}", 3));
        assert!(world.system.invoke_publisher(json!({ "Records": 7 })).await.is_err());
    });
}

#[test]
fn an_action_that_only_a_newer_function_knows_leaves_all_the_same() {
    scenario_with(Options { scheduler: false, ..Options::default() }, async |world| {
        world.account("invoicing", "ada@example.com").await;
        let raw = Table::of(world).raw().await;
        let item = raw.iter().find(|item| usher_tests::text(item, "kind") == "audit_event").expect("an event");
        let mut image = wire(item);
        image["action"] = json!({ "S": "account.painted" });
        let answer = world.system.invoke_publisher(json!({ "Records": [record(3, image)] })).await;
        assert_eq!(answer, Ok(json!({ "batchItemFailures": [] })));
        assert_eq!(world.system.bus().published().last().expect("an event")["type"], "account.painted");
    });
}

#[test]
fn a_reset_that_cannot_be_handed_on_is_sent_by_the_sweep() {
    scenario_with(Options { scheduler: false, ..Options::default() }, async |world: &World| {
        world.account("invoicing", "ada@example.com").await;
        world.system.settle().await.expect("everything settles");
        world.system.mailbox().clear();
        world.system.bus().disturb([BusFault::Internal; 30]);
        forgot(&world.api, "ada@example.com").await.expect(202);
        world.system.settle().await.expect("everything settles");
        assert!(world.system.bus().heal() < 30, "it was tried");
        assert_eq!(world.system.mailbox().count(), 0);
        world.system.clock().advance(jiff::SignedDuration::from_mins(3)).expect("the clock moves");
        world.system.sweep().await.expect("the sweep runs");
        assert_eq!(world.system.mailbox().to("ada@example.com").len(), 1);
    });
}

#[test]
fn what_the_vendor_calls_an_account_leaves_with_each_event_of_it() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let path = format!("/v1/operator/accounts/{}", account.id);
        let body = Some(json!({ "external_id": "crm-7" }).to_string());
        world.operator().send(Method::PATCH, &path, &[], body).await.expect(200);
        let before = assert_published(world).await.len();
        let invitation = ada.invite_one(&account, "grace@example.com").await;
        let body = Some(json!({ "name": "Southwind" }).to_string());
        world.operator().send(Method::PATCH, &path, &[], body).await.expect(200);
        let events = assert_published(world).await.split_off(before);
        assert!(!events.is_empty() && types(&events, &invitation).contains(&"invitation.created"));
        for event in &events {
            assert_eq!(event["account"], json!({ "id": account.id, "external_id": "crm-7" }), "{event}");
        }
        let user = format!("/users/{}", account.administrator);
        ada.api
            .send(Method::PATCH, &account.path(&user), &[], Some(r#"{"external_id":"crm-9"}"#.to_owned()))
            .await
            .expect(200);
        let units = json!({ "name": "Harbour", "external_id": "shop-7" });
        ada.api.post(&account.path("/units"), units).await.expect(201);
        let later = assert_published(world).await.split_off(before + events.len());
        let called = later.iter().map(|event| (&event["type"], &event["target"]["external_id"])).collect::<Vec<_>>();
        assert_eq!(called, [(&json!("user.updated"), &json!("crm-9")), (&json!("unit.created"), &json!("shop-7"))]);
        let updated = events.iter().find(|event| event["type"] == "account.updated").expect("the change");
        assert_eq!(updated["target"], json!({ "type": "account", "id": account.id, "external_id": "crm-7" }));
    });
}

#[test]
fn what_operators_do_leaves_once_in_whichever_trail_it_is() {
    scenario(async |world| {
        let (account, _) = world.account("invoicing", "ada@example.com").await;
        assert_published(world).await;
        let before = world.system.bus().published().len();
        let operator = world.operator();
        let made = json!({ "name": "Desk", "access_model": shop::model() });
        let made = operator.post("/v1/models", made).await.expect(201)["model"]["id"].clone();
        let body = Some(json!({ "name": "Southwind" }).to_string());
        let path = format!("/v1/operator/accounts/{}", account.id);
        operator.send(Method::PATCH, &path, &[], body).await.expect(200);
        operator.post("/v1/operator/people/export", json!({ "email": "ada@example.com" })).await.expect(200);
        assert_published(world).await;
        // A copy in the other trail has the same id: what counts is how often the bus got it.
        let events = world.system.bus().published().split_off(before);
        let told: Vec<_> = events.iter().map(|event| event["type"].as_str().expect("a type")).collect();
        assert_eq!(told, ["model.created", "account.updated", "person.exported"]);
        assert_eq!(
            (&events[0]["account"], &events[0]["target"]),
            (&Value::Null, &json!({ "type": "model", "id": made }))
        );
        assert_eq!((&events[2]["account"], &events[2]["target"]["type"]), (&Value::Null, &json!("person")));
        assert!(!events[2].to_string().contains("ada@example.com"), "{}", events[2]);
    });
}
