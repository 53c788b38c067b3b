use super::*;

/// Fails the test unless Eve cannot take the invitation that Bob sent her until Ada sends it again, everybody is told
/// so, and Ada learns that Eve asks for it.
async fn is_refused_until_ada_resends(world: &World, account: &Account, ada: &Member, invitation: &str, token: &str) {
    changing_nothing(world, async || {
        assert_eq!(status_of(world, token).await, "lapsed");
        for _ in 0..2 {
            accept(&world.api, token, json!({ "password": PASSWORD })).await.expect_problem(409, "invitation_lapsed");
        }
    })
    .await;
    let ada = world.sign_in(&ada.email).await;
    is_listed(&ada, account, invitation, false).await;
    let asked = link(world, "request-new", token).await.expect(202);
    assert_eq!(asked, json!({ "outcome": "administrators_asked" }));
    changing_nothing(world, async || assert_eq!(link(world, "request-new", token).await.expect(202), asked)).await;
    is_listed(&ada, account, invitation, true).await;
    let events = account.path("/audit-events?action=invitation.renewal_requested");
    assert_eq!(ada.api.get(&events).await.expect(200)["data"].as_array().expect("a list").len(), 1);

    let path = account.path(&format!("/invitations/{invitation}/resend"));
    let resent = ada.api.post(&path, json!({})).await.expect(200);
    assert_eq!(resent["vouched_by"], account.administrator.as_str());
    assert_eq!((&resent["status"], &resent["renewal_requested_at"]), (&json!("pending"), &json!(null)));
    accept(&world.api, token, json!({ "password": PASSWORD })).await.expect_problem(404, "not_found");
    accept(&world.api, &world.link("eve@example.com").await, json!({ "password": PASSWORD })).await.expect(200);
}

/// Fails the test unless the invitation is lapsed everywhere that administrators look, and says if Eve asks for a new
/// one.
async fn is_listed(ada: &Member, account: &Account, invitation: &str, is_asked_for: bool) {
    let read = ada.invitation(account, invitation).await;
    assert_eq!((&read["status"], read["renewal_requested_at"].is_string()), (&json!("lapsed"), is_asked_for));
    for (filter, is_there) in [("", true), ("?status=lapsed", true), ("?query=eve", true), ("?status=pending", false)] {
        let list = ada.api.get(&account.path(&format!("/invitations{filter}"))).await.expect(200);
        let listed = list["data"].as_array().expect("a list").iter().find(|listed| listed["id"] == invitation);
        assert_eq!(listed, is_there.then_some(&read), "{filter}");
    }
}

async fn bob_invites_eve(world: &World, account: &Account, bob: &Member) -> (String, String) {
    let invitation = bob.invite_one(account, "eve@example.com").await;
    (invitation, world.link("eve@example.com").await)
}

#[test]
fn cannot_be_accepted_when_they_lost_the_role() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let bob = colleague(world, &account, &ada, "bob@example.com", json!({ "role": "admin", "units": "all" })).await;
        let (invitation, token) = bob_invites_eve(world, &account, &bob).await;
        let table = Table::of(world);
        let grants = table.grants(&account, "eve@example.com").await;
        table.change_user(&account, "bob@example.com", &[("grants", grants)]).await;
        is_refused_until_ada_resends(world, &account, &ada, &invitation, &token).await;
    });
}

#[test]
fn cannot_be_accepted_when_they_were_deactivated() {
    scenario(async |world| {
        let (account, ada) = world.account("warranty", "ada@example.com").await;
        let bob = colleague(world, &account, &ada, "bob@example.com", json!({ "role": "admin", "units": "all" })).await;
        let (invitation, token) = bob_invites_eve(world, &account, &bob).await;
        let deactivated = [("status", "deactivated"), ("s1", "deactivated#bob@example.com")];
        let changes = deactivated.map(|(name, value)| (name, AttributeValue::S(value.to_owned())));
        Table::of(world).change_user(&account, "bob@example.com", &changes).await;
        is_refused_until_ada_resends(world, &account, &ada, &invitation, &token).await;
    });
}

#[test]
fn cannot_be_accepted_when_they_were_removed() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let bob = colleague(world, &account, &ada, "bob@example.com", json!({ "role": "admin", "units": "all" })).await;
        let (invitation, token) = bob_invites_eve(world, &account, &bob).await;
        Table::of(world).remove_user(&account, "bob@example.com").await;
        is_refused_until_ada_resends(world, &account, &ada, &invitation, &token).await;
    });
}

