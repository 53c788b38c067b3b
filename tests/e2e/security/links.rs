//! Requirements 13 to 20: links.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use usher::domain::credential_reset::Credential;
use usher::domain::limit::{RESETS_PER_ADDRESS, RESETS_PER_NETWORK};
use usher::domain::token::{InvitationToken, ResetToken};
use usher_local::Options;
use usher_tests::{Account, Member, PASSWORD, Table, World, plain, scenario, scenario_with};

use crate::office::{self, path};
use crate::resets::{
    OTHER, THIRD, change, factor_token, forgot, has_factor, password_token, put_factor, remove_factor, send, set_password, sign_in, signed_in, tokens,
};
use crate::table;

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";

/// An office whose owner, Olga, can send Bob away, and Bob, signed in.
async fn with_bob(world: &World) -> (Account, Member, Member, String) {
    let policies = json!({ "offboarding": { "deactivate": true, "remove": true } });
    let (account, olga) = office::open(world, policies, "olga@example.com").await;
    olga.invite(&account, &[BOB]).await;
    world.accept(BOB).await.expect(200);
    let bob = world.sign_in(BOB).await;
    let of_bob = path(&olga, &account, BOB).await;
    (account, olga, bob, of_bob)
}

fn both() -> Value {
    json!({ "password": true, "second_factor": true })
}

/// The links to Bob for both credentials, just sent.
async fn links(world: &World, olga: &Member, of_bob: &str) -> (String, String) {
    send(olga, of_bob, both()).await.expect(202);
    (password_token(world, BOB).await, factor_token(world, BOB).await)
}

fn parsed(token: &str) -> ResetToken {
    let credential = if token.starts_with("ush_pwr_") { Credential::Password } else { Credential::SecondFactor };
    ResetToken::parse(credential, token).expect("a token")
}

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
            for form in [data_encoding::BASE64URL_NOPAD.encode(secret), data_encoding::BASE64.encode(secret), data_encoding::HEXLOWER.encode(secret)]
            {
                assert!(!stored.contains(&form), "the secret is in the table");
            }
            let hash = match token {
                token if token.starts_with("ush_inv_") => InvitationToken::parse(token).expect("a token").secret.hash(),
                token => parsed(token).secret.hash(),
            };
            assert!(stored.contains(serde_json::to_value(hash).expect("a text").as_str().expect("a text")), "its hash is");
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
fn requirement_14_a_password_reset_lives_60_minutes_ends_sessions_and_siblings_and_neither_signs_in_nor_touches_the_second_factor() {
    scenario(async |world| {
        let (account, olga, bob, of_bob) = with_bob(world).await;
        forgot(&world.api, BOB).await.expect(202);
        let token = password_token(world, BOB).await;
        world.system.clock().advance(SignedDuration::from_mins(60)).expect("the clock moves");
        set_password(&world.api, &token, OTHER).await.expect_problem(410, "reset_expired");
        sign_in(world, BOB, PASSWORD).await.expect(201);

        // However late the mail goes out, the time counts from when it was asked for.
        world.system.pause_stream();
        forgot(&world.api, BOB).await.expect(202);
        world.system.clock().advance(SignedDuration::from_mins(30)).expect("the clock moves");
        world.system.resume_stream();
        let token = password_token(world, BOB).await;
        world.system.clock().advance(SignedDuration::from_mins(30)).expect("the clock moves");
        set_password(&world.api, &token, OTHER).await.expect_problem(410, "reset_expired");

        let olga = signed_in(world, &olga.email, PASSWORD).await;
        send(&olga, &of_bob, json!({ "second_factor": true })).await.expect(202);
        let sibling = factor_token(world, BOB).await;
        forgot(&world.api, BOB).await.expect(202);
        let token = password_token(world, BOB).await;
        let sessions = [signed_in(world, BOB, PASSWORD).await, signed_in(world, BOB, PASSWORD).await, bob];
        put_factor(world, BOB).await;
        let before = Table::of(world).of_kind("session").await.len();
        let reply = set_password(&world.api, &token, OTHER).await;
        assert!(!reply.headers.contains_key("set-cookie"));
        assert_eq!(reply.expect(204), Value::Null, "no token, no session");
        assert_eq!(Table::of(world).of_kind("session").await.len(), before, "not even a hidden one");
        assert!(has_factor(world, BOB).await);
        for session in sessions {
            session.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
            session.api.get(&account.path("")).await.expect_problem(401, "unauthenticated");
        }
        for link in [&token, &sibling] {
            set_password(&world.api, link, THIRD).await.expect_problem(404, "not_found");
            remove_factor(&world.api, link, OTHER).await.expect_problem(404, "not_found");
        }
    });
}

