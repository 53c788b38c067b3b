//! Nothing before who calls: the worst that anyone can send to any route costs next to nothing while nobody knows who
//! they are, or when they may not (docs/decisions/0047 and 0057).

mod bodies;
mod on_binaries;

use rand::SeedableRng;
use rand::rngs::StdRng;
use reqwest::Method;
use serde_json::Value;
use usher::domain::credentials::token::{ApiTokenToken, SessionToken};
use usher::domain::id::{AccountId, ApiTokenId, PersonKey, SessionId, UserKey};
use usher::domain::secret::Secret;
use usher_tests::{Api, Reply, World, scenario_with, whole_table};

use self::bodies::{Bad, mebibyte, worst};
use crate::contract::openapi::operations;
use crate::contract::stage::{Stage, is_for, is_public};

/// How many requests to DynamoDB a request costs at most of a caller who may not make it.
const REQUESTS: usize = 2;

/// Operations that make more of them, how many, and why.
const MORE: [(&str, usize, &str); 2] = [
    ("endSession", 3, "the session to be ended is read beside the caller's, since each round takes longer than a read"),
    ("proveIdentity", 3, "what the person's accounts ask of the session is read before a password is judged"),
];

/// How many bytes every answer has at most.
const ANSWER: usize = 16 * 1024;

/// Documents that anyone may read, and that are longer.
const DOCUMENTS: [&str; 2] = ["getOpenApi", "getAccessModelSchema"];

/// Refusals of those who may not, or of what is not looked at.
const REFUSED: [u16; 6] = [401, 403, 404, 413, 414, 415];

/// Tokens of the right form that nobody has: of a session, and of a program.
fn nobodys() -> [String; 2] {
    let rng = &mut StdRng::seed_from_u64(1);
    let (person, account) = (PersonKey::from_bytes([7; 20]), AccountId::from_bytes([7; 16]));
    let session = SessionToken { person, session: SessionId::random(rng), secret: Secret::random(rng) };
    let id = ApiTokenId::random(UserKey::of(account, person), rng);
    let program = ApiTokenToken { account, id, secret: Secret::random(rng) };
    [session.reveal(), program.reveal()]
}

/// The operations, by their methods and paths, that strangers reach. Those of operators are not among them: API Gateway
/// asks IAM before it reads a body, and Usher sees nothing of what strangers send there.
fn of_anyone() -> impl Iterator<Item = (String, Value)> {
    operations().into_iter().filter(|(_, operation)| !is_for("operator", operation))
}

/// Sends the worst to every operation, and says what was too much.
async fn over(world: &World, stage: &Stage<'_>, callers: &[Api]) -> Vec<String> {
    let mut over = Vec::new();
    for (name, operation) in of_anyone() {
        let (method, path) = name.split_once(' ').expect("a method and a path");
        let (method, path): (Method, _) = (method.parse().expect("a method"), stage.path(path));
        let worst = worst(&operation);
        for (number, api) in callers.iter().enumerate() {
            for Bad { what, query, body } in worst.iter().chain([mebibyte(number)]) {
                world.dynamodb.clear();
                let reply = api.send(method.clone(), &format!("{path}{query}"), &[], body.clone()).await;
                let requests = world.dynamodb.take().len();
                let length = reply.body.to_string().len();
                if is_too_much(&operation, &reply, requests, length) {
                    let status = reply.status.as_u16();
                    let cost = format!("{status}, {requests} requests, {length} bytes");
                    over.push(format!("{name} as caller {number}, {what}: {cost}"));
                }
            }
        }
    }
    over
}

/// A caller who may call is answered, and what that costs is counted elsewhere.
fn is_too_much(operation: &Value, reply: &Reply, requests: usize, length: usize) -> bool {
    let is_refused = REFUSED.contains(&reply.status.as_u16()) || is_public(operation);
    let name = operation["operationId"].as_str().expect("a name");
    let most = MORE.iter().find(|(more, ..)| *more == name).map_or(REQUESTS, |(_, most, _)| *most);
    let is_document = DOCUMENTS.contains(&name);
    is_refused && requests > most || length > ANSWER && !is_document
}

#[test]
fn the_worst_that_strangers_send_to_any_route_costs_two_requests_and_a_short_answer() {
    scenario_with(whole_table::quiet(), async |world| {
        let stage = Stage::set(world).await;
        world.system.settle().await.expect("the outbox runs empty");
        let [session, program] = nobodys();
        let callers = [world.api.clone(), world.api.with_token(&session), world.api.with_token(&program)];
        let over = whole_table::unchanged(world, async || over(world, &stage, &callers).await).await;
        assert!(over.is_empty(), "{} over budget:\n{}", over.len(), over.join("\n"));
    });
}

#[test]
fn the_worst_that_users_send_to_any_route_where_they_may_nothing_costs_two_requests_and_a_short_answer() {
    scenario_with(whole_table::quiet(), async |world| {
        let stage = Stage::set(world).await;
        let carl = stage.desk.join(stage.desk.row("carl@example.com", "read")).await;
        world.system.settle().await.expect("the outbox runs empty");
        let over = over(world, &stage, std::slice::from_ref(&carl.api)).await;
        carl.api.get("/v1/sessions/current").await.expect(200);
        assert!(over.is_empty(), "{} over budget:\n{}", over.len(), over.join("\n"));
    });
}
