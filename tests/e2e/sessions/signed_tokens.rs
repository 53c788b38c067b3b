//! Tokens for other services, as those verify them: with an independent library, from the keys that are published.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use data_encoding::BASE64URL_NOPAD;
use jiff::SignedDuration;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use reqwest::Method;
use serde_json::{Value, json};
use tower::ServiceExt;
use usher::app::{App, Config};
use usher_local::KmsFault;
use usher_local::kms::SIGNING_KEYS;
use usher_tests::{Account, Api, Member, World};

use usher_tests::guessing::story;

pub async fn token(api: &Api, account: &str) -> String {
    let issued = api.post("/v1/sessions/token", json!({ "account": account })).await.expect(200);
    assert_eq!((&issued["token_type"], &issued["expires_in"]), (&json!("Bearer"), &json!(300)));
    issued["token"].as_str().expect("a token").to_owned()
}

pub async fn published(world: &World) -> JwkSet {
    serde_json::from_value(world.api.get("/.well-known/jwks.json").await.expect(200)).expect("a key set")
}

/// What a service does that knows the issuer and whom it serves.
pub fn verified(
    world: &World,
    keys: &JwkSet,
    account: &str,
    token: &str,
) -> Result<Value, jsonwebtoken::errors::Error> {
    verified_after(0, world, keys, account, token)
}

/// The same, so many seconds later.
fn verified_after(
    seconds: u64,
    world: &World,
    keys: &JwkSet,
    account: &str,
    token: &str,
) -> Result<Value, jsonwebtoken::errors::Error> {
    let kid = decode_header(token)?.kid.expect("a key id");
    let key = keys.find(&kid).unwrap_or_else(|| panic!("no key {kid}"));
    let mut validation = Validation::new(Algorithm::RS256);
    validation.leeway = 0;
    validation.reject_tokens_expiring_in_less_than = seconds;
    validation.validate_nbf = true;
    validation.set_issuer(&[&world.system.api_url]);
    validation.set_audience(&[account]);
    validation.set_required_spec_claims(&["iss", "aud", "exp", "nbf", "sub"]);
    Ok(decode::<Value>(token, &DecodingKey::from_jwk(key)?, &validation)?.claims)
}

#[test]
fn says_who_a_user_is_in_an_account_to_anyone_who_has_the_published_keys() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let token = token(&ada.api, &account.id).await;
        let claims = verified(world, &published(world).await, &account.id, &token).expect("a valid token");
        let me = ada.api.get("/v1/me").await.expect(200)["accounts"][0].clone();
        let session = ada.api.get("/v1/sessions/current").await.expect(200);
        assert_eq!(
            (&claims["sub"], &claims["account"], &claims["aud"]),
            (&me["user"]["id"], &json!(account.id), &json!([world.system.api_url, account.id]))
        );
        let held: Vec<&str> = me["permissions"].as_object().expect("permissions").keys().map(String::as_str).collect();
        assert_eq!((&claims["roles"], &claims["sid"]), (&json!(["admin"]), &session["id"]));
        assert_eq!((&claims["permissions"], &claims["scope"]), (&json!({ "all": held }), &json!(held.join(" "))));
        let at = |name: &str| claims[name].as_i64().expect("a number");
        assert_eq!((at("exp") - at("iat"), at("nbf")), (300, at("iat")));
        let names: Vec<&String> = claims.as_object().expect("claims").keys().collect();
        assert_eq!(
            names,
            ["account", "aud", "exp", "iat", "iss", "jti", "nbf", "permissions", "roles", "scope", "sid", "sub"]
        );
        let header: Value = serde_json::from_slice(
            &BASE64URL_NOPAD.decode(token.split('.').next().expect("a header").as_bytes()).expect("base64url"),
        )
        .expect("JSON");
        assert_eq!(
            (&header["alg"], &header["typ"], header.as_object().expect("an object").len()),
            (&json!("RS256"), &json!("JWT"), 3)
        );
        let again = verified(world, &published(world).await, &account.id, &self::token(&ada.api, &account.id).await)
            .expect("a valid token");
        assert_ne!(again["jti"], claims["jti"]);
    });
}

