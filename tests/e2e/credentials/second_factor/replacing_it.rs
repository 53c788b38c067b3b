//! A second factor takes the place of another.

use super::*;

async fn start_again(api: &Api, proof: Value) -> Reply {
    let mut body = json!({ "password": PASSWORD });
    body.as_object_mut().expect("an object").extend(proof.as_object().expect("an object").clone());
    api.post("/v1/me/second-factor", body).await
}

#[test]
fn works_with_a_recovery_code_if_an_account_requires_it_and_nobody_is_without_one_in_between() {
    scenario(async |world| {
        let (account, ada) = world.account_with(json!({ "access_model": ruled("required") }), "worker", ADA).await;
        let old = Authenticator::enrol(world, &ada).await;
        let ada = old.sign_in(world, ADA).await;
        let other = old.sign_in(world, ADA).await;
        start_again(&ada.api, json!({ "code": old.wrong_code(world) })).await.expect_problem(403, "wrong_code");
        let begun = start_again(&ada.api, json!({ "recovery_code": old.recovery_codes[0] })).await.expect(201);
        let new = Authenticator::scan(&begun);
        let used = (
            "user.recovery_code_used".to_owned(),
            json!({ "recovery_codes_left": 10 }),
            json!({ "recovery_codes_left": 9 }),
        );
        assert_eq!(events(world, &account).await[1..], [used]);
        assert_eq!(notices(world, ADA).await[1..], ["A recovery code was used for iCorePay"]);
        // Until it is confirmed, the old one is asked for; the code that was shown is used up.
        old.sign_in(world, ADA).await.api.get(&account.path("")).await.expect(200);
        start_again(&ada.api, json!({ "recovery_code": old.recovery_codes[0] }))
            .await
            .expect_problem(403, "wrong_code");
        confirm(&ada.api, &old.code(world)).await.expect_problem(403, "wrong_code");
        let confirmed = confirm(&ada.api, &new.code(world)).await.expect(200);
        assert_eq!(confirmed["recovery_codes"].as_array().map(Vec::len), Some(10));
        let told = notices(world, ADA).await;
        assert_eq!(told.last().map(String::as_str), Some("Your second factor for iCorePay was replaced"), "{told:?}");
        ada.api.get(&account.path("")).await.expect(200);
        other.api.get(&account.path("")).await.expect_problem(401, "unauthenticated");
        new.wait(world).await;
        let challenge = Authenticator::challenge(world, ADA).await;
        Authenticator::answer(world, &challenge, &old.code(world)).await.expect_problem(401, "wrong_code");
        let body = json!({ "challenge": challenge, "recovery_code": old.recovery_codes[1] });
        world.api.post("/v1/sessions/second-factor", body).await.expect_problem(401, "wrong_code");
        Authenticator::answer(world, &challenge, &new.code(world)).await.expect(201);
        confirm(&ada.api, &new.code_in(world, 1)).await.expect_problem(409, "no_pending_second_factor");
    });
}

#[test]
fn is_not_possible_with_a_secret_that_was_shown_before_the_password_changed_or_a_quarter_of_an_hour_ago() {
    scenario(async |world| {
        let (_, ada) = world.account("mailing", ADA).await;
        let seen = Authenticator::scan(&begin(&ada.api).await.expect(201));
        let change = json!({ "current_password": PASSWORD, "new_password": "a quiet harbour at dusk" });
        ada.api.post("/v1/me/password", change).await.expect(204);
        confirm(&ada.api, &seen.code(world)).await.expect_problem(409, "no_pending_second_factor");
        let again =
            ada.api.post("/v1/me/second-factor", json!({ "password": "a quiet harbour at dusk" })).await.expect(201);
        world.advance(SignedDuration::from_mins(15)).await;
        confirm(&ada.api, &Authenticator::scan(&again).code(world))
            .await
            .expect_problem(409, "no_pending_second_factor");
    });
}
