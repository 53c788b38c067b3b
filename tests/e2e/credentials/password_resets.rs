//! Forgotten passwords: asked for with an address, set with the link that comes by email.

use futures_util::future::join_all;
use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_local::{Fault, Options};
use usher_tests::{PASSWORD, Table, World, scenario, scenario_with};

use usher_tests::desk::{Desk, row};
use usher_tests::environment::{Environment, at_once};
use usher_tests::invariants::record;
use usher_tests::resets::{
    OTHER, THIRD, change, forgot, notices, password_token, recorded, set_password, sign_in, signed_in, tokens,
};
use usher_tests::{office, whole_table};

const ADA: &str = "ada@example.com";

#[test]
fn the_owner_of_the_mailbox_sets_a_new_password_and_is_not_signed_in_by_it() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", ADA).await;
        forgot(&world.api, "Ada@Example.com").await.expect(202);
        let token = password_token(world, ADA).await;
        let reply = set_password(&world.api, &token, OTHER).await;
        assert!(!reply.headers.contains_key("set-cookie"));
        assert_eq!(reply.expect(204), Value::Null);
        ada.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
        sign_in(world, ADA, PASSWORD).await.expect_problem(401, "wrong_credentials");
        signed_in(world, ADA, OTHER).await.api.get(&account.path("/users")).await.expect(200);
        let event = office::event(world, &account, "user.password_reset").await;
        assert_eq!(event["actor"], json!({ "type": "user", "id": account.administrator }));
        assert_eq!(event["target"], account.administrator.as_str());
        assert_eq!(notices(world, ADA).await, ["Your password for iCorePay was reset"]);
        let told = world.system.mailbox().to(ADA).pop().expect("an email").text;
        assert!(told.contains("You have been signed out everywhere."), "{told}");
        let kinds = Table::of(world).of_kind("credential_reset").await;
        assert_eq!(kinds, Vec::<Value>::new(), "what was used is gone");
    });
}

#[test]
fn the_email_says_who_asks_what_for_and_until_when() {
    scenario(async |world| {
        world.account("invoicing", ADA).await;
        forgot(&world.api, ADA).await.expect(202);
        let token = password_token(world, ADA).await;
        let mail = world.system.mailbox().to(ADA).pop().expect("an email");
        assert_eq!(mail.subject, "Set a new password for iCorePay");
        assert!(mail.from.contains("iCorePay") && mail.reply_to == ["help@icorepay.example"], "{mail:?}");
        let link = format!("{}/links/password-reset#token={token}", world.system.api_url);
        for said in ["Hello Ada", "works once and expires on", "If this was not you", "help@icorepay.example", &link] {
            assert!(mail.text.contains(said) && mail.html.contains(said), "{said:?} in {}", mail.text);
        }
        assert!(mail.tags.contains_key("usher-mail") && !mail.tags.contains_key("usher-invitation"), "{:?}", mail.tags);
    });
}

#[test]
fn a_weak_password_leaves_the_link_as_it_was() {
    scenario_with(whole_table::quiet(), async |world| {
        world.account("invoicing", ADA).await;
        forgot(&world.api, ADA).await.expect(202);
        let token = password_token(world, ADA).await;
        whole_table::unchanged(world, async || {
            let complete = async |body| world.api.post("/v1/password-resets/complete", body).await;
            complete(json!({})).await.expect_fields(&[("token", "required"), ("password", "required")]);
            complete(json!({ "token": 1, "password": {}, "sign_in": true })).await.expect_fields(&[
                ("token", "invalid_type"),
                ("password", "invalid_type"),
                ("sign_in", "unknown_field"),
            ]);
            for weak in ["too short", "passwordpassword", "northwind dental!", &"x".repeat(257)] {
                set_password(&world.api, &token, weak).await.expect_fields(&[("password", "weak_password")]);
            }
            forgot(&world.api, "nobody").await.expect_fields(&[("email", "invalid_email")]);
            world.api.post("/v1/password-resets", json!({})).await.expect_fields(&[("email", "required")]);
        })
        .await;
        set_password(&world.api, &token, OTHER).await.expect(204);
    });
}