#[test]
fn is_worth_nothing_when_changed_expired_or_shown_elsewhere() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let (token, keys) = (token(&ada.api, &account.id).await, published(world).await);
        let verify = |token: &str| verified(world, &keys, &account.id, token);
        verify(&token).expect("a valid token");
        let parts: Vec<&str> = token.split('.').collect();
        let mut claims: Value =
            serde_json::from_slice(&BASE64URL_NOPAD.decode(parts[1].as_bytes()).expect("base64url")).expect("JSON");
        claims["roles"] = json!(["owner"]);
        let forged = BASE64URL_NOPAD.encode(claims.to_string().as_bytes());
        let other_signature = parts[2].chars().rev().collect::<String>();
        let unsigned = BASE64URL_NOPAD.encode(br#"{"alg":"none","typ":"JWT","kid":"x"}"#);
        assert!(verify(&format!("{}.{forged}.{}", parts[0], parts[2])).is_err());
        assert!(verify(&format!("{}.{}.{other_signature}", parts[0], parts[1])).is_err());
        assert!(decode_header(format!("{unsigned}.{}.", parts[1])).is_err());
        verified_after(290, world, &keys, &account.id, &token).expect("a valid token for five minutes");
        assert!(verified_after(301, world, &keys, &account.id, &token).is_err(), "expired");
        assert!(verified(world, &keys, "acc_aaaaaaaaaaaaaaaaaaaaaaaaaa", &token).is_err(), "for another account");
        // Usher itself asks for the session.
        world.api.with_token(&token).get("/v1/me").await.expect_problem(401, "unauthenticated");
        world.api.with_token(&token).get(&account.path("")).await.expect_problem(401, "unauthenticated");
    });
}

#[test]
fn ends_with_the_session_and_follows_grants() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        ada.invite_rows(&account, vec![Member::row("bob@example.com", "read")]).await.expect(200);
        world.accept("bob@example.com").await.expect(200);
        let bob = world.sign_in("bob@example.com").await;
        for _ in 0..14 {
            world.advance(SignedDuration::from_mins(51)).await;
            bob.api.get("/v1/me").await.expect(200);
        }
        world.advance(SignedDuration::from_secs(180)).await;
        let issued = bob.api.post("/v1/sessions/token", json!({})).await.expect(200);
        let claims = BASE64URL_NOPAD
            .decode(issued["token"].as_str().expect("a token").split('.').nth(1).expect("claims").as_bytes())
            .expect("base64url");
        let claims: Value = serde_json::from_slice(&claims).expect("JSON");
        let expires: jiff::Timestamp = bob.api.get("/v1/sessions/current").await.expect(200)["expires_at"]
            .as_str()
            .expect("a time")
            .parse()
            .expect("a time");
        assert_eq!((claims["exp"].as_i64(), &claims["roles"]), (Some(expires.as_second()), &json!(["read"])));
        assert!(issued["expires_in"].as_i64().expect("seconds") <= 180);
    });
}

#[test]
fn is_about_the_account_in_use_or_the_only_one() {
    story(async |world| {
        let (one, ada) = world.account("invoicing", "ada@example.com").await;
        let keys = published(world).await;
        let about = async |body: Value| {
            ada.api.post("/v1/sessions/token", body).await.expect(200)["token"].as_str().expect("a token").to_owned()
        };
        verified(world, &keys, &one.id, &about(json!({})).await).expect("the only one");
        let (two, zoe) = world.account("portal", "zoe@example.com").await;
        zoe.invite_rows(&two, vec![Member::row("ada@example.com", "user")]).await.expect(200);
        ada.api
            .post("/v1/invitations/accept", json!({ "token": world.link("ada@example.com").await }))
            .await
            .expect(200);
        ada.api.post("/v1/sessions/token", json!({})).await.expect_fields(&[("account", "required")]);
        ada.api.post("/v1/sessions/switch", json!({ "account": two.id })).await.expect(200);
        verified(world, &keys, &two.id, &about(json!({})).await).expect("the one in use");
        verified(world, &keys, &one.id, &about(json!({ "account": one.id })).await).expect("the one that is named");
        let (other, _) = world.account("portal", "eve@example.com").await;
        for id in [other.id.as_str(), "acc_aaaaaaaaaaaaaaaaaaaaaaaaaa", "nonsense"] {
            ada.api.post("/v1/sessions/token", json!({ "account": id })).await.expect_problem(404, "not_found");
        }
        ada.api.post("/v1/sessions/token", json!({ "scope": "all" })).await.expect_problem(422, "invalid_fields");
    });
}

