//! Many in one call: a verdict for each row.

use super::*;

#[test]
fn every_row_gets_its_own_verdict_and_a_bad_row_never_stops_a_good_one() {
    scenario(async |world| {
        let (account, olga) =
            shop::open_with(world, shop::model_with("refuse_disposable", json!(true)), "olga@example.com").await;
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
        let expected = [
            "invalid",
            "invited",
            "already_member",
            "already_invited",
            "disposable_address",
            "not_allowed",
            "invalid",
            "duplicate",
            "invited",
        ];
        assert_eq!(verdicts(&body), expected);
        let results = body["results"].as_array().expect("results");
        assert!(results.iter().enumerate().all(|(index, result)| result["index"] == index), "{body}");
        assert_eq!(results[3]["invitation"], json!(pending));
        for (index, email) in
            [(2, "olga@example.com"), (4, "x@mailinator.com"), (5, "second@example.com"), (7, "first@example.com")]
        {
            assert_eq!(results[index]["email"], email);
        }
        world.system.settle().await.expect("the outbox runs empty");
        assert_eq!(
            lead.users(&account, "pending").await,
            ["first@example.com", "pending@example.com", "third@example.com"]
        );
        let mails = |email: &str| world.system.mailbox().to(email).len();
        assert_eq!(["first@example.com", "second@example.com", "third@example.com"].map(mails), [1, 0, 1]);
    });
}

#[test]
fn everything_that_is_wrong_with_a_row_is_named_at_once() {
    scenario(async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        let cases = [
            (json!({}), vec![("row", "required")]),
            (
                json!({ "given_name": "Grace" }),
                vec![("email", "required"), ("family_name", "required"), ("grants", "required")],
            ),
            (
                json!({
                    "email": "x@y", "given_name": " ", "family_name": "Ho\npper",
                    "grants": [{ "role": "boss", "units": "some" }, {}],
                }),
                vec![
                    ("email", "invalid_email"),
                    ("given_name", "required"),
                    ("family_name", "forbidden_character"),
                    ("grants[0].units", "invalid_units"),
                    ("grants[1].role", "required"),
                ],
            ),
            (row("a@example.com", json!([{ "role": "boss" }])), vec![("grants[0].role", "unknown_role")]),
            (
                row("a@example.com", json!([{ "role": "owner" }, { "role": "clerk" }])),
                vec![("grants[1].role", "too_many_roles")],
            ),
            (row("a@example.com", json!([{ "role": "clerk" }, { "role": "clerk" }])), vec![("grants", "duplicate")]),
            (
                row(
                    "a@example.com",
                    json!([{ "role": "clerk", "permissions": ["users:read", "orders"], "ends_at": "soon" }]),
                ),
                vec![("grants[0].permissions[1]", "invalid_permission"), ("grants[0].ends_at", "invalid_timestamp")],
            ),
            (
                row("a@example.com", json!([{ "role": "clerk", "permissions": ["users:read"] }])),
                vec![("grants[0].permissions[0]", "not_customizable")],
            ),
            (
                row("a@example.com", json!([{ "role": "clerk", "units": [] }])),
                vec![("grants[0].units", "units_not_selectable")],
            ),
        ];
        let body = olga.invite_rows(&account, cases.iter().map(|(row, _)| row.clone()).collect()).await.expect(200);
        for ((row, expected), result) in cases.iter().zip(body["results"].as_array().expect("results")) {
            assert_eq!((&result["verdict"], faults(result)), (&json!("invalid"), expected.clone()), "{row}");
        }
        assert!(olga.users(&account, "pending").await.is_empty());
    });
}

/// As the empty lines of a table become rows.
#[test]
fn an_empty_row_is_one_fault() {
    scenario(async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        let grants = json!([{ "role": "clerk" }]);
        let rows = vec![
            json!({}),
            json!({ "email": "", "given_name": " ", "family_name": null, "grants": grants }),
            json!({ "email": "\u{feff}", "given_name": "\u{3164}", "grants": [] }),
            Member::row("new@example.com", "clerk"),
        ];
        let body = olga.invite_rows(&account, rows).await.expect(200);
        assert_eq!(verdicts(&body), ["invalid", "invalid", "invalid", "invited"]);
        for result in &body["results"].as_array().expect("results")[..3] {
            assert_eq!(faults(result), [("row", "required")], "{result}");
        }
    });
}

