//! Inviting people, and what administrators do with invitations afterwards.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use usher_local::{Fault, Options};
use usher_tests::{Account, Member, Reply, World, scenario, scenario_with};

use crate::{shop, table};

/// The verdicts of an answer, row by row.
fn verdicts(body: &Value) -> Vec<&str> {
    body["results"].as_array().expect("results").iter().map(|result| result["verdict"].as_str().expect("a verdict")).collect()
}

/// A row that the model of the shop takes, with these grants.
fn row(email: &str, grants: Value) -> Value {
    json!({ "email": email, "given_name": "Grace", "family_name": "Hopper", "grants": grants })
}

/// The fields that are wrong with a row, with their codes.
fn faults(result: &Value) -> Vec<(&str, &str)> {
    let errors = result["errors"].as_array().expect("errors").iter();
    errors.map(|error| (error["field"].as_str().expect("a field"), error["code"].as_str().expect("a code"))).collect()
}

async fn act(member: &Member, account: &Account, invitation: &str, what: &str) -> Reply {
    member.api.post(&account.path(&format!("/invitations/{invitation}/{what}")), json!({})).await
}

async fn lookup(world: &World, token: &str) -> Reply {
    world.api.post("/v1/invitations/lookup", json!({ "token": token })).await
}

fn time(value: &Value) -> Timestamp {
    value.as_str().expect("a time").parse().expect("an RFC 3339 time")
}

fn ids(records: &[Value]) -> Vec<&str> {
    records.iter().map(|record| record["id"].as_str().expect("an id")).collect()
}

// One invitation

#[test]
fn an_invitation_makes_a_pending_user_and_sends_one_mail() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let body = ada.invite_rows(&account, vec![Member::row("Grace@Example.com", "write")]).await.expect(200);
        world.system.settle().await.expect("the outbox runs empty");
        assert_eq!(world.system.mailbox().to("grace@example.com").len(), 1);

        let result = &body["results"][0];
        assert_eq!((&result["index"], &result["email"], &result["verdict"]), (&json!(0), &json!("grace@example.com"), &json!("invited")));
        let invitation = ada.invitation(&account, result["invitation"].as_str().expect("an id")).await;
        let shown = ["id", "user", "email", "status", "invited_by", "ended_at"].map(|field| invitation[field].clone());
        let expected = [
            result["invitation"].clone(),
            result["user"].clone(),
            json!("grace@example.com"),
            json!("pending"),
            json!(account.administrator),
            Value::Null,
        ];
        assert_eq!(shown, expected);
        assert_eq!(time(&invitation["expires_at"]).duration_since(time(&invitation["created_at"])), SignedDuration::from_hours(48));

        let user = ada.api.get(&account.path(&format!("/users/{}", result["user"].as_str().expect("an id")))).await.expect(200);
        let shown = ["email", "given_name", "family_name", "status", "invitation", "activated_at"].map(|field| user[field].clone());
        let expected = [json!("grace@example.com"), json!("Grace"), json!("Hopper"), json!("pending"), result["invitation"].clone(), Value::Null];
        assert_eq!(shown, expected);
        assert_eq!(user["grants"][0]["role"], "write");
    });
}

#[test]
fn what_became_of_the_mail_is_shown_with_its_reason() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let expected = [("success", "delivered"), ("bounce", "bounced"), ("suppressionlist", "suppressed"), ("complaint", "complained")];
        for (mailbox, status) in expected {
            let invitation = ada.invite_one(&account, &format!("{mailbox}@simulator.amazonses.com")).await;
            world.system.settle().await.expect("the outbox runs empty");
            let delivery = &ada.invitation(&account, &invitation).await["delivery"];
            assert_eq!(delivery["status"], status, "{delivery}");
            assert_eq!(delivery["reason"].is_string(), status != "delivered", "{delivery}");
        }
        world.system.ses().fail_next(1, Fault::MessageRejected);
        let refused = ada.invite_one(&account, "refused@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        let delivery = &ada.invitation(&account, &refused).await["delivery"];
        assert_eq!((&delivery["status"], delivery["reason"].is_string()), (&json!("failed"), true), "{delivery}");
    });
}

