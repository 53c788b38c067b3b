//! The table's stream, read over DynamoDB's own JSON: its records look as Lambda hands them to a function.

use crate::World;
use serde_json::{Value, json};
use usher_local::mapping::{MAPPINGS, Mapping};

use crate::dynamodb::call;

/// What each of the mappings lets through, from the beginning of the stream.
pub async fn by_mapping(world: &World) -> [Vec<Value>; MAPPINGS.len()] {
    let records = all(world).await;
    MAPPINGS.map(|mapping| records.iter().filter(|record| passes(&mapping, record)).cloned().collect())
}

/// The emails that were promised, from the beginning of the stream.
pub async fn outbox(world: &World) -> Vec<Value> {
    let mut records = all(world).await;
    let is_mail = |record: &Value| record["dynamodb"]["NewImage"]["kind"]["S"] == "promised_mail";
    records.retain(is_mail);
    records
}

/// What any of the mappings lets through, from the beginning of the stream.
async fn all(world: &World) -> Vec<Value> {
    let streams =
        call(world, "DynamoDBStreams_20120810.ListStreams", json!({ "TableName": world.system.table }).to_string())
            .await;
    let arn = streams["Streams"][0]["StreamArn"].clone();
    let stream = call(world, "DynamoDBStreams_20120810.DescribeStream", json!({ "StreamArn": arn }).to_string()).await;
    let mut records = Vec::new();
    for shard in stream["StreamDescription"]["Shards"].as_array().expect("shards") {
        records.extend(of_shard(world, &arn, &shard["ShardId"]).await);
    }
    records.retain(|record| MAPPINGS.iter().any(|mapping| passes(mapping, record)));
    records
}

/// Ends the stream, for stories of many writes and no mail: the embedded engine takes the longer for a write the longer
/// the stream is.
pub async fn end(world: &World) {
    world.system.pause_stream();
    let no_stream = json!({ "TableName": world.system.table, "StreamSpecification": { "StreamEnabled": false } });
    let answer = call(world, "DynamoDB_20120810.UpdateTable", no_stream.to_string()).await;
    assert!(answer["TableDescription"].is_object(), "{answer}");
}

async fn of_shard(world: &World, arn: &Value, shard: &Value) -> Vec<Value> {
    let from_the_beginning = json!({ "StreamArn": arn, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON" });
    let mut iterator =
        call(world, "DynamoDBStreams_20120810.GetShardIterator", from_the_beginning.to_string()).await["ShardIterator"]
            .clone();
    let mut records = Vec::new();
    while !iterator.is_null() {
        let mut read =
            call(world, "DynamoDBStreams_20120810.GetRecords", json!({ "ShardIterator": iterator }).to_string()).await;
        let Value::Array(found) = read["Records"].take() else { panic!("no records: {read}") };
        if found.is_empty() {
            break;
        }
        records.extend(found);
        iterator = read["NextShardIterator"].take();
    }
    records
}

fn passes(mapping: &Mapping, record: &Value) -> bool {
    let text = |name: &str| record["dynamodb"]["NewImage"][name]["S"].as_str();
    record["eventName"] == mapping.event_name && mapping.filters.iter().any(|filter| filter.passes(text))
}
