//! One's own second factor: setting it up, recovery codes, turning it off, and what each account's rule makes of it.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use usher_local::KmsFault;
use usher_tests::{Account, Api, Authenticator, Member, PASSWORD, Reply, Table, World, scenario, scenario_with};

use crate::resets::notices;
use crate::{shop, table};

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";
const WRONG: &str = "not the right passphrase";

/// The shop's model with a rule for second factors.
fn ruled(rule: &str) -> Value {
    let mut model = shop::model();
    model["policies"]["second_factor"] = json!(rule);
    model
}

async fn replace_model(account: &Account, by: &Member, rule: &str) -> Reply {
    by.api.send(Method::PUT, &account.path("/access-model"), &[], Some(ruled(rule).to_string())).await
}

async fn begin(api: &Api) -> Reply {
    api.post("/v1/me/second-factor", json!({ "password": PASSWORD })).await
}

async fn confirm(api: &Api, code: &str) -> Reply {
    api.post("/v1/me/second-factor/confirm", json!({ "code": code })).await
}

async fn turn_off(api: &Api, body: Value) -> Reply {
    api.send(Method::DELETE, "/v1/me/second-factor", &[], Some(body.to_string())).await
}

async fn new_codes(api: &Api, body: Value) -> Reply {
    api.post("/v1/me/second-factor/recovery-codes", body).await
}

async fn me(api: &Api) -> Value {
    api.get("/v1/me").await.expect(200)
}

/// The actions of an account's events that are about second factors.
async fn events(world: &World, account: &Account) -> Vec<(String, Value, Value)> {
    let text = |event: &Value| event["action"].as_str().expect("a word").to_owned();
    let events = Table::of(world).events(account).await;
    let of_factors = events.iter().filter(|event| text(event).contains("factor") || text(event).contains("recovery"));
    of_factors.map(|event| (text(event), event["before"].clone(), event["after"].clone())).collect()
}

mod setting_it_up {
    use super::*;