#[test]
fn requirement_15_a_second_factor_reset_needs_the_link_and_the_password() {
    scenario_with(table::quiet(), async |world| {
        let (_, olga, _, of_bob) = with_bob(world).await;
        put_factor(world, BOB).await;
        send(&olga, &of_bob, json!({ "second_factor": true })).await.expect(202);
        let token = factor_token(world, BOB).await;
        table::unchanged(world, async || {
            let complete = async |body| world.api.post("/v1/second-factor-resets/complete", body).await;
            complete(json!({ "token": token })).await.expect_fields(&[("password", "required")]);
            complete(json!({ "password": PASSWORD })).await.expect_fields(&[("token", "required")]);
            for wrong in ["", "not his password at all", &PASSWORD[1..]] {
                remove_factor(&world.api, &token, wrong).await.expect_problem(403, "wrong_password");
            }
            remove_factor(&world.api, &token.replace("ush_sfr_", "ush_pwr_"), PASSWORD).await.expect_problem(404, "not_found");
        })
        .await;
        remove_factor(&world.api, &token, PASSWORD).await.expect(204);
        assert!(!has_factor(world, BOB).await);
    });
}

#[test]
fn requirement_16_pending_resets_die_with_a_password_change_and_with_deactivation_for_good() {
    scenario(async |world| {
        let (account, olga, bob, of_bob) = with_bob(world).await;
        let dead = async |(password, factor): (String, String), current: &str| {
            set_password(&world.api, &password, THIRD).await.expect_problem(404, "not_found");
            remove_factor(&world.api, &factor, current).await.expect_problem(404, "not_found");
        };
        let pending = links(world, &olga, &of_bob).await;
        change(&bob.api, PASSWORD, OTHER).await.expect(204);
        dead(pending, OTHER).await;

        // What is promised and not sent yet is never sent.
        world.system.settle().await.expect("the outbox runs empty");
        world.system.pause_stream();
        send(&olga, &of_bob, both()).await.expect(202);
        change(&bob.api, OTHER, PASSWORD).await.expect(204);
        world.system.mailbox().clear();
        world.system.resume_stream();
        assert_eq!((tokens(world, "ush_pwr_", BOB).await.len(), tokens(world, "ush_sfr_", BOB).await.len()), (0, 0));

        let pending = links(world, &olga, &of_bob).await;
        olga.api.post(&format!("{of_bob}/deactivate"), json!({})).await.expect(200);
        dead(pending.clone(), PASSWORD).await;
        olga.api.post(&format!("{of_bob}/reactivate"), json!({})).await.expect(200);
        dead(pending, PASSWORD).await;

        let pending = links(world, &olga, &of_bob).await;
        olga.api.delete(&of_bob).await.expect(204);
        dead(pending.clone(), PASSWORD).await;
        olga.invite(&account, &[BOB]).await;
        dead(pending, PASSWORD).await;
        sign_in(world, BOB, PASSWORD).await.expect(201);
    });
}

#[test]
fn requirement_17_no_header_of_a_request_ever_reaches_a_mail() {
    scenario(async |world| {
        let (account, olga, _, of_bob) = with_bob(world).await;
        let evil = [
            ("host", "evil.example"),
            ("forwarded", "for=evil.example;host=evil.example;proto=http"),
            ("x-forwarded-host", "evil.example"),
            ("x-forwarded-for", "evil.example"),
            ("x-forwarded-proto", "gopher"),
            ("x-forwarded-port", "6666"),
            ("x-forwarded-prefix", "/evil"),
            ("x-original-url", "/evil.example"),
            ("origin", "https://evil.example"),
            ("referer", "https://evil.example/"),
        ];
        let post = async |api: &usher_tests::Api, path: &str, body: Value| api.post_with(path, &evil, body).await;
        post(&world.api, "/v1/password-resets", json!({ "email": BOB })).await.expect(202);
        post(&olga.api, &format!("{of_bob}/credential-resets"), both()).await.expect(202);
        let row = Member::row("carl@example.com", "worker");
        post(&olga.api, &account.path("/invitations"), json!({ "invitations": [row] })).await.expect(200);
        let token = password_token(world, BOB).await;
        post(&world.api, "/v1/password-resets/complete", json!({ "token": token, "password": OTHER })).await.expect(204);
        world.system.settle().await.expect("the outbox runs empty");
        let mails = world.system.mailbox().all();
        assert!(mails.len() >= 6, "{}", mails.len());
        for mail in mails {
            for part in [&mail.subject, &mail.from, &mail.text, &mail.html] {
                assert!(!part.contains("evil") && !part.contains("gopher") && !part.contains("6666"), "{part}");
            }
            assert!(mail.links.iter().all(|link| link.starts_with(&world.system.api_url)), "{:?}", mail.links);
        }
    });
}

