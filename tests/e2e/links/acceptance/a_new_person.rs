use super::*;

#[test]
fn sets_a_password_of_15_to_256_characters_however_many_bytes_they_take() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        for (email, too_short, too_long, good) in [
            ("bob@example.com", "é".repeat(14), "x".repeat(257), "été après hôtel".to_owned()),
            (
                "eve@example.com",
                "x".repeat(14),
                "€".repeat(257),
                "€uro, ¥en, £ivre ‽ ".chars().cycle().take(256).collect(),
            ),
        ] {
            let token = invited(world, &account, &ada, email).await;
            changing_nothing(world, async || {
                for refused in [&too_short, &too_long, &String::new()] {
                    accept(&world.api, &token, json!({ "password": refused }))
                        .await
                        .expect_fields(&[("password", "weak_password")]);
                }
            })
            .await;
            accept(&world.api, &token, json!({ "password": good })).await.expect(200);
            assert_eq!(signs_in_with(world, email, &good).await, 201);
            let mut cut = good.clone();
            cut.pop();
            assert_eq!(signs_in_with(world, email, &cut).await, 401, "nothing is cut");
        }
    });
}

#[test]
fn needs_no_capitals_digits_or_symbols_and_keeps_every_space() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let token = invited(world, &account, &ada, "bob@example.com").await;
        let password = "  quietly  falling rain ";
        accept(&world.api, &token, json!({ "password": password })).await.expect(200);
        assert_eq!(signs_in_with(world, "bob@example.com", password.trim()).await, 401);
        assert_eq!(signs_in_with(world, "bob@example.com", password).await, 201);
    });
}

#[test]
fn has_one_password_however_the_keyboard_composes_its_letters() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let token = invited(world, &account, &ada, "bob@example.com").await;
        let (composed, decomposed) = ("\u{e9}", "e\u{301}");
        let typed = |letter: &str, last: &str| format!("{letter}t{letter} {letter}lev{letter} mu{letter}{last}");
        accept(&world.api, &token, json!({ "password": typed(decomposed, "x") }))
            .await
            .expect_fields(&[("password", "weak_password")]);
        accept(&world.api, &token, json!({ "password": typed(decomposed, "xy") })).await.expect(200);
        for (typed, status) in [(typed(composed, "xy"), 201), (typed(decomposed, "xy"), 201), (typed("e", "xy"), 401)] {
            assert_eq!(signs_in_with(world, "bob@example.com", &typed).await, status, "{typed}");
        }
    });
}

#[test]
fn is_told_everything_that_is_wrong_at_once() {
    scenario(async |world| {
        let body = json!({ "access_model": self_service() });
        let token = created(world, body).await;
        changing_nothing(world, async || {
            let fields = json!({ "password": "short", "given_name": "A\u{202e}da" });
            let wrong =
                [("password", "weak_password"), ("given_name", "forbidden_character"), ("family_name", "required")];
            accept(&world.api, &token, fields).await.expect_fields(&wrong);
            let wrong = [("password", "required"), ("given_name", "required"), ("family_name", "too_long")];
            accept(&world.api, &token, json!({ "given_name": " ", "family_name": "x".repeat(81) }))
                .await
                .expect_fields(&wrong);
            world.api.post("/v1/invitations/accept", json!({})).await.expect_fields(&[("token", "required")]);
            let shape = accept(&world.api, &token, json!({ "given_name": true, "password": 7 })).await;
            shape.expect_fields(&[("given_name", "invalid_type"), ("password", "invalid_type")]);
            accept(&world.api, &token, json!({ "nickname": "Countess" }))
                .await
                .expect_fields(&[("nickname", "unknown_field")]);
        })
        .await;
    });
}