    #[test]
    fn takes_the_password_shows_the_secret_once_and_a_first_code_puts_it_in_force() {
        scenario_with(table::quiet(), async |world| {
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
            assert_eq!(me(&ada.api).await["second_factor"], json!({ "enabled": false, "confirmed_at": null, "recovery_codes_left": 0 }));
            assert_eq!(events(world, &account).await, [], "nothing is in force");

            let app = Authenticator::scan(&begun);
            let confirmed = confirm(&ada.api, &app.code(world)).await.expect(200);
            assert_eq!(confirmed["recovery_codes"].as_array().map(Vec::len), Some(10));
            let shown = me(&ada.api).await["second_factor"].clone();
            assert_eq!((&shown["enabled"], &shown["recovery_codes_left"]), (&json!(true), &json!(10)));
            assert!(shown["confirmed_at"].is_string(), "{shown}");
            other.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
            let expected = ("user.second_factor_added".to_owned(), json!({ "second_factor": false }), json!({ "second_factor": true }));
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
            world.api.post("/v1/me/second-factor", json!({ "password": PASSWORD })).await.expect_problem(401, "unauthenticated");
            for _ in 0..5 {
                ada.api.post("/v1/me/second-factor", json!({ "password": WRONG })).await.expect_problem(403, "wrong_password");
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
            for code in ["", "12345", "1234567", "12345a", "１２３", " 23456"] {
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
}

mod recovery_codes {
    use super::*;

    #[test]
    fn are_replaced_with_password_and_code_and_the_old_ones_are_dead() {
        scenario_with(table::quiet(), async |world| {
            let (account, ada) = world.account("mailing", ADA).await;
            let app = Authenticator::enrol(world, &ada).await;
            new_codes(&ada.api, json!({})).await.expect_fields(&[("password", "required"), ("code", "required")]);
            new_codes(&ada.api, json!({ "password": WRONG, "code": app.code(world) })).await.expect_problem(403, "wrong_password");
            new_codes(&ada.api, json!({ "password": PASSWORD, "code": app.wrong_code(world) })).await.expect_problem(403, "wrong_code");
            let other = app.sign_in(world, ADA).await;
            app.wait(world).await;
            let right = json!({ "password": PASSWORD, "code": app.code(world) });
            let replaced = new_codes(&ada.api, right.clone()).await.expect(200);
            other.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
            ada.api.get("/v1/me").await.expect(200);
            new_codes(&ada.api, right).await.expect_problem(403, "wrong_code");
            let added = ("user.recovery_codes_replaced".to_owned(), json!({ "recovery_codes_left": 10 }), json!({ "recovery_codes_left": 10 }));
            assert_eq!(events(world, &account).await[1..], [added]);
            assert_eq!(notices(world, ADA).await[1..], ["Your recovery codes for iCorePay were replaced"]);

            let challenge = Authenticator::challenge(world, ADA).await;
            let with = |code: &str| json!({ "challenge": challenge, "recovery_code": code });
            world.api.post("/v1/sessions/second-factor", with(&app.recovery_codes[0])).await.expect_problem(401, "wrong_code");
            let new = replaced["recovery_codes"][9].as_str().expect("a code");
            let signed_in = world.api.post("/v1/sessions/second-factor", with(new)).await.expect(201);
            assert_eq!(signed_in["recovery_codes_left"], 9);
        });
    }

    #[test]
    fn are_not_to_be_found_by_trying_with_somebody_elses_session() {
        scenario(async |world| {
            let (_, ada) = world.account("mailing", ADA).await;
            let app = Authenticator::enrol(world, &ada).await;
            for _ in 0..5 {
                turn_off(&ada.api, json!({ "password": PASSWORD, "code": app.wrong_code(world) })).await.expect_problem(403, "wrong_code");
            }
            let right = json!({ "password": PASSWORD, "code": app.code(world) });
            let asked = world.system.kms().asked().len();
            turn_off(&ada.api, right.clone()).await.expect_problem(429, "rate_limited");
            new_codes(&ada.api, right).await.expect_problem(429, "rate_limited");
            assert_eq!(world.system.kms().asked().len(), asked, "no code is looked at");
        });
    }
}

mod replacing_it {
    use super::*;

    async fn begin_anew(api: &Api, proof: Value) -> Reply {
        let mut body = json!({ "password": PASSWORD });
        body.as_object_mut().expect("an object").extend(proof.as_object().expect("an object").clone());
        api.post("/v1/me/second-factor", body).await
    }

    #[test]
    fn works_with_a_recovery_code_where_an_account_requires_it_and_nobody_is_without_one_in_between() {
        scenario(async |world| {
            let (account, ada) = world.account_with(json!({ "access_model": ruled("required") }), "worker", ADA).await;
            let old = Authenticator::enrol(world, &ada).await;
            let ada = old.sign_in(world, ADA).await;
            let other = old.sign_in(world, ADA).await;
            begin_anew(&ada.api, json!({ "code": old.wrong_code(world) })).await.expect_problem(403, "wrong_code");
            let begun = begin_anew(&ada.api, json!({ "recovery_code": old.recovery_codes[0] })).await.expect(201);
            let new = Authenticator::scan(&begun);
            let used = ("user.recovery_code_used".to_owned(), json!({ "recovery_codes_left": 10 }), json!({ "recovery_codes_left": 9 }));
            assert_eq!(events(world, &account).await[1..], [used]);
            assert_eq!(notices(world, ADA).await[1..], ["A recovery code was used for iCorePay"]);
            // Until it is confirmed, the old one is asked for; the code that was shown is used up.
            old.sign_in(world, ADA).await.api.get(&account.path("")).await.expect(200);
            begin_anew(&ada.api, json!({ "recovery_code": old.recovery_codes[0] })).await.expect_problem(403, "wrong_code");
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
            let again = ada.api.post("/v1/me/second-factor", json!({ "password": "a quiet harbour at dusk" })).await.expect(201);
            world.advance(SignedDuration::from_mins(15)).await;
            confirm(&ada.api, &Authenticator::scan(&again).code(world)).await.expect_problem(409, "no_pending_second_factor");
        });
    }
}

mod turning_it_off {
    use super::*;

    #[test]
    fn takes_both_factors_ends_other_sessions_and_is_told() {
        scenario_with(table::quiet(), async |world| {
            let (account, ada) = world.account("mailing", ADA).await;
            let app = Authenticator::enrol(world, &ada).await;
            let other = app.sign_in(world, ADA).await;
            turn_off(&ada.api, json!({})).await.expect_fields(&[("password", "required"), ("code", "required")]);
            let both = json!({ "password": PASSWORD, "code": "123456", "recovery_code": app.recovery_codes[0] });
            turn_off(&ada.api, both).await.expect_fields(&[("recovery_code", "one_too_many")]);
            turn_off(&ada.api, json!({ "password": WRONG, "code": app.code(world) })).await.expect_problem(403, "wrong_password");
            turn_off(&ada.api, json!({ "password": PASSWORD, "code": app.wrong_code(world) })).await.expect_problem(403, "wrong_code");
            turn_off(&ada.api, json!({ "password": PASSWORD, "code": app.code(world) })).await.expect(204);
            assert_eq!(me(&ada.api).await["second_factor"]["enabled"], false);
            other.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
            assert_eq!(events(world, &account).await[1].0, "user.second_factor_removed");
            assert_eq!(notices(world, ADA).await[1..], ["Your second factor for iCorePay was removed"]);
            assert_eq!(Table::of(world).of_kind("second_factor").await, Vec::<Value>::new());
            world.sign_in(ADA).await;
            turn_off(&ada.api, json!({ "password": PASSWORD, "code": "123456" })).await.expect_problem(409, "no_second_factor");
        });
    }

    #[test]
    fn is_possible_with_a_recovery_code_where_the_phone_is_gone() {
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
}

mod rules {
    use super::*;

    #[test]
    fn off_everywhere_nobody_sets_one_up() {
        scenario(async |world| {
            let (account, olga) = shop::open_with(world, ruled("off"), "olga@example.com").await;
            begin(&olga.api).await.expect_problem(409, "second_factor_off");
            assert_eq!(me(&olga.api).await["accounts"][0]["second_factor"], "off");
            replace_model(&account, &olga, "optional").await.expect(200);
            begin(&olga.api).await.expect(201);
        });
    }

    #[test]
    fn required_lets_a_session_without_it_do_nothing_but_set_it_up() {
        scenario(async |world| {
            let (account, olga) = shop::open_with(world, ruled("required"), "olga@example.com").await;
            let in_account = ["", "/users", "/invitations", "/access-model", "/units"];
            for rest in in_account {
                olga.api.get(&account.path(rest)).await.expect_problem(403, "second_factor_required");
            }
            let row = Member::row("new@example.com", "clerk");
            olga.api.post(&account.path("/invitations"), json!({ "invitations": [row] })).await.expect_problem(403, "second_factor_required");
            let names = json!({ "given_name": "Eve" }).to_string();
            olga.api.send(Method::PATCH, "/v1/me", &[], Some(names)).await.expect_problem(403, "second_factor_required");
            let seen = me(&olga.api).await["accounts"][0].clone();
            assert_eq!((&seen["second_factor"], &seen["second_factor_required"]), (&json!("required"), &json!(true)));
            assert!(seen.get("user").is_none() && seen.get("permissions").is_none(), "{seen}");

            let app = Authenticator::enrol(world, &olga).await;
            for rest in in_account {
                olga.api.get(&account.path(rest)).await.expect(200);
            }
            let seen = me(&olga.api).await["accounts"][0].clone();
            assert_eq!((&seen["second_factor_required"], &seen["user"]["email"]), (&json!(false), &json!("olga@example.com")));
            app.sign_in(world, "olga@example.com").await.api.get(&account.path("/users")).await.expect(200);
        });
    }

    #[test]
    fn required_from_one_request_to_the_next_closes_open_sessions_and_optional_opens_them() {
        scenario(async |world| {
            let (account, olga) = shop::open_with(world, ruled("optional"), "olga@example.com").await;
            let clerk = shop::hire(world, &account, &olga, "carl@example.com", "clerk").await;
            Authenticator::enrol(world, &olga).await;
            clerk.api.get(&account.path("")).await.expect(200);
            replace_model(&account, &olga, "required").await.expect(200);
            clerk.api.get(&account.path("")).await.expect_problem(403, "second_factor_required");
            olga.api.get(&account.path("")).await.expect(200);
            replace_model(&account, &olga, "optional").await.expect(200);
            clerk.api.get(&account.path("")).await.expect(200);
        });
    }

    #[test]
    fn the_strictest_applies_where_it_is_the_rule_and_nowhere_else() {
        scenario(async |world| {
            let (strict, olga) = shop::open_with(world, ruled("required"), "olga@example.com").await;
            Authenticator::enrol(world, &olga).await;
            let (lax, zoe) = shop::open_with(world, ruled("optional"), "zoe@example.com").await;
            let bob = shop::hire(world, &lax, &zoe, BOB, "clerk").await;
            olga.invite_rows(&strict, vec![Member::row(BOB, "clerk")]).await.expect(200);
            let token = world.link(BOB).await;
            bob.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
            bob.api.get(&strict.path("")).await.expect_problem(403, "second_factor_required");
            bob.api.get(&lax.path("")).await.expect(200);
            let shown: Vec<_> = me(&bob.api).await["accounts"].as_array().expect("accounts").iter().map(|one| one.get("user").is_some()).collect();
            assert_eq!(shown.iter().filter(|shown| **shown).count(), 1, "what the strict account knows of Bob stays there");

            let app = Authenticator::enrol(world, &bob).await;
            bob.api.get(&strict.path("")).await.expect(200);
            let right = json!({ "password": PASSWORD, "code": app.code(world) });
            turn_off(&bob.api, right).await.expect_problem(409, "second_factor_required");
            assert_eq!(events(world, &lax).await.len(), 1, "each account that the person has joined is told");
            assert_eq!(events(world, &strict).await.last().expect("an event").0, "user.second_factor_added");
        });
    }

    #[test]
    fn whoever_is_set_up_already_joins_a_strict_account_at_once() {
        scenario(async |world| {
            let (strict, olga) = shop::open_with(world, ruled("required"), "olga@example.com").await;
            Authenticator::enrol(world, &olga).await;
            let (lax, zoe) = shop::open_with(world, ruled("optional"), "zoe@example.com").await;
            let bob = shop::hire(world, &lax, &zoe, BOB, "clerk").await;
            Authenticator::enrol(world, &bob).await;
            olga.invite_rows(&strict, vec![Member::row(BOB, "clerk")]).await.expect(200);
            let token = world.link(BOB).await;
            bob.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
            bob.api.get(&strict.path("")).await.expect(200);
        });
    }
}
