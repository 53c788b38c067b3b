//! What outlives a session is made and shown only to someone who has just shown their credentials: who has taken over
//! the session has not.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use usher_tests::committed::file;
use usher_tests::{Account, Api, Authenticator, Member, PASSWORD, Reply, Table, World, whole_table};

use usher_tests::guessing::{WRONG, sign_in, story, wait_of};
use usher_tests::resets::notices;

const ADA: &str = "ada@example.com";

/// The operations of a signed-in person that make or show what outlives the session, or change it.
const LASTING: [&str; 9] = [
    "changePassword",
    "confirmSecondFactor",
    "createApiToken",
    "disableSecondFactor",
    "enrolSecondFactor",
    "proveIdentity",
    "replaceRecoveryCodes",
    "revealApiToken",
    "rotateApiToken",
];

/// The others that change something. What they give goes to someone else's mailbox, or is over with the session, or
/// minutes after it.
const PASSING: [&str; 19] = [
    "checkAccess",
    "checkAccessMany",
    "createUnit",
    "createUser",
    "deactivateUser",
    "inviteUsers",
    "issueToken",
    "reactivateUser",
    "updateUnit",
    "replaceAccessModel",
    "resendInvitation",
    "revokeInvitation",
    "sendCredentialReset",
    "switchAccount",
    "updateAccount",
    "updateMe",
    "updateUser",
    // By the link as well.
    "acceptInvitation",
    "declineInvitation",
];

async fn prove(api: &Api, body: Value) -> Reply {
    api.post("/v1/me/proof", body).await
}

async fn make(by: &Member, account: &Account) -> Reply {
    by.api.post(&account.path("/api-tokens"), json!({ "name": "Export" })).await
}

/// An account whose tokens can be shown at any time, its administrator, and a token of hers.
async fn with_token(world: &World) -> (Account, Member, String) {
    let (account, ada) = world.account("billing", ADA).await;
    let made = make(&ada, &account).await.expect(201);
    let path = account.path(&format!("/api-tokens/{}", made["api_token"]["id"].as_str().expect("an id")));
    (account, ada, path)
}

fn until(answer: &Value) -> Timestamp {
    answer["proven_until"].as_str().expect("a time").parse().expect("a time")
}

#[test]
fn whatever_makes_or_shows_what_outlives_a_session_asks_for_proof() {
    let document: Value = serde_json::from_str(&file("docs/openapi.json")).expect("a document");
    let paths = document["paths"].as_object().expect("paths").values();
    let operations = paths.flat_map(|path| path.as_object().expect("operations"));
    let writes = operations.filter(|(method, operation)| {
        let security = operation["security"].as_array();
        let takes_a_session = security.is_some_and(|ways| ways.iter().any(|way| way.get("bearer").is_some()));
        ["post", "put", "patch"].contains(&method.as_str()) && takes_a_session
    });
    let found: BTreeSet<&str> =
        writes.map(|(_, operation)| operation["operationId"].as_str().expect("an id")).collect();
    let known: BTreeSet<&str> = LASTING.into_iter().chain(PASSING).collect();
    assert_eq!(found, known, "say of a new operation whether what it gives outlives the session");
}

#[test]
fn ten_minutes_after_the_sign_in_none_of_it_is_made_or_shown() {
    story(async |world| {
        let (account, ada, token) = with_token(world).await;
        world.advance(SignedDuration::from_mins(10)).await;
        world.system.settle().await.expect("the outbox runs empty");
        let post = async |path: &str, body: Value| ada.api.post(path, body).await;
        ada.api.post("/v1/sessions/switch", json!({ "account": account.id })).await.expect(200);
        whole_table::unchanged(world, async || {
            for (path, body) in [
                (account.path("/api-tokens"), json!({ "name": "Export" })),
                (account.path("/api-tokens"), json!({ "name": "Export", "owner": account.administrator })),
                (format!("{token}/rotate"), json!({})),
                (format!("{token}/reveal"), json!({})),
            ] {
                let refused = post(&path, body).await.expect_problem(403, "proof_required");
                assert!(refused["detail"].as_str().is_some_and(|detail| detail.contains("POST /v1/me/proof")));
            }
            post("/v1/me/second-factor/confirm", json!({ "code": "123456" }))
                .await
                .expect_problem(409, "no_pending_second_factor");
            let code = json!({ "code": "123456" });
            for (path, fault) in [
                ("/v1/me/second-factor", "password"),
                ("/v1/me/second-factor/recovery-codes", "password"),
                ("/v1/me/second-factor/disable", "password"),
                ("/v1/me/proof", "password"),
            ] {
                post(path, code.clone()).await.expect_fields(&[(fault, "required")]);
            }
            post("/v1/me/password", json!({ "new_password": "four tame donkeys on a barge" }))
                .await
                .expect_fields(&[("current_password", "required")]);
        })
        .await;
        ada.api.get(&token).await.expect(200);
        ada.api.delete(&token).await.expect(204);
    });
}

#[test]
fn nobody_is_asked_for_proof_of_what_they_may_not_do_at_all() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", ADA).await;
        ada.invite_one(&account, "bob@example.com").await;
        world.accept("bob@example.com").await.expect(200);
        let bob = world.sign_in("bob@example.com").await;
        world.advance(SignedDuration::from_mins(10)).await;
        make(&bob, &account).await.expect_problem(403, "forbidden");
        make(&world.sign_in(ADA).await, &account).await.expect(201);
    });
}

