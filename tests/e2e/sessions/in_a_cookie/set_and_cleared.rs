//! When a browser gets the cookie, and when it loses it.

use usher_tests::desk::Desk;

use super::*;

#[test]
fn a_sign_in_that_asks_for_it_sets_it_for_this_host_alone_and_shows_no_token() {
    scenario(async |world| {
        world.account("invoicing", "ada@example.com").await;
        let reply = sign_in(world, "ada@example.com").await;
        let attributes = set(&reply).expect("a cookie");
        let (pair, attributes) = attributes.split_once("; ").expect("attributes");
        let (name, token) = pair.split_once('=').expect("a pair");
        assert!(name == "__Host-usher" && token.starts_with("ush_ses_"), "{pair}");
        assert_eq!(attributes, "Path=/; Max-Age=43200; Secure; HttpOnly; SameSite=Strict");
        let body = reply.expect(201);
        assert_eq!(body.get("token"), None);
        assert!(!body.to_string().contains("ush_ses_"), "{body}");
        assert_eq!(body["outcome"], "signed_in");

        let in_body = json!({ "email": "ada@example.com", "password": PASSWORD, "cookie": false });
        let reply = world.api.post_with("/v1/sessions", &[OWN], in_body).await;
        assert_eq!(set(&reply), None, "nobody gets it unasked");
        assert!(reply.expect(201)["token"].is_string());
    });
}

#[test]
fn the_second_step_sets_it_and_the_first_does_not() {
    scenario(async |world| {
        let (_, ada) = world.account("invoicing", "ada@example.com").await;
        let authenticator = usher_tests::Authenticator::enrol(world, &ada).await;
        let reply = sign_in(world, "ada@example.com").await;
        assert_eq!(set(&reply), None);
        let challenge = reply.expect(200)["second_factor"]["challenge"].clone();
        let code = authenticator.code(world);
        let body = json!({ "challenge": challenge, "code": code, "cookie": true });
        let refused = world.api.post("/v1/sessions/second-factor", body.clone()).await;
        refused.expect_problem(403, "cookie_refused");
        let reply = world.api.post_with("/v1/sessions/second-factor", &[OWN], body).await;
        let cookie = cookie(&reply);
        assert_eq!(reply.expect(201).get("token"), None);
        let session = as_own_page(&world.api, Method::GET, "/v1/sessions/current", &cookie, None).await;
        assert_eq!(session.expect(200)["second_factor"], true);
    });
}

#[test]
fn no_other_page_signs_a_browser_in_and_no_session_is_left_of_the_try() {
    scenario(async |world| {
        let (_, ada) = world.account("invoicing", "ada@example.com").await;
        let body = json!({ "email": "ada@example.com", "password": PASSWORD, "cookie": true });
        for headers in [&[][..], &[("sec-fetch-site", "same-site")], &[("sec-fetch-site", "cross-site")]] {
            let reply = world.api.post_with("/v1/sessions", headers, body.clone()).await;
            assert_eq!(set(&reply), None);
            reply.expect_problem(403, "cookie_refused");
        }
        let form = [OWN, ("content-type", "text/plain")];
        let reply = world.api.send(Method::POST, "/v1/sessions", &form, Some(body.to_string())).await;
        reply.expect_problem(415, "unsupported_media_type");
        let sessions = ada.api.get("/v1/sessions").await.expect(200);
        assert_eq!(sessions["data"].as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn signing_out_and_ending_the_session_clear_it_and_ending_another_does_not() {
    scenario(async |world| {
        world.account("invoicing", "ada@example.com").await;
        let session = async |cookie: &str| {
            let current = as_own_page(&world.api, Method::GET, "/v1/sessions/current", cookie, None).await.expect(200);
            format!("/v1/sessions/{}", current["id"].as_str().expect("an id"))
        };
        let gone = "__Host-usher=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict";
        let first = cookie(&sign_in(world, "ada@example.com").await);
        let other = cookie(&sign_in(world, "ada@example.com").await);
        let path = session(&other).await;
        let reply = as_own_page(&world.api, Method::DELETE, &path, &first, None).await;
        assert_eq!(set(&reply), None, "it is another browser's");
        reply.expect(204);
        as_own_page(&world.api, Method::GET, "/v1/me", &other, None).await.expect_problem(401, "unauthenticated");

        let path = session(&first).await;
        let reply = as_own_page(&world.api, Method::DELETE, &path, &first, None).await;
        assert_eq!(set(&reply).as_deref(), Some(gone));
        reply.expect(204);
        let third = cookie(&sign_in(world, "ada@example.com").await);
        let reply = as_own_page(&world.api, Method::DELETE, "/v1/sessions/current", &third, None).await;
        assert_eq!(set(&reply).as_deref(), Some(gone));
        reply.expect(204);
        as_own_page(&world.api, Method::GET, "/v1/me", &third, None).await.expect_problem(401, "unauthenticated");

        // Who shows a token in the header has no cookie to lose.
        let bearer = world.sign_in("ada@example.com").await;
        let reply = bearer.api.send(Method::DELETE, "/v1/sessions/current", &[OWN], None).await;
        assert_eq!(set(&reply), None);
    });
}

#[test]
fn no_idempotency_key_gives_it_to_another_browser() {
    scenario(async |world| {
        let desk = Desk::open_as(world, "invoicing", "ada@example.com").await;
        let keyed = [OWN, ("idempotency-key", "k")];
        let body = json!({ "email": "ada@example.com", "password": PASSWORD, "cookie": true });
        let first = cookie(&world.api.post_with("/v1/sessions", &keyed, body.clone()).await);
        let again = world.api.post_with("/v1/sessions", &keyed, body).await;
        assert!(!again.headers.contains_key("idempotency-replayed"));
        assert_ne!(cookie(&again), first);

        let row = json!({ "name": "Harbour Street" });
        let add = async |cookie: &str| {
            let headers = [OWN, ("idempotency-key", "u"), ("cookie", cookie)];
            world.api.post_with(&desk.path("/units"), &headers, row.clone()).await
        };
        let made = add(&first).await;
        assert_eq!(set(&made), None);
        let made = made.expect(201);
        let repeated = add(&first).await;
        assert!(repeated.headers.contains_key("idempotency-replayed"));
        assert_eq!(set(&repeated), None);
        assert_eq!(repeated.expect(201)["id"], made["id"]);
        let elsewhere = add(&cookie(&again)).await;
        assert!(!elsewhere.headers.contains_key("idempotency-replayed"), "another session is another caller");
    });
}
