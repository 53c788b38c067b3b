//! DynamoDB: the embedded engine, asked without a network.

use std::sync::Arc;

use dynoxide::storage_backend::ManualClock;
use dynoxide::{Database, DynoxideError};
use serde_json::{Value, json};
use usher_local::table::TABLE;

/// The table's name.
pub const NAME: &str = "usher";

/// The engine and its one table.
#[derive(Clone)]
pub struct Engine {
    database: Database,
    iterator: String,
}

/// What it answers: a status and a JSON document.
pub type Answer = (u16, Vec<u8>);

impl Engine {
    /// An engine with an empty table.
    ///
    /// # Panics
    /// If the engine does not take the table.
    pub fn start() -> Self {
        let database = Database::memory_with_clock(Arc::new(ManualClock::new(1))).expect("a database");
        let create = create_table();
        let engine = Self { database, iterator: String::new() };
        let created = engine.document("CreateTable", &create);
        let stream = &created["TableDescription"]["LatestStreamArn"];
        let described = engine.document("DescribeStream", &json!({ "StreamArn": stream }));
        let shard = &described["StreamDescription"]["Shards"][0]["ShardId"];
        let first = json!({ "StreamArn": stream, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON" });
        let iterator =
            engine.document("GetShardIterator", &first)["ShardIterator"].as_str().expect("an iterator").to_owned();
        Self { iterator, ..engine }
    }

    /// Asks for one operation.
    pub fn ask(&self, operation: &str, body: &[u8]) -> Answer {
        match self.dispatch(operation, body) {
            Ok(answer) => (200, answer),
            Err(fault) => (fault.status_code(), fault.to_json().into_bytes()),
        }
    }

    /// The same, of what cannot fail.
    fn document(&self, operation: &str, body: &Value) -> Value {
        let answer = self.dispatch(operation, body.to_string().as_bytes()).expect("the engine answers");
        serde_json::from_slice(&answer).expect("JSON")
    }

    /// Every item, in the order of the keys.
    pub fn items(&self) -> Vec<Value> {
        let scanned = self.document("Scan", &json!({ "TableName": NAME, "ConsistentRead": true }));
        let mut items: Vec<Value> = scanned["Items"].as_array().into_iter().flatten().map(plain).collect();
        items.sort_by_key(|item| (item["pk"].to_string(), item["sk"].to_string()));
        items
    }

    /// The next records of the stream.
    pub fn records(&mut self) -> Vec<Value> {
        let answer = self.document("GetRecords", &json!({ "ShardIterator": self.iterator }));
        if let Some(next) = answer["NextShardIterator"].as_str() {
            self.iterator = next.to_owned();
        }
        answer["Records"].as_array().cloned().unwrap_or_default()
    }

    fn dispatch(&self, operation: &str, body: &[u8]) -> Result<Vec<u8>, DynoxideError> {
        macro_rules! operations {
            ($($name:literal => $method:ident),+ $(,)?) => {
                match operation {
                    $($name => written(&self.database.$method(read(body)?)?),)+
                    unknown => Err(DynoxideError::ValidationException(format!("{unknown} is not simulated"))),
                }
            };
        }
        operations! {
            "BatchGetItem" => batch_get_item,
            "CreateTable" => create_table,
            "DeleteItem" => delete_item,
            "DescribeStream" => describe_stream,
            "GetItem" => get_item,
            "GetRecords" => get_records,
            "GetShardIterator" => get_shard_iterator,
            "PutItem" => put_item,
            "Query" => query,
            "Scan" => scan,
            "TransactWriteItems" => transact_write_items,
            "UpdateItem" => update_item,
        }
    }
}

fn read<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, DynoxideError> {
    serde_json::from_slice(body).map_err(|cause| DynoxideError::SerializationException(cause.to_string()))
}

fn written(answer: &impl serde::Serialize) -> Result<Vec<u8>, DynoxideError> {
    serde_json::to_vec(answer).map_err(|cause| DynoxideError::InternalServerError(cause.to_string()))
}

fn create_table() -> Value {
    let part = |name: &str, kind: &str| json!({ "AttributeName": name, "KeyType": kind });
    let key = |hash: &str, range: &str| json!([part(hash, "HASH"), part(range, "RANGE")]);
    let indexes = TABLE.indexes.iter().map(|index| {
        let mut projection = json!({ "ProjectionType": index.projection() });
        if !index.copies.is_empty() {
            projection["NonKeyAttributes"] = json!(index.copies);
        }
        json!({ "IndexName": index.name, "KeySchema": key(index.hash, index.range), "Projection": projection })
    });
    let attributes = TABLE.attributes().map(|name| json!({ "AttributeName": name, "AttributeType": "S" }));
    json!({
        "TableName": NAME,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": attributes.collect::<Vec<_>>(),
        "KeySchema": key(TABLE.hash, TABLE.range),
        "GlobalSecondaryIndexes": indexes.collect::<Vec<_>>(),
        "StreamSpecification": { "StreamEnabled": true, "StreamViewType": TABLE.stream_view },
    })
}

/// An item as plain JSON.
pub fn plain(item: &Value) -> Value {
    let Value::Object(attributes) = item else { return Value::Null };
    attributes.iter().map(|(name, value)| (name.clone(), plain_value(value))).collect()
}

fn plain_value(value: &Value) -> Value {
    let Some((kind, value)) = value.as_object().and_then(|value| value.iter().next()) else { return Value::Null };
    match kind.as_str() {
        "N" => value.as_str().and_then(|number| serde_json::from_str(number).ok()).unwrap_or_default(),
        "NULL" => Value::Null,
        "L" => value.as_array().into_iter().flatten().map(plain_value).collect(),
        "M" => plain(value),
        _ => value.clone(),
    }
}
