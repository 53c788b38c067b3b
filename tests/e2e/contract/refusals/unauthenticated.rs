//! 401: who does not show who they are.

use super::*;

#[track_caller]
fn expect_unauthenticated(reply: Reply, why: &str) {
    assert_eq!(
        reply.headers.get("www-authenticate").and_then(|value| value.to_str().ok()),
        Some("Bearer"),
        "{why}: {}",
        reply.body
    );
    reply.expect_problem(401, "unauthenticated");
}

#[test]
fn without_a_token_every_route_but_the_public_ones_is_closed() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, _, invitation, user) = account_with_invitation(world, "ada@example.com").await;
        whole_table::unchanged(world, async || {
            world.dynamodb.clear();
            let mut routes: Vec<_> = account_routes(&account, &invitation, &user)
                .into_iter()
                .map(|(method, rest, body)| (method, account.path(&rest), body))
                .collect();
            routes.push((Method::GET, "/v1/me".to_owned(), None));
            routes.push((Method::GET, "/v1/sessions/current".to_owned(), None));
            routes.push((Method::DELETE, "/v1/sessions/current".to_owned(), None));
            routes.push((Method::GET, "/v1/sessions".to_owned(), None));
            routes.push((Method::DELETE, "/v1/sessions".to_owned(), None));
            routes.push((Method::DELETE, "/v1/sessions/ses_aaaaaaaaaaaaaaaa".to_owned(), None));
            routes.push((Method::POST, "/v1/sessions/switch".to_owned(), Some(json!({ "account": account.id }))));
            routes.push((Method::POST, "/v1/sessions/token".to_owned(), Some(json!({ "account": account.id }))));
            let both = json!({ "password": PASSWORD, "code": "123456" });
            routes.push((Method::POST, "/v1/me/second-factor".to_owned(), Some(json!({ "password": PASSWORD }))));
            routes.push((Method::POST, "/v1/me/proof".to_owned(), Some(json!({ "password": PASSWORD }))));
            routes.push((Method::POST, "/v1/me/second-factor/disable".to_owned(), Some(both.clone())));
            routes.push((Method::POST, "/v1/me/second-factor/confirm".to_owned(), Some(json!({ "code": "123456" }))));
            routes.push((Method::POST, "/v1/me/second-factor/recovery-codes".to_owned(), Some(both)));
            for (method, path, body) in routes {
                let reply = call(&world.api, &method, &path, body.as_ref()).await;
                expect_unauthenticated(reply, &format!("{method} {path}"));
            }
            assert!(world.dynamodb.take().is_empty(), "a stranger costs nothing");
        })
        .await;
    });
}

#[test]
fn malformed_tokens_and_tokens_of_another_kind_are_refused_without_a_request_to_the_table() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada, _, _) = account_with_invitation(world, "ada@example.com").await;
        let token = ada.api.token().expect("a token");
        let link = world.link("pending@example.com").await;
        let (start, end) = token.split_at(token.len() - 1);
        let flipped = format!("{start}{}", if end == "A" { "Q" } else { "A" });
        let headers = [
            "Bearer".to_owned(),
            "Bearer ".to_owned(),
            token.to_owned(),
            format!("Basic {token}"),
            format!("Bearer {flipped}"),
            format!("Bearer {start}"),
            format!("Bearer {token}A"),
            format!("Bearer {token} {token}"),
            format!("Bearer {}", token.to_uppercase()),
            format!("Bearer {}", token.replace("ush_ses_", "ush_tok_")),
            format!("Bearer {link}"),
            format!("Bearer {}", link.replace("ush_inv_", "ush_ses_")),
            format!("Bearer {}", world.system.operator_token),
        ];
        whole_table::unchanged(world, async || {
            world.dynamodb.clear();
            for header in &headers {
                for extra in [None, Some(("idempotency-key", "k"))] {
                    let headers: Vec<_> = [("authorization", header.as_str())].into_iter().chain(extra).collect();
                    let body = json!({ "invitations": [] }).to_string();
                    let reply = world.api.send(Method::POST, &account.path("/invitations"), &headers, Some(body)).await;
                    expect_unauthenticated(reply, header);
                    expect_unauthenticated(world.api.send(Method::GET, "/v1/me", &headers, None).await, header);
                }
            }
            assert!(world.dynamodb.take().is_empty(), "forgery costs nothing");
        })
        .await;
    });
}

