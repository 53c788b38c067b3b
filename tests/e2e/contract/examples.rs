//! The examples of the OpenAPI document are of requests that the API takes: anyone who pastes one is told of what is
//! not there, never that the request is malformed.

use reqwest::Method;
use serde_json::Value;
use usher_tests::{Reply, scenario};

use super::openapi::{document, operations};
use super::stage::{Stage, example};

/// What is wrong with an example is only that it names what nobody has here: a link, a password, a user of another
/// account. All other operations take theirs.
const NOT_THERE: [(&str, &str); 18] = [
    // The rules of a preset are not the account's to change.
    ("PUT /v1/accounts/{account}/access-model", "customization_not_allowed"),
    // It is the caller's own address.
    ("POST /v1/accounts/{account}/administrators", "already_member"),
    // It is another portal's, and people have roles of this one's.
    ("PUT /v1/accounts/{account}/model", "role_in_use role_in_use"),
    ("POST /v1/accounts/{account}/users", "already_member"),
    ("POST /v1/accounts/{account}/users/{user}/reactivate", "not_deactivated"),
    ("POST /v1/invitations/accept", "not_found"),
    ("POST /v1/invitations/decline", "not_found"),
    ("POST /v1/invitations/lookup", "not_found"),
    ("POST /v1/invitations/request-new", "not_found"),
    ("PATCH /v1/me", "name_not_editable"),
    ("POST /v1/me/second-factor/confirm", "wrong_code"),
    ("POST /v1/me/second-factor/disable", "no_second_factor"),
    ("POST /v1/me/second-factor/recovery-codes", "no_second_factor"),
    ("POST /v1/password-resets/complete", "not_found"),
    ("POST /v1/second-factor-resets/complete", "not_found"),
    ("POST /v1/sessions/second-factor", "challenge_over"),
    ("POST /v1/sessions/switch", "not_found"),
    ("POST /v1/sessions/token", "not_found"),
];

/// After it, the password of the other examples is not right any more.
const LAST: &str = "POST /v1/me/password";

#[test]
fn every_example_of_a_request_is_taken_or_refused_for_what_is_not_there() {
    scenario(async |world| {
        let stage = Stage::set(world).await;
        let document = document();
        let mut refused = Vec::new();
        let mut sent = 0;
        let mut operations = operations();
        operations.sort_by_key(|(name, _)| name == LAST);
        for (name, operation) in operations {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let Some(example) = example(&document, schema) else { continue };
            let reply = send(&stage, &name, &operation, &example).await;
            sent += 1;
            if !reply.status.is_success() {
                refused.push((name, told(&reply)));
            }
        }
        assert!(sent > 25, "every body has an example: {sent}");
        let refused: Vec<(&str, &str)> = refused.iter().map(|(name, told)| (name.as_str(), told.as_str())).collect();
        assert_eq!(refused, NOT_THERE);
    });
}

/// The code of a refusal, and those of its fields.
fn told(reply: &Reply) -> String {
    let fields = reply.body["errors"].as_array().into_iter().flatten();
    let codes = [&reply.body].into_iter().chain(fields).map(|told| told["code"].as_str().expect("a code"));
    codes.collect::<Vec<_>>().join(" ")
}

async fn send(stage: &Stage<'_>, name: &str, operation: &Value, body: &Value) -> Reply {
    let (method, path) = name.split_once(' ').expect("a method and a path");
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    stage.caller(operation).send(method, &stage.path(path), &[], Some(body.to_string())).await
}
