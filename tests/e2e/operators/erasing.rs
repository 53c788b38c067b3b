//! An account whose grace period is over is erased: completely, in steps that can be interrupted, and with nothing of
//! others.

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_tests::desk::Desk;
use usher_tests::{Account, Authenticator, Member, PASSWORD, Sabotage, Table, World, scenario_with, whole_table};

use super::{get, post};

/// A green square of 16 by 16 pixels.
const LOGO: &str =
    "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mPgzvMnCTGMahjVMHw1AAAQ/sgBnhTytwAAAABJRU5ErkJggg==";

const MONTH: SignedDuration = SignedDuration::from_hours(31 * 24);

/// The items in which a text is found. The vendor's own trail may have it.
async fn found(world: &World, text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let items = Table::of(world).items().await.into_iter();
    let items = items.filter(|item| item["pk"] != "VENDOR" && item.to_string().to_lowercase().contains(&text));
    items.map(|item| format!("{} {}", item["pk"], item["sk"])).collect()
}

/// Sweeps once more a little later.
async fn sweep(world: &World) -> u64 {
    world.advance(SignedDuration::from_secs(61)).await;
    let report = world.system.sweep().await.expect("swept");
    report["erased"].as_u64().expect("a number")
}

async fn schedule(world: &World, account: &Account) {
    post(world, &format!("/accounts/{}/deletion", account.id)).await.expect(200);
}

/// Everything that there can be in an account: users of every status, one of them with a second factor and one who is
/// in `other` as well, units, grants of every kind, invitations, programs, resets, counts and events.
async fn busy<'a>(world: &'a World, other: &Account, olga: &Member) -> Desk<'a> {
    let desk = Desk::open_as(world, "invoicing", "ada@northwind.example").await;
    desk.let_deactivate().await;
    let unit = desk.unit("Harbour Street").await;
    let bob = desk.join(desk.row("bob@northwind.example", "read")).await;
    Authenticator::set_up(world, &bob.api).await.1.expect(200);
    let carl = desk.join(desk.row("carl@northwind.example", "read")).await;
    olga.invite_rows(other, vec![Member::row("carl@northwind.example", "read")]).await.expect(200);
    let link = json!({ "token": world.link("carl@northwind.example").await });
    carl.api.post("/v1/invitations/accept", link).await.expect(200);
    carl.api.post("/v1/sessions/switch", json!({ "account": desk.account.id })).await.expect(200);
    desk.invite(json!([desk.row("dora@northwind.example", "read"), desk.row("eve+x@northwind.example", "read")])).await;
    let reset = json!({ "email": "ada@northwind.example" });
    world.api.post("/v1/password-resets", reset).await.expect(202);
    let token = json!({ "name": "Nightly", "owner": desk.user("bob@northwind.example").await["id"] });
    drop(desk.admin.api.post(&desk.path("/api-tokens"), token).await);
    desk.admin.api.post(&desk.path("/api-tokens"), json!({ "name": "Export" })).await.expect(201);
    let wrong = json!({ "email": "ada@northwind.example", "password": "a wrong battery staple" });
    world.api.post("/v1/sessions", wrong).await.expect_problem(401, "wrong_credentials");
    let path = desk.path(&format!("/units/{unit}"));
    let renamed = json!({ "name": "Harbour Lane" }).to_string();
    desk.admin.api.send(reqwest::Method::PATCH, &path, &[], Some(renamed)).await.expect(200);
    world.system.settle().await.expect("the outbox runs empty");
    desk
}

