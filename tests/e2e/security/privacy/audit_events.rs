use super::*;

/// The events' action, kind of actor, and target.
fn gist(events: &[Value]) -> Vec<[&str; 3]> {
    fn text(value: &Value) -> &str {
        value.as_str().unwrap()
    }
    events.iter().map(|event| [text(&event["action"]), text(&event["actor"]["type"]), text(&event["target"])]).collect()
}

#[test]
fn tell_who_did_what_to_whom_for_every_change() {
    scenario(async |world| {
        let (account, ada) = world.account("warranty", "ada@example.com").await;
        let spoofed =
            [("x-forwarded-for", "203.0.113.7"), ("forwarded", "for=203.0.113.7"), ("x-real-ip", "203.0.113.7")];
        let mut ids = Vec::new();
        for email in ["bob@example.com", "eve@example.com", "joe@example.com"] {
            let body = json!({ "invitations": [Member::row(email, "claims_manager")] });
            let result = ada.api.post_with(&account.path("/invitations"), &spoofed, body).await.expect(200)["results"]
                [0]
            .clone();
            ids.push([&result["invitation"], &result["user"]].map(|id| id.as_str().unwrap().to_owned()));
        }
        let [[bob, bob_user], [eve, _], [joe, _]] = [&ids[0], &ids[1], &ids[2]];
        world.accept("bob@example.com").await.expect(200);
        world.sign_in("bob@example.com").await;
        ada.api.post(&account.path(&format!("/invitations/{eve}/resend")), json!({})).await.expect(200);
        let eve_link = world.link("eve@example.com").await;
        world.api.post("/v1/invitations/decline", json!({ "token": eve_link })).await.expect(204);
        let joe_link = world.link("joe@example.com").await;
        world.advance(SignedDuration::from_hours(24 * 7)).await;
        world.api.post("/v1/invitations/request-new", json!({ "token": joe_link })).await.expect(202);
        let ada = world.sign_in("ada@example.com").await;
        ada.api.post(&account.path(&format!("/invitations/{joe}/revoke")), json!({})).await.expect(200);

        let events = Table::of(world).events(&account).await;
        let ada_user = account.administrator.as_str();
        let mut expected = vec![
            ["invitation.created", "user", bob],
            ["invitation.created", "user", eve],
            ["invitation.created", "user", joe],
            ["invitation.accepted", "user", bob],
            ["user.activated", "user", bob_user],
            ["invitation.resent", "user", eve],
            ["invitation.declined", "user", eve],
            ["invitation.expired", "system", joe],
            ["invitation.requested_again", "user", joe],
            ["invitation.revoked", "user", joe],
        ];
        let mut found = gist(&events[4..]);
        // What happens within a millisecond has no order.
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected);

        let mut start = gist(&events[..4]);
        start.sort_unstable();
        let ada_invitation =
            events.iter().find(|event| event["after"]["email"] == "ada@example.com").unwrap()["target"]
                .as_str()
                .unwrap();
        assert_eq!(
            start,
            [
                ["account.created", "operator", account.id.as_str()],
                ["invitation.accepted", "user", ada_invitation],
                ["invitation.created", "operator", ada_invitation],
                ["user.activated", "user", ada_user],
            ]
        );

        let actor = |action: &str, target: &str| {
            let event = events.iter().find(|event| event["action"] == action && event["target"] == target).unwrap();
            event["actor"]["id"].as_str().unwrap().to_owned()
        };
        assert_eq!(actor("invitation.created", bob), ada_user);
        assert_eq!(actor("invitation.accepted", bob), *bob_user);
        assert_eq!(actor("user.activated", bob_user), *bob_user);
        assert_eq!(actor("invitation.declined", eve), ids[1][1]);
        assert_eq!(actor("invitation.revoked", joe), ada_user);
        for event in &events {
            if event["actor"]["type"] == "system" {
                assert!(event["request_id"].is_null() && event["source_ip"].is_null(), "{event}");
                continue;
            }
            assert_eq!(event["request_id"].as_str().map(str::len), Some(36), "{event}");
            assert_eq!(event["source_ip"], "127.0.0.1", "the address that the gateway saw: {event}");
            assert!(event["before"].is_object() || event["after"].is_object(), "{event}");
        }
    });
}

#[test]
fn of_one_request_name_it() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        ada.invite(&account, &["bob@example.com", "eve@example.com"]).await;
        ada.invite(&account, &["joe@example.com"]).await;
        let events = Table::of(world).events(&account).await;
        let by =
            |email: &str| events.iter().find(|event| event["after"]["email"] == email).unwrap()["request_id"].clone();
        let created = events.iter().find(|event| event["action"] == "account.created").unwrap();
        assert_eq!(by("ada@example.com"), created["request_id"]);
        assert_eq!(by("bob@example.com"), by("eve@example.com"));
        assert_ne!(by("bob@example.com"), by("joe@example.com"));
    });
}

#[test]
fn are_not_written_for_what_did_not_happen() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let id = ada.invite_one(&account, "bob@example.com").await;
        let token = world.link("bob@example.com").await;
        let before = Table::of(world).events(&account).await;
        let rows = [
            Member::row("bob@example.com", "read"),
            Member::row("ada@example.com", "read"),
            Member::row("not an address", "read"),
        ];
        ada.invite_rows(&account, rows.to_vec()).await.expect(200);
        ada.api
            .post(
                &account.path("/invitations"),
                json!({ "invitations": [Member::row("joe@example.com", "read")], "dry_run": true }),
            )
            .await
            .expect(200);
        let stale = ada
            .api
            .post_with(&account.path(&format!("/invitations/{id}/revoke")), &[("if-match", "\"99\"")], json!({}))
            .await;
        stale.expect_problem(412, "stale_version");
        world
            .api
            .post("/v1/invitations/accept", json!({ "token": token, "password": "short" }))
            .await
            .expect_problem(422, "invalid_fields");
        world
            .api
            .post("/v1/invitations/request-new", json!({ "token": token }))
            .await
            .expect_problem(409, "invitation_not_expired");
        world.sign_in("ada@example.com").await;
        assert_eq!(Table::of(world).events(&account).await, before);
    });
}