#[test]
fn learns_that_a_password_is_too_common_only_when_nothing_else_is_wrong() {
    scenario(async |world| {
        let token = created(world, json!({ "access_model": self_service() })).await;
        changing_nothing(world, async || {
            for common in ["passwordpassword".to_owned(), "4@8({[<369!1|0$5+7%2".repeat(12)] {
                let fields = json!({ "password": common, "given_name": "a\u{2066}b", "family_name": "Lovelace" });
                let wrong = [("given_name", "forbidden_character")];
                accept(&world.api, &token, fields).await.expect_fields(&wrong);
            }
            let fields = json!({ "password": "passwordpassword", "given_name": "Ada", "family_name": "Lovelace" });
            accept(&world.api, &token, fields).await.expect_fields(&[("password", "weak_password")]);
        })
        .await;
    });
}

/// An account with these fields; the token of its first administrator.
async fn created(world: &World, mut body: Value) -> String {
    body["name"] = "Northwind".into();
    body["administrator"] = json!({ "email": "ada@example.com" });
    world.operator().post("/v1/accounts", body).await.expect(201);
    world.link("ada@example.com").await
}

#[test]
fn gives_the_names_if_the_access_model_leaves_that_to_them() {
    scenario(async |world| {
        let token = created(world, json!({ "access_model": self_service() })).await;
        let looked_up = link(world, "lookup", &token).await.expect(200);
        assert_eq!((&looked_up["names_required"], &looked_up["password_required"]), (&json!(true), &json!(true)));
        let fields = json!({ "password": PASSWORD, "given_name": " Ada ", "family_name": "Lovelace" });
        let accepted = accept(&world.api, &token, fields).await.expect(200);
        let ada = world.sign_in("ada@example.com").await;
        let path = format!(
            "/v1/accounts/{}/users/{}",
            accepted["account"].as_str().unwrap(),
            accepted["user"].as_str().unwrap()
        );
        let user = ada.api.get(&path).await.expect(200);
        assert_eq!((&user["given_name"], &user["family_name"]), (&json!("Ada"), &json!("Lovelace")));
    });
}

#[test]
fn is_told_whether_names_must_or_may_be_given() {
    for (given_by, wanted, allowed) in [("inviter", false, false), ("optional", false, true), ("invitee", true, true)] {
        scenario(async |world| {
            let token =
                created(world, json!({ "access_model": usher_tests::shop::model_with("names", given_by.into()) }))
                    .await;
            let told = link(world, "lookup", &token).await.expect(200);
            assert_eq!(
                (&told["names_required"], &told["names_allowed"]),
                (&json!(wanted), &json!(allowed)),
                "{given_by}"
            );
            let body = json!({ "password": PASSWORD, "given_name": "Ada", "family_name": "Byron" });
            let named = accept(&world.api, &token, body).await;
            assert_eq!(named.status, if allowed { 200 } else { 422 }, "{given_by}");
        });
    }
}

#[test]
fn cannot_change_the_names_that_the_inviter_gave() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let token = invited(world, &account, &ada, "bob@example.com").await;
        let looked_up = link(world, "lookup", &token).await.expect(200);
        assert_eq!((&looked_up["given_name"], &looked_up["names_required"]), (&json!("Grace"), &json!(false)));
        let wrong =
            [("given_name", "name_not_editable"), ("family_name", "name_not_editable"), ("password", "required")];
        accept(&world.api, &token, json!({ "given_name": "Bob", "family_name": "B" })).await.expect_fields(&wrong);
        assert_eq!(status_of(world, &token).await, "pending");
    });
}

#[test]
fn is_active_on_accepting_an_invitation_to_the_invoicing_portal() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let token = invited(world, &account, &ada, "bob@example.com").await;
        assert_eq!(ada.users(&account, "pending").await, ["bob@example.com"]);
        let accepted = accept(&world.api, &token, json!({ "password": PASSWORD })).await.expect(200);
        assert_eq!(
            (&accepted["status"], &accepted["account"], &accepted["account_name"]),
            (&json!("active"), &json!(account.id), &json!("Northwind Dental"))
        );
        assert_eq!(accepted.as_object().unwrap().len(), 5, "accepting is not a sign-in: {accepted}");
        assert_eq!(ada.users(&account, "active").await, ["ada@example.com", "bob@example.com"]);
        assert!(ada.users(&account, "pending").await.is_empty());
    });
}