/// What the requests of somebody who forgot a password cost: the answer without its date, and the operations with their units.
async fn forgetting(world: &World, email: &str) -> (u16, Vec<(String, String)>, Value, Vec<(String, String)>) {
    world.dynamodb.clear();
    let reply = forgot(&world.api, email).await;
    // DynamoDB Local charges nothing for a query that finds nothing; DynamoDB does.
    let units = |units: f64| if crate::costs::units_count() { units.to_string() } else { String::new() };
    let requests = world.dynamodb.take().iter().map(|request| (request.operation.clone(), units(request.units))).collect();
    let mut headers: Vec<_> = reply.headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned())).collect();
    headers.retain(|(name, _)| name != "date");
    headers.sort();
    (reply.status.as_u16(), headers, reply.body, requests)
}

#[test]
fn requirement_18_a_forgotten_password_is_a_constant_202_with_limits_per_address_and_network() {
    scenario_with(Options { scheduler: false, ..Options::default() }, async |world| {
        let (_, _, _, _) = with_bob(world).await;
        world.account("invoicing", ADA).await;
        world.system.settle().await.expect("the outbox runs empty");
        world.system.mailbox().clear();
        world.system.pause_stream();
        let known = forgetting(world, ADA).await;
        assert_eq!((known.0, &known.2), (202, &Value::Null));
        assert_eq!(known.3.iter().map(|(operation, _)| operation.as_str()).collect::<Vec<_>>(), ["Query", "TransactWriteItems"]);
        assert_eq!(forgetting(world, "eve@example.com").await, known, "nobody has the address");
        for _ in 2..=RESETS_PER_ADDRESS {
            assert_eq!(forgetting(world, ADA).await, known);
            assert_eq!(forgetting(world, "eve@example.com").await, known);
        }
        let promised = async || Table::of(world).of_kind("promised_mail").await.len();
        let before = promised().await;
        let limited = forgetting(world, ADA).await;
        assert_eq!((limited.0, &limited.1, &limited.2), (known.0, &known.1, &known.2), "the limit does not show");
        assert_eq!(forgetting(world, "eve@example.com").await, limited, "nor whether it is somebody's");
        assert_eq!(promised().await, before, "nothing more is promised");
        assert_eq!(forgetting(world, BOB).await, known, "the others have room");

        let is = |item: &usher_tests::Item| plain(item)["kind"] == "network_reset_count";
        let mut count = Table::of(world).raw().await.into_iter().find(is).expect("the network is counted");
        count.insert("resets".to_owned(), AttributeValue::N(RESETS_PER_NETWORK.to_string()));
        Table::of(world).put(count).await;
        let before = promised().await;
        assert_eq!(forgetting(world, BOB).await.0, 202);
        assert_eq!(promised().await, before, "the network has had its share");
        world.system.resume_stream();
        world.system.settle().await.expect("the outbox runs empty");
        assert!(world.system.mailbox().to("eve@example.com").is_empty(), "nobody gets nothing");
        assert!(!tokens(world, "ush_pwr_", ADA).await.is_empty());
        world.system.clock().advance(SignedDuration::from_hours(1)).expect("the clock moves");
        world.system.mailbox().clear();
        forgot(&world.api, ADA).await.expect(202);
        assert_eq!(tokens(world, "ush_pwr_", ADA).await.len(), 1, "the next hour has room");
    });
}

#[test]
fn requirement_19_reading_changes_nothing_and_pages_keep_secrets() {
    scenario_with(table::quiet(), async |world| {
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
            "/links/reset.js",
        ];
        let resets = format!("{of_bob}/credential-resets");
        table::unchanged(world, async || {
            for path in routes.iter().copied().chain([resets.as_str()]) {
                for token in [&invitation, &password, &factor] {
                    for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
                        let query = format!("{path}?token={token}&password={}&email={BOB}", "four%20tame%20donkeys%20on%20a%20barge");
                        for api in [&world.api, &bob.api, &olga.api] {
                            let reply = api.send(method.clone(), &query, &[], None).await;
                            assert!(reply.status.as_u16() < 500 && reply.status != 204, "{method} {path}: {}", reply.status);
                        }
                    }
                }
            }
        })
        .await;
        for page in ["/links/invitation", "/links/password-reset", "/links/second-factor-reset"] {
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
    scenario_with(table::quiet(), async |world| {
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
        table::unchanged(world, async || {
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
                for token in [(*token).clone(), format!("ush_ses_{}", &token[8..]), format!("ush_tok_{}", &token[8..])] {
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