#[test]
fn a_row_that_is_refused_says_what_helps() {
    scenario(async |world| {
        let mut model = shop::model();
        model["policies"]["offboarding"] = json!({ "deactivate": true });
        let (account, olga) = shop::open_with(world, model, "olga@example.com").await;
        shop::hire(world, &account, &olga, "away@example.com", "clerk").await;
        let away = office::path(&olga, &account, "away@example.com").await;
        office::post(&olga, &away, "deactivate").await.expect(200);
        let boss = format!("boss {}", "o".repeat(100));
        let rows = vec![
            Member::row("away@example.com", "clerk"),
            Member::row("new@example.com", "clerk"),
            Member::row("other@example.com", "Boss"),
            Member::row("other@example.com", &boss),
            Member::row("New@Example.com", "clerk"),
        ];
        let body = olga.invite_rows(&account, rows.clone()).await.expect(200);
        assert_eq!(verdicts(&body), ["deactivated", "invited", "invalid", "invalid", "duplicate"]);
        let results = body["results"].as_array().expect("results");
        assert!(away.ends_with(results[0]["user"].as_str().expect("a user")), "whom to reactivate: {}", results[0]);
        let of = results.iter().map(|result| result["duplicate_of"].clone());
        assert_eq!(of.collect::<Value>(), json!([null, null, null, null, 1]));
        let message = |index: usize| results[index]["errors"][0]["message"].as_str().expect("words");
        assert_eq!(message(2), "unknown role `Boss`; there are `clerk`, `lead`, `owner`");
        assert!(message(3).starts_with("unknown role `boss ooo") && message(3).len() < 130, "{}", message(3));

        // The same for one.
        let users = account.path("/users");
        olga.api.post(&users, rows[0].clone()).await.expect_problem(409, "deactivated");
        let unknown = olga.api.get(&account.path("/users?role=Boss")).await;
        assert_eq!(unknown.body["errors"][0]["message"], message(2));
        unknown.expect_fields(&[("role", "unknown_role")]);
    });
}

#[test]
fn a_row_of_the_wrong_shape_is_invalid_and_the_others_are_invited() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let good = Member::row("good@example.com", "read").to_string();
        let shapes = [
            ("7", vec![("row", "invalid_type")]),
            ("null", vec![("row", "invalid_type")]),
            ("\"a@example.com\"", vec![("row", "invalid_type")]),
            ("[]", vec![("row", "invalid_type")]),
            (r#"{"email":"a@example.com","admin":true}"#, vec![("admin", "unknown_field")]),
            (r#"["a@example.com","Grace","Hopper",[{"role":"read","units":"all"}]]"#, vec![("row", "invalid_type")]),
            (r#"{"email":7,"grants":{}}"#, vec![("email", "invalid_type"), ("grants", "invalid_type")]),
            (r#"{"email":"a@example.com","grants":[["read"]]}"#, vec![("grants[0]", "invalid_type")]),
            (r#"{"email":"a@example.com","email":"b@example.com"}"#, vec![("email", "duplicate_field")]),
            (
                r#"{"email":"a@example.com","grants":[{"role":"read","role":"admin"}]}"#,
                vec![("grants[0].role", "duplicate_field")],
            ),
            (
                r#"{"email":"a@example.com","grants":[{"role":"read","super":true}]}"#,
                vec![("grants[0].super", "unknown_field")],
            ),
        ];
        let rows: Vec<&str> = shapes.iter().map(|(row, _)| *row).chain([good.as_str()]).collect();
        let body = format!(r#"{{"invitations":[{}]}}"#, rows.join(","));
        let answer =
            ada.api.send(reqwest::Method::POST, &account.path("/invitations"), &[], Some(body)).await.expect(200);
        let (bad, invited) = answer["results"].as_array().expect("results").split_at(shapes.len());
        for ((shape, expected), result) in shapes.iter().zip(bad) {
            let found = faults(result);
            assert_eq!(result["verdict"], "invalid", "{shape}");
            assert!(expected.iter().all(|fault| found.contains(fault)), "{shape}: {found:?}");
        }
        assert_eq!(invited[0]["verdict"], "invited");
        assert_eq!(ada.users(&account, "pending").await, ["good@example.com"]);
    });
}

#[test]
fn one_address_in_two_writings_is_invited_once() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let writings =
            ["Grace@Bücher.example", "grace@xn--bcher-kva.EXAMPLE", " grace@BÜCHER.example\t", "ada@EXAMPLE.com"];
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
        whole_table::add_unit(world, &account, known).await;
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
        let user = ada
            .api
            .get(&account.path(&format!("/users/{}", results[0]["user"].as_str().expect("an id"))))
            .await
            .expect(200);
        assert_eq!(user["grants"][0]["units"], json!([known]));
    });
}

