use super::*;

async fn with_two_roles(world: &World, account: &Account, ada: &Member, email: &str) -> String {
    let grants = json!([{ "role": "claims_manager" }, { "role": "transaction_manager" }]);
    let row = json!({ "email": email, "given_name": "Grace", "family_name": "Hopper", "grants": grants });
    assert_eq!(ada.invite_rows(account, vec![row]).await.expect(200)["results"][0]["verdict"], "invited");
    world.link(email).await
}

/// The actions on an account that are about activation, with who did them to whom.
async fn activations(world: &World, account: &Account) -> Vec<(Value, Value)> {
    let events = Table::of(world).events(account).await;
    events
        .into_iter()
        .filter(|event| event["action"] == "user.activated")
        .map(|event| (event["actor"].clone(), event["target"].clone()))
        .collect()
}

#[test]
fn a_user_of_several_roles_is_pending_until_the_first_successful_sign_in() {
    scenario(async |world| {
        let (account, ada) = world.account("warranty", "ada@example.com").await;
        let token = with_two_roles(world, &account, &ada, "bob@example.com").await;
        let accepted = accept(&world.api, &token, json!({ "password": PASSWORD })).await.expect(200);
        assert_eq!(accepted["status"], "pending");
        let before = activations(world, &account).await;

        for wrong in ["not the right passphrase", &PASSWORD.to_uppercase()] {
            assert_eq!(signs_in_with(world, "bob@example.com", wrong).await, 401);
        }
        assert_eq!(ada.users(&account, "pending").await, ["bob@example.com"], "a wrong password activates nobody");
        assert_eq!(activations(world, &account).await, before);

        let bob = world.sign_in("bob@example.com").await;
        assert_eq!(ada.users(&account, "active").await, ["ada@example.com", "bob@example.com"]);
        let user =
            bob.api.get(&account.path(&format!("/users/{}", accepted["user"].as_str().unwrap()))).await.expect(200);
        let roles: Vec<&Value> = user["grants"].as_array().unwrap().iter().map(|grant| &grant["role"]).collect();
        assert_eq!(roles, ["claims_manager", "transaction_manager"]);
        assert!(user["activated_at"].is_string(), "{user}");

        world.sign_in("bob@example.com").await;
        let new = activations(world, &account).await.split_off(before.len());
        assert_eq!(
            new,
            [(json!({ "type": "user", "id": user["id"] }), user["id"].clone())],
            "activated once, and on record"
        );
    });
}

#[test]
fn a_person_who_accepts_while_signed_in_is_active_at_once() {
    scenario(async |world| {
        let (_, bob) = world.account("invoicing", "bob@example.com").await;
        let (account, ada) = world.account("warranty", "ada@example.com").await;
        let token = with_two_roles(world, &account, &ada, "bob@example.com").await;
        assert_eq!(accept(&bob.api, &token, json!({})).await.expect(200)["status"], "active");
        assert_eq!(bob.api.get(&account.path("")).await.expect(200)["access_model"], "warranty");
        assert_eq!(ada.users(&account, "active").await, ["ada@example.com", "bob@example.com"]);
    });
}