#[test]
fn a_mail_is_queued_until_it_is_sent_and_sent_until_it_is_delivered() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.system.pause_stream();
        world.system.ses().events().hold();
        let invitation = ada.invite_one(&account, "grace@example.com").await;
        let delivery = async || ada.invitation(&account, &invitation).await["delivery"]["status"].clone();
        assert_eq!(delivery().await, "queued");
        world.system.resume_stream();
        world.system.settle().await.expect("the outbox runs empty");
        assert_eq!(delivery().await, "sent");
        world.system.ses().events().release();
        world.system.settle().await.expect("the events are handled");
        assert_eq!(delivery().await, "delivered");
    });
}

#[test]
fn the_inviter_learns_nothing_about_who_is_known_elsewhere() {
    scenario(async |world| {
        world.account("invoicing", "known@example.com").await;
        let (account, ada) = world.account("warranty", "ada@example.com").await;
        // How far a mail has come is a matter of moments.
        world.system.pause_stream();
        let shape = async |email: &str| {
            let invited = ada.invite_rows(&account, vec![Member::row(email, account.role)]).await.expect(200);
            let result = &invited["results"][0];
            let invitation = ada.invitation(&account, result["invitation"].as_str().expect("an id")).await;
            let user = ada.api.get(&account.path(&format!("/users/{}", result["user"].as_str().expect("an id")))).await.expect(200);
            [invited.clone(), invitation, user].map(anonymous)
        };
        assert_eq!(shape("known@example.com").await, shape("unknown@example.com").await);
    });

    /// The answer without what tells any two people apart: addresses, ids and times.
    fn anonymous(answer: Value) -> Value {
        match answer {
            Value::Array(items) => items.into_iter().map(anonymous).collect(),
            Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, anonymous(value))).collect(),
            Value::String(text) if text.contains('@') || text.contains('_') || text.parse::<Timestamp>().is_ok() => Value::Null,
            other => other,
        }
    }
}

// Many invitations

#[test]
fn every_row_gets_its_own_verdict_and_a_bad_row_never_stops_a_good_one() {
    scenario(async |world| {
        let (account, olga) = shop::open_with(world, shop::model_with("refuse_disposable", json!(true)), "olga@example.com").await;
        let lead = shop::hire(world, &account, &olga, "lea@example.com", "lead").await;
        let pending = lead.invite_one(&account, "pending@example.com").await;
        let rows = vec![
            row("nobody", json!([{ "role": "clerk" }])),
            Member::row("first@example.com", "clerk"),
            Member::row("olga@example.com", "clerk"),
            Member::row("pending@example.com", "clerk"),
            Member::row("x@mailinator.com", "clerk"),
            Member::row("second@example.com", "owner"),
            json!(7),
            Member::row("FIRST@example.com", "clerk"),
            Member::row("third@example.com", "clerk"),
        ];
        let body = lead.invite_rows(&account, rows).await.expect(200);
        let expected =
            ["invalid", "invited", "already_member", "already_invited", "disposable_address", "not_allowed", "invalid", "duplicate", "invited"];
        assert_eq!(verdicts(&body), expected);
        let results = body["results"].as_array().expect("results");
        assert!(results.iter().enumerate().all(|(index, result)| result["index"] == index), "{body}");
        assert_eq!(results[3]["invitation"], json!(pending));
        for (index, email) in [(2, "olga@example.com"), (4, "x@mailinator.com"), (5, "second@example.com"), (7, "first@example.com")] {
            assert_eq!(results[index]["email"], email);
        }
        world.system.settle().await.expect("the outbox runs empty");
        assert_eq!(lead.users(&account, "pending").await, ["first@example.com", "pending@example.com", "third@example.com"]);
        let mails = |email: &str| world.system.mailbox().to(email).len();
        assert_eq!(["first@example.com", "second@example.com", "third@example.com"].map(mails), [1, 0, 1]);
    });
}