#[test]
fn it_is_branded_by_the_account_that_the_person_joined_first_and_still_is_in() {
    scenario(async |world| {
        let (first, ada) =
            world.account_with(json!({ "preset": "warranty", "product_name": "First" }), "claims_manager", ADA).await;
        let (second, bob) = world
            .account_with(
                json!({ "preset": "portal", "product_name": "Second", "locale": "fr" }),
                "user",
                "bob@example.com",
            )
            .await;
        let desk = Desk { world, preset: "portal", account: second, admin: bob };
        desk.invite(json!([desk.row(ADA, "user")])).await;
        let link = world.link(ADA).await;
        ada.api
            .post("/v1/invitations/accept", json!({ "token": link, "given_name": "Ada", "family_name": "L" }))
            .await
            .expect(200);
        let boss = desk_join_admin(world, &first, &ada).await;
        let subject = async || {
            forgot(&world.api, ADA).await.expect(202);
            password_token(world, ADA).await;
            world.system.mailbox().to(ADA).pop().expect("an email").subject
        };
        assert_eq!(subject().await, "Set a new password for First");
        let of_ada = office::path(&boss, &first, ADA).await;
        boss.api.post(&format!("{of_ada}/deactivate"), json!({})).await.expect(200);
        assert_eq!(subject().await, "Choisissez un nouveau mot de passe pour Second");
        let of_ada = desk.user_path(ADA).await;
        desk.admin.api.delete(&of_ada).await.expect(204);
        assert_eq!(subject().await, "Set a new password for Usher", "a person in no account gets it in nobody's name");
    });
}

/// Another administrator of the account.
async fn desk_join_admin(
    world: &World,
    account: &usher_tests::Account,
    by: &usher_tests::Member,
) -> usher_tests::Member {
    let role =
        by.api.get(&account.path(&format!("/users/{}", account.administrator))).await.expect(200)["grants"][0]["role"]
            .clone();
    let row = json!({
        "email": "boss@example.com", "given_name": "B", "family_name": "Oss",
        "grants": [{ "role": role, "units": "all" }],
    });
    by.invite_rows(account, vec![row]).await.expect(200);
    world.accept("boss@example.com").await.expect(200);
    world.sign_in("boss@example.com").await
}

#[test]
fn of_64_completions_of_one_link_exactly_one_succeeds() {
    scenario(async |world| {
        let (account, _) = world.account("invoicing", ADA).await;
        forgot(&world.api, ADA).await.expect(202);
        let token = password_token(world, ADA).await;
        let acts = (0..64).map(|number| {
            let (api, token) = (world.api.clone(), token.clone());
            async move { set_password(&api, &token, &format!("{OTHER} {number}")).await }
        });
        let replies = at_once(acts).await;
        let won: Vec<usize> = (0..64).filter(|number| replies[*number].status == 204).collect();
        assert_eq!(won.len(), 1, "{won:?}");
        for reply in replies.iter().filter(|reply| reply.status != 204) {
            assert!(
                matches!(
                    (reply.status.as_u16(), reply.body["code"].as_str()),
                    (404, Some("not_found")) | (409, Some("contended"))
                ),
                "{}",
                reply.body
            );
        }
        sign_in(world, ADA, &format!("{OTHER} {}", won[0])).await.expect(201);
        assert_eq!(recorded(world, &account).await, ["user.password_reset"]);
        assert_eq!(notices(world, ADA).await.len(), 1);
    });
}

#[test]
fn a_completion_and_a_change_at_once_leave_one_password_and_no_link() {
    scenario(async |world| {
        let (_, ada) = world.account("invoicing", ADA).await;
        forgot(&world.api, ADA).await.expect(202);
        let token = password_token(world, ADA).await;
        let (by_link, by_owner) =
            tokio::join!(set_password(&world.api, &token, OTHER), change(&ada.api, PASSWORD, THIRD));
        let won = match (by_link.status.as_u16(), by_owner.status.as_u16()) {
            (204, 401 | 403) => OTHER,
            (404, 204) => THIRD,
            statuses => panic!("{statuses:?}"),
        };
        sign_in(world, ADA, won).await.expect(201);
        set_password(&world.api, &token, OTHER).await.expect_problem(404, "not_found");
    });
}

