//! A person sees everything that there is about them, and is erased from every account; a pseudonym remains.

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_tests::desk::Desk;
use usher_tests::{
    Account, Authenticator, Member, PASSWORD, Reply, Table, World, scenario, scenario_with, whole_table,
};

use super::{create, get};
use crate::security::privacy::log;

const GRACE: &str = "grace.hopper@navy.example";

async fn call(world: &World, what: &str, body: Value) -> Reply {
    assert_eq!(world.api.post(&format!("/v1/operator/people/{what}"), body.clone()).await.status, 403);
    world.operator().post(&format!("/v1/operator/people/{what}"), body).await
}

/// The items in which a text is found.
async fn found(world: &World, text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let items = Table::of(world).items().await.into_iter();
    let items = items.filter(|item| item.to_string().to_lowercase().contains(&text));
    items.map(|item| format!("{} {}", item["pk"], item["sk"])).collect()
}

fn row(email: &str) -> Value {
    json!({
        "email": email, "given_name": "Grace", "family_name": "Hopper", "grants": [{ "role": "read", "units": "all" }],
    })
}

/// Grace is a user of the first account, expected by the second, and was removed from the third; and Ada manages all.
async fn three(world: &World) -> (Desk<'_>, [Account; 2], Member) {
    let desk = Desk::open_as(world, "invoicing", "ada@example.com").await;
    let grace = desk.join(row(GRACE)).await;
    Authenticator::set_up(world, &grace.api).await.1.expect(200);
    let grace = Member { email: GRACE.to_owned(), api: grace.api };
    desk.admin.api.post(&desk.path("/api-tokens"), json!({ "name": "Export" })).await.expect(201);
    let (second, olga) = world.account("invoicing", "olga@example.com").await;
    olga.invite_rows(&second, vec![row(GRACE)]).await.expect(200);
    let (third, carl) = world.account("invoicing", "carl@example.com").await;
    let invited = carl.invite_rows(&third, vec![row(GRACE)]).await.expect(200);
    let user = invited["results"][0]["user"].as_str().expect("a user").to_owned();
    carl.api.delete(&third.path(&format!("/users/{user}"))).await.expect(204);
    world.system.settle().await.expect("the outbox runs empty");
    (desk, [second, third], grace)
}

#[test]
fn an_export_has_the_person_and_what_every_account_has_of_them_and_no_secret() {
    scenario_with(whole_table::quiet(), async |world| {
        let (desk, others, _) = three(world).await;
        let export = call(world, "export", json!({ "email": " Grace.Hopper@NAVY.example " })).await.expect(200);
        assert_eq!((&export["email"], &export["after"]), (&json!(GRACE), &Value::Null));
        assert!(export["person"]["second_factor_since"].is_string() && export["sessions"][0]["source_ip"].is_string());
        let places = export["places"].as_array().expect("places");
        let of =
            |account: &Account| places.iter().find(|place| place["account"] == account.id.as_str()).expect("a place");
        assert_eq!(places.len(), 3);
        let here = of(&desk.account);
        assert_eq!((&here["user"]["given_name"], &here["user"]["status"]), (&json!("Grace"), &json!("active")));
        assert!(here["user"]["joined_at"].is_string() && !here["acts"].as_array().expect("acts").is_empty());
        assert!(here["events"].to_string().contains("invitation.accepted"));
        assert_eq!(of(&others[0])["user"]["status"], "pending");
        assert_eq!(of(&others[0])["invitations"][0]["status"], "pending");
        assert_eq!(of(&others[1])["user"], Value::Null);
        assert!(of(&others[1])["events"].to_string().contains("user.removed"));
        for secret in ["ush_", "argon2", "password\":\"", "token\":"] {
            assert!(!export.to_string().contains(secret), "{secret}");
        }
        let nobody = call(world, "export", json!({ "email": "nobody@example.com" })).await.expect(200);
        assert_eq!((&nobody["person"], &nobody["places"]), (&Value::Null, &json!([])));
        let trail = get(world, "/audit-events?action=person.exported").await;
        assert_eq!(trail["data"].as_array().map(Vec::len), Some(2));
    });
}

