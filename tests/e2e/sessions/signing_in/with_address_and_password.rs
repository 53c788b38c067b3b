//! Signing in with address and password.

use super::*;

#[test]
fn takes_the_address_in_any_case() {
    scenario(async |world| {
        world.account("invoicing", "Ada.Lovelace@Example.com").await;
        for email in ["ada.lovelace@example.com", "ADA.LOVELACE@EXAMPLE.COM", " Ada.Lovelace@Example.Com "] {
            let signed_in = sign_in(world, email, PASSWORD).await.expect(201);
            assert_eq!(signed_in["session"]["email"], "ada.lovelace@example.com");
        }
    });
}

#[test]
fn shows_the_token_once_and_the_accounts() {
    scenario(async |world| {
        let (account, _) = world.account("invoicing", "ada@example.com").await;
        let reply = sign_in(world, "ada@example.com", PASSWORD).await;
        assert_eq!(reply.headers["cache-control"], "no-store");
        assert!(!reply.headers.contains_key("set-cookie"));
        let signed_in = reply.expect(201);
        assert!(signed_in["token"].as_str().unwrap().starts_with("ush_ses_"));
        assert_eq!(signed_in["accounts"], json!([account.id]));
        let api = world.api.with_token(signed_in["token"].as_str().unwrap());
        assert_eq!(api.get("/v1/sessions/current").await.expect(200), signed_in["session"]);
    });
}

#[test]
fn answers_a_wrong_password_and_an_unknown_address_alike_and_asks_dynamodb_the_same() {
    scenario_with(undisturbed(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        ada.invite_one(&account, "invited@example.com").await;
        world.system.settle().await.unwrap();
        let wrong = [
            "not the right passphrase".to_owned(),
            format!("{PASSWORD} "),
            "x".repeat(256),
            "x".repeat(257),
            "x".repeat(5_000),
        ];
        for password in &wrong {
            world.dynamodb.clear();
            let mut answers = Vec::new();
            for email in ["ada@example.com", "invited@example.com", "nobody@example.com"] {
                let reply = sign_in(world, email, password).await;
                assert_eq!(reply.headers["www-authenticate"], "Bearer");
                assert_eq!((reply.status.as_u16(), &reply.body["code"]), (401, &json!("wrong_credentials")));
                answers.push((seen(reply), asked(world)));
            }
            assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
        }
    });
}

#[test]
fn says_everything_that_is_wrong_with_the_fields() {
    scenario(async |world| {
        let wrong = |body: Value| async { world.api.post("/v1/sessions", body).await };
        wrong(json!({})).await.expect_fields(&[("email", "required"), ("password", "required")]);
        wrong(json!({ "email": "ada" })).await.expect_fields(&[("email", "invalid_email"), ("password", "required")]);
        let shape =
            wrong(json!({ "email": 1, "password": [], "remember": true })).await.expect_problem(422, "invalid_fields");
        assert_eq!(shape["errors"].as_array().unwrap().len(), 3, "{shape}");
    });
}
