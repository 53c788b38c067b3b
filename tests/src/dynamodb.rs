//! DynamoDB's own JSON over HTTP, for what neither Usher nor its SDK clients ask for.

use std::sync::LazyLock;

use crate::World;
use serde_json::Value;

/// Making a client takes longer than most calls. It keeps no connections: each test has a runtime of its own, and
/// connections do not outlive theirs.
static CLIENT: LazyLock<reqwest::Client> =
    LazyLock::new(|| reqwest::Client::builder().pool_max_idle_per_host(0).build().expect("a client"));

/// Calls an operation, named with its service's version. Local engines want to see the form of a signature, and check
/// none.
pub async fn call(world: &World, operation: &str, body: String) -> Value {
    let scope = "Credential=local/20261121/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0";
    let request = CLIENT
        .post(&world.system.dynamodb_url)
        .header("x-amz-target", operation)
        .header("x-amz-date", "20261121T120000Z")
        .header("authorization", format!("AWS4-HMAC-SHA256 {scope}"))
        .header("content-type", "application/x-amz-json-1.0")
        .body(body);
    let answer = request.send().await.expect("DynamoDB answers").text().await.expect("a whole answer");
    serde_json::from_str(&answer).unwrap_or_else(|_| panic!("{operation}: {answer}"))
}