#[test]
fn is_about_the_account_in_use_only_while_one_is_in_there() {
    story(async |world| {
        let (one, ada) = world.account("invoicing", "ada@example.com").await;
        let (two, zoe) = world.account("portal", "zoe@example.com").await;
        let (three, eve) = world.account("portal", "eve@example.com").await;
        for (account, host) in [(&two, &zoe), (&three, &eve)] {
            host.invite_rows(account, vec![Member::row("ada@example.com", "user")]).await.expect(200);
            ada.api
                .post("/v1/invitations/accept", json!({ "token": world.link("ada@example.com").await }))
                .await
                .expect(200);
        }
        ada.api.post("/v1/sessions/switch", json!({ "account": three.id })).await.expect(200);
        let keys = published(world).await;
        let leave = async |account: &Account, host: &Member, how: (Method, &str)| {
            let users = host.pages(&account.path("/users")).await;
            let user = users.iter().find(|user| user["email"] == "ada@example.com").expect("Ada")["id"]
                .as_str()
                .expect("an id")
                .to_owned();
            let path = account.path(&format!("/users/{user}{}", how.1));
            assert!(host.api.send(how.0, &path, &[], Some("{}".to_owned())).await.status.is_success());
        };
        leave(&three, &eve, (Method::POST, "/deactivate")).await;
        ada.api.post("/v1/sessions/token", json!({})).await.expect_fields(&[("account", "required")]);
        leave(&two, &zoe, (Method::DELETE, "")).await;
        let only = ada.api.post("/v1/sessions/token", json!({})).await.expect(200);
        verified(world, &keys, &one.id, only["token"].as_str().expect("a token"))
            .expect("the only one beside a deactivated user");
        leave(&three, &eve, (Method::DELETE, "")).await;
        let only = ada.api.post("/v1/sessions/token", json!({})).await.expect(200);
        verified(world, &keys, &one.id, only["token"].as_str().expect("a token")).expect("the only one");
        assert_eq!(
            ada.api.get("/v1/sessions/current").await.expect(200)["account"],
            json!(three.id),
            "what was chosen"
        );
    });
}

#[test]
fn is_verified_with_documents_that_can_be_cached() {
    story(async |world| {
        let url = &world.system.api_url;
        for (path, member) in [("/.well-known/jwks.json", "keys"), ("/.well-known/openid-configuration", "issuer")] {
            let reply = world.api.get(path).await;
            assert_eq!(
                (reply.headers["cache-control"].to_str().ok(), reply.headers["content-type"].to_str().ok()),
                (Some("public, max-age=900"), Some("application/json"))
            );
            let tag = reply.etag();
            assert!(reply.expect(200).get(member).is_some());
            let again = world.api.send(reqwest::Method::GET, path, &[("if-none-match", &tag)], None).await;
            assert_eq!((again.status.as_u16(), again.etag(), &again.body), (304, tag, &Value::Null));
        }
        let discovery = world.api.get("/.well-known/openid-configuration").await.expect(200);
        assert_eq!(
            (&discovery["issuer"], &discovery["jwks_uri"]),
            (&json!(url), &json!(format!("{url}/.well-known/jwks.json")))
        );
        assert_eq!(discovery["id_token_signing_alg_values_supported"], json!(["RS256"]));
        let keys = world.api.get("/.well-known/jwks.json").await.expect(200)["keys"].as_array().expect("keys").clone();
        assert_eq!(keys.len(), 2, "the present one and the next");
        for key in &keys {
            assert_eq!(
                (&key["kty"], &key["use"], &key["alg"], &key["e"]),
                (&json!("RSA"), &json!("sig"), &json!("RS256"), &json!("AQAB"))
            );
            assert_eq!(key.as_object().expect("a key").len(), 6, "nothing private: {key}");
        }
        assert_ne!(keys[0]["kid"], keys[1]["kid"]);
    });
}

/// Functions with signing keys and an issuer of their own, on the world's table and KMS.
pub fn functions(world: &World, signing_keys: &[&str], issuer: Option<String>) -> Router {
    let signing_keys = signing_keys.iter().map(|key| (*key).to_owned()).collect();
    let config = Config { signing_keys, issuer, ..world.system.config.clone() };
    usher::service::router(
        usher_sessions::routes(),
        App::new(config, &world.system.aws, world.system.clock().for_app()),
    )
}