#[test]
fn an_idempotency_key_makes_completing_it_again_safe() {
    scenario(async |world| {
        world.account("invoicing", ADA).await;
        let key = [("idempotency-key", "once")];
        world.api.post_with("/v1/password-resets", &key, json!({ "email": ADA })).await.expect(202);
        let sent = tokens(world, "ush_pwr_", ADA).await;
        assert_eq!(sent.len(), 1);
        for _ in 0..2 {
            let body = json!({ "token": sent[0], "password": OTHER });
            world.api.post_with("/v1/password-resets/complete", &key, body).await.expect(204);
        }
    });
}

// Mail that fails

/// A stream record for the one email that is promised.
async fn the_record(world: &World) -> Value {
    let items = Table::of(world).raw().await;
    let mail = items
        .iter()
        .find(|item| item.get("kind").is_some_and(|kind| kind.as_s().is_ok_and(|kind| kind == "promised_mail")));
    json!({ "Records": [record(1, usher_tests::wire(mail.expect("a promised mail")))] })
}

/// Longer than a lease, and than the stream has before the sweep takes over.
const GRACE: SignedDuration = SignedDuration::from_mins(3);

#[test]
fn a_mailer_killed_between_ses_and_the_mark_sends_twice_and_both_links_work_once_in_total() {
    scenario_with(Options { scheduler: false, ..Options::default() }, async |world| {
        world.account("invoicing", ADA).await;
        world.system.settle().await.expect("the outbox runs empty");
        for used in 0..2 {
            world.system.mailbox().clear();
            world.system.pause_stream();
            forgot(&world.api, ADA).await.expect(202);
            let environment = Environment::of(world);
            let mailer = environment.mailer();
            let mut handling = Box::pin(mailer.handle(the_record(world).await));
            environment.stopped_before_the_mark(handling.as_mut(), || world.system.mailbox().to(ADA).len() == 1).await;
            drop(handling);
            world.system.clock().advance(GRACE).expect("the clock moves");
            world.system.sweep().await.expect("the sweep runs");
            world.system.resume_stream();
            let sent = tokens(world, "ush_pwr_", ADA).await;
            assert_eq!(sent.len(), 2, "one duplicate");
            set_password(&world.api, &sent[used], &format!("{OTHER} {used}")).await.expect(204);
            for token in &sent {
                set_password(&world.api, token, THIRD).await.expect_problem(404, "not_found");
            }
            world.system.settle().await.expect("the outbox runs empty");
        }
    });
}

#[test]
fn a_mailer_killed_after_a_completion_sends_no_second_link() {
    scenario_with(Options { scheduler: false, ..Options::default() }, async |world| {
        world.account("invoicing", ADA).await;
        world.system.settle().await.expect("the outbox runs empty");
        world.system.mailbox().clear();
        world.system.pause_stream();
        forgot(&world.api, ADA).await.expect(202);
        let environment = Environment::of(world);
        let mailer = environment.mailer();
        let mut handling = Box::pin(mailer.handle(the_record(world).await));
        environment.stopped_before_the_mark(handling.as_mut(), || world.system.mailbox().to(ADA).len() == 1).await;
        drop(handling);
        let link = world.system.mailbox().to(ADA)[0].links[0].split_once("#token=").expect("a token").1.to_owned();
        set_password(&world.api, &link, OTHER).await.expect(204);
        world.system.clock().advance(GRACE).expect("the clock moves");
        world.system.resume_stream();
        world.system.sweep().await.expect("the sweep runs");
        assert_eq!(tokens(world, "ush_pwr_", ADA).await.len(), 1);
        assert_eq!(Table::of(world).of_kind("promised_mail").await, Vec::<Value>::new());
    });
}