#[test]
fn everything_that_is_wrong_with_a_row_is_named_at_once() {
    scenario(async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        let cases = [
            (json!({}), vec![("email", "required"), ("given_name", "required"), ("family_name", "required"), ("grants", "required")]),
            (
                json!({ "email": "x@y", "given_name": " ", "family_name": "Ho\npper", "grants": [{ "role": "boss", "units": "some" }, {}] }),
                vec![
                    ("email", "invalid_email"),
                    ("given_name", "required"),
                    ("family_name", "forbidden_character"),
                    ("grants[0].units", "invalid_units"),
                    ("grants[1].role", "required"),
                ],
            ),
            (row("a@example.com", json!([{ "role": "boss" }])), vec![("grants[0].role", "invalid_role")]),
            (row("a@example.com", json!([{ "role": "owner" }, { "role": "clerk" }])), vec![("grants[1].role", "too_many_roles")]),
            (row("a@example.com", json!([{ "role": "clerk" }, { "role": "clerk" }])), vec![("grants", "duplicate")]),
            (
                row("a@example.com", json!([{ "role": "clerk", "permissions": ["users:read", "orders"], "ends_at": "soon" }])),
                vec![("grants[0].permissions[1]", "invalid_permission"), ("grants[0].ends_at", "invalid_timestamp")],
            ),
            (
                row("a@example.com", json!([{ "role": "clerk", "permissions": ["users:read"] }])),
                vec![("grants[0].permissions[0]", "not_customizable")],
            ),
            (row("a@example.com", json!([{ "role": "clerk", "units": [] }])), vec![("grants[0].units", "units_not_selectable")]),
        ];
        let body = olga.invite_rows(&account, cases.iter().map(|(row, _)| row.clone()).collect()).await.expect(200);
        for ((row, expected), result) in cases.iter().zip(body["results"].as_array().expect("results")) {
            assert_eq!((&result["verdict"], faults(result)), (&json!("invalid"), expected.clone()), "{row}");
        }
        assert!(olga.users(&account, "pending").await.is_empty());
    });
}

#[test]
fn a_row_of_the_wrong_shape_is_invalid_and_the_others_are_invited() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let good = Member::row("good@example.com", "read").to_string();
        let shapes = [
            ("7", vec![("", "invalid_type")]),
            ("null", vec![("", "invalid_type")]),
            ("\"a@example.com\"", vec![("", "invalid_type")]),
            ("[]", vec![("", "invalid_type")]),
            (r#"{"email":"a@example.com","admin":true}"#, vec![("admin", "unknown_field")]),
            (r#"["a@example.com","Grace","Hopper",[{"role":"read","units":"all"}]]"#, vec![("", "invalid_type")]),
            (r#"{"email":7,"grants":{}}"#, vec![("email", "invalid_type"), ("grants", "invalid_type")]),
            (r#"{"email":"a@example.com","grants":[["read"]]}"#, vec![("grants[0]", "invalid_type")]),
            (r#"{"email":"a@example.com","email":"b@example.com"}"#, vec![("email", "duplicate_field")]),
            (r#"{"email":"a@example.com","grants":[{"role":"read","role":"admin"}]}"#, vec![("grants[0].role", "duplicate_field")]),
            (r#"{"email":"a@example.com","grants":[{"role":"read","super":true}]}"#, vec![("grants[0].super", "unknown_field")]),
        ];
        let rows: Vec<&str> = shapes.iter().map(|(row, _)| *row).chain([good.as_str()]).collect();
        let body = format!(r#"{{"invitations":[{}]}}"#, rows.join(","));
        let answer = ada.api.send(reqwest::Method::POST, &account.path("/invitations"), &[], Some(body)).await.expect(200);
        let (bad, invited) = answer["results"].as_array().expect("results").split_at(shapes.len());
        for ((shape, expected), result) in shapes.iter().zip(bad) {
            assert_eq!((&result["verdict"], faults(result)), (&json!("invalid"), expected.clone()), "{shape}");
        }
        assert_eq!(invited[0]["verdict"], "invited");
        assert_eq!(ada.users(&account, "pending").await, ["good@example.com"]);
    });
}

#[test]
fn one_address_in_two_writings_is_invited_once() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let writings = ["Grace@Bücher.example", "grace@xn--bcher-kva.EXAMPLE", " grace@BÜCHER.example\t", "ada@EXAMPLE.com"];
        assert_eq!(ada.invite(&account, &writings).await, ["invited", "duplicate", "duplicate", "already_member"]);
        assert_eq!(ada.invite(&account, &writings[1..2]).await, ["already_invited"]);
        assert_eq!(ada.users(&account, "pending").await, ["grace@xn--bcher-kva.example"]);
    });
}

#[test]
fn a_row_that_is_refused_does_not_make_a_later_one_a_duplicate() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let rows = vec![row("grace@example.com", json!([])), Member::row("grace@example.com", "read")];
        assert_eq!(verdicts(&ada.invite_rows(&account, rows).await.expect(200)), ["invalid", "invited"]);
    });
}

