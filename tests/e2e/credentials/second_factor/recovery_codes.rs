//! Recovery codes: replaced, used, and lost with their factor.

use super::*;

#[test]
fn are_replaced_with_password_and_code_and_the_old_ones_no_longer_work() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = world.account("mailing", ADA).await;
        let app = Authenticator::enrol(world, &ada).await;
        new_codes(&ada.api, json!({})).await.expect_fields(&[("password", "required"), ("code", "required")]);
        new_codes(&ada.api, json!({ "password": WRONG, "code": app.code(world) }))
            .await
            .expect_problem(403, "wrong_password");
        new_codes(&ada.api, json!({ "password": PASSWORD, "code": app.wrong_code(world) }))
            .await
            .expect_problem(403, "wrong_code");
        let other = app.sign_in(world, ADA).await;
        app.wait(world).await;
        let right = json!({ "password": PASSWORD, "code": app.code(world) });
        let replaced = new_codes(&ada.api, right.clone()).await.expect(200);
        other.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
        ada.api.get("/v1/me").await.expect(200);
        new_codes(&ada.api, right).await.expect_problem(403, "wrong_code");
        let added = (
            "user.recovery_codes_replaced".to_owned(),
            json!({ "recovery_codes_left": 10 }),
            json!({ "recovery_codes_left": 10 }),
        );
        assert_eq!(events(world, &account).await[1..], [added]);
        assert_eq!(notices(world, ADA).await[1..], ["Your recovery codes for iCorePay were replaced"]);

        let challenge = Authenticator::challenge(world, ADA).await;
        let with = |code: &str| json!({ "challenge": challenge, "recovery_code": code });
        world
            .api
            .post("/v1/sessions/second-factor", with(&app.recovery_codes[0]))
            .await
            .expect_problem(401, "wrong_code");
        let new = replaced["recovery_codes"][9].as_str().expect("a code");
        let signed_in = world.api.post("/v1/sessions/second-factor", with(new)).await.expect(201);
        assert_eq!(signed_in["recovery_codes_left"], 9);
    });
}

#[test]
fn are_not_to_be_found_by_trying_with_someone_elses_session() {
    scenario(async |world| {
        let (_, ada) = world.account("mailing", ADA).await;
        let app = Authenticator::enrol(world, &ada).await;
        for _ in 0..5 {
            turn_off(&ada.api, json!({ "password": PASSWORD, "code": app.wrong_code(world) }))
                .await
                .expect_problem(403, "wrong_code");
        }
        let right = json!({ "password": PASSWORD, "code": app.code(world) });
        let asked = world.system.kms().asked().len();
        turn_off(&ada.api, right.clone()).await.expect_problem(429, "rate_limited");
        new_codes(&ada.api, right).await.expect_problem(429, "rate_limited");
        assert_eq!(world.system.kms().asked().len(), asked, "no code is looked at");
    });
}
