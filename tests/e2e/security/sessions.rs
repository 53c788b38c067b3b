//! Requirements 20 to 23 and 25: sessions and their tokens.

use data_encoding::BASE64URL_NOPAD;
use jiff::SignedDuration;
use rand::SeedableRng;
use rand::rngs::StdRng;
use reqwest::Method;
use serde_json::{Value, json};
use usher::domain::credentials::token::{ApiTokenToken, ChallengeToken, SessionToken};
use usher::domain::id::{AccountId, ApiTokenId, ChallengeId, UserKey};
use usher_tests::{Account, Api, Member, Table, World};

use usher_tests::guessing::story;

/// Someone with the account's plain role, who is signed in.
async fn colleague(world: &World, account: &Account, by: &Member, email: &str) -> Member {
    by.invite_one(account, email).await;
    world.accept(email).await.expect(200);
    world.sign_in(email).await
}

async fn user_id(by: &Member, account: &Account, email: &str) -> String {
    let users = by.pages(&account.path("/users?limit=100")).await;
    let user = users.iter().find(|user| user["email"] == email).unwrap_or_else(|| panic!("{users:?}"));
    user["id"].as_str().expect("an id").to_owned()
}

#[test]
fn requirement_20_a_token_of_one_kind_is_worth_nothing_where_another_is_asked_for() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        ada.invite_one(&account, "bob@example.com").await;
        let link = world.link("bob@example.com").await;
        let session = ada.api.token().expect("a token").to_owned();
        let signed = ada.api.post("/v1/sessions/token", json!({ "account": account.id })).await.expect(200);
        let (mut rng, of_ada) = (StdRng::seed_from_u64(1), SessionToken::parse(&session).expect("a token"));
        let id: AccountId = account.id.parse().expect("an id");
        let secret = of_ada.secret.clone();
        let challenge =
            ChallengeToken { person: of_ada.person, challenge: ChallengeId::random(&mut rng), secret: secret.clone() }
                .reveal();
        let owner = UserKey::of(id, of_ada.person);
        let program = ApiTokenToken { account: id, id: ApiTokenId::random(owner, &mut rng), secret }.reveal();
        let renamed = |kind: &str| session.replacen("ush_ses_", kind, 1);

        let no_sessions = [
            link.clone(),
            challenge.clone(),
            program.clone(),
            signed["token"].as_str().expect("a token").to_owned(),
            world.system.operator_token.clone(),
            link.replacen("ush_inv_", "ush_ses_", 1),
            challenge.replacen("ush_chl_", "ush_ses_", 1),
            renamed("ush_chl_"),
            renamed("ush_tok_"),
            renamed("ush_inv_"),
        ];
        for token in &no_sessions {
            let api = world.api.with_token(token);
            for path in ["/v1/me", "/v1/sessions", "/v1/sessions/current"]
                .map(str::to_owned)
                .into_iter()
                .chain([account.path(""), account.path("/users")])
            {
                api.get(&path).await.expect_problem(401, "unauthenticated");
            }
            for path in ["/v1/sessions/token", "/v1/sessions/switch"] {
                api.post(path, json!({ "account": account.id })).await.expect_problem(401, "unauthenticated");
            }
            for path in ["/v1/sessions", "/v1/sessions/current"] {
                api.delete(path).await.expect_problem(401, "unauthenticated");
            }
        }
        for token in [&session, &challenge, &program, &world.system.operator_token] {
            world.api.post("/v1/invitations/lookup", json!({ "token": token })).await.expect_problem(404, "not_found");
            let body =
                json!({ "token": token, "password": usher_tests::PASSWORD, "given_name": "A", "family_name": "B" });
            world.api.post("/v1/invitations/accept", body).await.expect_problem(404, "not_found");
            world.api.post("/v1/invitations/decline", json!({ "token": token })).await.expect_problem(404, "not_found");
            let reset = json!({ "token": token, "password": usher_tests::PASSWORD });
            for path in ["/v1/password-resets/complete", "/v1/second-factor-resets/complete"] {
                world.api.post(path, reset.clone()).await.expect_problem(404, "not_found");
            }
        }
        // Each is good where it belongs.
        ada.api.get("/v1/me").await.expect(200);
        world.api.post("/v1/invitations/lookup", json!({ "token": link })).await.expect(200);
    });
}

