use super::*;

/// Everything that an inviter can ask about someone, and what each question cost at DynamoDB.
async fn all_there_is_to_see(world: &World, account: &Account, ada: &Member, email: &str) -> Vec<(Value, Vec<String>)> {
    let mut seen = Vec::new();
    let mut note = async |reply: Reply| {
        let reply = faceless_reply(reply, email);
        let cost = world
            .dynamodb
            .take()
            .into_iter()
            .map(|request| format!("{} {}", request.operation, request.units))
            .collect();
        seen.push((reply, cost));
        world.system.resume_stream();
        world.system.settle().await.expect("the outbox runs empty");
        world.system.pause_stream();
        world.dynamodb.clear();
    };
    let row = Member::row(email, "read");
    let all = account.path("/invitations");
    world.system.settle().await.expect("the outbox runs empty");
    // The mailer's requests are not the answers'.
    world.system.pause_stream();
    world.dynamodb.clear();
    note(ada.api.post(&all, json!({ "invitations": [row], "dry_run": true })).await).await;
    let invited = ada.api.post(&all, json!({ "invitations": [row] })).await;
    let (invitation, user) =
        (invited.body["results"][0]["invitation"].clone(), invited.body["results"][0]["user"].clone());
    let invitation = account.path(&format!("/invitations/{}", invitation.as_str().unwrap()));
    let user = account.path(&format!("/users/{}", user.as_str().unwrap()));
    note(invited).await;
    note(ada.invite_rows(account, vec![row.clone()]).await).await;
    for path in
        [&invitation, &user, &account.path("/users?status=pending"), &account.path("/invitations?status=pending")]
    {
        note(ada.api.get(path).await).await;
    }
    note(ada.api.post(&format!("{invitation}/resend"), json!({})).await).await;
    note(ada.api.get(&invitation).await).await;
    note(ada.api.post(&format!("{invitation}/revoke"), json!({})).await).await;
    for path in [
        &invitation,
        &user,
        &account.path("/users?status=pending"),
        &account.path("/invitations?status=revoked&limit=1"),
    ] {
        note(ada.api.get(path).await).await;
    }
    note(ada.invite_rows(account, vec![row]).await).await;
    let link = world.link(email).await;
    world.api.post("/v1/invitations/decline", json!({ "token": link })).await.expect(204);
    world.dynamodb.clear();
    for path in [&user, &account.path("/users"), &account.path("/invitations?status=declined&limit=1")] {
        note(ada.api.get(path).await).await;
    }
    world.system.resume_stream();
    seen
}

#[test]
fn cannot_tell_an_address_that_is_known_elsewhere_from_an_unknown_one() {
    scenario_with(Options { scheduler: false, ..Options::default() }, async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.account("warranty", "grace@example.com").await;
        // Both who follow find the same lists, with someone on the next page.
        all_there_is_to_see(world, &account, &ada, "first@example.com").await;
        let known = all_there_is_to_see(world, &account, &ada, "grace@example.com").await;
        let unknown = all_there_is_to_see(world, &account, &ada, "terry@example.com").await;
        assert!(known.len() > 15 && known.iter().all(|(reply, _)| !reply.to_string().contains("grace")));
        for (known, unknown) in known.iter().zip(&unknown) {
            assert_eq!(known, unknown);
        }
    });
}

#[test]
fn has_the_same_mail_sent_to_both() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.account("warranty", "grace@example.com").await;
        world.system.settle().await.unwrap();
        world.system.mailbox().clear();
        ada.invite(&account, &["grace@example.com", "terry@example.com"]).await;
        let mut mails = Vec::new();
        for email in ["grace@example.com", "terry@example.com"] {
            let token = world.link(email).await;
            let mail = &world.system.mailbox().to(email)[0];
            mails.push([&mail.subject, &mail.text, &mail.html, &mail.from].map(|part| part.replace(&token, "…")));
            assert_eq!(mail.text.matches(&token).count(), 1);
        }
        assert_eq!(mails[0], mails[1]);
    });
}
