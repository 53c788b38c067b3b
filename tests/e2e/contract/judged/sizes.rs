//! How large a request may be: as large as the document says, and what is larger is not read.

use serde_json::Value;
use usher_tests::{scenario_with, whole_table};

use super::request::{Wrong, send};
use crate::contract::openapi::operations;
use crate::contract::stage::{Stage, is_for, is_public};

/// The largest bodies of the routes that take more than a few fields.
const LARGE: [(&str, u64); 9] = [
    ("importPeople", 4 * 1024 * 1024),
    ("inviteUsers", 1024 * 1024),
    ("createAccount", 256 * 1024),
    ("replaceAccessModel", 256 * 1024),
    ("setAccountModel", 256 * 1024),
    ("validateModel", 256 * 1024),
    ("createModel", 256 * 1024),
    ("publishModelVersion", 256 * 1024),
    ("rollOutModel", 256 * 1024),
];

/// The size that the document gives an operation's body; one that takes none takes `{}`, in as much space as others.
fn largest(operation: &Value) -> u64 {
    let said = operation["x-max-body-bytes"].as_u64();
    assert_eq!(said.is_some(), operation["requestBody"].is_object(), "{operation}");
    let usual = if is_public(operation) { 16 * 1024 } else { 64 * 1024 };
    let name = operation["operationId"].as_str().expect("a name");
    let expected = LARGE.iter().find(|(large, _)| *large == name).map_or(usual, |(_, size)| *size);
    assert_eq!(said.unwrap_or(usual), expected, "{name}");
    expected
}

/// `{}`, in so many bytes.
fn nothing(bytes: u64) -> Wrong {
    let space = " ".repeat(usize::try_from(bytes).expect("a size") - 2);
    Wrong { body: Some(format!("{{{space}}}")), ..Wrong::default() }
}

#[test]
fn a_body_is_as_large_as_the_document_says_and_no_larger() {
    scenario_with(whole_table::quiet(), async |world| {
        let stage = Stage::set(world).await;
        whole_table::unchanged(world, async || {
            for (name, operation) in &operations() {
                let largest = largest(operation);
                let reply = send(&stage, stage.caller(operation), name, &nothing(largest + 1)).await;
                reply.expect_problem(413, "body_too_large");
                if !is_public(operation) {
                    let reply = send(&stage, &stage.desk.world.api, name, &nothing(largest + 1)).await;
                    assert!([401, 403].contains(&reply.status.as_u16()), "{name}: {} {}", reply.status, reply.body);
                }
            }
        })
        .await;
        // One that fits is judged by what is in it.
        for (name, operation) in &operations() {
            let is_taken = name.starts_with("POST ") && operation["requestBody"]["required"] == true;
            if is_taken {
                let reply = send(&stage, stage.caller(operation), name, &nothing(largest(operation))).await;
                assert_eq!(reply.status, 422, "{name}: {}", reply.body);
            }
        }
    });
}

#[test]
fn a_query_is_no_longer_than_lists_need() {
    scenario_with(whole_table::quiet(), async |world| {
        let stage = Stage::set(world).await;
        for (name, operation) in operations().iter().filter(|(name, _)| name.starts_with("GET ")) {
            let long = |length: usize| Wrong { query: format!("?{}", "x".repeat(length)), ..Wrong::default() };
            let reply = send(&stage, stage.caller(operation), name, &long(8 * 1024 + 1)).await;
            reply.expect_problem(414, "query_too_long");
            let reply = send(&stage, stage.caller(operation), name, &long(8 * 1024)).await;
            assert_eq!(reply.status, 422, "{name}: {}", reply.body);
            if !is_public(operation) {
                let reply = send(&stage, &stage.desk.world.api, name, &long(8 * 1024 + 1)).await;
                // The gateway keeps strangers from the routes of operators.
                match is_for("operator", operation) {
                    true => assert_eq!(reply.status, 403, "{name}"),
                    false => drop(reply.expect_problem(401, "unauthenticated")),
                }
            }
        }
    });
}