#[test]
fn nobody_gives_by_invitation_what_they_do_not_hold() {
    scenario(async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        let lead = shop::hire(world, &account, &olga, "lea@example.com", "lead").await;
        let rows = vec![
            row("a@example.com", json!([{ "role": "clerk", "permissions": ["orders:create"] }])),
            row("b@example.com", json!([{ "role": "clerk", "permissions": ["orders:refund"] }])),
            row("c@example.com", json!([{ "role": "lead" }])),
            row("d@example.com", json!([{ "role": "owner" }])),
            row("e@example.com", json!([{ "role": "clerk", "permissions": ["orders:refund:own"] }])),
        ];
        let body = lead.invite_rows(&account, rows).await.expect(200);
        assert_eq!(verdicts(&body), ["invited", "not_allowed", "invited", "not_allowed", "not_allowed"]);
        assert_eq!(lead.users(&account, "pending").await, ["a@example.com", "c@example.com"]);
    });
}

#[test]
fn units_that_the_account_does_not_have_or_that_come_twice_make_a_row_invalid() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let (known, unknown) = ("unt_aaaaaaaaaaaaaaaa", "unt_bbbbbbbbbbbbbbba");
        table::add_unit(world, &account, known).await;
        let units = |email: &str, units: Value| row(email, json!([{ "role": "read", "units": units }]));
        let rows = vec![
            units("a@example.com", json!([known])),
            units("b@example.com", json!([known, unknown])),
            units("c@example.com", json!([known, known])),
            units("d@example.com", json!([])),
            units("e@example.com", json!(["practice"])),
        ];
        let body = ada.invite_rows(&account, rows).await.expect(200);
        assert_eq!(verdicts(&body), ["invited", "invalid", "invalid", "invalid", "invalid"]);
        let results = body["results"].as_array().expect("results");
        assert_eq!(faults(&results[1]), [("grants[0].units[1]", "unknown_unit")]);
        assert_eq!(faults(&results[2]), [("grants[0].units[1]", "duplicate")]);
        assert_eq!(faults(&results[3]), [("grants[0].units", "required")]);
        let user = ada.api.get(&account.path(&format!("/users/{}", results[0]["user"].as_str().expect("an id")))).await.expect(200);
        assert_eq!(user["grants"][0]["units"], json!([known]));
    });
}

#[test]
fn disposable_addresses_are_refused_only_where_the_access_model_says_so() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        assert_eq!(ada.invite(&account, &["x@mailinator.com"]).await, ["invited"]);
        let (strict, olga) = shop::open_with(world, shop::model_with("refuse_disposable", json!(true)), "olga@example.com").await;
        assert_eq!(olga.invite(&strict, &["x@mailinator.com", "x@example.com"]).await, ["disposable_address", "invited"]);
    });
}

#[test]
fn a_dry_run_gives_the_verdicts_of_the_real_run_and_changes_nothing() {
    scenario_with(table::quiet(), async |world| {
        let (account, olga) = shop::open_with(world, shop::model_with("refuse_disposable", json!(true)), "olga@example.com").await;
        let lead = shop::hire(world, &account, &olga, "lea@example.com", "lead").await;
        let pending = lead.invite_one(&account, "pending@example.com").await;
        let emails = ["new@example.com", "olga@example.com", "pending@example.com", "x@mailinator.com", "NEW@example.com", "nobody"];
        let mut rows: Vec<Value> = emails.iter().map(|email| Member::row(email, "clerk")).collect();
        rows.push(Member::row("other@example.com", "owner"));
        rows.push(json!([]));
        let path = account.path("/invitations");
        let dry =
            table::unchanged(world, async || lead.api.post(&path, json!({ "invitations": rows.clone(), "dry_run": true })).await.expect(200)).await;
        let real = lead.api.post(&path, json!({ "invitations": rows })).await.expect(200);
        assert_eq!((&dry["dry_run"], &real["dry_run"]), (&json!(true), &json!(false)));
        assert_eq!(verdicts(&dry)[..5], ["invited", "already_member", "already_invited", "disposable_address", "duplicate"]);
        assert_eq!((&dry["results"][0]["invitation"], &dry["results"][2]["invitation"]), (&Value::Null, &json!(pending)));
        let without_new_ids = |body: &Value| {
            let mut results = body["results"].clone();
            results[0]["invitation"].take();
            results[0]["user"].take();
            results
        };
        assert_eq!(without_new_ids(&dry), without_new_ids(&real));
    });
}

