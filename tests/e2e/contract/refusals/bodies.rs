//! 413 and 422: what is not as it must be.

use super::*;

#[test]
fn a_body_over_its_limit_is_refused_with_and_without_an_idempotency_key() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let body = |length: usize| {
            let start = r#"{"invitations":[]"#;
            format!("{start}{}}}", " ".repeat(length - start.len() - 1))
        };
        let (largest, larger) = (1024 * 1024, 1024 * 1024 + 1);
        whole_table::unchanged(world, async || {
            for headers in [vec![], vec![("idempotency-key", "k")]] {
                let path = account.path("/invitations");
                ada.api
                    .send(Method::POST, &path, &headers, Some(body(larger)))
                    .await
                    .expect_problem(413, "body_too_large");
            }
            let reply = ada.api.send(Method::POST, &account.path("/invitations"), &[], Some(body(largest))).await;
            reply.expect_fields(&[("invitations", "out_of_range")]);
        })
        .await;
        let operator = world.operator();
        operator
            .send(Method::POST, "/v1/accounts", &[], Some(body(larger)))
            .await
            .expect_problem(413, "body_too_large");
        world
            .api
            .send(Method::POST, "/v1/sessions", &[], Some(body(larger)))
            .await
            .expect_problem(413, "body_too_large");
    });
}

#[test]
fn what_is_not_exactly_one_json_value_is_refused_everywhere() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        whole_table::unchanged(world, async || {
            for body in [
                "{",
                "nonsense",
                "{\"a\":}",
                "{} {}",
                "{}x",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":\"\u{0}\"}",
                "{a:1}",
                "{\"a\":1,}",
            ] {
                for (api, path) in body_routes(world, &account, &ada) {
                    let reply = api.send(Method::POST, &path, &[], Some(body.to_owned())).await;
                    assert_eq!(reply.status, 422, "{path} {body}: {}", reply.body);
                    reply.expect_fields(&[("body", "malformed_json")]);
                }
            }
            for body in ["[]", "7", "null", "\"text\"", "true"] {
                for (api, path) in body_routes(world, &account, &ada) {
                    let reply = api.send(Method::POST, &path, &[], Some(body.to_owned())).await;
                    assert_eq!(reply.status, 422, "{path} {body}: {}", reply.body);
                    reply.expect_fields(&[("body", "invalid_type")]);
                }
            }
        })
        .await;
    });
}

/// Every route that takes a body, with someone who may call it.
fn body_routes(world: &World, account: &Account, member: &Member) -> Vec<(Api, String)> {
    let mut routes =
        vec![(world.operator(), "/v1/accounts".to_owned()), (member.api.clone(), account.path("/invitations"))];
    let public = [
        "/v1/sessions",
        "/v1/invitations/lookup",
        "/v1/invitations/accept",
        "/v1/invitations/decline",
        "/v1/invitations/request-new",
    ];
    routes.extend(public.map(|path| (world.api.clone(), path.to_owned())));
    routes
}

#[test]
fn unknown_and_doubled_fields_and_wrong_types_are_named_at_once() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let send =
            async |api: &Api, path: &str, body: &str| api.send(Method::POST, path, &[], Some(body.to_owned())).await;
        whole_table::unchanged(world, async || {
            let invitations = account.path("/invitations");
            send(&ada.api, &invitations, r#"{"force":true,"invitations":{},"dry_run":"no"}"#).await.expect_fields(&[
                ("invitations", "invalid_type"),
                ("dry_run", "invalid_type"),
                ("force", "unknown_field"),
            ]);
            send(&ada.api, &invitations, r#"{"invitations":[],"dry_run":true,"dry_run":false}"#)
                .await
                .expect_fields(&[("dry_run", "duplicate_field"), ("invitations", "out_of_range")]);
            send(&ada.api, &invitations, r#"{"dry_run":true,"invitations":[],"invitations":[]}"#)
                .await
                .expect_fields(&[("invitations", "duplicate_field")]);
            send(&world.api, "/v1/sessions", r#"{"remember":true,"password":{},"email":7}"#).await.expect_fields(&[
                ("email", "invalid_type"),
                ("password", "invalid_type"),
                ("remember", "unknown_field"),
            ]);
            send(&world.api, "/v1/sessions", r#"{"email":"a@example.com","email":"b@example.com","password":"x"}"#)
                .await
                .expect_fields(&[("email", "duplicate_field")]);
            send(
                &world.operator(),
                "/v1/accounts",
                r#"{"plan":"gold","name":1,"preset":[],"administrator":{"age":3,"email":false}}"#,
            )
            .await
            .expect_fields(&[
                ("name", "invalid_type"),
                ("preset", "invalid_type"),
                ("administrator.email", "invalid_type"),
                ("administrator.age", "unknown_field"),
                ("plan", "unknown_field"),
            ]);
            send(
                &world.operator(),
                "/v1/accounts",
                r#"{"name":"N","preset":"warranty","administrator":["a@example.com"]}"#,
            )
            .await
            .expect_fields(&[("administrator", "invalid_type")]);
            send(&world.api, "/v1/invitations/accept", r#"{"token":7,"password":[],"code":""}"#)
                .await
                .expect_fields(&[("token", "invalid_type"), ("password", "invalid_type"), ("code", "unknown_field")]);
        })
        .await;
    });
}

#[test]
fn missing_fields_are_named_at_once() {
    scenario(async |world| {
        world
            .api
            .post("/v1/sessions", json!({}))
            .await
            .expect_fields(&[("email", "required"), ("password", "required")]);
        world
            .api
            .post("/v1/sessions", json!({ "email": "nobody" }))
            .await
            .expect_fields(&[("email", "invalid_email"), ("password", "required")]);
        for what in ["lookup", "accept", "decline", "request-new"] {
            world.api.post(&format!("/v1/invitations/{what}"), json!({})).await.expect_fields(&[("token", "required")]);
        }
    });
}

#[test]
fn of_very_many_wrong_fields_the_first_are_named_and_the_others_counted() {
    scenario(async |world| {
        let (_, ada) = world.account("invoicing", "ada@example.com").await;
        let long = "x".repeat(400);
        for name in ["x", &long] {
            let fields: Vec<String> = (0..100).map(|number| format!(r#""{name}{number}":1"#)).collect();
            let body = format!("{{{}}}", fields.join(","));
            let refused = ada.api.send(Method::PATCH, "/v1/me", &[], Some(body)).await;
            let problem = refused.expect_problem(422, "invalid_fields");
            let errors = problem["errors"].as_array().expect("errors");
            assert!((30..=50).contains(&errors.len()) && problem.to_string().len() <= 16 * 1024, "{problem}");
            assert_eq!(errors.len() as u64 + problem["errors_omitted"].as_u64().expect("a count"), 100);
            assert_eq!(problem["detail"], "100 fields are wrong");
            assert!(errors.iter().all(|error| error["field"].as_str().is_some_and(|field| field.len() < 130)));
        }
    });
}
