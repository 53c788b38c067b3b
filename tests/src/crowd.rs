//! Accounts of many users, written straight into the table.

use std::ops::Range;

use data_encoding::HEXLOWER;
use futures_util::StreamExt;
use serde_json::{Value, json};
use usher::domain::email::EmailAddress;
use usher::domain::id::{PersonKey, UserKey};

use crate::{Account, World, dynamodb};

/// The address of the user with this number.
pub fn email(number: usize) -> String {
    format!("person-{number:06}@example.com")
}

/// A user and the listing, and the user's history, as DynamoDB's JSON.
pub type Items = (Vec<String>, Vec<String>);

/// Writes users who have accepted, straight into the table: the items of one who has, once more for each with other
/// keys and another address. Invitations and events come with the first `with_history` of them.
pub async fn fill(world: &World, account: &Account, model: &Items, numbers: Range<usize>, with_history: usize) {
    let (people, history) = model;
    let key = user_key(account, &email(0));
    let copies = |number: usize| {
        let items = people.iter().chain(history.iter().take(if number < with_history { history.len() } else { 0 }));
        let (own_email, own_key) = (email(number), user_key(account, &email(number)));
        let copy = |(place, item): (usize, &String)| {
            with_event_id(item, &own_key[place..place + 16]).replace(&key, &own_key).replace(&email(0), &own_email)
        };
        items.enumerate().map(copy).collect::<Vec<_>>()
    };
    let requests: Vec<String> =
        numbers.flat_map(copies).map(|item| format!(r#"{{"PutRequest":{{"Item":{item}}}}}"#)).collect();
    let batches = requests.chunks(25).map(|batch| async move {
        let body = format!(r#"{{"RequestItems":{{"{}":[{}]}}}}"#, world.system.table, batch.join(","));
        let answer = dynamodb::call(world, "DynamoDB_20120810.BatchWriteItem", body).await;
        assert_eq!(answer["UnprocessedItems"], json!({}), "{answer}");
    });
    futures_util::stream::iter(batches).buffer_unordered(4).collect::<()>().await;
}

/// An item with another event's id, if it is an event.
fn with_event_id(item: &str, id: &str) -> String {
    match item.find("evt_") {
        Some(found) => item.replace(&item[found..found + 36], &format!("evt_{}", HEXLOWER.encode(id.as_bytes()))),
        None => item.to_owned(),
    }
}

/// What an account's lists have of a user: the user and the listing; and the invitation and the events. As DynamoDB's
/// JSON.
pub async fn items_of(world: &World, account: &Account, email: &str) -> Items {
    let key = user_key(account, email);
    let in_account = format!("ACCOUNT#{}", account.id);
    let mut user = query(world, &in_account, &format!("USER#key_{key}")).await;
    user.extend(query(world, &format!("{in_account}#ROLE#{}", account.role), &format!("active#{email}")).await);
    let mut history = query(world, &in_account, &format!("INVITATION#inv_{key}")).await;
    history.extend(query(world, &in_account, "EVENT#").await.into_iter().filter(|event| event.contains(&key)));
    (user, history)
}

async fn query(world: &World, partition: &str, prefix: &str) -> Vec<String> {
    let body = json!({
        "TableName": world.system.table,
        "KeyConditionExpression": "pk = :partition AND begins_with(sk, :prefix)",
        "ExpressionAttributeValues": { ":partition": { "S": partition }, ":prefix": { "S": prefix } },
    });
    let found = dynamodb::call(world, "DynamoDB_20120810.Query", body.to_string()).await;
    found["Items"].as_array().expect("items").iter().map(Value::to_string).collect()
}

/// The key of a user as it is in the middle of ids.
fn user_key(account: &Account, email: &str) -> String {
    let person = PersonKey::of(&EmailAddress::parse(email).expect("an address"));
    let key = UserKey::of(account.id.parse().expect("an account"), person).to_string();
    key.strip_prefix("key_").expect("the prefix of a key").to_owned()
}