#[test]
fn a_thousand_people_are_invited_in_one_call_with_at_most_a_hundred_requests() {
    scenario_with(Options { mail_rate: 5_000, ..table::quiet() }, async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.system.pause_stream();
        world.system.mailbox().clear();
        let emails: Vec<String> = (0..1_000).map(|n| format!("{}.{n}@example{}.com", ["grace", "alan", "edsger"][n % 3], n % 7)).collect();
        let rows: Vec<Value> = emails.iter().map(|email| Member::row(email, "read")).collect();
        // Eight transactions at once on a machine that is busy with other things may time out. Then a client asks again.
        let mut calls = 0;
        let (body, requests) = loop {
            calls += 1;
            world.dynamodb.clear();
            let reply = ada.invite_rows(&account, rows.clone()).await;
            if reply.status != 503 || calls == 5 {
                break (reply.expect(200), world.dynamodb.take());
            }
        };
        assert!(requests.len() <= 100, "{} requests: {:?}", requests.len(), table::operations(&requests));
        assert_eq!(world.system.mailbox().count(), 0, "the answer waits for no mail");

        assert!(verdicts(&body).iter().all(|verdict| *verdict == "invited" || (calls > 1 && *verdict == "already_invited")), "{body}");
        let results = body["results"].as_array().expect("results");
        let answered: Vec<&str> = results.iter().map(|result| result["email"].as_str().expect("an address")).collect();
        assert_eq!(answered, emails);
        assert!(results.iter().enumerate().all(|(index, result)| result["index"] == index));

        world.system.resume_stream();
        while world.system.settle().await.is_err() {}
        let mut mails: BTreeMap<String, usize> = BTreeMap::new();
        for mail in world.system.mailbox().all() {
            mail.to.into_iter().for_each(|to| *mails.entry(to).or_default() += 1);
        }
        assert_eq!(mails, emails.iter().map(|email| (email.clone(), 1)).collect());
        assert_eq!(ada.users(&account, "pending").await.len(), 1_000);
    });
}

#[test]
fn a_call_invites_at_least_one_and_at_most_a_thousand_people() {
    scenario_with(table::quiet(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        table::unchanged(world, async || {
            for count in [0, 1_001] {
                let rows = (0..count).map(|n| Member::row(&format!("a{n}@example.com"), "read")).collect();
                ada.invite_rows(&account, rows).await.expect_fields(&[("invitations", "out_of_range")]);
            }
            ada.api.post(&account.path("/invitations"), json!({})).await.expect_fields(&[("invitations", "out_of_range")]);
        })
        .await;
    });
}

#[test]
fn where_the_access_model_forbids_bulk_a_call_invites_one_person() {
    scenario(async |world| {
        let (account, olga) = shop::open_with(world, shop::model_with("bulk", json!(false)), "olga@example.com").await;
        let rows = ["a@example.com", "b@example.com"].map(|email| Member::row(email, "clerk"));
        olga.invite_rows(&account, rows.to_vec()).await.expect_fields(&[("invitations", "out_of_range")]);
        assert!(olga.users(&account, "pending").await.is_empty());
        assert_eq!(olga.invite(&account, &["a@example.com"]).await, ["invited"]);
    });
}

// Lists