/// What the functions answer to a request without a body, or with one for the account.
pub async fn ask(
    functions: &Router,
    api: Option<(&Api, &Account)>,
    path: &str,
    extend: impl FnOnce(&mut Request<Body>),
) -> (u16, Value) {
    let mut request = Request::builder()
        .uri(path)
        .method(if api.is_some() { "POST" } else { "GET" })
        .header("content-type", "application/json");
    let mut body = String::new();
    if let Some((api, account)) = api {
        request = request.header("authorization", format!("Bearer {}", api.token().expect("a token")));
        body = json!({ "account": account.id }).to_string();
    }
    let mut request = request.body(Body::from(body)).expect("a request");
    extend(&mut request);
    let response = functions.clone().oneshot(request).await.expect("an answer");
    let status = response.status().as_u16();
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body");
    (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
}

#[test]
fn outlives_the_rotation_of_the_keys() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let issuer = Some(world.system.api_url.clone());
        let [old, new] = SIGNING_KEYS;
        let (before, after) =
            (functions(world, &[old, new], issuer.clone()), functions(world, &[new, old], issuer.clone()));
        let mut kids = Vec::new();
        for signer in [&before, &after] {
            let (status, issued) = ask(signer, Some((&ada.api, &account)), "/v1/sessions/token", |_| {}).await;
            assert_eq!(status, 200, "{issued}");
            let token = issued["token"].as_str().expect("a token");
            kids.push(decode_header(token).expect("a header").kid);
            for publisher in [&before, &after] {
                let (_, keys) = ask(publisher, None, "/.well-known/jwks.json", |_| {}).await;
                let keys: JwkSet = serde_json::from_value(keys).expect("a key set");
                verified(world, &keys, &account.id, token).expect("both sets verify both tokens");
            }
        }
        assert_ne!(kids[0], kids[1]);
        // Once the old key is withdrawn, so are its tokens (steps of the runbook: tests/e2e/sessions/authorizer.rs).
        let (_, keys) = ask(&functions(world, &[new], issuer), None, "/.well-known/jwks.json", |_| {}).await;
        let kept: Vec<_> =
            keys["keys"].as_array().expect("keys").iter().map(|key| key["kid"].as_str().map(str::to_owned)).collect();
        assert_eq!(kept, [kids[1].clone()]);
    });
}

#[test]
fn is_not_issued_where_kms_refuses() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        token(&ada.api, &account.id).await;
        world.system.kms().fail(KmsFault::AccessDenied);
        ada.api.post("/v1/sessions/token", json!({ "account": account.id })).await.expect_problem(503, "unavailable");
        let cold = functions(world, &SIGNING_KEYS, None);
        let (status, body) = ask(&cold, None, "/.well-known/jwks.json", |_| {}).await;
        assert_eq!((status, &body["code"]), (503, &json!("unavailable")));
        world.system.kms().heal();
        assert_eq!(ask(&cold, None, "/.well-known/jwks.json", |_| {}).await.0, 200);
        let (status, body) =
            ask(&functions(world, &[], None), Some((&ada.api, &account)), "/v1/sessions/token", |_| {}).await;
        assert_eq!((status, &body["code"]), (503, &json!("unavailable")), "no key at all");
        token(&ada.api, &account.id).await;
    });
}

#[test]
fn names_the_gateways_own_origin_as_the_issuer_and_no_headers() {
    story(async |world| {
        let functions = functions(world, &SIGNING_KEYS, None);
        let path = "/.well-known/openid-configuration";
        let context: Value = json!({
            "accountId": "000000000000", "apiId": "api", "domainName": "api.example.com", "domainPrefix": "api",
            "stage": "$default",
            "requestId": "r", "routeKey": "GET /", "time": "x", "timeEpoch": 0,
            "http": {
                "method": "GET", "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "x",
            },
        });
        let context: Arc<Value> = Arc::new(context);
        let with = |request: &mut Request<Body>| {
            for (name, value) in [
                ("host", "evil.example"),
                ("x-forwarded-host", "evil.example"),
                ("forwarded", "host=evil.example"),
                ("origin", "https://evil.example"),
            ] {
                request.headers_mut().insert(name, value.parse().expect("a value"));
            }
            let context = serde_json::from_value((*context).clone()).expect("a context");
            request.extensions_mut().insert(lambda_http::request::RequestContext::ApiGatewayV2(context));
        };
        let (status, discovery) = ask(&functions, None, path, with).await;
        assert_eq!((status, &discovery["issuer"]), (200, &json!("https://api.example.com")));
        assert_eq!(discovery["jwks_uri"], "https://api.example.com/.well-known/jwks.json");
        assert_eq!(ask(&functions, None, path, |_| {}).await.0, 503, "nobody knows what it is called");
    });
}