#[test]
fn throttling_delays_the_link_a_closed_ses_lets_it_expire_and_a_notice_waits() {
    scenario_with(Options { scheduler: false, ..Options::default() }, async |world| {
        world.account("invoicing", ADA).await;
        world.system.settle().await.expect("the outbox runs empty");
        world.system.ses().fail_next(2, Fault::Throttled);
        forgot(&world.api, ADA).await.expect(202);
        let token = password_token(world, ADA).await;
        set_password(&world.api, &token, OTHER).await.expect(204);
        world.system.settle().await.expect("the outbox runs empty");

        world.system.mailbox().clear();
        world.system.ses().fail_next(1_000, Fault::DailyQuota);
        forgot(&world.api, ADA).await.expect(202);
        world.system.settle().await.expect("the outbox is handled");
        assert_eq!(Table::of(world).of_kind("promised_mail").await.len(), 1, "promised, and not given up yet");
        world.system.clock().advance(SignedDuration::from_mins(61)).expect("the clock moves");
        world.system.ses().heal();
        world.system.sweep().await.expect("the sweep runs");
        assert_eq!(
            Table::of(world).of_kind("promised_mail").await,
            Vec::<Value>::new(),
            "a link that would be dead is not sent"
        );
        assert_eq!(world.system.mailbox().count(), 0);

        let ada = signed_in(world, ADA, OTHER).await;
        world.system.ses().fail_next(1_000, Fault::DailyQuota);
        change(&ada.api, OTHER, THIRD).await.expect(204);
        world.system.settle().await.expect("the outbox is handled");
        world.system.clock().advance(SignedDuration::from_hours(20)).expect("the clock moves");
        world.system.ses().heal();
        world.system.sweep().await.expect("the sweep runs");
        assert_eq!(
            notices(world, ADA).await,
            ["Your password for iCorePay was changed"],
            "a notice is worth sending late"
        );
    });
}

#[test]
fn an_older_promise_that_comes_late_neither_replaces_the_newer_link_nor_is_sent() {
    scenario_with(Options { scheduler: false, ..Options::default() }, async |world| {
        world.account("invoicing", ADA).await;
        world.system.settle().await.expect("the outbox runs empty");
        world.system.pause_stream();
        forgot(&world.api, ADA).await.expect(202);
        let older = the_record(world).await;
        world.system.clock().advance(SignedDuration::from_secs(30)).expect("the clock moves");
        forgot(&world.api, ADA).await.expect(202);
        let mails = Table::of(world).raw().await;
        let promised = mails
            .iter()
            .filter(|item| item.get("kind").is_some_and(|kind| kind.as_s().is_ok_and(|kind| kind == "promised_mail")));
        let records: Vec<Value> =
            promised.map(|item| json!({ "Records": [record(1, usher_tests::wire(item))] })).collect();
        let newer = records.iter().find(|record| **record != older).expect("the newer one").clone();
        for event in [newer, older] {
            world.system.invoke_mailer(event).await.expect("the mailer answers");
        }
        world.system.resume_stream();
        let sent = tokens(world, "ush_pwr_", ADA).await;
        assert_eq!(sent.len(), 1);
        set_password(&world.api, &sent[0], OTHER).await.expect(204);
    });
}

#[test]
fn many_requests_at_once_leave_one_link_that_works() {
    scenario(async |world| {
        world.account("invoicing", ADA).await;
        let replies = join_all((0..5).map(|_| forgot(&world.api, ADA))).await;
        assert!(replies.iter().all(|reply| reply.status == 202));
        let sent = tokens(world, "ush_pwr_", ADA).await;
        assert!(!sent.is_empty() && sent.len() <= 5, "{}", sent.len());
        let mut worked = 0;
        for (number, token) in sent.iter().rev().enumerate() {
            worked += usize::from(set_password(&world.api, token, &format!("{OTHER} {number}")).await.status == 204);
        }
        assert_eq!(worked, 1);
    });
}

#[test]
fn a_user_pending_after_acceptance_can_reset_the_password_before_the_first_sign_in() {
    scenario(async |world| {
        let desk = Desk::open(world, "warranty").await;
        desk.invite(json!([row("bob@example.com", office::grant("claims_manager"))])).await;
        desk.follow_link("bob@example.com").await.expect(200);
        assert_eq!(desk.user("bob@example.com").await["status"], "pending");
        forgot(&world.api, "bob@example.com").await.expect(202);
        let token = password_token(world, "bob@example.com").await;
        set_password(&world.api, &token, OTHER).await.expect(204);
        assert_eq!(desk.user("bob@example.com").await["status"], "pending", "it is not a sign-in");
        signed_in(world, "bob@example.com", OTHER).await;
        assert_eq!(desk.user("bob@example.com").await["status"], "active");
    });
}
