use super::*;

/// Fails the test unless Eve cannot take the invitation that Bob sent her until Ada sends it again.
async fn is_refused_until_ada_resends(world: &World, account: &Account, ada: &Member, invitation: &str, token: &str) {
    changing_nothing(world, async || {
        for _ in 0..2 {
            accept(&world.api, token, json!({ "password": PASSWORD })).await.expect_problem(409, "grant_exceeds_own");
        }
    })
    .await;
    assert_eq!(status_of(world, token).await, "pending");
    let ada = world.sign_in(&ada.email).await;
    let path = account.path(&format!("/invitations/{invitation}/resend"));
    let resent = ada.api.post(&path, json!({})).await.expect(200);
    assert_eq!(resent["invited_by"], account.administrator.as_str());
    accept(&world.api, token, json!({ "password": PASSWORD })).await.expect_problem(404, "not_found");
    accept(&world.api, &world.link("eve@example.com").await, json!({ "password": PASSWORD })).await.expect(200);
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
        let bob = colleague(world, &account, &ada, "bob@example.com", json!({ "role": "admin", "units": "all", "ends_at": tomorrow })).await;
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
        let (account, ada) = world.account_with(json!({ "access_model": recruiting() }), "owner", "ada@example.com").await;
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
