//! When people last used an account: to the hour, at one write an hour.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use usher_tests::cost::{begin_hour, measure, still, units_count};
use usher_tests::{Account, Member, Table, World, office, scenario};

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

/// The beginning of the hour that the clock shows.
fn hour(world: &World) -> Value {
    let second = world.system.clock().now().as_second();
    json!(Timestamp::from_second(second - second.rem_euclid(3_600)).expect("a time"))
}

/// Someone who has joined.
async fn hired(world: &World, account: &Account, by: &Member, email: &str) -> Member {
    by.invite_one(account, email).await;
    world.accept(email).await.expect(200);
    world.sign_in(email).await
}

/// Moves the clock to the next hour, with the session in use on the way.
async fn next_hour(world: &World, member: &Member) {
    world.advance(minutes(50)).await;
    member.api.get("/v1/sessions/current").await.expect(200);
    begin_hour(world).await;
}

#[test]
fn the_first_use_of_an_hour_is_one_write_and_the_others_are_none() {
    still(async |world| {
        let (account, ada) = world.account("invoicing", ADA).await;
        let question = json!({ "user": account.administrator, "permission": "users:read" });
        let path = account.path("/access/check");
        let check = || ada.api.post(&path, question.clone());
        for _ in 0..3 {
            for _ in 0..3 {
                let (again, cost) = measure(world, check()).await;
                again.expect(200);
                assert_eq!((cost.count(), cost.write_units), (1, 0.0), "once in the hour is enough");
            }
            next_hour(world, &ada).await;
            let (first, cost) = measure(world, check()).await;
            first.expect(200);
            // The session is noted at the same time, as it is every five minutes.
            assert_eq!(cost.requests(), "BatchGetItem → TransactWriteItems + UpdateItem");
            if units_count() {
                assert_eq!(cost.write_units, 1.0 + 8.0, "the session; the user and their listing, with the indexes");
            }
        }
    });
}

#[test]
fn everybody_who_may_read_a_user_sees_the_hour_of_their_last_use_in_every_list() {
    scenario(async |world| {
        begin_hour(world).await;
        let (account, ada) = world.account("invoicing", ADA).await;
        let bob = hired(world, &account, &ada, BOB).await;
        let path = office::path(&ada, &account, BOB).await;
        let joined = hour(world);
        assert_eq!(ada.api.get(&path).await.expect(200)["last_active_at"], joined, "accepting is a use");

        let etag = ada.api.get(&path).await.etag();
        world.advance_in_use(minutes(130), &[&ada, &bob]).await;
        assert_eq!(ada.api.get(&path).await.expect(200)["last_active_at"], joined, "his session is in no account");
        bob.api.get(&account.path("")).await.expect(200);
        let seen = ada.api.get(&path).await;
        assert_eq!(seen.etag(), etag, "no new version: what is being decided on him goes through");
        assert_eq!(seen.expect(200)["last_active_at"], hour(world));
        for list in ["", "?status=active", "?role=read", "?query=bob"] {
            let rows = ada.pages(&account.path(&format!("/users{list}"))).await;
            let row = rows.iter().find(|row| row["email"] == BOB).expect("Bob");
            assert_eq!(row["last_active_at"], hour(world), "{list}");
        }
        world.advance_in_use(minutes(60), &[&ada, &bob]).await;
        let me = bob.api.get("/v1/me").await.expect(200);
        assert_eq!(me["accounts"][0]["user"]["last_active_at"], hour(world), "his only account");
    });
}

#[test]
fn a_program_is_not_its_owner() {
    scenario(async |world| {
        begin_hour(world).await;
        let (account, ada) = world.account("billing", ADA).await;
        let body = json!({ "name": "Nightly export" });
        let token = ada.api.post(&account.path("/api-tokens"), body).await.expect(201);
        let program = world.api.with_token(token["token"].as_str().expect("a token"));
        let then = hour(world);
        world.advance(minutes(90)).await;
        let users = program.get(&account.path("/users")).await.expect(200);
        assert_eq!(users["data"][0]["last_active_at"], then);
    });
}

#[test]
fn a_use_that_meets_another_change_is_noted_with_the_next() {
    scenario(async |world| {
        begin_hour(world).await;
        let (account, ada) = world.account("invoicing", ADA).await;
        next_hour(world, &ada).await;
        let path = account.path("/users");
        let calls = (0..8).map(|_| ada.api.get(&path));
        for answer in futures_util::future::join_all(calls).await {
            answer.expect(200);
        }
        let me = account.path(&format!("/users/{}", account.administrator));
        assert_eq!(ada.api.get(&me).await.expect(200)["last_active_at"], hour(world));
    });
}

#[test]
fn users_from_before_tell_nothing_until_they_are_there_again() {
    scenario(async |world| {
        begin_hour(world).await;
        let (account, ada) = world.account("invoicing", ADA).await;
        let bob = hired(world, &account, &ada, BOB).await;
        let before = Table::of(world).user(&account, BOB).await;
        let mut item = before.clone();
        for attribute in ["last_active_at", "joined_at", "invited_by"] {
            assert!(item.remove(attribute).is_some(), "{attribute}");
        }
        let card = item["card"].as_s().expect("a card");
        let mut lines: Vec<String> = card.split('\n').map(str::to_owned).collect();
        lines[2] = lines[2].split(' ').take(2).collect::<Vec<_>>().join(" ");
        item.insert("card".to_owned(), AttributeValue::S(lines.join("\n")));
        Table::of(world).put(item).await;
        let path = office::path(&ada, &account, BOB).await;
        let unknown = |user: &Value| ["last_active_at", "joined_at", "invited_by"].map(|name| user[name].is_null());
        assert_eq!(unknown(&ada.api.get(&path).await.expect(200)), [true; 3]);
        assert_eq!(unknown(&office::user(&ada, &account, BOB).await), [true; 3], "the list");
        bob.api.get(&account.path("")).await.expect(200);
        let user = ada.api.get(&path).await.expect(200);
        assert_eq!((&user["last_active_at"], &user["joined_at"]), (&hour(world), &Value::Null));
    });
}
