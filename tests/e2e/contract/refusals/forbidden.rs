//! 403 and 404: what is none of one's business.

use super::*;

#[test]
fn a_caller_who_lacks_the_permission_is_told_so_and_nothing_happens() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        let clerk = shop::hire(world, &account, &olga, "carl@example.com", "clerk").await;
        let invitation = olga.invite_one(&account, "pending@example.com").await;
        whole_table::unchanged(world, async || {
            for (method, rest, body) in
                account_routes(&account, &invitation, &account.administrator).into_iter().skip(1)
            {
                let problem = call(&clerk.api, &method, &account.path(&rest), body.as_ref())
                    .await
                    .expect_problem(403, "forbidden");
                let wanted = match (&method, rest.rsplit('/').next()) {
                    (_, Some("audit-events")) => "`audit:read`",
                    (_, Some("api-tokens")) => "`api_tokens:manage`",
                    (_, Some("sessions" | "credential-resets")) => "`users:reset_credentials`",
                    (_, Some("")) => "`account:update`",
                    (_, Some("access-model")) => "`access_model:manage`",
                    (_, Some("units")) => "`units:manage`",
                    (&Method::GET, _) => "`users:read`",
                    (&Method::PATCH, _) => "`users:update`",
                    (&Method::DELETE, _) => "`users:remove`",
                    (_, Some("deactivate" | "reactivate")) => "`users:deactivate`",
                    _ => "`users:invite`",
                };
                assert!(
                    problem["detail"].as_str().is_some_and(|detail| detail.contains(wanted)),
                    "{method} {rest}: {problem}"
                );
            }
            let rows = vec![json!(7), Member::row("olga@example.com", "clerk")];
            clerk.invite_rows(&account, rows).await.expect_problem(403, "forbidden");
        })
        .await;
        let me =
            clerk.api.get("/v1/me").await.expect(200)["accounts"][0]["user"]["id"].as_str().expect("an id").to_owned();
        clerk.api.get(&account.path(&format!("/users/{me}"))).await.expect(200);
    });
}

#[test]
fn a_user_who_may_read_may_not_therefore_invite() {
    scenario_with(whole_table::quiet(), async |world| {
        let mut model = shop::model();
        model["roles"]["auditor"] = json!({ "title": "Auditor", "permissions": ["users:read", "audit:read"] });
        let (account, olga) = shop::open_with(world, model, "olga@example.com").await;
        let auditor = shop::hire(world, &account, &olga, "aud@example.com", "auditor").await;
        let invitation = olga.invite_one(&account, "pending@example.com").await;
        whole_table::unchanged(world, async || {
            for (method, rest, body) in account_routes(&account, &invitation, &account.administrator) {
                let reply = call(&auditor.api, &method, &account.path(&rest), body.as_ref()).await;
                let reads = method == Method::GET && rest != "/api-tokens";
                assert_eq!(reply.status, if reads { 200 } else { 403 }, "{method} {rest}");
            }
        })
        .await;
    });
}

#[test]
fn a_foreign_account_an_unknown_one_and_what_is_no_id_look_alike_byte_for_byte() {
    scenario_with(whole_table::quiet(), async |world| {
        let (foreign, _, invitation, user) = account_with_invitation(world, "bob@example.com").await;
        let (_, ada) = world.account("invoicing", "ada@example.com").await;
        let unknown = |id: &str| Account { id: id.to_owned(), ..foreign.clone() };
        let accounts = [
            foreign.clone(),
            unknown("acc_aaaaaaaaaaaaaaaaaaaaaaaaaa"),
            unknown("acc_x"),
            unknown("northwind"),
            unknown(&user),
        ];
        whole_table::unchanged(world, async || {
            for (method, rest, body) in account_routes(&foreign, &invitation, &user) {
                let mut answers = Vec::new();
                for account in &accounts {
                    answers.push(bytes(world, &ada.api, &method, &account.path(&rest), body.as_ref()).await);
                }
                assert_eq!(answers[0].0, 404, "{method} {rest}");
                assert!(answers.iter().all(|answer| *answer == answers[0]), "{method} {rest}: {answers:#?}");
            }
        })
        .await;
    });
}

#[test]
fn foreign_and_unknown_invitations_and_users_look_alike_byte_for_byte() {
    scenario_with(whole_table::quiet(), async |world| {
        let (_, _, foreign_invitation, foreign_user) = account_with_invitation(world, "bob@example.com").await;
        let (account, ada, invitation, user) = account_with_invitation(world, "ada@example.com").await;
        // An id that leads to the right place but is not the one that is there.
        let sibling =
            |id: &str| format!("{}{}", &id[..id.len() - 4], if id.ends_with("aaaa") { "eeee" } else { "aaaa" });
        let nobody = "a".repeat(32);
        let ids = [
            (foreign_invitation.clone(), foreign_user.clone()),
            (format!("inv_{nobody}"), format!("usr_{nobody}")),
            (sibling(&invitation), sibling(&user)),
            (user.clone(), invitation.clone()),
            ("inv_".to_owned(), "x".to_owned()),
        ];
        whole_table::unchanged(world, async || {
            // Nobody deactivates in the invoicing portal: the permission is missed first.
            let names_a_thing = |(_, rest, _): &(Method, String, Option<Value>)| {
                rest.matches('/').count() > 1 && !rest.ends_with("activate")
            };
            let routes = |invitation: &str, user: &str| {
                account_routes(&account, invitation, user).into_iter().filter(names_a_thing)
            };
            assert_eq!(routes("", "").count(), 9);
            for route in 0..9 {
                let mut answers = Vec::new();
                for (invitation, user) in &ids {
                    let (method, rest, body) = routes(invitation, user).nth(route).expect("a route");
                    answers.push(bytes(world, &ada.api, &method, &account.path(&rest), body.as_ref()).await);
                }
                assert_eq!(answers[0].0, 404);
                assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
            }
        })
        .await;
    });
}

#[test]
fn pending_users_are_not_in_the_account_yet() {
    scenario(async |world| {
        let (_, ada) = world.account("invoicing", "ada@example.com").await;
        let (account, bob) = world.account("invoicing", "bob@example.com").await;
        bob.invite_rows(&account, vec![Member::row("ada@example.com", "admin")]).await.expect(200);
        for (method, rest, body) in account_routes(&account, "inv_x", "usr_x") {
            call(&ada.api, &method, &account.path(&rest), body.as_ref()).await.expect_problem(404, "not_found");
        }
    });
}
