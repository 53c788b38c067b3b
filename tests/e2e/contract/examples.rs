//! The examples of the OpenAPI document are of requests that the API takes: anyone who pastes one is told of what is
//! not there, never that the request is malformed.

use reqwest::Method;
use serde_json::Value;
use usher_tests::{Reply, scenario};

use super::stage::{Stage, example};

/// What is wrong with an example is only that it names what another account has.
const NOT_THERE: [&str; 3] = ["unknown_user", "unknown_unit", "password_unchanged"];

#[test]
fn every_example_of_a_request_is_taken_or_refused_for_what_is_not_there() {
    scenario(async |world| {
        let document = serde_json::to_value(usher_local::openapi()).expect("a document");
        let stage = Stage::set(world).await;
        let mut sent = 0;
        for (path, item) in document["paths"].as_object().expect("paths") {
            for (method, operation) in item.as_object().expect("operations") {
                let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
                let Some(example) = example(&document, schema) else { continue };
                let reply = send(&stage, method, path, operation, &example).await;
                assert!(is_taken(&reply), "{method} {path} with {example}: {} {}", reply.status, reply.body);
                sent += 1;
            }
        }
        assert!(sent > 25, "every body has an example: {sent}");
    });
}

/// Whether a request went well, or was refused for what it says, not for how it says it.
fn is_taken(reply: &Reply) -> bool {
    let codes = || reply.body["errors"].as_array().into_iter().flatten().map(|error| &error["code"]);
    match reply.status.as_u16() {
        200..300 => true,
        422 => codes().all(|code| NOT_THERE.iter().any(|known| code == known)),
        400 => false,
        status => status < 500 && reply.body["code"].is_string(),
    }
}

async fn send(stage: &Stage<'_>, method: &str, path: &str, operation: &Value, body: &Value) -> Reply {
    let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
    stage.caller(operation).send(method, &stage.path(path), &[], Some(body.to_string())).await
}
