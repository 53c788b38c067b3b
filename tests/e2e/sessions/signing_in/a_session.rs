//! A session, for as long as it lasts.

use super::*;

#[test]
fn lasts_twelve_hours_however_much_it_is_used() {
    scenario_with(undisturbed(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let session = ada.api.get("/v1/sessions/current").await.expect(200);
        let at = |name: &str| session[name].as_str().unwrap().parse::<Timestamp>().unwrap();
        assert_eq!(at("expires_at").duration_since(at("created_at")), SignedDuration::from_hours(12));

        world.advance_in_use(SignedDuration::from_mins(12 * 60 - 5), &[&ada]).await;
        for path in private_routes(&account) {
            ada.api.get(&path).await.expect(200);
        }
        world.advance(SignedDuration::from_mins(5)).await;
        for path in private_routes(&account) {
            ada.api.get(&path).await.expect_problem(401, "unauthenticated");
        }
        ada.api.delete("/v1/sessions/current").await.expect_problem(401, "unauthenticated");
        ada.invite_rows(&account, vec![Member::row("bob@example.com", "read")])
            .await
            .expect_problem(401, "unauthenticated");
    });
}

#[test]
fn ends_with_the_sign_out_and_no_other_session_does() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let elsewhere = world.sign_in("ada@example.com").await;
        assert_eq!(ada.api.delete("/v1/sessions/current").await.expect(204), Value::Null);
        for path in private_routes(&account) {
            ada.api.get(&path).await.expect_problem(401, "unauthenticated");
            elsewhere.api.get(&path).await.expect(200);
        }
        ada.api.delete("/v1/sessions/current").await.expect_problem(401, "unauthenticated");
        let sessions = Table::of(world).of_kind("session").await;
        assert_eq!(sessions.len(), 1, "an ended session leaves nothing: {sessions:?}");
    });
}

#[test]
fn shows_the_program_that_began_it() {
    scenario(async |world| {
        world.account("invoicing", "ada@example.com").await;
        let body = json!({ "email": "ada@example.com", "password": PASSWORD });
        let agent = format!("Portal/7 {}", "x".repeat(300));
        let session =
            world.api.post_with("/v1/sessions", &[("user-agent", &agent)], body).await.expect(201)["session"].clone();
        assert_eq!(session["user_agent"].as_str().unwrap(), format!("{}…", &agent[..197]));
    });
}