#[test]
fn requirement_21_a_session_has_256_random_bits_is_stored_hashed_and_ends_idle_and_in_any_case() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let token = ada.api.token().expect("a token");
        assert!(token.starts_with("ush_ses_"), "what secret scanners look for");
        let payload = BASE64URL_NOPAD.decode(token.trim_start_matches("ush_ses_").as_bytes()).expect("base64url");
        assert_eq!(payload.len(), 20 + 10 + 32 + 4, "the person, the session, 256 bits, a checksum");
        let bits = BASE64URL_NOPAD.encode(&payload[30..62]);
        let stored = json!(Table::of(world).items().await).to_string();
        assert!(!stored.contains(token) && !stored.contains(&bits) && stored.contains("\"kind\":\"session\""));
        let another = world.sign_in("ada@example.com").await;
        let bits_of = |api: &Api| {
            BASE64URL_NOPAD.decode(&api.token().expect("a token").as_bytes()[8..]).expect("base64url")[30..62].to_vec()
        };
        assert_ne!(bits_of(&ada.api), bits_of(&another.api));

        // Used every 50 minutes, it lives for twelve hours. Not used for an hour, it is over.
        let paths = ["/v1/me".to_owned(), "/v1/sessions/current".to_owned(), account.path("/users")];
        let idle = world.sign_in("ada@example.com").await;
        for round in 0..14_usize {
            world.advance(SignedDuration::from_mins(50)).await;
            ada.api.get(&paths[round % 3]).await.expect(200);
            if round == 0 {
                idle.api.get("/v1/me").await.expect(200);
                let noted = Table::of(world).of_kind("session").await;
                let used = noted.iter().filter(|session| session["last_used_at"] != session["created_at"]).count();
                assert_eq!(used, 2, "the use is noted: {noted:?}");
            }
            if round == 1 {
                world.advance(SignedDuration::from_mins(11)).await;
                idle.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
                idle.api.get(&account.path("/users")).await.expect_problem(401, "unauthenticated");
                ada.api.get("/v1/me").await.expect(200);
            }
        }
        world.advance(SignedDuration::from_mins(10)).await;
        for path in &paths {
            ada.api.get(path).await.expect_problem(401, "unauthenticated");
        }
    });
}

#[test]
fn requirement_22_what_takes_access_away_binds_on_the_next_request() {
    story(async |world| {
        let (account, ada) = world.account_with(json!({ "preset": "portal" }), "user", "ada@example.com").await;
        for (number, how) in ["deactivate", "remove", "grants", "sign_out"].into_iter().enumerate() {
            let email = format!("bob{number}@example.com");
            let row = json!({
                "email": email, "given_name": "Bob", "family_name": "B",
                "grants": [{ "role": "admin", "units": "all" }],
            });
            ada.invite_rows(&account, vec![row]).await.expect(200);
            world.accept(&email).await.expect(200);
            let (bob, user) = (world.sign_in(&email).await, user_id(&ada, &account, &email).await);
            let path = account.path(&format!("/users/{user}"));
            bob.api.get(&account.path("/users")).await.expect(200);
            let (status, code) = match how {
                "deactivate" => {
                    ada.api.post(&format!("{path}/deactivate"), json!({})).await.expect(200);
                    (404, "not_found")
                }
                "remove" => {
                    ada.api.delete(&path).await.expect(204);
                    (404, "not_found")
                }
                "grants" => {
                    let body = json!({ "grants": [{ "role": "user", "units": "all" }] }).to_string();
                    ada.api.send(Method::PATCH, &path, &[], Some(body)).await.expect(200);
                    (403, "forbidden")
                }
                _ => {
                    bob.api.delete("/v1/sessions/current").await.expect(204);
                    (401, "unauthenticated")
                }
            };
            bob.api.get(&account.path("/users")).await.expect_problem(status, code);
            let signed = bob.api.post("/v1/sessions/token", json!({ "account": account.id })).await;
            if how == "grants" {
                signed.expect(200);
            } else {
                signed.expect_problem(status, code);
            }
        }
    });
}

