//! The table itself, read and changed behind Usher's back.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::types::AttributeValue;
use data_encoding::BASE64;
use serde_json::{Map, Value, json};
use usher::aws::{Roots, http_client};

use crate::{Account, World, trail};

/// An item as DynamoDB knows it.
pub type Item = HashMap<String, AttributeValue>;

/// The table of a world. Its requests are not in the world's record, and nobody sabotages them.
pub struct Table {
    client: Client,
    name: String,
}

impl Table {
    /// The table of `world`.
    pub fn of(world: &World) -> Self {
        let config = aws_sdk_dynamodb::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .credentials_provider(Credentials::new("local", "local", None, None, "tests"))
            .endpoint_url(&world.system.dynamodb_url)
            .http_client(http_client(Roots::none()))
            .build();
        Self { client: Client::from_conf(config), name: world.system.table.clone() }
    }

    /// Every item, in the order of the keys. Never nothing: a test that looks at an empty table proves nothing.
    pub async fn raw(&self) -> Vec<Item> {
        let (mut items, mut from) = (Vec::new(), None);
        loop {
            let scan = self.client.scan().table_name(&self.name).consistent_read(true).set_exclusive_start_key(from);
            let page = scan.send().await.expect("the table can be read");
            items.extend(page.items.unwrap_or_default());
            from = page.last_evaluated_key;
            if from.is_none() {
                break;
            }
        }
        assert!(!items.is_empty(), "the table is empty");
        items.sort_by_key(|item| (text(item, "pk"), text(item, "sk")));
        items
    }

    /// Every item as plain JSON, in the order of the keys.
    pub async fn items(&self) -> Vec<Value> {
        self.raw().await.iter().map(plain).collect()
    }

    /// Every item of one kind.
    pub async fn of_kind(&self, kind: &str) -> Vec<Value> {
        let mut items = self.items().await;
        items.retain(|item| item["kind"] == kind);
        items
    }

    /// The audit events of an account, the oldest first. Each holds what the OpenAPI document says of its action.
    pub async fn events(&self, account: &Account) -> Vec<Value> {
        let mut events = self.of_kind("audit_event").await;
        events.retain(|event| event["account"] == account.id.as_str());
        events.iter().for_each(|event| trail::check(&trail::listed(event)));
        events
    }

    /// The item of a user.
    pub async fn user(&self, account: &Account, email: &str) -> Item {
        let is = |item: &Item, name: &str, value: &str| item.get(name) == Some(&AttributeValue::S(value.to_owned()));
        let users = self.raw().await;
        let found = users
            .into_iter()
            .find(|item| is(item, "kind", "user") && is(item, "email", email) && is(item, "account", &account.id));
        found.unwrap_or_else(|| panic!("no user {email}"))
    }

    /// Changes attributes of a user, as an endpoint would that Usher does not have yet.
    pub async fn change_user(&self, account: &Account, email: &str, changes: &[(&str, AttributeValue)]) {
        let mut user = self.user(account, email).await;
        let version: u64 = user["version"].as_n().expect("a number").parse().expect("a version");
        user.insert("version".to_owned(), AttributeValue::N((version + 1).to_string()));
        user.extend(changes.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        self.put(user).await;
    }

    /// Removes a user.
    pub async fn remove_user(&self, account: &Account, email: &str) {
        let user = self.user(account, email).await;
        self.delete(&text(&user, "pk"), &text(&user, "sk")).await;
    }

    /// What a user holds, as it is stored.
    pub async fn grants(&self, account: &Account, email: &str) -> AttributeValue {
        self.user(account, email).await.remove("grants").expect("grants")
    }

    /// Writes an item.
    pub async fn put(&self, item: Item) {
        self.client.put_item().table_name(&self.name).set_item(Some(item)).send().await.expect("the item is written");
    }

    /// Mends attributes of the item at a key, as docs/runbook.md says.
    pub async fn mend(&self, [pk, sk]: &[String; 2], attributes: &[(&str, AttributeValue)]) {
        let mut update = self
            .client
            .update_item()
            .table_name(&self.name)
            .key("pk", AttributeValue::S(pk.clone()))
            .key("sk", AttributeValue::S(sk.clone()))
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":one", AttributeValue::N("1".to_owned()));
        let mut sets = Vec::new();
        for (number, (name, value)) in attributes.iter().enumerate() {
            update = update.expression_attribute_names(format!("#a{number}"), *name);
            update = update.expression_attribute_values(format!(":v{number}"), value.clone());
            sets.push(format!("#a{number} = :v{number}"));
        }
        let mended = update.update_expression(format!("SET {} ADD #version :one", sets.join(", "))).send().await;
        mended.expect("the item is mended");
    }

    /// Writes an item of texts.
    pub async fn put_texts(&self, attributes: &[(&str, &str)]) {
        self.put(
            attributes
                .iter()
                .map(|(name, value)| ((*name).to_owned(), AttributeValue::S((*value).to_owned())))
                .collect(),
        )
        .await;
    }

    /// Removes an item.
    pub async fn delete(&self, pk: &str, sk: &str) {
        let key = [("pk", pk), ("sk", sk)].map(|(name, value)| (name.to_owned(), AttributeValue::S(value.to_owned())));
        self.client
            .delete_item()
            .table_name(&self.name)
            .set_key(Some(key.into()))
            .send()
            .await
            .expect("the item is removed");
    }
}

/// A text attribute.
pub fn text(item: &Item, name: &str) -> String {
    item[name].as_s().expect("a text").clone()
}

/// An item as plain JSON.
pub fn plain(item: &Item) -> Value {
    json_of(item, plain_value)
}

/// An item as DynamoDB's protocol, and so a stream record, writes it.
pub fn wire(item: &Item) -> Value {
    json_of(item, wire_value)
}

fn json_of(item: &Item, value: fn(&AttributeValue) -> Value) -> Value {
    Value::Object(item.iter().map(|(name, attribute)| (name.clone(), value(attribute))).collect::<Map<_, _>>())
}

fn plain_value(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::S(text) => json!(text),
        AttributeValue::N(number) => serde_json::from_str(number).expect("a number"),
        AttributeValue::Bool(truth) => json!(truth),
        AttributeValue::B(bytes) => json!(BASE64.encode(bytes.as_ref())),
        AttributeValue::Null(_) => Value::Null,
        AttributeValue::L(values) => values.iter().map(plain_value).collect(),
        AttributeValue::M(values) => json_of(values, plain_value),
        other => panic!("Usher stores nothing like {other:?}"),
    }
}

fn wire_value(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::S(text) => json!({ "S": text }),
        AttributeValue::N(number) => json!({ "N": number }),
        AttributeValue::Bool(truth) => json!({ "BOOL": truth }),
        AttributeValue::B(bytes) => json!({ "B": BASE64.encode(bytes.as_ref()) }),
        AttributeValue::Null(_) => json!({ "NULL": true }),
        AttributeValue::L(values) => json!({ "L": values.iter().map(wire_value).collect::<Vec<_>>() }),
        AttributeValue::M(values) => json!({ "M": json_of(values, wire_value) }),
        other => panic!("Usher stores nothing like {other:?}"),
    }
}
