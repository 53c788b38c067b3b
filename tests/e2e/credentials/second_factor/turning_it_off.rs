//! Turning the second factor off.

use super::*;

#[test]
fn takes_both_factors_ends_other_sessions_and_is_told() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = world.account("mailing", ADA).await;
        let app = Authenticator::enrol(world, &ada).await;
        let other = app.sign_in(world, ADA).await;
        turn_off(&ada.api, json!({})).await.expect_fields(&[("password", "required"), ("code", "required")]);
        let both = json!({ "password": PASSWORD, "code": "123456", "recovery_code": app.recovery_codes[0] });
        turn_off(&ada.api, both).await.expect_fields(&[("recovery_code", "mutually_exclusive")]);
        turn_off(&ada.api, json!({ "password": WRONG, "code": app.code(world) }))
            .await
            .expect_problem(403, "wrong_password");
        turn_off(&ada.api, json!({ "password": PASSWORD, "code": app.wrong_code(world) }))
            .await
            .expect_problem(403, "wrong_code");
        turn_off(&ada.api, json!({ "password": PASSWORD, "code": app.code(world) })).await.expect(204);
        assert_eq!(me(&ada.api).await["second_factor"]["enabled"], false);
        other.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
        assert_eq!(events(world, &account).await[1].0, "user.second_factor_removed");
        assert_eq!(notices(world, ADA).await[1..], ["Your second factor for iCorePay was removed"]);
        assert_eq!(Table::of(world).of_kind("second_factor").await, Vec::<Value>::new());
        world.sign_in(ADA).await;
        turn_off(&ada.api, json!({ "password": PASSWORD, "code": "123456" }))
            .await
            .expect_problem(409, "no_second_factor");
    });
}

#[test]
fn is_possible_with_a_recovery_code_if_the_phone_is_gone() {
    scenario(async |world| {
        let (_, ada) = world.account("mailing", ADA).await;
        let app = Authenticator::enrol(world, &ada).await;
        let typed = app.recovery_codes[3].to_uppercase().replace('-', " ");
        turn_off(&ada.api, json!({ "password": PASSWORD, "recovery_code": typed })).await.expect(204);
    });
}

#[test]
fn is_refused_while_an_account_requires_it_and_binds_when_it_no_longer_does() {
    scenario(async |world| {
        let (account, olga) = shop::open_with(world, ruled("optional"), "olga@example.com").await;
        let app = Authenticator::enrol(world, &olga).await;
        replace_model(&account, &olga, "required").await.expect(200);
        let right = || json!({ "password": PASSWORD, "code": app.code(world) });
        let wrong = json!({ "password": PASSWORD, "code": app.wrong_code(world) });
        for proof in [right(), wrong] {
            turn_off(&olga.api, proof).await.expect_problem(409, "second_factor_required");
        }
        replace_model(&account, &olga, "off").await.expect(200);
        turn_off(&olga.api, right()).await.expect(204);
    });
}