#[test]
fn invitations_are_listed_by_status_the_newest_first() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let mut invited = Vec::new();
        for name in ["a", "b", "c", "d"] {
            world.system.clock().advance(SignedDuration::from_secs(1)).expect("the clock moves");
            invited.push(ada.invite_one(&account, &format!("{name}@example.com")).await);
        }
        act(&ada, &account, &invited[1], "revoke").await.expect(200);
        world.accept("c@example.com").await.expect(200);
        let token = world.link("d@example.com").await;
        world.api.post("/v1/invitations/decline", json!({ "token": token })).await.expect(204);

        let listed = async |status: &str| ada.pages(&account.path(&format!("/invitations?status={status}"))).await;
        assert_eq!(ids(&listed("pending").await), [&invited[0]]);
        assert_eq!(ids(&listed("revoked").await), [&invited[1]]);
        assert_eq!(ids(&listed("declined").await), [&invited[3]]);
        assert_eq!(listed("accepted").await.iter().map(|one| one["email"].clone()).collect::<Vec<_>>(), ["c@example.com", "ada@example.com"]);
        assert!(listed("expired").await.is_empty());
        assert_eq!(listed("pending").await[0], ada.invitation(&account, &invited[0]).await);
        let all = ada.pages(&account.path("/invitations?limit=2")).await;
        assert_eq!(all.len(), 5);
    });
}

#[test]
fn an_invitation_leaves_the_pending_list_the_moment_it_expires_and_joins_the_expired_with_the_sweep() {
    scenario_with(table::quiet(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let invitation = ada.invite_one(&account, "grace@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        world.system.clock().advance(SignedDuration::from_hours(48)).expect("the clock moves");
        let ada = world.sign_in("ada@example.com").await;
        let listed = async |status: &str| ada.pages(&account.path(&format!("/invitations?status={status}"))).await;
        assert_eq!(ada.invitation(&account, &invitation).await["status"], "expired");
        assert!(listed("pending").await.is_empty());
        world.system.sweep().await.expect("the sweep runs");
        assert_eq!(ids(&listed("expired").await), [&invitation]);
    });
}

#[test]
fn pages_show_everything_once_while_others_invite() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails: Vec<String> = (0..7).map(|n| format!("p{n}@example.com")).collect();
        ada.invite(&account, &emails.iter().map(String::as_str).collect::<Vec<_>>()).await;
        let (mut seen, mut after) = (Vec::new(), String::new());
        for round in 0.. {
            let page = ada.api.get(&account.path(&format!("/invitations?status=pending&limit=3{after}"))).await.expect(200);
            let data = page["data"].as_array().expect("a page");
            assert!(data.len() <= 3);
            seen.extend(data.iter().map(|one| one["email"].as_str().expect("an address").to_owned()));
            world.system.clock().advance(SignedDuration::from_secs(1)).expect("the clock moves");
            ada.invite_one(&account, &format!("late{round}@example.com")).await;
            let Some(next) = page["page"]["after"].as_str() else { break };
            after = format!("&after={next}");
        }
        seen.sort();
        assert_eq!(seen, emails);
    });
}

#[test]
fn a_page_has_from_one_to_a_hundred_records() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails: Vec<String> = (0..30).map(|n| format!("p{n:02}@example.com")).collect();
        ada.invite(&account, &emails.iter().map(String::as_str).collect::<Vec<_>>()).await;
        let page = async |query: &str| ada.api.get(&account.path(&format!("/invitations?status=pending{query}"))).await;
        let count = async |query: &str| page(query).await.expect(200)["data"].as_array().map(Vec::len);
        assert_eq!((count("").await, count("&limit=1").await, count("&limit=100").await), (Some(25), Some(1), Some(30)));
        for limit in ["0", "101", "-1", "ten", ""] {
            page(&format!("&limit={limit}")).await.expect_fields(&[("limit", "out_of_range")]);
        }
        let path = account.path("/invitations?status=open&limit=0");
        ada.api.get(&path).await.expect_fields(&[("status", "unknown_value"), ("limit", "out_of_range")]);
        ada.api.get(&account.path("/invitations?state=pending")).await.expect_fields(&[("", "invalid_query")]);
    });
}