#[test]
fn a_well_formed_token_with_a_wrong_secret_opens_nothing() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let other = world.sign_in("ada@example.com").await;
        let parse =
            |member: &Member| SessionToken::parse(member.api.token().expect("a token")).expect("a session token");
        let forged = SessionToken { secret: parse(&other).secret, ..parse(&ada) }.reveal();
        let api = world.api.with_token(&forged);
        expect_unauthenticated(api.get("/v1/me").await, "another session's secret");
        expect_unauthenticated(api.get(&account.path("/users")).await, "another session's secret");
        ada.api.get("/v1/me").await.expect(200);
    });
}

#[test]
fn a_session_opens_nothing_after_sign_out_and_after_its_time() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let other = world.sign_in("ada@example.com").await;
        ada.api.delete("/v1/sessions/current").await.expect(204);
        expect_unauthenticated(ada.api.get(&account.path("/users")).await, "signed out");
        expect_unauthenticated(ada.api.delete("/v1/sessions/current").await, "signed out twice");
        other.api.get(&account.path("/users")).await.expect(200);
        world.advance(jiff::SignedDuration::from_hours(12)).await;
        expect_unauthenticated(other.api.get(&account.path("/users")).await, "too old");
    });
}

#[test]
fn a_token_counts_in_the_authorization_header_only() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let token = ada.api.token().expect("a token");
        expect_unauthenticated(
            world.api.get(&account.path(&format!("/users?access_token={token}"))).await,
            "in the query",
        );
        let cookie = format!("session={token}");
        for header in [("cookie", cookie.as_str()), ("x-api-key", token)] {
            expect_unauthenticated(world.api.send(Method::GET, "/v1/me", &[header], None).await, header.0);
        }
        let lower = format!("bearer {token}");
        world.api.send(Method::GET, "/v1/me", &[("authorization", &lower)], None).await.expect(200);
    });
}

#[test]
fn a_wrong_password_and_an_unknown_address_get_one_answer() {
    scenario(async |world| {
        world.account("invoicing", "ada@example.com").await;
        let sign_in = async |email: &str, password: &str| {
            let reply = world.api.post("/v1/sessions", json!({ "email": email, "password": password })).await;
            assert!(reply.headers.contains_key("www-authenticate"));
            let mut problem = reply.expect_problem(401, "wrong_credentials");
            problem["request_id"].take();
            problem
        };
        let wrong = sign_in("ada@example.com", "not her password at all").await;
        assert_eq!(sign_in("nobody@example.com", PASSWORD).await, wrong);
        assert_eq!(sign_in("ada@example.com", &"x".repeat(300)).await, wrong);
    });
}

#[test]
fn a_session_token_is_no_link() {
    scenario_with(whole_table::quiet(), async |world| {
        let (_, ada) = world.account("invoicing", "ada@example.com").await;
        let token = ada.api.token().expect("a token");
        whole_table::unchanged(world, async || {
            world.dynamodb.clear();
            for what in ["lookup", "accept", "decline", "request-new"] {
                for token in [token.to_owned(), token.replace("ush_ses_", "ush_inv_"), "x".to_owned()] {
                    let path = format!("/v1/invitations/{what}");
                    world.api.post(&path, json!({ "token": token })).await.expect_problem(404, "not_found");
                }
            }
            assert!(world.dynamodb.take().is_empty(), "a token of another kind costs nothing");
        })
        .await;
    });
}
