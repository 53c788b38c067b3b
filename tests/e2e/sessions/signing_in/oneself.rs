//! What a person who is signed in sees of themselves.

use super::*;

async fn me(api: &Api) -> Value {
    api.get("/v1/me").await.expect(200)
}

/// The accounts of the answer, by id.
fn account<'a>(me: &'a Value, account: &Account) -> &'a Value {
    let accounts = me["accounts"].as_array().unwrap();
    accounts.iter().find(|one| one["id"] == account.id.as_str()).unwrap_or_else(|| panic!("{me}"))
}

#[test]
fn is_shown_with_every_account_and_what_one_may_do_there() {
    scenario(async |world| {
        let (invoicing, ada) = world.account("invoicing", "ada@example.com").await;
        let (warranty, zoe) = world.account("warranty", "zoe@example.com").await;
        let bob = colleague(world, &invoicing, &ada, "bob@example.com").await;
        zoe.invite_one(&warranty, "bob@example.com").await;
        let token = world.link("bob@example.com").await;
        bob.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);

        let seen = me(&bob.api).await;
        assert_eq!((&seen["email"], seen["accounts"].as_array().unwrap().len()), (&json!("bob@example.com"), 2));
        let (there, here) = (account(&seen, &warranty), account(&seen, &invoicing));
        let reads = json!({
            "invoices:read": "all", "payment_plans:read": "all", "locations:read": "all",
            "payment_methods:read": "all",
        });
        assert_eq!(here["permissions"], reads);
        let claims = json!({
            "claims:create": "all", "claims:read": "all", "claims:update": "all", "claims:delete": "all",
            "contracts:read": "all",
        });
        assert_eq!(there["permissions"], claims);
        assert_eq!(
            (&here["name"], &here["product_name"], &here["user"]["status"]),
            (&json!("Northwind Dental"), &json!("iCorePay"), &json!("active"))
        );
        assert_eq!(
            here["user"]["grants"],
            json!([{ "role": "read", "units": "all", "permissions": [], "ends_at": null }])
        );
        assert_ne!(here["user"]["id"], there["user"]["id"]);
        assert!(!bob.users_are_listed(&invoicing).await && !bob.users_are_listed(&warranty).await);
    });
}

trait Listing {
    async fn users_are_listed(&self, account: &Account) -> bool;
}

impl Listing for Member {
    async fn users_are_listed(&self, account: &Account) -> bool {
        self.api.get(&account.path("/users")).await.status == 200
    }
}

#[test]
fn has_no_permission_of_a_grant_that_has_ended() {
    scenario(async |world| {
        let (account_of_ada, ada) = world.account("invoicing", "ada@example.com").await;
        let tonight = world.system.clock().now() + SignedDuration::from_mins(45);
        let mut row = Member::row("bob@example.com", "admin");
        row["grants"][0]["ends_at"] = json!(tonight);
        ada.invite_rows(&account_of_ada, vec![row]).await.expect(200);
        world.accept("bob@example.com").await.expect(200);
        let bob = world.sign_in("bob@example.com").await;
        assert!(bob.users_are_listed(&account_of_ada).await);
        world.advance(SignedDuration::from_mins(45)).await;
        assert_eq!(account(&me(&bob.api).await, &account_of_ada)["permissions"], json!({}));
        assert!(!bob.users_are_listed(&account_of_ada).await);
        bob.api.get(&account_of_ada.path("/users")).await.expect_problem(403, "forbidden");
    });
}

#[test]
fn is_nobody_in_an_account_where_one_is_only_invited_or_no_longer_active() {
    scenario(async |world| {
        let (own, bob) = world.account("invoicing", "bob@example.com").await;
        let (other, zoe) = world.account("warranty", "zoe@example.com").await;
        let mut row = Member::row("bob@example.com", "admin");
        row["grants"] = json!([{ "role": "admin", "units": "all" }]);
        let invited = zoe.invite_rows(&other, vec![row]).await.expect(200);
        let nowhere = Account { id: own.id.replace(&own.id[4..8], "2222"), ..own.clone() };
        let user = invited["results"][0]["user"].as_str().unwrap();
        let invitation = invited["results"][0]["invitation"].as_str().unwrap();

        let shut_out = async |bob: &Member| {
            let paths = [
                String::new(),
                "/users".to_owned(),
                format!("/users/{user}"),
                "/invitations".to_owned(),
                format!("/invitations/{invitation}"),
            ];
            for rest in &paths {
                let refused = bob.api.get(&other.path(rest)).await;
                let unknown = bob.api.get(&nowhere.path(rest)).await;
                assert_eq!(refused.body["code"], "not_found", "{rest}");
                assert_eq!(seen(refused), seen(unknown), "{rest}");
            }
            bob.invite_rows(&other, vec![Member::row("eve@example.com", "admin")])
                .await
                .expect_problem(404, "not_found");
            for operation in ["resend", "revoke"] {
                let path = other.path(&format!("/invitations/{invitation}/{operation}"));
                bob.api.post(&path, json!({})).await.expect_problem(404, "not_found");
            }
            let accounts = me(&bob.api).await["accounts"].clone();
            assert_eq!((accounts.as_array().unwrap().len(), &accounts[0]["id"]), (1, &json!(own.id)), "{accounts}");
        };

        shut_out(&bob).await;
        let again = sign_in(world, "bob@example.com", PASSWORD).await.expect(201);
        assert_eq!(again["accounts"], json!([own.id]));

        let token = world.link("bob@example.com").await;
        bob.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
        bob.api.get(&other.path("/users")).await.expect(200);
        let table = Table::of(world);
        let status = |value: &str| aws_sdk_dynamodb::types::AttributeValue::S(value.to_owned());
        table.change_user(&other, "bob@example.com", &[("status", status("deactivated"))]).await;
        shut_out(&bob).await;
        table.change_user(&other, "bob@example.com", &[("status", status("active"))]).await;
        bob.api.get(&other.path("/users")).await.expect(200);
        table.remove_user(&other, "bob@example.com").await;
        shut_out(&bob).await;
    });
}
