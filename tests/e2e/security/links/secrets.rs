//! The secrets in links: how they are made and kept, that no page takes them in, and what else they open.

use super::*;

#[test]
fn requirement_13_secrets_are_random_hashed_bound_to_purpose_and_owner_and_of_one_issue() {
    scenario(async |world| {
        let (account, olga, _, of_bob) = with_bob(world).await;
        olga.invite(&account, &["carl@example.com"]).await;
        let invitation = world.link("carl@example.com").await;
        forgot(&world.api, "olga@example.com").await.expect(202);
        let of_olga = password_token(world, "olga@example.com").await;
        let (older, older_factor) = links(world, &olga, &of_bob).await;
        let (password, factor) = links(world, &olga, &of_bob).await;

        // 256 random bits, which are nowhere in the table: only their hashes are.
        let stored: String = Table::of(world).items().await.iter().map(Value::to_string).collect();
        for token in [&invitation, &of_olga, &password, &factor] {
            let bytes = data_encoding::BASE64URL_NOPAD.decode(&token.as_bytes()[8..]).expect("base 64");
            let secret = &bytes[bytes.len() - 36..bytes.len() - 4];
            for form in [
                data_encoding::BASE64URL_NOPAD.encode(secret),
                data_encoding::BASE64.encode(secret),
                data_encoding::HEXLOWER.encode(secret),
            ] {
                assert!(!stored.contains(&form), "the secret is in the table");
            }
            let hash = match token {
                token if token.starts_with("ush_inv_") => InvitationToken::parse(token).expect("a token").secret.hash(),
                token => parsed(token).secret.hash(),
            };
            assert!(
                stored.contains(serde_json::to_value(hash).expect("a text").as_str().expect("a text")),
                "its hash is"
            );
        }
        // One issue is alive.
        set_password(&world.api, &older, OTHER).await.expect_problem(404, "not_found");
        remove_factor(&world.api, &older_factor, PASSWORD).await.expect_problem(404, "not_found");
        // A secret is its owner's, for one purpose, through one account.
        let other = world.account("invoicing", "eve@example.com").await.0;
        let (of_bob, for_factor) = (parsed(&password), parsed(&factor));
        let forged = [
            ResetToken { secret: parsed(&of_olga).secret, ..of_bob.clone() },
            ResetToken { secret: for_factor.secret.clone(), ..of_bob.clone() },
            ResetToken { person: parsed(&of_olga).person, ..of_bob.clone() },
            ResetToken { account: Some(other.id.parse().expect("an id")), ..of_bob.clone() },
            ResetToken { account: None, ..of_bob.clone() },
        ];
        for forged in forged {
            set_password(&world.api, &forged.reveal(), OTHER).await.expect_problem(404, "not_found");
        }
        let forged = ResetToken { secret: of_bob.secret.clone(), ..for_factor };
        remove_factor(&world.api, &forged.reveal(), PASSWORD).await.expect_problem(404, "not_found");
        let of_carl = InvitationToken::parse(&invitation).expect("a token");
        let forged = InvitationToken { secret: of_bob.secret, ..of_carl }.reveal();
        world.api.post("/v1/invitations/lookup", json!({ "token": forged })).await.expect_problem(404, "not_found");
        // The expiry is checked on read: nothing has removed what is over.
        world.system.clock().advance(SignedDuration::from_mins(60)).expect("the clock moves");
        set_password(&world.api, &password, OTHER).await.expect_problem(410, "reset_expired");
        world.system.clock().advance(SignedDuration::from_hours(48)).expect("the clock moves");
        world
            .api
            .post("/v1/invitations/accept", json!({ "token": invitation, "password": PASSWORD }))
            .await
            .expect_problem(410, "invitation_expired");
    });
}

#[test]
fn requirement_19_reading_changes_nothing_and_pages_keep_secrets() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, olga, bob, of_bob) = with_bob(world).await;
        olga.invite(&account, &["carl@example.com"]).await;
        let invitation = world.link("carl@example.com").await;
        let (password, factor) = links(world, &olga, &of_bob).await;
        let routes = [
            "/v1/password-resets",
            "/v1/password-resets/complete",
            "/v1/second-factor-resets/complete",
            "/v1/me/password",
            "/v1/invitations/lookup",
            "/v1/invitations/accept",
            "/v1/invitations/decline",
            "/v1/invitations/request-new",
            "/links/invitation",
            "/links/password-reset",
            "/links/second-factor-reset",
            "/sign-in",
            "/console",
        ];
        let resets = format!("{of_bob}/credential-resets");
        whole_table::unchanged(world, async || {
            for path in routes.iter().copied().chain([resets.as_str()]) {
                for token in [&invitation, &password, &factor] {
                    for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
                        let query = format!(
                            "{path}?token={token}&password={}&email={BOB}",
                            "four%20tame%20donkeys%20on%20a%20barge"
                        );
                        for api in [&world.api, &bob.api, &olga.api] {
                            let reply = api.send(method.clone(), &query, &[], None).await;
                            assert!(
                                reply.status.as_u16() < 500 && reply.status != 204,
                                "{method} {path}: {}",
                                reply.status
                            );
                        }
                    }
                }
            }
        })
        .await;
        for page in ["/links/invitation", "/links/password-reset", "/links/second-factor-reset", "/sign-in"] {
            let page = world.api.get(page).await;
            assert_eq!(page.status, 200);
            assert_eq!(
                (&page.headers["cache-control"], &page.headers["referrer-policy"]),
                (&"no-store".parse().expect("a value"), &"no-referrer".parse().expect("a value"))
            );
            let policy = page.headers["content-security-policy"].to_str().expect("readable");
            assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        }
        // The secret is in the fragment, which no server sees.
        for mail in world.system.mailbox().to(BOB) {
            for link in mail.links {
                let (page, fragment) = link.split_once('#').expect("a fragment");
                assert!(fragment.starts_with("token=ush_") && !page.contains('?') && !page.contains("ush_"), "{link}");
            }
        }
        // Every answer about a link stays out of caches.
        let reply = set_password(&world.api, &password, OTHER).await;
        assert_eq!(reply.headers["cache-control"], "no-store");
        reply.expect(204);
    });
}

