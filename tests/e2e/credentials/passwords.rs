//! Passwords: changed by their owner, with the current one.

use futures_util::future::join_all;
use jiff::SignedDuration;
use serde_json::json;
use usher_tests::{PASSWORD, Table, scenario, scenario_with};

use usher_tests::desk::{Desk, row};
use usher_tests::resets::{
    OTHER, THIRD, change, forgot, notices, password_token, person, recorded, set_password, show_factor, sign_in,
    signed_in,
};
use usher_tests::{office, whole_table};

#[test]
fn a_changed_password_opens_and_the_old_one_does_not() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        change(&ada.api, PASSWORD, OTHER).await.expect(204);
        sign_in(world, "ada@example.com", PASSWORD).await.expect_problem(401, "wrong_credentials");
        signed_in(world, "ada@example.com", OTHER).await.api.get(&account.path("/users")).await.expect(200);
        let event = office::event(world, &account, "user.password_changed").await;
        assert_eq!(event["actor"], json!({ "type": "user", "id": account.administrator }));
        assert_eq!(
            (&event["target"], &event["after"]),
            (&json!(account.administrator), &json!({ "sessions": "others_ended", "api_tokens": "kept" }))
        );
        assert!(event["source_ip"].is_string() && event["request_id"].is_string(), "{event}");
        assert_eq!(notices(world, "ada@example.com").await, ["Your password for iCorePay was changed"]);
    });
}

#[test]
fn the_session_in_which_it_is_changed_goes_on_for_as_long_as_it_would_have() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.advance(SignedDuration::from_mins(58)).await;
        change(&ada.api, PASSWORD, OTHER).await.expect(204);
        world.advance(SignedDuration::from_mins(58)).await;
        ada.api.get(&account.path("/users")).await.expect(200);
        world.advance(SignedDuration::from_mins(61)).await;
        ada.api.get(&account.path("/users")).await.expect_problem(401, "unauthenticated");
    });
}

#[test]
fn every_field_is_judged_and_a_wrong_current_password_changes_nothing() {
    scenario_with(whole_table::quiet(), async |world| {
        let (_, ada) = world.account("invoicing", "ada@example.com").await;
        whole_table::unchanged(world, async || {
            let post = async |body| ada.api.post("/v1/me/password", body).await;
            post(json!({})).await.expect_fields(&[("current_password", "required"), ("new_password", "required")]);
            post(json!({ "current_password": 7, "new_password": [], "hint": "" })).await.expect_fields(&[
                ("current_password", "invalid_type"),
                ("new_password", "invalid_type"),
                ("hint", "unknown_field"),
            ]);
            for wrong in ["not my password at all", &PASSWORD[1..], &format!("{PASSWORD} "), &"x".repeat(300)] {
                change(&ada.api, wrong, OTHER).await.expect_problem(403, "wrong_password");
            }
            change(&ada.api, PASSWORD, PASSWORD).await.expect_fields(&[("new_password", "password_unchanged")]);
            change(&ada.api, PASSWORD, "too short").await.expect_fields(&[("new_password", "weak_password")]);
            change(&world.api, PASSWORD, OTHER).await.expect_problem(401, "unauthenticated");
        })
        .await;
        ada.api.get("/v1/me").await.expect(200);
    });
}

#[test]
fn every_account_that_the_person_is_in_records_it_and_none_that_they_are_not_in_yet() {
    scenario(async |world| {
        let (first, ada) = world.account("invoicing", "ada@example.com").await;
        let desk = Desk::open_as(world, "portal", "olga@example.com").await;
        desk.invite(json!([desk.row("ada@example.com", "user")])).await;
        let link = world.link("ada@example.com").await;
        ada.api
            .post("/v1/invitations/accept", json!({ "token": link, "given_name": "Ada", "family_name": "Lovelace" }))
            .await
            .expect(200);
        // Active from the start there, and never been in: that account must not learn that there is such a person.
        let waiting = Desk::open_as(world, "billing", "bella@example.com").await;
        waiting.invite(json!([row("ada@example.com", office::grant("normal_user"))])).await;
        world.system.settle().await.expect("the outbox runs empty");
        change(&ada.api, PASSWORD, OTHER).await.expect(204);
        for (account, events) in [(&first, 1), (&desk.account, 1), (&waiting.account, 0)] {
            assert_eq!(recorded(world, account).await.len(), events);
        }
        assert_eq!(notices(world, "ada@example.com").await.len(), 1, "one mail, however many accounts");
    });
}

#[test]
fn a_short_one_needs_every_account_to_require_a_second_factor() {
    scenario(async |world| {
        let (strict, ada) = office::open(world, json!({ "second_factor": "required" }), "ada@example.com").await;
        show_factor(world, &ada).await;
        change(&ada.api, PASSWORD, "mufloxte").await.expect(204);
        assert_eq!(person(world, "ada@example.com").await["short_password"], true);
        change(&ada.api, "mufloxte", OTHER).await.expect(204);
        assert!(person(world, "ada@example.com").await["short_password"].is_null());
        let desk = Desk::open_as(world, "invoicing", "olga@example.com").await;
        desk.invite(json!([row("ada@example.com", office::grant("read"))])).await;
        let link = world.link("ada@example.com").await;
        ada.api.post("/v1/invitations/accept", json!({ "token": link })).await.expect(200);
        change(&ada.api, OTHER, "mufloxte").await.expect_fields(&[("new_password", "weak_password")]);
        ada.api.get(&strict.path("/users")).await.expect(200);
    });
}

#[test]
fn of_many_changes_at_once_one_wins_and_its_password_is_the_one_that_opens() {
    scenario(async |world| {
        // No more than may be wrong in a row: the one that loses shows the old password.
        let (_, ada) = world.account("invoicing", "ada@example.com").await;
        let news: Vec<String> = (0..5).map(|number| format!("{THIRD} number {number}")).collect();
        let replies = join_all(news.iter().map(|new| change(&ada.api, PASSWORD, new))).await;
        let won: Vec<&String> =
            news.iter().zip(&replies).filter(|(_, reply)| reply.status == 204).map(|(new, _)| new).collect();
        assert_eq!(won.len(), 1);
        for reply in replies.iter().filter(|reply| reply.status != 204) {
            assert_eq!((reply.status.as_u16(), &reply.body["code"]), (403, &json!("wrong_password")), "{}", reply.body);
        }
        sign_in(world, "ada@example.com", won[0]).await.expect(201);
        assert_eq!(notices(world, "ada@example.com").await.len(), 1);
    });
}

#[test]
fn an_api_token_and_a_link_are_no_session() {
    scenario(async |world| {
        world.account("invoicing", "ada@example.com").await;
        forgot(&world.api, "ada@example.com").await.expect(202);
        let link = password_token(world, "ada@example.com").await;
        change(&world.api.with_token(&link), PASSWORD, OTHER).await.expect_problem(401, "unauthenticated");
        set_password(&world.api, &link, OTHER).await.expect(204);
    });
}

#[test]
fn what_is_stored_and_mailed_of_it_is_no_password() {
    scenario(async |world| {
        let (_, ada) = world.account("invoicing", "ada@example.com").await;
        change(&ada.api, PASSWORD, OTHER).await.expect(204);
        world.system.settle().await.expect("the outbox runs empty");
        for item in Table::of(world).items().await {
            assert!(!item.to_string().contains(OTHER) && !item.to_string().contains(PASSWORD), "{item}");
        }
        for mail in world.system.mailbox().all() {
            assert!(!mail.text.contains(OTHER) && !mail.html.contains(OTHER));
        }
    });
}
