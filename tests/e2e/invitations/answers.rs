//! What a call that invites answers: always, in time, and so that what is done is told.

use std::collections::BTreeSet;

use reqwest::Method;
use usher_tests::environment::people;
use usher_tests::{Sabotage, Table};

use super::*;

const KEY: [(&str, &str); 1] = [("idempotency-key", "monday")];

/// What is kept of an answer is sealed in one item of 400 KB, with its headers.
const LARGEST: usize = 405_000;

/// The addresses with a verdict.
fn with<'a>(body: &'a Value, verdict: &str) -> BTreeSet<&'a str> {
    let results = body["results"].as_array().expect("results").iter();
    results
        .filter(|result| result["verdict"] == verdict)
        .map(|result| result["email"].as_str().expect("an address"))
        .collect()
}

/// A row with so many things wrong that a thousand of them fill a body, and quotes and control characters in each.
fn as_wrong_as_can_be(number: usize) -> String {
    let email = format!("{}{number}@{}.example.com", "a".repeat(56), "b".repeat(40));
    let unknown: Vec<String> = (0..55).map(|field| format!(r#""\"\u0001{field}":0"#)).collect();
    let grants = r#"[{"role":"boss","units":["x"]},{"role":7},7]"#;
    format!(r#"{{"email":"{email}","given_name":7,"grants":{grants},{}}}"#, unknown.join(","))
}

/// How many faults of a row are told, and how many there are.
fn told(result: &Value) -> (u64, u64) {
    let told = result["errors"].as_array().map_or(0, Vec::len) as u64;
    (told, told + result["errors_omitted"].as_u64().unwrap_or_default())
}

#[test]
fn a_thousand_rows_that_are_as_wrong_as_can_be_are_answered_and_the_answer_is_kept() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let path = account.path("/invitations");
        let good = Member::row("grace@example.com", "read").to_string();
        for wrong in [999, 1_000] {
            let rows: Vec<String> = (0..wrong).map(as_wrong_as_can_be).chain([good.clone()]).take(1_000).collect();
            let body = format!(r#"{{"invitations":[{}]}}"#, rows.join(","));
            assert!((900_000..1_048_576).contains(&body.len()), "{}", body.len());
            let invite = async |headers| ada.api.send(Method::POST, &path, headers, Some(body.clone())).await;
            let key = [("idempotency-key", if wrong == 999 { "one" } else { "none" })];
            let first = invite(&key).await.expect(200);
            assert!(first.to_string().len() < LARGEST, "{}", first.to_string().len());
            let again = invite(&key).await;
            assert!(again.headers.contains_key("idempotency-replayed"), "it was kept");
            assert_eq!(again.expect(200), first);
            let results = first["results"].as_array().expect("results");
            assert_eq!(results[999]["verdict"], if wrong == 999 { "invited" } else { "invalid" });
            for result in &results[..wrong] {
                let (_, all) = told(result);
                assert!(result["verdict"] == "invalid" && all > 55, "{result}");
            }
            let without = invite(&[]).await.expect(200);
            assert!(without.to_string().len() < LARGEST, "{}", without.to_string().len());
        }
        world.system.settle().await.expect("the outbox runs empty");
        assert_eq!(world.system.mailbox().to("grace@example.com").len(), 1);
    });
}

#[test]
fn a_row_says_all_that_is_wrong_unless_very_many_are_wrong() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let path = account.path("/invitations");
        let wrong = || json!({ "email": "x", "grants": [{ "role": "boss" }, {}, {}] });
        let good = |number| Member::row(&format!("bob{number}@example.com"), "read");
        for (wrongs, goods, complete) in [(10, 0, true), (3, 997, true), (1_000, 0, false)] {
            let rows: Vec<Value> = (0..goods).map(good).chain((0..wrongs).map(|_| wrong())).collect();
            let body = ada.api.post(&path, json!({ "invitations": rows, "dry_run": true })).await.expect(200);
            for result in &body["results"].as_array().expect("results")[goods..] {
                let (told, all) = told(result);
                assert_eq!(told == all, complete, "{result}");
                assert!(told > 0 && result.get("errors_omitted").is_none() == complete, "{result}");
            }
        }
    });
}

/// The room for a row that can be invited is kept before it is known what becomes of it.
#[test]
fn no_result_grows_by_more_than_is_kept_for_it() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let row = json!({ "invitations": [Member::row("bob@example.com", "read")] });
        let invite = async |body: &Value| ada.api.post(&account.path("/invitations"), body.clone()).await.expect(200);
        let mut dry = row.clone();
        dry["dry_run"] = json!(true);
        let before = invite(&dry).await["results"].to_string().len();
        for verdict in ["invited", "already_invited"] {
            let body = invite(&row).await;
            assert_eq!(verdicts(&body), [verdict]);
            let grown = body["results"].to_string().len() - before;
            assert!(grown <= 80, "{verdict}: {grown}");
        }
    });
}