#[test]
fn requirement_20_a_kind_of_token_is_worth_nothing_at_another_kinds_endpoint() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, olga, bob, of_bob) = with_bob(world).await;
        olga.invite(&account, &["carl@example.com"]).await;
        let invitation = world.link("carl@example.com").await;
        let (password, factor) = links(world, &olga, &of_bob).await;
        let session = bob.api.token().expect("a token").to_owned();
        let all = [("ush_inv_", &invitation), ("ush_pwr_", &password), ("ush_sfr_", &factor), ("ush_ses_", &session)];
        let doors = [
            ("ush_inv_", "/v1/invitations/lookup"),
            ("ush_inv_", "/v1/invitations/accept"),
            ("ush_inv_", "/v1/invitations/decline"),
            ("ush_inv_", "/v1/invitations/request-new"),
            ("ush_pwr_", "/v1/password-resets/complete"),
            ("ush_sfr_", "/v1/second-factor-resets/complete"),
        ];
        whole_table::unchanged(world, async || {
            world.dynamodb.clear();
            for (kind, path) in doors {
                for (_, token) in all.iter().filter(|(other, _)| *other != kind) {
                    // As it is, renamed to what is wanted, and with the other's check sum left as it was.
                    for token in [(*token).clone(), format!("{kind}{}", &token[8..])] {
                        let mut body = json!({ "token": token });
                        if path.ends_with("accept") || path.ends_with("complete") {
                            body["password"] = json!(PASSWORD);
                        }
                        world.api.post(path, body).await.expect_problem(404, "not_found");
                    }
                }
            }
            for (kind, token) in all.iter().filter(|(kind, _)| *kind != "ush_ses_") {
                for token in [(*token).clone(), format!("ush_ses_{}", &token[8..]), format!("ush_tok_{}", &token[8..])]
                {
                    let api = world.api.with_token(&token);
                    for path in ["/v1/me", &account.path("/users")] {
                        api.get(path).await.expect_problem(401, "unauthenticated");
                    }
                    change(&api, PASSWORD, OTHER).await.expect_problem(401, "unauthenticated");
                    assert!(!kind.is_empty());
                }
            }
            assert!(world.dynamodb.take().is_empty(), "and none of it costs a request");
        })
        .await;
        set_password(&world.api, &password, OTHER).await.expect(204);
    });
}

/// Some mail gateways encode the `#` when they rewrite a link.
#[test]
fn a_link_whose_fragment_was_encoded_leads_to_its_page_and_is_logged_nowhere() {
    log::keep();
    scenario(async |world| {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        let asked = async |path: &str| {
            let reply = client.get(format!("{}/links/{path}", world.system.api_url)).send().await.expect("an answer");
            let header = |name: &str| reply.headers().get(name).map(|value| value.to_str().expect("a text").to_owned());
            (reply.status().as_u16(), header("location"), header("cache-control"), header("referrer-policy"))
        };
        let (kept, quiet) = (Some("no-store".to_owned()), Some("no-referrer".to_owned()));
        for page in ["invitation", "password-reset", "second-factor-reset"] {
            let link = format!("/links/{page}#token=ush_inv_Encoded-by_a_gateway7");
            for encoded in ["%23token=", "%23token%3D"] {
                let path = format!("{page}{encoded}ush_inv_Encoded-by_a_gateway7");
                assert_eq!(asked(&path).await, (303, Some(link.clone()), kept.clone(), quiet.clone()), "{path}");
            }
        }
        for path in
            ["other%23token=a", "%23token=a", "invitation%23a%0D%0Ab", "invitation%23%3Cb", "invitation%3Ftoken=a"]
        {
            let (status, location, ..) = asked(path).await;
            assert_eq!((status, location), (404, None), "{path}");
        }
        assert!(!log::read().contains("Encoded-by_a_gateway7"));
    });
}
