//! Functions and clients that die in the middle.

use super::*;

/// Sends a request to a function of its own, which dies. A death at a request must come before the answer.
async fn to_a_dying_function(world: &World, death: Death, path: &str, headers: &[(&str, &str)], body: &Value) {
    let headers = headers.iter().chain(&[("content-type", "application/json")]);
    let request = headers.fold(Request::post(path), |request, (name, value)| request.header(*name, *value));
    let request = request.body(Body::from(body.to_string())).expect("a request");
    let environment = Environment::of(world);
    let answer = environment.dying(death, environment.api().oneshot(request)).await;
    assert!(answer.is_none() || matches!(death, Death::AtWait(_)), "{death:?}: {answer:?}");
}

fn bearer(member: &Member) -> String {
    format!("Bearer {}", member.api.token().expect("a token"))
}

#[test]
fn an_acceptance_killed_at_any_of_its_waits_and_sent_again_ends_with_one_user() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        // It reads twice side by side, and writes once.
        let deaths: Vec<Death> = deaths(3).collect();
        let emails = people("bob", deaths.len());
        ada.invite(&account, &emails.iter().map(String::as_str).collect::<Vec<_>>()).await;
        world.system.settle().await.expect("the emails are sent");
        for (email, death) in emails.iter().zip(deaths) {
            let token = newest(world, email);
            let body = json!({ "token": token, "password": PASSWORD });
            to_a_dying_function(world, death, "/v1/invitations/accept", &[], &body).await;
            let again = accept(world.api.clone(), token).await;
            match death {
                Death::Before(_) | Death::After(1 | 2) => drop(again.expect(200)),
                Death::After(_) => drop(again.expect_problem(409, "invitation_not_pending")),
                Death::AtWait(_) => assert!(matches!(again.status.as_u16(), 200 | 409), "{}", again.body),
            }
            world.sign_in(email).await;
        }
        assert_eq!(assert_sound(world).await.events("invitation.accepted", None).len(), emails.len() + 1);
    });
}

#[test]
fn a_bulk_invitation_killed_at_any_of_its_waits_and_sent_again_invites_each_address_once() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let path = account.path("/invitations");
        // It reads once, and writes 26 rows in two transactions.
        let groups: Vec<(Death, Vec<String>)> =
            deaths(3).enumerate().map(|(group, death)| (death, people(&format!("bob{group}-"), 26))).collect();
        for (death, emails) in &groups {
            let rows: Vec<Value> = emails.iter().map(|email| Member::row(email, account.role)).collect();
            let body = json!({ "invitations": rows });
            to_a_dying_function(world, *death, &path, &[("authorization", &bearer(&ada))], &body).await;
            let body = ada.invite_rows(&account, rows).await.expect(200);
            for result in body["results"].as_array().expect("results") {
                assert!(matches!(result["verdict"].as_str(), Some("invited" | "already_invited")), "{result}");
            }
        }
        let table = assert_sound(world).await;
        assert_eq!(table.events("invitation.created", None).len(), groups.len() * 26 + 1);
        assert_eq!(world.system.mailbox().count(), groups.len() * 26 + 1);
    });
}

#[test]
fn changes_of_an_invitation_killed_at_any_of_their_waits_are_whole_or_not_made() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        for (what, status) in [("resend", "pending"), ("revoke", "revoked"), ("decline", "declined")] {
            for (number, death) in deaths(2).enumerate() {
                let email = format!("{what}{number}@example.com");
                let id = ada.invite_one(&account, &email).await;
                let token = world.link(&email).await;
                let (path, body, authorization) = match what {
                    "decline" => ("/v1/invitations/decline".to_owned(), json!({ "token": token }), None),
                    _ => (
                        account.path(&format!("/invitations/{id}/{what}")),
                        json!({}),
                        Some(("authorization", bearer(&ada))),
                    ),
                };
                let headers: Vec<(&str, &str)> =
                    authorization.iter().map(|(name, value)| (*name, value.as_str())).collect();
                to_a_dying_function(world, death, &path, &headers, &body).await;
                let seen = ada.invitation(&account, &id).await;
                match death {
                    Death::Before(_) | Death::After(1) => assert_eq!(seen["status"], "pending", "{what}"),
                    Death::After(_) => assert_eq!(seen["status"], status, "{what}"),
                    Death::AtWait(_) => {}
                }
            }
        }
        assert_sound(world).await;
    });
}