#[test]
fn a_proof_lasts_ten_minutes_in_its_session_and_no_use_of_the_session_is_one() {
    story(async |world| {
        let (account, ada, token) = with_token(world).await;
        let other = world.sign_in(ADA).await;
        let began = world.system.clock().now();
        let current = async |by: &Member| until(&by.api.get("/v1/sessions/current").await.expect(200));
        assert!(current(&ada).await <= began + SignedDuration::from_mins(10));
        world.advance(SignedDuration::from_mins(9)).await;
        ada.api.get("/v1/me").await.expect(200);
        ada.api.post("/v1/sessions/switch", json!({ "account": account.id })).await.expect(200);
        world.advance(SignedDuration::from_mins(1)).await;
        make(&ada, &account).await.expect_problem(403, "proof_required");

        let proven = until(&prove(&ada.api, json!({ "password": PASSWORD })).await.expect(200));
        assert_eq!(current(&ada).await, proven);
        let listed = ada.pages("/v1/sessions?limit=10").await;
        assert_eq!(listed.iter().filter(|session| until(session) == proven).count(), 1, "{listed:?}");
        make(&other, &account).await.expect_problem(403, "proof_required");
        for act in ["reveal", "rotate"] {
            let shown = ada.api.post(&format!("{token}/{act}"), json!({})).await.expect(200);
            assert!(shown["token"].is_string(), "{act}: {shown}");
        }
        make(&ada, &account).await.expect(201);
        let now = world.system.clock().now();
        world.advance(proven.duration_since(now) - SignedDuration::from_secs(30)).await;
        make(&ada, &account).await.expect(201);
        world.advance(SignedDuration::from_secs(30)).await;
        make(&ada, &account).await.expect_problem(403, "proof_required");
    });
}

#[test]
fn an_answer_that_shows_a_token_is_repeated_only_to_someone_who_has_just_proven_who_they_are() {
    story(async |world| {
        let (account, ada) = world.account("mailing", ADA).await;
        let key = [("idempotency-key", "monday")];
        let make = async || ada.api.post_with(&account.path("/api-tokens"), &key, json!({ "name": "Export" })).await;
        let made = make().await.expect(201);
        world.advance(SignedDuration::from_mins(10)).await;
        make().await.expect_problem(403, "proof_required");
        prove(&ada.api, json!({ "password": PASSWORD })).await.expect(200);
        let again = make().await;
        assert!(again.headers.contains_key("idempotency-replayed"));
        assert_eq!(again.expect(201), made);
        assert_eq!(Table::of(world).of_kind("api_token").await.len(), 1);
        world.advance(SignedDuration::from_mins(10)).await;
        // A key whose request was refused for want of proof is free for the request that has it.
        let key = [("idempotency-key", "tuesday")];
        let make = async || ada.api.post_with(&account.path("/api-tokens"), &key, json!({ "name": "Import" })).await;
        make().await.expect_problem(403, "proof_required");
        prove(&ada.api, json!({ "password": PASSWORD })).await.expect(200);
        make().await.expect(201);
    });
}

#[test]
fn wrong_proofs_count_with_those_of_a_sign_in_and_are_as_slow() {
    story(async |world| {
        let (account, ada, _) = with_token(world).await;
        world.advance(SignedDuration::from_mins(10)).await;
        for _ in 0..3 {
            prove(&ada.api, json!({ "password": WRONG })).await.expect_problem(403, "wrong_password");
        }
        sign_in(&world.api, ADA, WRONG).await.expect_problem(401, "wrong_credentials");
        prove(&ada.api, json!({ "password": WRONG })).await.expect_problem(403, "wrong_password");
        for held in [
            prove(&ada.api, json!({ "password": PASSWORD })).await,
            prove(&ada.api, json!({ "password": WRONG })).await,
            sign_in(&world.api, ADA, PASSWORD).await,
        ] {
            assert_eq!(wait_of(held), SignedDuration::from_secs(1));
        }
        make(&ada, &account).await.expect_problem(403, "proof_required");
        prove(&world.api.with_token("ush_ses_forged"), json!({ "password": PASSWORD }))
            .await
            .expect_problem(401, "unauthenticated");
        world.advance(SignedDuration::from_secs(1)).await;
        prove(&ada.api, json!({ "password": PASSWORD })).await.expect(200);
        make(&ada, &account).await.expect(201);
    });
}

#[test]
fn someone_who_has_a_second_factor_shows_it_and_the_password_alone_is_not_even_looked_at() {
    story(async |world| {
        let (account, ada) = world.account("mailing", ADA).await;
        let app = Authenticator::enrol(world, &ada).await;
        world.advance(SignedDuration::from_mins(10)).await;
        for password in [PASSWORD, WRONG] {
            prove(&ada.api, json!({ "password": password })).await.expect_fields(&[("code", "required")]);
        }
        let both = |password: &str, code: String| json!({ "password": password, "code": code });
        let code = app.code(world);
        prove(&ada.api, both(WRONG, code.clone())).await.expect_problem(403, "wrong_password");
        prove(&ada.api, both(PASSWORD, app.wrong_code(world))).await.expect_problem(403, "wrong_code");
        make(&ada, &account).await.expect_problem(403, "proof_required");
        let proven = prove(&ada.api, both(PASSWORD, code.clone())).await.expect(200);
        assert_eq!(proven.get("recovery_codes_left"), None);
        make(&ada, &account).await.expect(201);
        prove(&ada.api, both(PASSWORD, code)).await.expect_problem(403, "wrong_code");

        let spare = json!({ "password": PASSWORD, "recovery_code": app.recovery_codes[0] });
        assert_eq!(prove(&ada.api, spare.clone()).await.expect(200)["recovery_codes_left"], 9);
        prove(&ada.api, spare).await.expect_problem(403, "wrong_code");
        assert!(notices(world, ADA).await.iter().any(|subject| subject.starts_with("A recovery code was used")));
    });
}
