//! 429 and 503: what may be tried again later.

use super::*;

#[test]
fn too_many_emails_for_one_invitation_are_refused_until_the_hour_is_over() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada, invitation, _) = account_with_invitation(world, "ada@example.com").await;
        let path = account.path(&format!("/invitations/{invitation}/resend"));
        for _ in 0..4 {
            ada.api.post(&path, json!({})).await.expect(200);
            // An email that is still waiting when the next is promised is never sent: its link no longer works.
            world.system.settle().await.expect("the outbox runs empty");
        }
        let wait = whole_table::unchanged(world, async || {
            let reply = ada.api.post(&path, json!({})).await;
            let wait: i64 = reply.headers["retry-after"].to_str().expect("readable").parse().expect("seconds");
            reply.expect_problem(429, "rate_limited");
            wait
        })
        .await;
        assert!((1..=3_601).contains(&wait), "{wait}");
        world.advance_in_use(jiff::SignedDuration::from_secs(wait), &[&ada]).await;
        ada.api.post(&path, json!({})).await.expect(200);
        world.system.settle().await.expect("the outbox runs empty");
        assert_eq!(world.system.mailbox().to("pending@example.com").len(), 6);
    });
}

// 503

#[test]
fn when_the_table_cannot_be_reached_every_route_says_so_and_lets_nobody_in() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada, invitation, user) = account_with_invitation(world, "ada@example.com").await;
        let link = world.link("pending@example.com").await;
        let mut calls: Vec<(Api, Method, String, Option<Value>)> = Vec::new();
        for (method, rest, body) in account_routes(&account, &invitation, &user) {
            calls.push((ada.api.clone(), method, account.path(&rest), body));
        }
        for (method, path) in
            [(Method::GET, "/v1/me"), (Method::GET, "/v1/sessions/current"), (Method::DELETE, "/v1/sessions/current")]
        {
            calls.push((ada.api.clone(), method, path.to_owned(), None));
        }
        calls.push((world.api.clone(), Method::GET, "/healthz".to_owned(), None));
        let new = json!({ "name": "New", "preset": "warranty", "administrator": { "email": "new@example.com" } });
        calls.push((world.operator(), Method::POST, "/v1/accounts".to_owned(), Some(new)));
        let sign_in = json!({ "email": "ada@example.com", "password": PASSWORD });
        calls.push((world.api.clone(), Method::POST, "/v1/sessions".to_owned(), Some(sign_in)));
        for what in ["lookup", "accept", "decline", "request-new"] {
            calls.push((
                world.api.clone(),
                Method::POST,
                format!("/v1/invitations/{what}"),
                Some(json!({ "token": link })),
            ));
        }
        whole_table::unchanged(world, async || {
            world.dynamodb.sabotage(|_| Some(Sabotage::Unreachable));
            let mut failing = tokio::task::JoinSet::new();
            for (api, method, path, body) in calls {
                failing.spawn(
                    async move { (format!("{method} {path}"), call(&api, &method, &path, body.as_ref()).await) },
                );
            }
            for (route, reply) in failing.join_all().await {
                assert_eq!(reply.status, 503, "{route}: {}", reply.body);
                assert!(reply.headers.contains_key("retry-after"), "{route}");
                let problem = reply.expect_problem(503, "unavailable").to_string();
                assert!(
                    !problem.contains("unreachable") && !problem.contains("DynamoDb") && !problem.contains("usher_"),
                    "{route}: {problem}"
                );
            }
            world.dynamodb.heal();
        })
        .await;
        ada.api.get("/v1/me").await.expect(200);
    });
}

#[test]
fn when_a_change_cannot_be_written_nothing_of_it_is_there() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada, invitation, _) = account_with_invitation(world, "ada@example.com").await;
        whole_table::unchanged(world, async || {
            world.dynamodb.sabotage(|operation| (operation == "TransactWriteItems").then_some(Sabotage::InternalError));
            let rows = (0..60).map(|n| Member::row(&format!("a{n}@example.com"), "read")).collect();
            ada.invite_rows(&account, rows).await.expect_problem(503, "unavailable");
            for what in ["resend", "revoke"] {
                let path = account.path(&format!("/invitations/{invitation}/{what}"));
                ada.api.post(&path, json!({})).await.expect_problem(503, "unavailable");
            }
            world.dynamodb.heal();
        })
        .await;
    });
}

#[test]
fn when_mail_cannot_be_sent_people_are_invited_all_the_same() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.system.ses().fail_next(1, Fault::Internal);
        assert_eq!(ada.invite(&account, &["grace@example.com"]).await, ["invited"]);
        assert_eq!(ada.users(&account, "pending").await, ["grace@example.com"]);
    });
}