#[test]
fn nothing_of_the_account_and_of_its_people_is_left_and_nothing_of_others_is_gone() {
    scenario_with(whole_table::quiet(), async |world| {
        let (other, olga) = world.account("invoicing", "olga@southwind.example").await;
        let desk = busy(world, &other, &olga).await;
        let path = format!("/v1/operator/accounts/{}", desk.account.id);
        let brand = json!({ "accent_colour": "#2456c9", "logo": LOGO });
        let body = json!({ "external_id": "crm-7", "metadata": { "plan": "gold" }, "brand": brand });
        let body = Some(body.to_string());
        world.operator().send(reqwest::Method::PATCH, &path, &[], body).await.expect(200);
        schedule(world, &desk.account).await;
        world.advance(SignedDuration::from_hours(29 * 24)).await;
        assert_eq!(sweep(world).await, 0);
        assert!(!found(world, &desk.account.id).await.is_empty(), "the grace period is not over");
        world.advance(SignedDuration::from_hours(48)).await;
        let mut erased = 0;
        for _ in 0..5 {
            erased += sweep(world).await;
        }
        assert_eq!(erased, 1);
        world.operator().get(&path).await.expect_problem(404, "not_found");
        let id = desk.account.id.trim_start_matches("acc_").to_owned();
        for text in [&id, "ada@northwind", "bob@northwind", "dora@northwind", "eve+x@", "Harbour", "crm-7", "Export"] {
            assert_eq!(found(world, text).await, Vec::<String>::new(), "{text}");
        }
        // Who is in another account is there as before.
        let carl = world.sign_in("carl@northwind.example").await;
        carl.api.get(&other.path("")).await.expect(200);
        let me = carl.api.get("/v1/me").await.expect(200);
        assert_eq!(me["accounts"].as_array().map(Vec::len), Some(1));
        assert_eq!(world.sign_in("olga@southwind.example").await.users(&other, "active").await.len(), 2);
        let sign_in = json!({ "email": "ada@northwind.example", "password": PASSWORD });
        world.api.post("/v1/sessions", sign_in).await.expect_problem(401, "wrong_credentials");
        let trail = get(world, "/audit-events?action=account.erased").await;
        let last = &trail["data"][0];
        assert_eq!((&last["account"], &last["actor"]["type"]), (&json!(desk.account.id), &json!("system")));
        // What it was called is free, and so are its people.
        let body = json!({
            "name": "Northwind", "preset": "invoicing", "external_id": "crm-7",
            "administrator": { "email": "ada@northwind.example" },
        });
        world.operator().post("/v1/accounts", body).await.expect(201);
        world.accept("ada@northwind.example").await.expect(200);
        world.sign_in("ada@northwind.example").await;
    });
}

#[test]
fn a_run_that_was_interrupted_is_continued_by_the_next() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@northwind.example").await;
        let rows: Vec<Value> =
            (0..150).map(|n| Member::row(&format!("person{n}@northwind.example"), account.role)).collect();
        ada.invite_rows(&account, rows).await.expect(200);
        world.system.settle().await.expect("the outbox runs empty");
        schedule(world, &account).await;
        world.advance(MONTH).await;
        let (mut failed, mut gone) = (0, false);
        for allowed in [3, 9, 40, 120, 250] {
            let mut left = allowed;
            world.dynamodb.sabotage(move |_| {
                left -= 1;
                (left < 0).then_some(Sabotage::InternalError)
            });
            failed += u32::from(world.system.sweep().await.is_err());
            world.dynamodb.heal();
            world.advance(SignedDuration::from_secs(61)).await;
        }
        for _ in 0..6 {
            gone |= sweep(world).await > 0;
        }
        assert!(failed > 2 && gone, "{failed}, {gone}");
        for text in [account.id.trim_start_matches("acc_"), "@northwind.example"] {
            assert_eq!(found(world, text).await, Vec::<String>::new(), "{text}");
        }
    });
}

#[test]
fn a_deletion_whose_time_has_come_cannot_be_cancelled() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, _) = world.account("invoicing", "ada@northwind.example").await;
        schedule(world, &account).await;
        world.advance(MONTH).await;
        let path = format!("/v1/operator/accounts/{}/deletion", account.id);
        world.operator().delete(&path).await.expect_problem(409, "being_erased");
    });
}