#[test]
fn requirement_23_people_end_their_own_sessions_and_administrators_anyones_in_their_account() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let (elsewhere, zoe) = world.account("warranty", "zoe@example.com").await;
        let bob = colleague(world, &account, &ada, "bob@example.com").await;
        zoe.invite_one(&elsewhere, "bob@example.com").await;
        bob.api
            .post("/v1/invitations/accept", json!({ "token": world.link("bob@example.com").await }))
            .await
            .expect(200);

        // One's own: a list, one of them, all the others.
        let (phone, desk) = (world.sign_in("bob@example.com").await, world.sign_in("bob@example.com").await);
        let sessions = bob.api.get("/v1/sessions").await.expect(200)["data"].as_array().expect("a list").clone();
        assert_eq!(sessions.len(), 3);
        let current = |api: &Api| {
            let api = api.clone();
            async move { api.get("/v1/sessions/current").await.expect(200)["id"].as_str().expect("an id").to_owned() }
        };
        bob.api.delete(&format!("/v1/sessions/{}", current(&phone.api).await)).await.expect(204);
        phone.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
        desk.api.get("/v1/me").await.expect(200);
        bob.api.delete(&format!("/v1/sessions/{}", current(&ada.api).await)).await.expect_problem(404, "not_found");
        bob.api.delete("/v1/sessions").await.expect(204);
        desk.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
        bob.api.get("/v1/me").await.expect(200);

        // An administrator's: in their account alone, with those that had ended otherwise and are still stored.
        let path = account.path(&format!("/users/{}/sessions", user_id(&ada, &account, "bob@example.com").await));
        bob.api.delete(&path).await.expect_problem(403, "forbidden");
        zoe.api.delete(&path).await.expect_problem(404, "not_found");
        ada.api.delete(&path).await.expect(204);
        bob.api.get(&account.path("")).await.expect_problem(401, "unauthenticated");
        bob.api.get(&elsewhere.path("")).await.expect(200);
        world.sign_in("bob@example.com").await.api.get(&account.path("")).await.expect(200);
        let events = Table::of(world).events(&account).await;
        let ended: Vec<&Value> = events
            .iter()
            .filter(|event| event["action"] == "user.sessions_ended")
            .map(|event| &event["after"])
            .collect();
        assert_eq!(ended, [&json!({ "sessions": "others_ended" }), &json!({ "sessions": 2 })]);
    });
}

#[test]
fn requirement_25_a_token_counts_in_the_authorization_header_alone_and_no_cookie_is_set_unasked() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let token = ada.api.token().expect("a token");
        let cookies = format!("session={token}; __Host-session={token}; access_token={token}");
        let body = json!({ "access_token": token, "token": token, "account": account.id }).to_string();
        for (method, path) in [
            (Method::GET, "/v1/me".to_owned()),
            (Method::GET, "/v1/sessions".to_owned()),
            (Method::GET, account.path("/users")),
            (Method::DELETE, "/v1/sessions".to_owned()),
            (Method::POST, "/v1/sessions/token".to_owned()),
            (Method::POST, "/v1/sessions/switch".to_owned()),
        ] {
            for query in ["access_token", "token", "authorization"] {
                let reply =
                    world.api.send(method.clone(), &format!("{path}?{query}={token}"), &[], Some(body.clone())).await;
                assert!(!reply.headers.contains_key("set-cookie"));
                reply.expect_problem(401, "unauthenticated");
            }
            for (name, value) in [
                ("cookie", cookies.as_str()),
                ("x-api-key", token),
                ("proxy-authorization", &format!("Bearer {token}")),
            ] {
                world
                    .api
                    .send(method.clone(), &path, &[(name, value)], Some(body.clone()))
                    .await
                    .expect_problem(401, "unauthenticated");
            }
        }
        for scheme in ["Bearer", "bearer", "BEARER"] {
            let reply =
                world.api.send(Method::GET, "/v1/me", &[("authorization", &format!("{scheme} {token}"))], None).await;
            assert!(!reply.headers.contains_key("set-cookie"));
            reply.expect(200);
        }
        let signed_in = world
            .api
            .post("/v1/sessions", json!({ "email": "ada@example.com", "password": usher_tests::PASSWORD }))
            .await;
        assert!(!signed_in.headers.contains_key("set-cookie"));
        signed_in.expect(201);
    });
}