#[test]
fn a_request_killed_with_its_idempotency_key_can_be_sent_again_a_minute_later() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let path = account.path("/invitations");
        let authorization = bearer(&ada);
        // It reads, claims the key, writes, and keeps the answer.
        let requests: Vec<(Death, String, Value)> = deaths(4)
            .enumerate()
            .map(|(number, death)| {
                let email = format!("bob{number}@example.com");
                let body = json!({ "invitations": [Member::row(&email, account.role)] });
                (death, email, body)
            })
            .collect();
        for (death, email, body) in &requests {
            let headers = [("authorization", authorization.as_str()), ("idempotency-key", email.as_str())];
            to_a_dying_function(world, *death, &path, &headers, body).await;
            let again = ada.api.post_with(&path, &headers[1..], body.clone()).await;
            match death {
                Death::Before(1 | 2) | Death::After(1 | 4) => drop(again.expect(200)),
                Death::Before(_) | Death::After(_) => drop(again.expect_problem(409, "request_in_progress")),
                Death::AtWait(_) => assert!(matches!(again.status.as_u16(), 200 | 409), "{}", again.body),
            }
        }
        world.system.clock().advance(SignedDuration::from_secs(61)).expect("the clock moves");
        for (death, email, body) in &requests {
            let key = [("idempotency-key", email.as_str())];
            let answer = ada.api.post_with(&path, &key, body.clone()).await.expect(200);
            let verdict = answer["results"][0]["verdict"].as_str().expect("a verdict");
            assert!(matches!(verdict, "invited" | "already_invited"), "{death:?}: {verdict}");
            assert_eq!(ada.api.post_with(&path, &key, body.clone()).await.expect(200), answer, "{death:?}");
        }
        let table = assert_sound(world).await;
        assert_eq!(table.events("invitation.created", None).len(), requests.len() + 1);
        assert!(requests.iter().all(|(_, email, _)| world.system.mailbox().to(email).len() == 1));
    });
}

#[test]
fn a_client_that_hangs_up_at_any_moment_and_asks_again_finds_nothing_half_done() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails = people("bob", 30);
        let addresses: Vec<&str> = emails.iter().map(String::as_str).collect();
        let mut hung_up = 0;
        for (waits, email) in addresses.iter().enumerate() {
            // A client of its own each time, so that the connection goes with the call.
            let api = Api::new(&world.system.api_url).with_token(ada.api.token().expect("a token"));
            let body = json!({ "invitations": [Member::row(email, account.role)] });
            if killed_at(waits % 6, api.post(&account.path("/invitations"), body)).await.is_none() {
                hung_up += 1;
            }
            let verdict = ada.invite(&account, &[email]).await.remove(0);
            assert!(matches!(verdict.as_str(), "invited" | "already_invited"), "{verdict}");
        }
        world.system.settle().await.expect("the emails are sent");
        for (waits, email) in emails.iter().enumerate().take(12) {
            let token = newest(world, email);
            if killed_at(waits % 6, accept(Api::new(&world.system.api_url), token.clone())).await.is_none() {
                hung_up += 1;
            }
            let again = accept(world.api.clone(), token).await;
            match again.status.as_u16() {
                200 => {}
                _ => drop(again.expect_problem(409, "invitation_not_pending")),
            }
        }
        assert!(hung_up > 0);
        let table = assert_sound(world).await;
        assert_eq!(table.invitation_statuses(), [("accepted".to_owned(), 13), ("pending".to_owned(), 18)].into());
        assert!(emails.iter().all(|email| world.system.mailbox().to(email).len() == 1));
    });
}