#[test]
fn a_person_is_gone_from_every_item_the_stream_and_the_log_and_a_pseudonym_remains() {
    log::keep();
    scenario_with(whole_table::quiet(), async |world| {
        let (desk, others, grace) = three(world).await;
        let id = desk.user(GRACE).await["id"].clone();
        let came_from = async || {
            let events = Table::of(world).events(&desk.account).await;
            let events = events.into_iter().filter(|event| event["source_ip"].is_string());
            let (theirs, others): (Vec<Value>, Vec<Value>) = events.partition(|event| event["actor"]["id"] == id);
            [theirs.len(), others.len()]
        };
        let [theirs, others_there] = came_from().await;
        assert!(theirs > 0 && others_there > 0, "{theirs}, {others_there}");
        let before = log::read().len();
        let dry = json!({ "email": GRACE, "dry_run": true });
        let told = whole_table::unchanged(world, async || call(world, "erase", dry.clone()).await.expect(200)).await;
        assert_eq!(told["places"].as_array().map(Vec::len), Some(3));
        assert!(told["places"].as_array().expect("places").iter().all(|place| place["last_administrator"] == false));
        grace.api.get(&desk.path("")).await.expect(200);
        world.system.settle().await.expect("the outbox runs empty");
        let published = world.system.bus().published().len();
        let erased = call(world, "erase", json!({ "email": GRACE })).await.expect(200);
        assert_eq!((&erased["after"], &erased["places"]), (&Value::Null, &told["places"]));
        grace.api.get(&desk.path("")).await.expect_problem(401, "unauthenticated");
        let sign_in = json!({ "email": GRACE, "password": PASSWORD });
        world.api.post("/v1/sessions", sign_in).await.expect_problem(401, "wrong_credentials");
        world.system.settle().await.expect("the outbox runs empty");
        for text in [GRACE, "hopper", "\"grace\"", "navy"] {
            assert_eq!(found(world, text).await, Vec::<String>::new(), "{text}");
        }
        let left: Vec<Value> = world.system.bus().published().split_off(published);
        assert!(left.iter().any(|event| event["type"] == "user.erased"), "{left:?}");
        assert!(!json!(left).to_string().to_lowercase().contains("hopper"), "what leaves is silent of it");
        let said = log::read();
        assert!(!said[before..].to_lowercase().contains("hopper"), "the log is silent of it");
        // That of the operator who erased is one more.
        assert_eq!(came_from().await, [0, others_there + 1], "where they were is gone, where others were is not");
        let events = Table::of(world).events(&desk.account).await;
        let accepted =
            events.iter().find(|event| event["action"] == "invitation.accepted" && event["actor"]["id"] == id);
        assert_eq!(accepted.expect("it is still told")["after"]["names"]["given_name"], Value::Null);
        let invited = events.iter().filter(|event| event["action"] == "invitation.created");
        let pseudonyms: Vec<&Value> = invited.map(|event| &event["after"]["email"]).collect();
        assert!(pseudonyms.contains(&&json!("ada@example.com")), "others stay as they are: {pseudonyms:?}");
        assert!(events.iter().any(|event| event["action"] == "user.erased" && event["target"] == id));
        let trail = get(world, "/audit-events?action=person.erased").await;
        assert_eq!(trail["data"][0]["target"], erased["person"]);
        // Once more is no harm, and the address can be invited again.
        let again = call(world, "erase", json!({ "email": GRACE })).await.expect(200);
        assert!(again["places"].as_array().expect("places").iter().all(|place| place["user"] == Value::Null));
        desk.join(row(GRACE)).await;
        assert_eq!(world.sign_in("olga@example.com").await.users(&others[0], "pending").await, Vec::<String>::new());
    });
}

#[test]
fn where_they_are_the_last_administrator_is_said_first_and_nothing_is_erased_unasked() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let ask = async |fields: Value| {
            let mut body = json!({ "email": "ada@example.com" });
            body.as_object_mut().expect("an object").extend(fields.as_object().expect("fields").clone());
            call(world, "erase", body).await
        };
        let told = ask(json!({ "dry_run": true })).await.expect(200);
        assert_eq!(told["places"][0]["last_administrator"], true);
        whole_table::unchanged(world, async || {
            ask(json!({})).await.expect_problem(409, "last_administrator");
            ada.api.get(&account.path("")).await.expect(200);
            call(world, "erase", json!({ "email": "ada" })).await.expect_fields(&[("email", "invalid_email")]);
            let reply = ask(json!({ "after": "2xyz" })).await;
            reply.expect_fields(&[("after", "invalid_cursor")]);
        })
        .await;
        ask(json!({ "also_last_administrators": true })).await.expect(200);
        ada.api.get(&account.path("")).await.expect_problem(401, "unauthenticated");
        let eve = json!({ "email": "eve@example.com", "given_name": "Eve", "family_name": "Eden" });
        world.operator().post(&account.path("/administrators"), eve).await.expect(201);
        world.accept("eve@example.com").await.expect(200);
        let eve = world.sign_in("eve@example.com").await;
        assert_eq!(eve.users(&account, "active").await, ["eve@example.com"]);
    });
}

#[test]
fn all_accounts_are_asked_in_stretches() {
    scenario(async |world| {
        for number in 0..13 {
            let name = format!("Account {number}");
            create(world, json!({ "name": name, "administrator": { "email": GRACE } })).await;
            world.advance(SignedDuration::from_millis(10)).await;
        }
        for number in 0..100 {
            let administrator = json!({ "email": format!("someone{number}@example.com") });
            create(world, json!({ "name": "Other", "administrator": administrator })).await;
        }
        let (mut seen, mut after) = (0, Value::Null);
        for _ in 0..3 {
            let mut body = json!({ "email": GRACE, "also_last_administrators": true });
            if after.is_string() {
                body["after"] = after.clone();
            }
            let erased = call(world, "erase", body).await.expect(200);
            seen += erased["places"].as_array().map_or(0, Vec::len);
            after = erased["after"].clone();
            if after.is_null() {
                break;
            }
        }
        assert_eq!((seen, after), (13, Value::Null));
        world.system.settle().await.expect("the outbox runs empty");
        assert_eq!(found(world, GRACE).await, Vec::<String>::new());
    });
}