#[test]
fn a_cursor_works_for_its_own_list_and_only_as_it_was_given() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let (other, bob) = world.account("invoicing", "bob@example.com").await;
        for (account, member) in [(&account, &ada), (&other, &bob)] {
            member.invite(account, &["x@example.com", "y@example.com", "z@example.com"]).await;
        }
        let next = async |member: &Member, path: &str| {
            let page = member.api.get(path).await.expect(200);
            page["page"]["after"].as_str().expect("another page").to_owned()
        };
        let path = account.path("/invitations?status=pending&limit=1");
        let cursor = next(&ada, &path).await;
        let with = async |cursor: &str| ada.api.get(&format!("{path}&after={cursor}")).await;
        assert_eq!(with(&cursor).await.expect(200)["data"].as_array().map(Vec::len), Some(1));

        let mut forged = vec![
            String::new(),
            "2".to_owned(),
            cursor[1..].to_owned(),
            format!("1{}", &cursor[1..]),
            cursor[..cursor.len() - 4].to_owned(),
            format!("{cursor}AAAA"),
            next(&bob, &other.path("/invitations?status=pending&limit=1")).await,
            next(&ada, &account.path("/invitations?limit=1")).await,
            next(&ada, &account.path("/users?status=pending&limit=1")).await,
        ];
        forged.extend((0..cursor.len()).step_by(5).map(|place| {
            let other = if &cursor[place..=place] == "A" { "B" } else { "A" };
            format!("{}{other}{}", &cursor[..place], &cursor[place + 1..])
        }));
        for forged in forged {
            with(&forged).await.expect_fields(&[("after", "invalid_cursor")]);
        }
        let elsewhere = account.path(&format!("/users?status=pending&limit=1&after={cursor}"));
        ada.api.get(&elsewhere).await.expect_fields(&[("after", "invalid_cursor")]);
    });
}

// Resend

#[test]
fn sending_again_kills_the_old_link_and_the_new_one_works() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let invitation = ada.invite_one(&account, "grace@example.com").await;
        let old = world.link("grace@example.com").await;
        lookup(world, &old).await.expect(200);
        let before = ada.invitation(&account, &invitation).await;
        world.system.clock().advance(SignedDuration::from_mins(30)).expect("the clock moves");
        let reply = act(&ada, &account, &invitation, "resend").await;
        let etag = reply.etag();
        let resent = reply.expect(200);
        assert_eq!((&resent["id"], &resent["user"], &resent["status"]), (&before["id"], &before["user"], &json!("pending")));
        assert!(time(&resent["expires_at"]) >= time(&before["expires_at"]) + SignedDuration::from_mins(30), "a whole lifetime again: {resent}");

        lookup(world, &old).await.expect_problem(404, "not_found");
        let accept = json!({ "token": old, "password": usher_tests::PASSWORD });
        world.api.post("/v1/invitations/accept", accept).await.expect_problem(404, "not_found");
        let new = world.link("grace@example.com").await;
        assert_eq!(lookup(world, &new).await.expect(200)["status"], "pending");
        let read = ada.api.get(&account.path(&format!("/invitations/{invitation}"))).await;
        assert_ne!(read.etag(), etag, "the mail that was sent since is a change");
        assert_eq!(world.system.mailbox().to("grace@example.com").len(), 2);
        world.accept("grace@example.com").await.expect(200);
    });
}

#[test]
fn an_expired_invitation_can_be_sent_again_and_accepted() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let invitation = ada.invite_one(&account, "grace@example.com").await;
        let old = world.link("grace@example.com").await;
        world.advance(SignedDuration::from_hours(49)).await;
        let ada = world.sign_in("ada@example.com").await;
        assert_eq!(ada.invitation(&account, &invitation).await["status"], "expired");
        assert_eq!(ada.invite(&account, &["grace@example.com"]).await, ["already_invited"], "inviting is not sending again");

        let resent = act(&ada, &account, &invitation, "resend").await.expect(200);
        assert_eq!((&resent["status"], &resent["ended_at"]), (&json!("pending"), &Value::Null));
        lookup(world, &old).await.expect_problem(404, "not_found");
        world.accept("grace@example.com").await.expect(200);
        assert_eq!(ada.users(&account, "active").await, ["ada@example.com", "grace@example.com"]);
        assert_eq!(ada.invitation(&account, &invitation).await["status"], "accepted");
    });
}

