//! Setting a second factor up.

use super::*;

#[test]
fn takes_the_password_shows_the_secret_once_and_a_first_code_activates_it() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = world.account("mailing", ADA).await;
        let other = world.sign_in(ADA).await;
        let begun = begin(&ada.api).await;
        assert_eq!(begun.headers["cache-control"], "no-store");
        let begun = begun.expect(201);
        assert_eq!(begun["secret"].as_str().map(str::len), Some(32), "160 bits");
        let uri = begun["otpauth_uri"].as_str().expect("a URI");
        assert!(uri.starts_with("otpauth://totp/iCorePay:ada%40example.com?secret="), "{uri}");
        assert!(uri.contains(begun["secret"].as_str().expect("a secret")) && uri.contains("issuer=iCorePay"), "{uri}");
        assert!(begun["qr_svg"].as_str().expect("a picture").contains("<svg"), "{begun}");
        assert_eq!(
            me(&ada.api).await["second_factor"],
            json!({ "enabled": false, "confirmed_at": null, "recovery_codes_left": 0 })
        );
        assert_eq!(events(world, &account).await, [], "nothing is active");

        let app = Authenticator::scan(&begun);
        let confirmed = confirm(&ada.api, &app.code(world)).await.expect(200);
        assert_eq!(confirmed["recovery_codes"].as_array().map(Vec::len), Some(10));
        let shown = me(&ada.api).await["second_factor"].clone();
        assert_eq!((&shown["enabled"], &shown["recovery_codes_left"]), (&json!(true), &json!(10)));
        assert!(shown["confirmed_at"].is_string(), "{shown}");
        other.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
        let expected = (
            "user.second_factor_added".to_owned(),
            json!({ "second_factor": false }),
            json!({ "second_factor": true }),
        );
        assert_eq!(events(world, &account).await, [expected]);
        assert_eq!(notices(world, ADA).await, ["A second factor was added for iCorePay"]);
        begin(&ada.api).await.expect_fields(&[("code", "required")]);
        confirm(&ada.api, &app.code_in(world, 1)).await.expect_problem(409, "no_pending_second_factor");
    });
}

#[test]
fn is_refused_without_the_password_and_waits_after_five_wrong_ones() {
    scenario(async |world| {
        let (_, ada) = world.account("mailing", ADA).await;
        ada.api.post("/v1/me/second-factor", json!({})).await.expect_fields(&[("password", "required")]);
        world
            .api
            .post("/v1/me/second-factor", json!({ "password": PASSWORD }))
            .await
            .expect_problem(401, "unauthenticated");
        for _ in 0..5 {
            ada.api
                .post("/v1/me/second-factor", json!({ "password": WRONG }))
                .await
                .expect_problem(403, "wrong_password");
        }
        begin(&ada.api).await.expect_problem(429, "rate_limited");
        ada.api.get("/v1/me").await.expect(200);
        world.advance(SignedDuration::from_secs(1)).await;
        for _ in 0..8 {
            begin(&ada.api).await.expect(201);
        }
    });
}

#[test]
fn begun_again_gives_another_secret_and_the_first_is_worth_nothing() {
    scenario(async |world| {
        let (_, ada) = world.account("mailing", ADA).await;
        let first = Authenticator::scan(&begin(&ada.api).await.expect(201));
        let second = Authenticator::scan(&begin(&ada.api).await.expect(201));
        assert_ne!(first.secret(), second.secret());
        confirm(&ada.api, &first.code(world)).await.expect_problem(403, "wrong_code");
        confirm(&ada.api, &second.code(world)).await.expect(200);
    });
}

#[test]
fn five_wrong_codes_make_a_pending_secret_worthless() {
    scenario(async |world| {
        let (_, ada) = world.account("mailing", ADA).await;
        confirm(&ada.api, "123456").await.expect_problem(409, "no_pending_second_factor");
        let app = Authenticator::scan(&begin(&ada.api).await.expect(201));
        for code in ["12345", "1234567", "12345a", "１２３", " 23456"] {
            confirm(&ada.api, code).await.expect_fields(&[("code", "invalid_code")]);
        }
        for _ in 0..5 {
            confirm(&ada.api, &app.wrong_code(world)).await.expect_problem(403, "wrong_code");
        }
        confirm(&ada.api, &app.code(world)).await.expect_problem(429, "rate_limited");
        world.advance(SignedDuration::from_secs(1)).await;
        confirm(&ada.api, &app.code(world)).await.expect_problem(409, "too_many_attempts");
        let app = Authenticator::scan(&begin(&ada.api).await.expect(201));
        confirm(&ada.api, &app.code(world)).await.expect(200);
    });
}

#[test]
fn changes_no_sign_in_before_it_is_confirmed() {
    scenario(async |world| {
        let (_, ada) = world.account("mailing", ADA).await;
        begin(&ada.api).await.expect(201);
        let again = world.sign_in(ADA).await;
        assert_eq!(me(&again.api).await["second_factor"]["enabled"], false);
    });
}

#[test]
fn waits_while_kms_fails_and_loses_no_attempt_by_it() {
    scenario(async |world| {
        let (_, ada) = world.account("mailing", ADA).await;
        let app = Authenticator::scan(&begin(&ada.api).await.expect(201));
        world.system.kms().fail(KmsFault::AccessDenied);
        for _ in 0..6 {
            begin(&ada.api).await.expect_problem(503, "unavailable");
            confirm(&ada.api, &app.code(world)).await.expect_problem(503, "unavailable");
        }
        world.system.kms().heal();
        confirm(&ada.api, &app.code(world)).await.expect(200);
    });
}

#[test]
fn at_once_from_two_devices_ends_with_one_factor() {
    scenario(async |world| {
        let (_, ada) = world.account("mailing", ADA).await;
        let other = world.sign_in(ADA).await;
        let app = Authenticator::scan(&begin(&ada.api).await.expect(201));
        let code = app.code(world);
        let (one, two) = tokio::join!(confirm(&ada.api, &code), confirm(&other.api, &code));
        let good = [&one, &two].iter().filter(|reply| reply.status == 200).count();
        assert_eq!(good, 1, "{one:?} {two:?}");
        assert_eq!(Table::of(world).of_kind("second_factor").await.len(), 1);
    });
}
