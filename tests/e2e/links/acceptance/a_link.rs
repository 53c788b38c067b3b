use super::*;

#[test]
fn of_one_purpose_is_nothing_at_the_endpoints_of_another() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let token = invited(world, &account, &ada, "bob@example.com").await;
        let session = ada.api.token().unwrap();
        changing_nothing(world, async || {
            world.dynamodb.clear();
            for bearer in [token.as_str(), &world.system.operator_token, &session.replace("ush_ses_", "ush_inv_")] {
                let api = world.api.with_token(bearer);
                for path in [
                    "/v1/me",
                    "/v1/sessions/current",
                    &account.path(""),
                    &account.path("/users"),
                    &account.path("/invitations"),
                ] {
                    api.get(path).await.expect_problem(401, "unauthenticated");
                }
                ada.invite_rows(&account, vec![]).await.expect_problem(422, "invalid_fields");
            }
            for secret in [session, &world.system.operator_token, &token.replace("ush_inv_", "ush_ses_")] {
                for operation in ["lookup", "accept", "decline", "request-new"] {
                    link(world, operation, secret).await.expect_problem(404, "not_found");
                }
            }
            for bearer in [token.as_str(), session] {
                let created = world
                    .api
                    .with_token(bearer)
                    .post("/v1/accounts", json!({ "name": "Mine", "preset": "invoicing" }))
                    .await;
                assert_eq!(created.status, 403, "{}", created.body);
            }
        })
        .await;
        accept(&world.api, &token, json!({ "password": PASSWORD })).await.expect(200);
    });
}

#[test]
fn with_another_links_secret_leads_nowhere() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let bob = InvitationToken::parse(&invited(world, &account, &ada, "bob@example.com").await).unwrap();
        let eve = InvitationToken::parse(&invited(world, &account, &ada, "eve@example.com").await).unwrap();
        let forged = InvitationToken { secret: eve.secret, ..bob }.reveal();
        changing_nothing(world, async || {
            for operation in ["lookup", "accept", "decline", "request-new"] {
                link(world, operation, &forged).await.expect_problem(404, "not_found");
            }
        })
        .await;
    });
}

/// The token says where the inviter is stored, so that acceptance takes one read. It must not be believed: anyone who
/// rewrote it could choose who vouches for them, and read names by address.
#[test]
fn rewritten_to_name_another_inviter_leads_nowhere() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let bob = colleague(world, &account, &ada, "bob@example.com", json!({ "role": "admin", "units": "all" })).await;
        let by_bob = InvitationToken::parse(&invited(world, &account, &bob, "eve@example.com").await).unwrap();
        let by_ada = InvitationToken::parse(&invited(world, &account, &ada, "joe@example.com").await).unwrap();
        let table = Table::of(world);
        let read = table.grants(&account, "eve@example.com").await;
        table.change_user(&account, "bob@example.com", &[("grants", read)]).await;
        changing_nothing(world, async || {
            for inviter in [by_ada.inviter, None] {
                let forged = InvitationToken { inviter, ..by_bob.clone() }.reveal();
                for operation in ["lookup", "decline", "request-new"] {
                    link(world, operation, &forged).await.expect_problem(404, "not_found");
                }
                accept(&world.api, &forged, json!({ "password": PASSWORD })).await.expect_problem(404, "not_found");
            }
        })
        .await;
    });
}

#[test]
fn survives_scanners_because_nothing_that_reads_changes_anything() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let invitation = ada.invite_one(&account, "bob@example.com").await;
        let token = world.link("bob@example.com").await;
        let user = &account.administrator;
        let openapi = serde_json::to_value(usher_local::openapi()).unwrap();
        let routes = openapi["paths"].as_object().unwrap().keys();
        let filled = routes.map(|path| {
            let path =
                path.replace("{account}", &account.id).replace("{invitation}", &invitation).replace("{user}", user);
            let path = path.replace("{unit}", "unt_aaaaaaaaaaaaaaaa").replace("{preset}", "portal");
            let path = path.replace("{model}", "mod_aaaaaaaaaaaaaaaa").replace("{version}", "1");
            path.replace("{session}", "ses_aaaaaaaaaaaaaaaa").replace("{token}", "tok_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
        });
        let pages =
            ["/links/invitation", "/links/password-reset", "/links/second-factor-reset", "/sign-in", "/console"]
                .map(str::to_owned);
        let paths: Vec<String> = filled.chain(pages).collect();
        assert!(paths.len() > 15 && paths.iter().all(|path| !path.contains('{')), "{paths:?}");
        changing_nothing(world, async || {
            for path in &paths {
                for method in ["GET", "HEAD", "OPTIONS"] {
                    for api in [&world.api, &ada.api, &world.operator(), &world.api.with_token(&token)] {
                        let with_query = format!("{path}?token={token}");
                        for path in [path, &with_query] {
                            let seen = api.send(method.parse().unwrap(), path, &[("cookie", "token=1")], None).await;
                            assert!(seen.status.as_u16() < 500, "{method} {path}: {}", seen.body);
                        }
                    }
                }
            }
            link(world, "lookup", &token).await.expect(200);
        })
        .await;
        accept(&world.api, &token, json!({ "password": PASSWORD })).await.expect(200);
    });
}

#[test]
fn leads_to_a_page_that_keeps_the_secret() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        ada.invite_one(&account, "bob@example.com").await;
        world.system.settle().await.unwrap();
        let mails = world.system.mailbox().to("bob@example.com");
        let (page, secret) = mails[0].links[0].split_once('#').unwrap();
        assert!(
            secret.starts_with("token=ush_inv_") && !page.contains('?'),
            "the secret is in the fragment alone: {page}"
        );
        let page = world.api.get(page.strip_prefix(&world.system.api_url).unwrap()).await;
        assert_eq!(page.status, 200);
        for (name, value) in [("cache-control", "no-store"), ("referrer-policy", "no-referrer")] {
            assert_eq!(page.headers[name], value);
        }
        assert!(page.headers["content-security-policy"].to_str().unwrap().contains("default-src 'none'"));
    });
}