#[test]
fn whoever_sends_an_invitation_again_vouches_for_it_and_must_hold_what_it_gives() {
    scenario(async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        let lead = shop::hire(world, &account, &olga, "lea@example.com", "lead").await;
        let invite = async |email: &str, role: &str| {
            let body = olga.invite_rows(&account, vec![Member::row(email, role)]).await.expect(200);
            body["results"][0]["invitation"].as_str().expect("an id").to_owned()
        };
        let (small, large) = (invite("carl@example.com", "clerk").await, invite("otto@example.com", "owner").await);
        let old = world.link("otto@example.com").await;
        act(&lead, &account, &large, "resend").await.expect_problem(403, "grant_exceeds_own");
        lookup(world, &old).await.expect(200);
        let resent = act(&lead, &account, &small, "resend").await.expect(200);
        let me = &lead.api.get("/v1/me").await.expect(200)["accounts"][0]["user"]["id"];
        assert_eq!((&resent["invited_by"], resent["invited_by"].is_string()), (me, true));
    });
}

// Revoke

#[test]
fn revoking_ends_the_link_and_the_pending_user_at_once() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let invitation = ada.invite_one(&account, "grace@example.com").await;
        let token = world.link("grace@example.com").await;
        let user = ada.invitation(&account, &invitation).await["user"].as_str().expect("an id").to_owned();
        let revoked = act(&ada, &account, &invitation, "revoke").await.expect(200);
        assert_eq!((&revoked["status"], revoked["ended_at"].is_string()), (&json!("revoked"), true));

        assert_eq!(lookup(world, &token).await.expect(200)["status"], "revoked");
        let accept = json!({ "token": token, "password": usher_tests::PASSWORD });
        world.api.post("/v1/invitations/accept", accept).await.expect_problem(409, "invitation_not_pending");
        world.api.post("/v1/invitations/request-new", json!({ "token": token })).await.expect_problem(409, "invitation_not_pending");
        ada.api.get(&account.path(&format!("/users/{user}"))).await.expect_problem(404, "not_found");
        assert!(ada.users(&account, "pending").await.is_empty());
        assert_eq!(ada.invitation(&account, &invitation).await, revoked, "the record stays");
    });
}

#[test]
fn an_expired_invitation_can_be_revoked() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let invitation = ada.invite_one(&account, "grace@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        world.advance(SignedDuration::from_hours(49)).await;
        let ada = world.sign_in("ada@example.com").await;
        assert_eq!(act(&ada, &account, &invitation, "revoke").await.expect(200)["status"], "revoked");
        assert!(ada.users(&account, "pending").await.is_empty());
    });
}

#[test]
fn whoever_was_revoked_or_declined_can_be_invited_again_as_somebody_new() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let first = ada.invite_one(&account, "grace@example.com").await;
        let old = world.link("grace@example.com").await;
        act(&ada, &account, &first, "revoke").await.expect(200);
        let second = ada.invite_one(&account, "grace@example.com").await;
        assert_ne!(first, second);
        let token = world.link("grace@example.com").await;
        world.api.post("/v1/invitations/decline", json!({ "token": token })).await.expect(204);
        let third = ada.invite_one(&account, "grace@example.com").await;

        act(&ada, &account, &first, "resend").await.expect_problem(409, "invitation_not_pending");
        act(&ada, &account, &second, "revoke").await.expect_problem(409, "invitation_not_pending");
        assert_eq!(lookup(world, &old).await.expect(200)["status"], "revoked");
        world.accept("grace@example.com").await.expect(200);
        let mut statuses = Vec::new();
        for invitation in [&first, &second, &third] {
            statuses.push(ada.invitation(&account, invitation).await["status"].clone());
        }
        assert_eq!(statuses, ["revoked", "declined", "accepted"]);
    });
}

#[test]
fn a_change_goes_through_with_the_present_version_or_any() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let invitation = ada.invite_one(&account, "grace@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        let path = account.path(&format!("/invitations/{invitation}"));
        let etag = ada.api.get(&path).await.etag();
        let headers = [("if-match", etag.as_str())];
        ada.api.post_with(&format!("{path}/resend"), &headers, json!({})).await.expect(200);
        ada.api.post_with(&format!("{path}/revoke"), &[("if-match", "\"0\", *")], json!({})).await.expect(200);
    });
}
