//! What each account's rule makes of second factors.

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
        olga.api
            .post(&account.path("/invitations"), json!({ "invitations": [row] }))
            .await
            .expect_problem(403, "second_factor_required");
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
        assert_eq!(
            (&seen["second_factor_required"], &seen["user"]["email"]),
            (&json!(false), &json!("olga@example.com"))
        );
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
        let shown: Vec<_> = me(&bob.api).await["accounts"]
            .as_array()
            .expect("accounts")
            .iter()
            .map(|one| one.get("user").is_some())
            .collect();
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
fn a_person_who_is_set_up_already_joins_a_strict_account_at_once() {
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