#[test]
fn cannot_be_accepted_when_their_grant_has_ended() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let tomorrow = world.system.clock().now() + SignedDuration::from_hours(24);
        let bob = colleague(
            world,
            &account,
            &ada,
            "bob@example.com",
            json!({ "role": "admin", "units": "all", "ends_at": tomorrow }),
        )
        .await;
        let mut row = Member::row("eve@example.com", account.role);
        row["grants"][0]["ends_at"] = json!(tomorrow);
        let invited = bob.invite_rows(&account, vec![row]).await.expect(200)["results"][0]["invitation"].clone();
        let (invitation, token) = (invited.as_str().expect("an id").to_owned(), world.link("eve@example.com").await);
        world.advance(SignedDuration::from_hours(24)).await;
        is_refused_until_ada_resends(world, &account, &ada, &invitation, &token).await;
    });
}

#[test]
fn cannot_be_accepted_though_they_may_still_invite_to_less() {
    scenario(async |world| {
        let (account, ada) =
            world.account_with(json!({ "access_model": recruiting() }), "owner", "ada@example.com").await;
        let bob = colleague(world, &account, &ada, "bob@example.com", json!({ "role": "owner", "units": "all" })).await;
        let recruiter = Member::row("mallory@example.com", "recruiter");
        ada.invite_rows(&account, vec![recruiter]).await.expect(200);
        let (invitation, token) = bob_invites_eve(world, &account, &bob).await;
        let reader = bob.invite_rows(&account, vec![Member::row("rita@example.com", "reader")]).await.expect(200);
        assert_eq!(reader["results"][0]["verdict"], "invited");

        let table = Table::of(world);
        let grants = table.grants(&account, "mallory@example.com").await;
        table.change_user(&account, "bob@example.com", &[("grants", grants)]).await;
        world.accept("rita@example.com").await.expect(200);
        is_refused_until_ada_resends(world, &account, &ada, &invitation, &token).await;
    });
}

/// Nothing that is sent can be sent in vain, however often the time of the invitation is over.
#[test]
fn is_asked_for_again_from_administrators_also_when_it_has_expired() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let bob = colleague(world, &account, &ada, "bob@example.com", json!({ "role": "admin", "units": "all" })).await;
        let (invitation, token) = bob_invites_eve(world, &account, &bob).await;
        let bob_id = ada.invitation(&account, &invitation).await["invited_by"].as_str().unwrap().to_owned();
        ada.api.delete(&account.path(&format!("/users/{bob_id}"))).await.expect(204);
        world.advance(SignedDuration::from_hours(48)).await;
        world.system.settle().await.unwrap();
        let mails = world.system.mailbox().to("eve@example.com").len();
        assert_eq!(status_of(world, &token).await, "expired");
        let asked = link(world, "request-new", &token).await.expect(202);
        assert_eq!(asked, json!({ "outcome": "administrators_asked" }));
        world.system.settle().await.unwrap();
        assert_eq!(world.system.mailbox().to("eve@example.com").len(), mails, "no link that cannot be accepted");
        let ada = world.sign_in(&ada.email).await;
        let list = ada.api.get(&account.path("/invitations?status=expired")).await.expect(200);
        assert!(list["data"][0]["renewal_requested_at"].is_string(), "{list}");
        ada.api.post(&account.path(&format!("/invitations/{invitation}/resend")), json!({})).await.expect(200);
        accept(&world.api, &world.link("eve@example.com").await, json!({ "password": PASSWORD })).await.expect(200);
    });
}

#[test]
fn shows_before_they_go() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let bob = colleague(world, &account, &ada, "bob@example.com", json!({ "role": "admin", "units": "all" })).await;
        let (by_bob, _) = bob_invites_eve(world, &account, &bob).await;
        let by_ada = ada.invite_one(&account, "joe@example.com").await;
        let bob_id = ada.invitation(&account, &by_bob).await["vouched_by"].as_str().unwrap().to_owned();
        let of_bob = account.path(&format!("/users/{bob_id}"));
        let depends_on_bob = async || {
            let list = ada.api.get(&account.path(&format!("/invitations?vouched_by={bob_id}"))).await.expect(200);
            let ids = list["data"].as_array().expect("a list").iter().map(|one| one["id"].as_str().unwrap().to_owned());
            let mut ids: Vec<String> = ids.filter(|id| [&by_bob, &by_ada].contains(&id)).collect();
            ids.sort();
            ids
        };
        assert_eq!(depends_on_bob().await, [by_bob.as_str()]);
        // The user who changes what is given vouches for it from then on.
        let joe = ada.invitation(&account, &by_ada).await["user"].as_str().unwrap().to_owned();
        let grants = json!({ "grants": [{ "role": "write", "units": "all" }] });
        usher_tests::office::patch(&bob, &account.path(&format!("/users/{joe}")), grants).await.expect(200);
        let mut both = vec![by_bob.clone(), by_ada.clone()];
        both.sort();
        assert_eq!(depends_on_bob().await, both);

        ada.api.delete(&of_bob).await.expect(204);
        let lapsed = ada.api.get(&account.path("/invitations?status=lapsed")).await.expect(200);
        assert_eq!(lapsed["data"].as_array().expect("a list").len(), 2);
    });
}
