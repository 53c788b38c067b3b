use super::*;

#[test]
fn are_not_in_the_table() {
    scenario(async |world| {
        let (_, secrets) = everything(world, "table").await;
        let items = Table::of(world).items().await;
        let kinds = [
            "account",
            "access_model",
            "user",
            "invitation",
            "person",
            "membership",
            "session",
            "audit_event",
            "answer",
            "api_token",
            "attempts",
        ];
        for kind in kinds {
            assert!(items.iter().any(|item| item["kind"] == kind), "the story leaves no {kind}");
        }
        for item in &items {
            secrets.are_not_in("the table", &item.to_string());
        }
        for person in items.iter().filter(|item| item["kind"] == "person") {
            assert!(person["password"].as_str().unwrap().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{person}");
        }
    });
}

#[test]
fn are_not_in_the_log_and_neither_is_anybodys_address() {
    log::keep();
    scenario(async |world| {
        let (account, secrets) = everything(world, "log").await;
        let refused = world.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
        let log = log::read();
        let request = refused["request_id"].as_str().unwrap();
        let line = log
            .lines()
            .find(|line| line.contains(request) && line.contains("answered"))
            .expect("every request is logged");
        let line: Value = serde_json::from_str(line).expect("the log is JSON");
        assert_eq!(
            (&line["span"]["request_id"], &line["span"]["operation"]),
            (&json!(request), &json!("GET /v1/me")),
            "{line}"
        );
        for (said, what) in [
            (account.id.as_str(), "the account"),
            ("a dependency failed", "failures"),
            ("handled a promised mail", "mails"),
        ] {
            assert!(log.contains(said), "the log names {what}");
        }
        secrets.are_not_in("the log", &log);
        secrets.nor_is_anybody_in("the log", &log);
    });
}

/// A hash that anybody could compute would let anyone who reads the table try passwords a thousand times faster than
/// argon2id lets them.
#[test]
fn cannot_be_guessed_from_what_is_kept_of_a_request() {
    scenario(async |world| {
        let (_, ada) = world.account("invoicing", "ada@example.com").await;
        let body = json!({ "password": usher_tests::PASSWORD, "code": "123456" });
        for key in ["a key that only Ada's browser knows", "another"] {
            let path = "/v1/me/second-factor/disable";
            let refused = ada.api.post_with(path, &[("idempotency-key", key)], body.clone()).await;
            refused.expect_problem(409, "no_second_factor");
        }
        let kept = Table::of(world).of_kind("answer").await;
        assert_eq!(kept.len(), 2);
        for attribute in ["fingerprint", "request", "sealed"] {
            assert_ne!(kept[0][attribute], kept[1][attribute], "{attribute} depends on nothing secret");
        }
    });
}