#[test]
fn addresses_that_are_too_long_together_are_refused_before_anything_is_done() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let label = |letter: &str| letter.repeat(60);
        let domain = format!("{}.{}.{}.example.com", label("b"), label("c"), "d".repeat(50));
        let email = |number: usize| format!("{}{number:04}@{domain}", "a".repeat(56));
        whole_table::unchanged(world, async || {
            let rows = (0..1_000).map(|number| Member::row(&email(number), "read")).collect();
            ada.invite_rows(&account, rows).await.expect_fields(&[("invitations", "out_of_range")]);
        })
        .await;
    });
}

/// How many emails the account's count of today holds.
async fn counted(world: &World) -> usize {
    let counts = Table::of(world).of_kind("invitation_count").await;
    let mails = counts.iter().filter_map(|count| count["mails"].as_u64()).sum::<u64>();
    mails.try_into().expect("a small number")
}

/// Invites the rows that are left, and looks whether everybody got one email.
async fn finish(world: &World, account: &Account, ada: &Member, emails: &[String], first: &Value) {
    let rows = with(first, "try_again").iter().map(|email| Member::row(email, "read")).collect();
    let rest = ada.invite_rows(account, rows).await.expect(200);
    assert!(verdicts(&rest).iter().all(|verdict| ["invited", "already_invited"].contains(verdict)), "{rest}");
    world.system.resume_stream();
    while world.system.settle().await.is_err() {}
    let mailbox = world.system.mailbox();
    assert!(emails.iter().all(|email| mailbox.to(email).len() == 1));
}

#[test]
fn a_call_that_runs_out_of_time_says_which_rows_are_left() {
    let options = Options { mail_rate: 5_000, ..whole_table::quiet() };
    scenario_with(options, async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        world.system.pause_stream();
        let emails = people("bob", 90);
        let rows: Vec<Value> = emails.iter().map(|email| Member::row(email, "read")).collect();
        let clock = world.system.clock().clone();
        let mut transactions = 0;
        world.dynamodb.sabotage(move |operation| {
            transactions += usize::from(operation == "TransactWriteItems");
            if operation == "TransactWriteItems" && transactions == 3 {
                clock.advance(SignedDuration::from_secs(10)).expect("the clock moves");
            }
            None
        });
        let path = account.path("/invitations");
        let invite = async || ada.api.post_with(&path, &KEY, json!({ "invitations": rows })).await;
        let first = invite().await.expect(200);
        world.dynamodb.heal();
        let (done, left) = (with(&first, "invited"), with(&first, "try_again"));
        assert!(done.len() >= 3 && left.len() >= 10 && done.len() + left.len() == 90, "{} done", done.len());
        assert_eq!(counted(world).await, done.len(), "what was not done is given back");
        let users = ada.users(&account, "pending").await;
        assert_eq!(users.iter().map(String::as_str).collect::<BTreeSet<_>>(), done, "what is told is so");
        let again = invite().await;
        assert!(again.headers.contains_key("idempotency-replayed"), "the answer to this request");
        assert_eq!(again.expect(200), first);
        finish(world, &account, &ada, &emails, &first).await;
        assert_eq!(counted(world).await, 90);
    });
}

#[test]
fn what_is_done_is_told_though_the_store_fails_in_the_middle() {
    for how in [Sabotage::InternalError, Sabotage::Unreachable, Sabotage::ReplyLost] {
        let options = Options { mail_rate: 5_000, ..whole_table::quiet() };
        scenario_with(options, async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            world.system.settle().await.expect("the outbox runs empty");
            world.system.pause_stream();
            let emails = people("bob", 60);
            let rows: Vec<Value> = emails.iter().map(|email| Member::row(email, "read")).collect();
            let mut transactions = 0;
            world.dynamodb.sabotage(move |operation| {
                transactions += usize::from(operation == "TransactWriteItems");
                (operation == "TransactWriteItems" && transactions > 1).then_some(how)
            });
            let first = ada.invite_rows(&account, rows).await.expect(200);
            world.dynamodb.heal();
            let (done, left) = (with(&first, "invited"), with(&first, "try_again"));
            assert!(!done.is_empty() && !left.is_empty() && done.len() + left.len() == 60, "{} done", done.len());
            let users = ada.users(&account, "pending").await;
            assert!(done.iter().all(|email| users.iter().any(|user| user == email)), "what is told is so");
            assert!(counted(world).await >= users.len(), "nobody is invited who is not counted");
            finish(world, &account, &ada, &emails, &first).await;
        });
    }
}