#[test]
fn disposable_addresses_are_refused_only_if_the_access_model_says_so() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        assert_eq!(ada.invite(&account, &["x@mailinator.com"]).await, ["invited"]);
        let (strict, olga) =
            shop::open_with(world, shop::model_with("refuse_disposable", json!(true)), "olga@example.com").await;
        assert_eq!(
            olga.invite(&strict, &["x@mailinator.com", "x@example.com"]).await,
            ["disposable_address", "invited"]
        );
    });
}

#[test]
fn a_dry_run_gives_the_verdicts_of_the_real_run_and_changes_nothing() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, olga) =
            shop::open_with(world, shop::model_with("refuse_disposable", json!(true)), "olga@example.com").await;
        let lead = shop::hire(world, &account, &olga, "lea@example.com", "lead").await;
        let pending = lead.invite_one(&account, "pending@example.com").await;
        let emails = [
            "new@example.com",
            "olga@example.com",
            "pending@example.com",
            "x@mailinator.com",
            "NEW@example.com",
            "nobody",
        ];
        let mut rows: Vec<Value> = emails.iter().map(|email| Member::row(email, "clerk")).collect();
        rows.push(Member::row("other@example.com", "owner"));
        rows.push(json!([]));
        let path = account.path("/invitations");
        let dry = whole_table::unchanged(world, async || {
            lead.api.post(&path, json!({ "invitations": rows.clone(), "dry_run": true })).await.expect(200)
        })
        .await;
        let real = lead.api.post(&path, json!({ "invitations": rows })).await.expect(200);
        assert_eq!((&dry["dry_run"], &real["dry_run"]), (&json!(true), &json!(false)));
        assert_eq!(
            verdicts(&dry)[..5],
            ["invited", "already_member", "already_invited", "disposable_address", "duplicate"]
        );
        assert_eq!(
            (&dry["results"][0]["invitation"], &dry["results"][2]["invitation"]),
            (&Value::Null, &json!(pending))
        );
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
    scenario_with(Options { mail_rate: 5_000, ..whole_table::quiet() }, async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.system.pause_stream();
        world.system.mailbox().clear();
        let emails: Vec<String> =
            (0..1_000).map(|n| format!("{}.{n}@example{}.com", ["grace", "alan", "edsger"][n % 3], n % 7)).collect();
        let rows: Vec<Value> = emails.iter().map(|email| Member::row(email, "read")).collect();
        // Eight transactions at once on a machine that is busy with other things may time out. Then a client asks
        // again.
        let mut calls = 0;
        let (body, requests) = loop {
            calls += 1;
            world.dynamodb.clear();
            let reply = ada.invite_rows(&account, rows.clone()).await;
            let is_cut_short = reply.status == 503 || reply.body.to_string().contains("try_again");
            if !is_cut_short || calls == 5 {
                break (reply.expect(200), world.dynamodb.take());
            }
        };
        assert!(requests.len() <= 100, "{} requests: {:?}", requests.len(), whole_table::operations(&requests));
        assert_eq!(world.system.mailbox().count(), 0, "the answer waits for no mail");

        assert!(
            verdicts(&body).iter().all(|verdict| *verdict == "invited" || (calls > 1 && *verdict == "already_invited")),
            "{body}"
        );
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
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        whole_table::unchanged(world, async || {
            for count in [0, 1_001] {
                let rows = (0..count).map(|n| Member::row(&format!("a{n}@example.com"), "read")).collect();
                ada.invite_rows(&account, rows).await.expect_fields(&[("invitations", "out_of_range")]);
            }
            ada.api.post(&account.path("/invitations"), json!({})).await.expect_fields(&[("invitations", "required")]);
        })
        .await;
    });
}

#[test]
fn if_the_access_model_forbids_bulk_a_call_invites_one_person() {
    scenario(async |world| {
        let (account, olga) = shop::open_with(world, shop::model_with("bulk", json!(false)), "olga@example.com").await;
        let rows = ["a@example.com", "b@example.com"].map(|email| Member::row(email, "clerk"));
        olga.invite_rows(&account, rows.to_vec()).await.expect_fields(&[("invitations", "out_of_range")]);
        assert!(olga.users(&account, "pending").await.is_empty());
        assert_eq!(olga.invite(&account, &["a@example.com"]).await, ["invited"]);
    });
}
