use super::*;

#[test]
fn joins_a_second_account_by_signing_in_and_keeps_the_password() {
    scenario(async |world| {
        let (first, ada) = world.account("invoicing", "ada@example.com").await;
        let (second, zoe) = world.account("invoicing", "zoe@example.com").await;
        accept(&world.api, &invited(world, &first, &ada, "bob@example.com").await, json!({ "password": PASSWORD }))
            .await
            .expect(200);
        let bob = world.sign_in("bob@example.com").await;
        let token = invited(world, &second, &zoe, "bob@example.com").await;
        assert_eq!(link(world, "lookup", &token).await.expect(200)["password_required"], false);

        changing_nothing(world, async || {
            for nobody_signed_in in
                [json!({}), json!({ "password": PASSWORD }), json!({ "password": "another fifteen characters" })]
            {
                accept(&world.api, &token, nobody_signed_in).await.expect_problem(409, "sign_in_required");
            }
            let new_password = accept(&bob.api, &token, json!({ "password": "another fifteen characters" })).await;
            new_password.expect_fields(&[("password", "password_already_set")]);
            for someone_else in [&ada, &zoe] {
                accept(&someone_else.api, &token, json!({})).await.expect_problem(409, "signed_in_as_someone_else");
                someone_else
                    .api
                    .post("/v1/invitations/decline", json!({ "token": token }))
                    .await
                    .expect_problem(409, "signed_in_as_someone_else");
            }
            accept(&bob.api.with_token("ush_ses_nonsense"), &token, json!({}))
                .await
                .expect_problem(401, "unauthenticated");
        })
        .await;

        let person = Table::of(world).of_kind("person").await;
        assert_eq!(accept(&bob.api, &token, json!({})).await.expect(200)["status"], "active");
        assert_eq!(Table::of(world).of_kind("person").await, person, "one person, as before");
        assert_eq!(zoe.users(&second, "active").await, ["bob@example.com", "zoe@example.com"]);
        let me = world.sign_in("bob@example.com").await.api.get("/v1/me").await.expect(200);
        assert_eq!(me["accounts"].as_array().unwrap().len(), 2, "{me}");
    });
}

#[test]
fn cannot_accept_with_a_session_that_has_ended() {
    scenario(async |world| {
        let (first, ada) = world.account("invoicing", "ada@example.com").await;
        let (second, zoe) = world.account("invoicing", "zoe@example.com").await;
        accept(&world.api, &invited(world, &first, &ada, "bob@example.com").await, json!({ "password": PASSWORD }))
            .await
            .expect(200);
        let bob = world.sign_in("bob@example.com").await;
        let token = invited(world, &second, &zoe, "bob@example.com").await;
        bob.api.delete("/v1/sessions/current").await.expect(204);
        changing_nothing(world, async || {
            drop(accept(&bob.api, &token, json!({})).await.expect_problem(401, "unauthenticated"))
        })
        .await;
        accept(&world.sign_in("bob@example.com").await.api, &token, json!({})).await.expect(200);
    });
}
