//! Whatever a password or a code is shown for, wrong ones are counted as those of a sign-in are, and together with
//! them.

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_local::KmsFault;
use usher_tests::{Api, Authenticator, Member, PASSWORD, Reply, World};

use usher_tests::guessing::{sign_in, story, wait_of};
use usher_tests::resets::{OTHER, change, factor_token, remove_factor, send};

const ADA: &str = "ada@example.com";
const WRONG: &str = "not the right passphrase";

async fn turn_off(api: &Api, password: &str, code: &str) -> Reply {
    let body = json!({ "password": password, "code": code });
    api.post("/v1/me/second-factor/disable", body).await
}

async fn enrolled(world: &World) -> (Member, Authenticator) {
    let (_, ada) = world.account("mailing", ADA).await;
    let app = Authenticator::enrol(world, &ada).await;
    (ada, app)
}

#[test]
fn a_session_is_no_way_around_the_delay_and_neither_is_a_new_one() {
    story(async |world| {
        let (_, ada) = world.account("mailing", ADA).await;
        let other = world.sign_in(ADA).await;
        change(&ada.api, WRONG, OTHER).await.expect_problem(403, "wrong_password");
        other
            .api
            .post("/v1/me/second-factor", json!({ "password": WRONG }))
            .await
            .expect_problem(403, "wrong_password");
        sign_in(&world.api, ADA, WRONG).await.expect_problem(401, "wrong_credentials");
        change(&other.api, WRONG, OTHER).await.expect_problem(403, "wrong_password");
        change(&ada.api, WRONG, OTHER).await.expect_problem(403, "wrong_password");
        for held in [
            change(&ada.api, PASSWORD, OTHER).await,
            change(&other.api, WRONG, OTHER).await,
            other.api.post("/v1/me/second-factor", json!({ "password": PASSWORD })).await,
            sign_in(&world.api, ADA, PASSWORD).await,
        ] {
            assert_eq!(wait_of(held), SignedDuration::from_secs(1));
        }
        // Someone without a session does not learn that someone guesses.
        change(&world.api.with_token("ush_ses_forged"), PASSWORD, OTHER).await.expect_problem(401, "unauthenticated");
        ada.api.get("/v1/me").await.expect(200);
        world.advance(SignedDuration::from_secs(1)).await;
        change(&ada.api, WRONG, OTHER).await.expect_problem(403, "wrong_password");
        assert_eq!(wait_of(change(&ada.api, PASSWORD, OTHER).await), SignedDuration::from_secs(2));
        world.advance(SignedDuration::from_secs(2)).await;
        change(&ada.api, PASSWORD, OTHER).await.expect(204);
    });
}

#[test]
fn what_is_right_forgets_the_wrong_ones_also_where_something_else_is_refused() {
    story(async |world| {
        let (_, ada) = world.account("mailing", ADA).await;
        for _ in 0..3 {
            for _ in 0..4 {
                change(&ada.api, WRONG, OTHER).await.expect_problem(403, "wrong_password");
            }
            change(&ada.api, PASSWORD, "too short").await.expect_fields(&[("new_password", "weak_password")]);
        }
    });
}

#[test]
fn a_right_password_forgives_no_wrong_codes() {
    story(async |world| {
        let (ada, app) = enrolled(world).await;
        let wrong = app.wrong_code(world);
        for _ in 0..2 {
            turn_off(&ada.api, PASSWORD, &wrong).await.expect_problem(403, "wrong_code");
            turn_off(&ada.api, WRONG, &app.code(world)).await.expect_problem(403, "wrong_password");
            // Each of these takes the password and nothing else, and sees that it is right.
            change(&ada.api, PASSWORD, "too short").await.expect_fields(&[("new_password", "weak_password")]);
            Authenticator::challenge(world, ADA).await;
        }
        turn_off(&ada.api, PASSWORD, &wrong).await.expect_problem(403, "wrong_code");
        wait_of(turn_off(&ada.api, PASSWORD, &app.code(world)).await);
        world.advance(SignedDuration::from_secs(1)).await;
        // Both together do.
        let codes = json!({ "password": PASSWORD, "code": app.code(world) });
        ada.api.post("/v1/me/second-factor/recovery-codes", codes).await.expect(200);
        for _ in 0..4 {
            turn_off(&ada.api, PASSWORD, &wrong).await.expect_problem(403, "wrong_code");
        }
        app.wait(world).await;
        turn_off(&ada.api, PASSWORD, &app.code(world)).await.expect(204);
    });
}

#[test]
fn wrong_codes_of_a_secret_that_is_being_set_up_are_counted_too() {
    story(async |world| {
        let (_, ada) = world.account("mailing", ADA).await;
        let begin = async || ada.api.post("/v1/me/second-factor", json!({ "password": PASSWORD })).await;
        let confirm = async |code: &str| ada.api.post("/v1/me/second-factor/confirm", json!({ "code": code })).await;
        let app = Authenticator::scan(&begin().await.expect(201));
        for _ in 0..5 {
            confirm(&app.wrong_code(world)).await.expect_problem(403, "wrong_code");
        }
        wait_of(confirm(&app.code(world)).await);
        wait_of(begin().await);
        world.advance(SignedDuration::from_secs(1)).await;
        let app = Authenticator::scan(&begin().await.expect(201));
        confirm(&app.code(world)).await.expect(200);
    });
}

#[test]
fn kms_failing_is_neither_wrong_nor_right() {
    story(async |world| {
        let (ada, app) = enrolled(world).await;
        for _ in 0..4 {
            turn_off(&ada.api, PASSWORD, &app.wrong_code(world)).await.expect_problem(403, "wrong_code");
        }
        world.system.kms().fail(KmsFault::AccessDenied);
        for _ in 0..3 {
            turn_off(&ada.api, PASSWORD, &app.code(world)).await.expect_problem(503, "unavailable");
        }
        world.system.kms().heal();
        turn_off(&ada.api, PASSWORD, &app.wrong_code(world)).await.expect_problem(403, "wrong_code");
        wait_of(turn_off(&ada.api, PASSWORD, &app.code(world)).await);
    });
}

#[test]
fn a_link_to_remove_the_second_factor_is_no_way_to_guess_the_password() {
    story(async |world| {
        let (account, ada) = world.account("mailing", ADA).await;
        Authenticator::enrol(world, &ada).await;
        let user = account.path(&format!("/users/{}", account.administrator));
        send(&ada, &user, json!({ "second_factor": true })).await.expect(202);
        let link = factor_token(world, ADA).await;
        for _ in 0..5 {
            remove_factor(&world.api, &link, WRONG).await.expect_problem(403, "wrong_password");
        }
        wait_of(remove_factor(&world.api, &link, PASSWORD).await);
        wait_of(change(&ada.api, PASSWORD, OTHER).await);
        // A link that leads nowhere says nothing of it.
        remove_factor(&world.api, "ush_sfr_forged", PASSWORD).await.expect_problem(404, "not_found");
        world.advance(SignedDuration::from_secs(1)).await;
        assert_eq!(remove_factor(&world.api, &link, PASSWORD).await.expect(204), Value::Null);
        world.sign_in(ADA).await;
    });
}
