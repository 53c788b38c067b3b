//! A session in the cookie opens what it opens in the header.

use super::*;

#[test]
fn it_opens_what_it_opens_in_the_header_for_reading_and_for_changes() {
    scenario(async |world| {
        let (account, _) = world.account("invoicing", "ada@example.com").await;
        let cookie = cookie(&sign_in(world, "ada@example.com").await);
        let cookies = format!("theme=dark; {cookie}; other=1");
        let me = as_own_page(&world.api, Method::GET, "/v1/me", &cookies, None).await;
        let vary = me.headers.get("vary").map(|value| value.to_str().expect("a text").to_owned());
        assert_eq!(vary.as_deref(), Some("Authorization, Cookie, Sec-Fetch-Site"));
        assert_eq!(me.expect(200)["email"], "ada@example.com");
        let switch = json!({ "account": account.id });
        as_own_page(&world.api, Method::POST, "/v1/sessions/switch", &cookies, Some(switch)).await.expect(200);
        let unnamed = as_own_page(&world.api, Method::DELETE, "/v1/sessions", &cookies, None).await;
        unnamed.expect(204);
        world.advance(SignedDuration::from_hours(12)).await;
        as_own_page(&world.api, Method::GET, "/v1/me", &cookies, None).await.expect_problem(401, "unauthenticated");
    });
}

#[test]
fn beside_a_header_it_does_not_count_be_the_header_right_or_wrong() {
    scenario(async |world| {
        world.account("invoicing", "ada@example.com").await;
        let (_, zoe) = world.account("invoicing", "zoe@example.com").await;
        let cookie = cookie(&sign_in(world, "ada@example.com").await);
        let both = [OWN, ("cookie", cookie.as_str())];
        let me = zoe.api.send(Method::GET, "/v1/me", &both, None).await.expect(200);
        assert_eq!(me["email"], "zoe@example.com");
        for wrong in ["Bearer", "Bearer x", "Basic x", ""] {
            let headers = [OWN, ("cookie", cookie.as_str()), ("authorization", wrong)];
            let reply = world.api.send(Method::GET, "/v1/me", &headers, None).await;
            reply.expect_problem(401, "unauthenticated");
        }
    });
}

#[test]
fn it_accepts_an_invitation_for_someone_known() {
    scenario(async |world| {
        let (_, _) = world.account("invoicing", "ada@example.com").await;
        let (account, zoe) = world.account("invoicing", "zoe@example.com").await;
        let row = json!({ "email": "ada@example.com", "given_name": "Ada", "family_name": "Lovelace",
            "grants": [{ "role": "read", "units": "all" }] });
        zoe.api.post(&account.path("/invitations"), json!({ "invitations": [row] })).await.expect(200);
        let token = world.link("ada@example.com").await;
        let accept = async |site: &str, cookie: &str| {
            let headers = [("sec-fetch-site", site), ("cookie", cookie)];
            world.api.post_with("/v1/invitations/accept", &headers, json!({ "token": token })).await
        };
        let ada = cookie(&sign_in(world, "ada@example.com").await);
        let other = cookie(&sign_in(world, "zoe@example.com").await);
        accept("same-origin", &other).await.expect_problem(409, "signed_in_as_someone_else");
        accept("same-site", &ada).await.expect_problem(409, "sign_in_required");
        assert_eq!(accept("same-origin", &ada).await.expect(200)["account"], account.id.as_str());
    });
}
