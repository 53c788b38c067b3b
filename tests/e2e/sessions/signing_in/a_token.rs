//! What opens a session, and what is nothing to it.

use super::*;

async fn is_nothing_to(world: &World, header: &str) {
    for path in ["/v1/me", "/v1/sessions/current"] {
        let refused = world.api.send(Method::GET, path, &[("authorization", header)], None).await;
        assert_eq!(refused.headers["www-authenticate"], "Bearer", "{header}");
        refused.expect_problem(401, "unauthenticated");
    }
}

#[test]
fn that_is_malformed_costs_no_request() {
    scenario_with(undisturbed(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let good = ada.api.token().unwrap().to_owned();
        world.system.settle().await.unwrap();
        world.dynamodb.clear();
        let (start, end) = good.split_at(good.len() - 1);
        let other_end = if end == "A" { "B" } else { "A" };
        let swapped_case: String = good
            .chars()
            .map(|c| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
            .collect();
        let malformed = [
            String::new(),
            "Bearer".to_owned(),
            "Bearer ".to_owned(),
            good.clone(),
            format!("Basic {good}"),
            format!("Token {good}"),
            format!("Bearer {start}"),
            format!("Bearer {start}{other_end}"),
            format!("Bearer {good}{good}"),
            format!("Bearer {good}="),
            format!("Bearer {good}, Bearer {good}"),
            format!("Bearer {swapped_case}"),
            format!("Bearer {}", good.replacen("ush_ses_", "ush_tok_", 1)),
            format!("Bearer {}", "x".repeat(5_000)),
            "Bearer ush_ses_".to_owned(),
            "Bearer null".to_owned(),
            "Bearer \u{e9}".to_owned(),
        ];
        for header in malformed {
            is_nothing_to(world, &header).await;
            let in_account =
                world.api.send(Method::GET, &account.path("/users"), &[("authorization", &header)], None).await;
            in_account.expect_problem(401, "unauthenticated");
        }
        world.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
        assert_eq!(asked(world), []);
    });
}

#[test]
fn made_of_two_others_opens_neither_session() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let bob = colleague(world, &account, &ada, "bob@example.com").await;
        let parse = |member: &Member| SessionToken::parse(member.api.token().unwrap()).unwrap();
        let (of_ada, of_bob) = (parse(&ada), parse(&bob));
        for forged in [
            SessionToken { secret: of_bob.secret.clone(), ..of_ada.clone() },
            SessionToken { person: of_ada.person, ..of_bob.clone() },
            SessionToken { session: of_ada.session, ..of_bob },
        ] {
            is_nothing_to(world, &format!("Bearer {}", forged.reveal())).await;
        }
    });
}

#[test]
fn counts_in_the_authorization_header_alone() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let token = ada.api.token().unwrap();
        let cookies = format!("session={token}; __Host-session={token}; token={token}; access_token={token}");
        for path in ["/v1/me".to_owned(), account.path(""), account.path("/users")] {
            for query in ["access_token", "token", "authorization", "session"] {
                world.api.get(&format!("{path}?{query}={token}")).await.expect_problem(401, "unauthenticated");
            }
            let bearer = format!("Bearer {token}");
            let in_headers = [
                ("cookie", cookies.as_str()),
                ("x-api-key", token),
                ("x-authorization", &bearer),
                ("proxy-authorization", &bearer),
            ];
            world.api.send(Method::GET, &path, &in_headers, None).await.expect_problem(401, "unauthenticated");
        }
        let in_body = json!({ "access_token": token, "invitations": [] });
        world.api.post(&account.path("/invitations"), in_body).await.expect_problem(401, "unauthenticated");
        for scheme in ["Bearer", "bearer", "BEARER"] {
            let header = format!("{scheme} {token}");
            world.api.send(Method::GET, "/v1/me", &[("authorization", &header)], None).await.expect(200);
        }
    });
}
