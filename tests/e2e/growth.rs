//! No operation costs more in a large account than in a small one.

use std::ops::Range;

use futures_util::StreamExt;
use serde_json::{Value, json};
use usher::domain::email::EmailAddress;
use usher::domain::id::{PersonKey, UserKey};
use usher::domain::invitation::Offer;
use usher_tests::{Account, Member, PASSWORD, World};

use crate::costs::{Cost, measure, still};
use crate::{dynamodb, offers, stream};

fn email(number: usize) -> String {
    format!("person-{number:05}@example.com")
}

/// Writes users who have accepted, straight into the table: the items of one who has, once more for each with other keys and another address.
async fn fill(world: &World, account: &Account, numbers: Range<usize>) {
    let model: Vec<String> = items_of(world, account, &email(0)).await.iter().map(Value::to_string).collect();
    let (model, model_key) = (&model, &user_key(account, &email(0)));
    let copies = numbers.flat_map(|number| {
        let key = user_key(account, &email(number));
        model.iter().map(move |item| item.replace(model_key, &key).replace(&email(0), &email(number))).collect::<Vec<_>>()
    });
    let copies: Vec<String> = copies.map(|item| format!(r#"{{"PutRequest":{{"Item":{item}}}}}"#)).collect();
    let batches = copies.chunks(25).map(|batch| async move {
        let body = format!(r#"{{"RequestItems":{{"{}":[{}]}}}}"#, world.system.table, batch.join(","));
        let answer = dynamodb::call(world, "DynamoDB_20120810.BatchWriteItem", body).await;
        assert_eq!(answer["UnprocessedItems"], json!({}), "{answer}");
    });
    futures_util::stream::iter(batches).buffer_unordered(4).collect::<()>().await;
}

/// The user and the invitation of somebody: the items in both of the account's lists.
async fn items_of(world: &World, account: &Account, email: &str) -> Vec<Value> {
    let key = user_key(account, email);
    let mut items = Vec::new();
    for prefix in [format!("USER#key_{key}"), format!("INVITATION#inv_{key}")] {
        let body = json!({
            "TableName": world.system.table,
            "KeyConditionExpression": "pk = :account AND begins_with(sk, :prefix)",
            "ExpressionAttributeValues": { ":account": { "S": format!("ACCOUNT#{}", account.id) }, ":prefix": { "S": prefix } },
        });
        let found = dynamodb::call(world, "DynamoDB_20120810.Query", body.to_string()).await;
        items.extend(found["Items"].as_array().expect("items").clone());
    }
    items
}

/// The key of a user as it stands in the middle of ids.
fn user_key(account: &Account, email: &str) -> String {
    let person = PersonKey::of(&EmailAddress::parse(email).expect("an address"));
    let key = UserKey::of(account.id.parse().expect("an account"), person).to_string();
    key.strip_prefix("key_").expect("the prefix of a key").to_owned()
}

/// What the everyday operations cost: the first page of each list, one from the middle, and the rest. `round` keeps the invited apart.
async fn costs(world: &World, account: &Account, ada: &Member, round: u8) -> Vec<(&'static str, Cost)> {
    let page = async |path: &str| measure(world, ada.api.get(&account.path(path))).await;
    let (first, users) = page("/users?status=active&limit=50").await;
    let first = first.expect(200);
    let after = first["page"]["after"].as_str().expect("more users");
    let (_, next_users) = page(&format!("/users?status=active&limit=50&after={after}")).await;
    let (_, invitations) = page("/invitations?status=accepted&limit=50").await;
    let (_, user) = page(&format!("/users/{}", first["data"][7]["id"].as_str().expect("an id"))).await;
    let (_, me) = measure(world, ada.api.get("/v1/me")).await;
    let sign_in = world.api.post("/v1/sessions", json!({ "email": ada.email, "password": PASSWORD }));
    let (signed_in, session) = measure(world, sign_in).await;
    signed_in.expect(201);
    let (_, invite) = measure(world, ada.invite_one(account, &format!("invited-{round}@example.com"))).await;
    vec![
        ("a page of users", users),
        ("the next page", next_users),
        ("a page of invitations", invitations),
        ("a user", user),
        ("me", me),
        ("sign in", session),
        ("invite", invite),
    ]
}

#[test]
fn lists_sign_in_invitations_and_reads_cost_the_same_among_100_users_and_among_20_000() {
    still(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        ada.invite_one(&account, &email(0)).await;
        world.accept(&email(0)).await.expect(200);
        stream::end(world).await;
        fill(world, &account, 1..99).await;
        let small = costs(world, &account, &ada, 1).await;
        fill(world, &account, 99..19_999).await;
        let large = costs(world, &account, &ada, 2).await;
        assert_eq!(small, large);
        assert_eq!(items_of(world, &account, &email(19_998)).await.len(), 2, "the last is there");
    });
}

#[test]
fn a_sweep_costs_what_is_due_and_nothing_for_what_is_not() {
    still(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let sweep = async || {
            let (report, cost) = measure(world, world.system.sweep()).await;
            (report.expect("swept")["expired"].as_u64().expect("a number"), cost)
        };
        let (_, idle) = sweep().await;
        let rows = (0..200).map(|number| Member::row(&email(number), account.role)).collect();
        ada.invite_rows(&account, rows).await.expect(200);
        assert_eq!(sweep().await, (0, idle.clone()), "200 that are pending and not due");

        let due =
            |numbers: Range<usize>| -> Vec<Offer> { numbers.map(|number| offers::to(&account, &email(number), offers::long_ago(world))).collect() };
        for (numbers, count) in [(1_000..1_001, 1), (2_000..2_020, 20)] {
            offers::make(world, &due(numbers)).await;
            let (expired, cost) = sweep().await;
            assert_eq!(expired, count);
            // Each takes a transaction; what is due in one shard is read together.
            let batches = cost.rounds.iter().flatten().filter(|operation| *operation == "BatchGetItem").count();
            assert!(batches <= usher::store::Due::shards().len());
            assert_eq!(cost.count(), idle.count() + batches + usize::try_from(count).expect("few"));
        }
        assert_eq!(sweep().await, (0, idle), "nothing is left");
    });
}
